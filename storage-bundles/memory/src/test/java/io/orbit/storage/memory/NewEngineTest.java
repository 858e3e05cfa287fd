package io.orbit.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.storage.StorageEngineContract;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code new-engine.sh} makes compiles without a warning, and passes the contract. */
class NewEngineTest {
  private static final Path SCRIPT = Path.of("../new-engine.sh");

  @TempDir static Path root;
  private static Path features;
  private static URLClassLoader loader;
  private static StorageEngineFactory made;

  private record Outcome(int status, String output) {}

  private static Outcome run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sh", SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    return new Outcome(process.waitFor(), output);
  }

  @BeforeAll
  static void make() throws Exception {
    Files.writeString(
        root.resolve("pom.xml"),
        "<modules>\n<module>storage-bundles/memory</module>\n</modules>\n");
    features = root.resolve("features/src/main/feature/features.xml");
    Files.createDirectories(features.getParent());
    Files.writeString(
        features,
        """
        <features>
          <feature name="orbit-storage-memory" description="The engine in memory">
            <bundle start-level="25">mvn:io.orbit/orbit-storage-memory/1</bundle>
          </feature>
          <feature name="orbit">
            <feature>orbit-storage-memory</feature>
          </feature>
        </features>
        """);
    Outcome outcome = run("tape", "--root", root.toString());
    assertThat(outcome.output()).contains("storage-bundles/tape");
    assertThat(outcome.status()).isZero();
    Path classes = Files.createDirectory(root.resolve("classes"));
    compile(javaFiles(root.resolve("storage-bundles/tape/src")), classes);
    URL[] path = {classes.toUri().toURL()};
    loader = new URLClassLoader(path, NewEngineTest.class.getClassLoader());
    made =
        (StorageEngineFactory)
            loader
                .loadClass("io.orbit.storage.tape.TapeEngineFactory")
                .getConstructor()
                .newInstance();
  }

  @AfterAll
  static void close() throws IOException {
    loader.close();
  }

  private static List<String> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".java")).toList();
    }
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

  @Test
  void makesAWholeBundle() throws IOException {
    assertThat(Files.readAllLines(root.resolve("pom.xml")))
        .contains(
            "<module>storage-bundles/memory</module>", "<module>storage-bundles/tape</module>");
    assertThat(features)
        .content()
        .containsOnlyOnce("<feature name=\"orbit-storage-memory\"")
        .containsOnlyOnce("<feature name=\"orbit-storage-tape\"")
        .containsOnlyOnce("mvn:io.orbit/orbit-storage-tape/1")
        .doesNotContain("<feature>orbit-storage-tape</feature>");
    Path bundle = root.resolve("storage-bundles/tape");
    assertThat(bundle.resolve("README.md")).content().contains("# orbit-storage-tape");
    assertThat(javaFiles(bundle))
        .anyMatch(name -> name.endsWith("TapeEngineTest.java"))
        .noneMatch(name -> name.contains("Memory") || name.contains("NewEngineTest"));
    assertThat(made.name()).isEqualTo("tape");
  }

  @Test
  void refusesWhatCannotBeAName() throws Exception {
    for (String name : List.of("", "Upper", "with-dash", "9lives", "../x", "class")) {
      assertThat(run(name, "--root", root.toString()).status()).as(name).isEqualTo(2);
    }
    assertThat(run("memory").status()).isEqualTo(1);
  }

  @Nested
  class Contract extends StorageEngineContract {
    @Override
    protected StorageEngineFactory factory() {
      return made;
    }
  }
}
