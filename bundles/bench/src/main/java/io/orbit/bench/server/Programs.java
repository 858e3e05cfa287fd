package io.orbit.bench.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The programs that are run: where they are, and what they say. */
final class Programs {
  /** Where PostgreSQL's own programs lie when they are not on the path, a folder a version. */
  private static final List<Path> POSTGRES =
      List.of(Path.of("/usr/lib/postgresql"), Path.of("/usr"), Path.of("/opt/homebrew/opt"));

  private Programs() {}

  /**
   * Finds a program on the path.
   *
   * @throws IOException when it is not there
   */
  static Path find(String name) throws IOException {
    return onPath(name).orElseThrow(() -> new IOException("bench needs " + name));
  }

  private static Optional<Path> onPath(String name) {
    return Stream.of(System.getenv("PATH").split(":"))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The folder of PostgreSQL's programs, of the newest version that is there. */
  static Path postgres() throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path place : POSTGRES) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> versions = Files.list(place)) {
          versions
              .map(version -> version.resolve("bin"))
              .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
              .forEach(found::add);
        }
      }
    }
    onPath("initdb").map(Path::getParent).ifPresent(found::add);
    return found.stream()
        .max(Comparator.comparingInt(bin -> version(bin.toString())))
        .orElseThrow(() -> new IOException("bench needs PostgreSQL's server (initdb, pgbench)"));
  }

  /** The last number in a path, 0 when there is none. */
  static int version(String path) {
    String[] numbers = path.replaceAll("[^0-9]+", " ").strip().split(" ");
    String last = numbers[numbers.length - 1];
    return last.isEmpty() ? 0 : Integer.parseInt(last);
  }

  /**
   * Runs a program to its end.
   *
   * @return what it wrote to standard output and error
   * @throws IOException when it fails, with the end of what it said
   */
  static String run(List<String> command, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (await(process) != 0) {
      String end = said.substring(Math.max(0, said.length() - 2000));
      throw new IOException(Path.of(command.getFirst()).getFileName() + " failed:\n" + end);
    }
    return said;
  }

  static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException interrupted) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
