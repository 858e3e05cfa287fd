package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EtcFilesTest {
  @TempDir Path folder;

  @Test
  void eachFileIsTheConfigurationOfItsName() throws Exception {
    Files.writeString(
        folder.resolve("a.pid.cfg"),
        "# a comment\nhome = ${the.home}/x\nname = n\nboth = ${name}-${unknown}\n");
    Files.writeString(folder.resolve("not-one.properties"), "x = y\n");

    assertThat(EtcFiles.read(folder, Map.of("the.home", "/srv$1")::get))
        .isEqualTo(
            Map.of("a.pid", Map.of("home", "/srv$1/x", "name", "n", "both", "n-${unknown}")));
  }
}
