package io.orbit.protocol.echo;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Sessions;
import io.orbit.net.spi.Protocol;
import io.orbit.testkit.protocol.TestClient;
import io.orbit.testkit.protocol.TestNet;
import io.orbit.testkit.security.TestSessions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code new-protocol.sh} makes compiles without a warning, and serves. */
class NewProtocolTest {
  private static final Path SCRIPT = Path.of("../new-protocol.sh");

  @TempDir Path root;

  private record Outcome(int status, String output) {}

  private static Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    return new Outcome(process.waitFor(), output);
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
    }
  }

  @Test
  void makesAWholeProtocol() throws Exception {
    Files.writeString(
        root.resolve("pom.xml"), "<modules>\n<module>protocol-bundles/echo</module>\n</modules>\n");
    Path features = root.resolve("features/src/main/feature/features.xml");
    Files.createDirectories(features.getParent());
    Files.writeString(
        features,
        """
        <features>
          <feature name="orbit-echo" description="The echo protocol">
            <bundle>mvn:io.orbit/orbit-echo/1</bundle>
          </feature>
          <feature name="other"/>
        </features>
        """);
    Outcome made = run("greeting", "--port", "7999", "--root", root.toString());
    assertThat(made.output()).contains("protocol-bundles/greeting");
    assertThat(made.status()).isZero();

    assertThat(Files.readAllLines(root.resolve("pom.xml")))
        .contains(
            "<module>protocol-bundles/echo</module>", "<module>protocol-bundles/greeting</module>");
    assertThat(Files.readString(features))
        .containsOnlyOnce("<feature name=\"orbit-echo\"")
        .containsOnlyOnce("<feature name=\"orbit-greeting\"")
        .containsOnlyOnce("mvn:io.orbit/orbit-greeting/1")
        .endsWith("  <feature name=\"other\"/>\n</features>\n");

    Path bundle = root.resolve("protocol-bundles/greeting");
    assertThat(bundle.resolve("README.md")).content().contains("# orbit-greeting", "7999");
    assertThat(bundle.resolve("src/test/resources/transcripts/session.txt")).exists();
    List<String> sources = new ArrayList<>(javaFiles(bundle.resolve("src")));
    assertThat(sources)
        .noneMatch(name -> name.contains("NewProtocolTest") || name.contains("Echo"));
    Path classes = Files.createDirectory(root.resolve("classes"));
    compile(sources, classes);
    serve(classes);
  }

  private static void compile(List<String> sources, Path classes) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none",
                "-Xlint:all,-processing,-classfile,-path",
                "-Werror"));
    arguments.addAll(sources);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
  }

  private static void serve(Path classes) throws Exception {
    URL[] path = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(path, NewProtocolTest.class.getClassLoader())) {
      Protocol protocol =
          (Protocol)
              loader
                  .loadClass("io.orbit.protocol.greeting.GreetingProtocol")
                  .getConstructor(Sessions.class)
                  .newInstance(new TestSessions());
      assertThat(protocol.name()).isEqualTo("greeting");
      assertThat(protocol.defaultPort()).isEqualTo(7999);
      try (TestNet net = TestNet.start(protocol);
          TestClient client = net.connect()) {
        client.send("/login orbit secret\\nhello\\n").expect("welcome orbit\\nhello\\n");
      }
    }
  }

  @Test
  void refusesWhatCannotBeAName() throws Exception {
    for (String name : List.of("", "Upper", "with-dash", "9lives", "../x", "class")) {
      assertThat(run(name, "--root", root.toString()).status()).as(name).isEqualTo(2);
    }
    assertThat(run("echo").status()).isEqualTo(1);
    assertThat(root).isEmptyDirectory();
  }
}
