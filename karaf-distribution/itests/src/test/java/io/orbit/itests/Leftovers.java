package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What is left of a bundle in a server's heap once it is gone. */
final class Leftovers {
  private Leftovers() {}

  /**
   * Its classes that still have objects, one a line; nothing, or its class loader would be there.
   */
  static String of(Server server, String packageName) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(histogram).contains("io.orbit.");
    return String.join("\n", histogram.lines().filter(line -> line.contains(packageName)).toList());
  }
}
