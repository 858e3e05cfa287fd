package io.orbit.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The packaged server as a process, started as a user would: by {@code ./orbit run}, on a folder
 * and ports of its own. Its process id is the script's. Close it to stop it.
 */
public final class Server implements AutoCloseable {
  /** What all servers of the tests are told as the administrator's password. */
  public static final String PASSWORD = "Itests-Secret-1";

  private static final Duration START_LIMIT = Duration.ofSeconds(120);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
  private static final int[] PORTS = {3306, 5432, 6379, 7687, 8080, 8101, 8529, 9042, 27017, 50051};

  private final Process process;
  private final Path data;
  private final int offset;
  private final Path output;

  private Server(Process process, Path data, int offset, Path output) {
    this.process = process;
    this.data = data;
    this.offset = offset;
    this.output = output;
  }

  /** Starts a server on a folder, on free ports, and waits until it is up. */
  public static Server start(Path data, String... arguments) throws IOException {
    return up(launch(data, freeOffset(), arguments));
  }

  /** The same with more in its environment. */
  static Server start(Path data, Map<String, String> more) throws IOException {
    return up(launch(data, freeOffset(), more));
  }

  private static Server up(Server server) {
    try {
      server.awaitUp();
      return server;
    } catch (AssertionError notUp) {
      server.process.destroyForcibly();
      throw notUp;
    }
  }

  /** Starts a server and does not wait. */
  public static Server launch(Path data, int offset, String... arguments) throws IOException {
    return launch(data, offset, Map.of(), arguments);
  }

  private static Server launch(Path data, int offset, Map<String, String> more, String... arguments)
      throws IOException {
    Files.createDirectories(data.toAbsolutePath().getParent());
    List<String> command = new ArrayList<>(List.of(System.getProperty("orbit.script"), "run"));
    command.addAll(List.of("--data", data.toString(), "--port-offset", Integer.toString(offset)));
    command.addAll(List.of(arguments));
    Path output =
        Files.createTempFile(data.toAbsolutePath().getParent(), data.getFileName() + "-", ".out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment());
    builder.environment().putAll(more);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    return new Server(process, data, offset, output);
  }

  /** What the script is told by the environment. */
  static Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>();
    environment.put("ORBIT_DISTRIBUTION", System.getProperty("orbit.distribution"));
    environment.put("ORBIT_PASSWORD", PASSWORD);
    environment.put("ORBIT_JAVA_HOME", System.getProperty("java.home"));
    return environment;
  }

  /** An offset at which every port is free now. */
  public static int freeOffset() {
    for (int attempt = 0; attempt < 1000; attempt++) {
      int offset = ThreadLocalRandom.current().nextInt(1000, 15_000);
      if (allFree(offset)) {
        return offset;
      }
    }
    throw new IllegalStateException("no offset with free ports was found");
  }

  private static boolean allFree(int offset) {
    for (int port : PORTS) {
      try (ServerSocket socket = new ServerSocket()) {
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port + offset));
      } catch (IOException taken) {
        return false;
      }
    }
    return true;
  }

  /** Waits until the server says that it is up. */
  public void awaitUp() {
    Await.until(
        "up (" + output + ")",
        START_LIMIT,
        () -> {
          if (!process.isAlive()) {
            throw new AssertionError(
                "the server ended with " + process.exitValue() + ":\n" + output());
          }
          return output().contains(" is up after ");
        });
  }

  /** Asks it to stop by SIGTERM and answers its exit code. */
  public int stop() {
    process.destroy();
    return awaitExit();
  }

  /** Ends it as a power cut would. */
  public void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** Waits for its end and answers its exit code. */
  public int awaitExit() {
    try {
      if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end; what it said:\n" + output());
      }
      return process.exitValue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  /** What it wrote to standard output and error. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The port at which a protocol listens whose usual port this is. */
  public int port(int usual) {
    return usual + offset;
  }

  /** Whether something accepts connections there. */
  public boolean accepts(int usualPort) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port(usualPort)), 1000);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  public int offset() {
    return offset;
  }

  public long pid() {
    return process.pid();
  }

  public Path data() {
    return data;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }
}
