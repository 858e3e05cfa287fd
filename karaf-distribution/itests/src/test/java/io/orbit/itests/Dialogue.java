package io.orbit.itests;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client with a prompt, talked to through a pipe. */
final class Dialogue implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Process process;
  private final BufferedWriter input;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  /** Begins to talk; what is sent and not answered in time fails. */
  Dialogue(ProcessBuilder builder) throws IOException {
    process = builder.redirectErrorStream(true).start();
    input = process.outputWriter();
    reader = Thread.ofVirtual().start(() -> read(process.inputReader()));
  }

  private void read(BufferedReader output) {
    try (output) {
      output.lines().forEach(lines::add);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Says something and waits for so many lines at least. */
  List<String> say(String text, int enough) throws IOException {
    int before = lines.size();
    input.write(text);
    input.newLine();
    input.flush();
    Await.until(
        "answered: " + text + " (" + List.copyOf(lines) + ")",
        LIMIT,
        () -> lines.size() >= before + enough || !reader.isAlive());
    return List.copyOf(lines.subList(before, lines.size()));
  }

  /** Says something and waits until the line comes that ends its answer, which is left out. */
  List<String> sayUntil(String text, String end) throws IOException {
    int before = lines.size();
    input.write(text);
    input.newLine();
    input.flush();
    Await.until(
        "answered: " + text, LIMIT, () -> lines.subList(before, lines.size()).contains(end));
    return List.copyOf(lines.subList(before, lines.indexOf(end)));
  }

  @Override
  public void close() {
    process.destroy();
  }
}
