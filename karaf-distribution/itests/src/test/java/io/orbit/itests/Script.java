package io.orbit.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./orbit} with a task that ends by itself. */
final class Script {
  private Script() {}

  /** What a task answered: its exit code, and what it printed, errors included. */
  record Answer(int exitCode, String output) {}

  /** What a task answered, data and messages apart. */
  record Apart(int exitCode, String output, String errors) {}

  /** Runs a task that reads the text from its standard input, and keeps its two streams apart. */
  static Apart runApart(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("orbit.script")));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile(Path.of(System.getProperty("orbit.work")), "script", ".err");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(Server.environment());
    Process process = builder.start();
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    return new Apart(exitCode, output, Files.readString(errors));
  }

  /** Runs a task with nothing to read. */
  static Answer run(String... arguments) throws IOException, InterruptedException {
    return runWithInput("", arguments);
  }

  /** Runs a task that reads the text from its standard input. */
  static Answer runWithInput(String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(System.getProperty("orbit.script")));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(Server.environment());
    Process process = builder.start();
    try (var stream = process.getOutputStream()) {
      stream.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Answer(process.waitFor(), output);
  }
}
