package io.orbit.testkit.storage;

import io.orbit.api.storage.StorageEngineFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A main class of this package run in a JVM of its own with this one's class path, so that it can
 * be killed or run on a disk of its own. It says what it did by lines on standard output; its
 * errors are the test's. Closing it kills it (SIGKILL) and waits for its end.
 */
final class ChildJvm implements AutoCloseable {
  private static final List<String> OPTIONS =
      List.of(
          "-Xmx384m",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private final Process process;
  private final BufferedReader lines;

  private ChildJvm(Process process) {
    this.process = process;
    this.lines = process.inputReader();
  }

  /**
   * Starts the main class.
   *
   * @param prefix a command that runs the JVM, may be empty
   */
  static ChildJvm start(List<String> prefix, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.add("-cp");
    command.add(
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ChildJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** The next line, or null when the child has ended. */
  @Nullable String line() throws IOException {
    return lines.readLine();
  }

  /** Waits for the child's end. */
  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Kills the child and waits for its end; lines it wrote before can still be read. */
  void kill() {
    // Process.destroyForcibly would close the stream and lose the lines.
    process.toHandle().destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() throws IOException {
    kill();
    lines.close();
  }

  /** Inside the child: the factory that its parent named. */
  static StorageEngineFactory factory(String className) {
    try {
      return (StorageEngineFactory) Class.forName(className).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(className + " is no engine factory", e);
    }
  }
}
