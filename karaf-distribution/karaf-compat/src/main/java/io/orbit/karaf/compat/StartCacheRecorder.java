package io.orbit.karaf.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts and stops an assembled distribution once, so that the JVM records what it loaded and how
 * it was linked (JEP 514); with that cache in the distribution the next starts take half the time.
 * The command line's client gets a cache of its own while the server is up. Where recording fails
 * the distribution is whole all the same, only slower to start, so a failure is told and is none of
 * the build.
 */
public final class StartCacheRecorder {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(3);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String UP = " is up after ";
  private static final String CLIENT_CACHE = "lib/client.aot";

  private StartCacheRecorder() {}

  /**
   * Records.
   *
   * @param arguments the distribution's folder, the cache to write, a folder to work in, and the
   *     time of change that the archive gives to all files (the JVM refuses a cache when a jar's
   *     time differs)
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path home = Path.of(arguments[0]);
    Path cache = Path.of(arguments[1]);
    Path work = Path.of(arguments[2]);
    try {
      Files.deleteIfExists(cache);
      FileTime changed = FileTime.from(Instant.parse(arguments[3]));
      for (Path jar : jars(home, "lib/boot", "lib/jdk9plus", "lib/client")) {
        Files.setLastModifiedTime(jar, changed);
      }
      deleteRecursively(work);
      record(home, cache, work);
      System.out.println("Recorded " + cache + ", " + (Files.size(cache) >> 20) + " MB");
    } catch (IOException failure) {
      System.out.println("No start cache was recorded, starts will be slower: " + failure);
    }
  }

  private static void record(Path home, Path cache, Path work)
      throws IOException, InterruptedException {
    String offset = Integer.toString(ThreadLocalRandom.current().nextInt(1000, 15_000));
    Path temporary = Files.createDirectories(work.resolve("data/karaf/tmp"));
    Path output = work.resolve("output");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:AOTCacheOutput=" + cache);
    command.add("@" + home.resolve("etc/jvm.options"));
    command.addAll(
        List.of(
            "-Dorbit.home=" + home,
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            classPath(jars(home, "lib/boot", "lib/jdk9plus")),
            "io.orbit.launcher.Main",
            "--data",
            work.resolve("data").toString(),
            "--port-offset",
            offset));
    Process server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      awaitUp(server, output);
      recordClient(home, work, offset);
      server.destroy();
      if (!server.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
        throw new IOException(
            "the server wrote none when it stopped:\n" + Files.readString(output));
      }
    } finally {
      server.destroyForcibly();
    }
  }

  /** The options are the start script's: the cache fits no others. */
  private static void recordClient(Path home, Path work, String offset)
      throws IOException, InterruptedException {
    Path cache = home.resolve(CLIENT_CACHE);
    Path output = work.resolve("client-output");
    Files.deleteIfExists(cache);
    Process client =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:AOTCacheOutput=" + cache,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(jars(home, "lib/client")),
                "io.orbit.client.StartCacheTraining",
                "--data",
                work.resolve("data").toString(),
                "--port-offset",
                offset)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      boolean ended = client.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (!ended || client.exitValue() != 0 || !Files.exists(cache)) {
        throw new IOException("the client wrote none:\n" + Files.readString(output));
      }
    } finally {
      client.destroyForcibly();
    }
  }

  private static void awaitUp(Process server, Path output)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + START_LIMIT.toNanos();
    while (!Files.readString(output).contains(UP)) {
      boolean ended = server.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS);
      if (ended || System.nanoTime() > end) {
        throw new IOException("the server did not start:\n" + Files.readString(output));
      }
    }
  }

  private static String classPath(List<Path> jars) {
    return jars.stream()
        .map(Path::toString)
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  /** The same jars in the same order as the start script's: the cache fits no other class path. */
  private static List<Path> jars(Path home, String... folders) throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String folder : folders) {
      try (Stream<Path> files = Files.list(home.resolve(folder))) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
      }
    }
    return jars;
  }

  private static void deleteRecursively(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
