package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Goes the {@link Tour} in an empty folder, as a reader does in three terminals. So that tours do
 * not meet, the ports are others: small scripts stand in the place of {@code ./orbit}, redis-cli
 * and psql, which add the port and pass everything else on.
 */
final class TourGuide implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final Pattern PASSWORD = Pattern.compile("ORBIT_PASSWORD=(\\S+) .*");

  private final Path folder;
  private final int offset = Server.freeOffset();
  private final List<Process> servers = new ArrayList<>();
  private String password = "";
  private int told;
  private @Nullable Dialogue redis;
  private @Nullable Dialogue psql;

  TourGuide(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("bin"));
    String orbit = System.getProperty("orbit.script");
    script("orbit", "c=$1; shift; exec " + orbit + " $c --port-offset " + offset + " \"$@\"");
    standIn("redis-cli", 6379);
    standIn("psql", 5432);
  }

  private void standIn(String tool, int port) throws IOException {
    Path real =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .map(path -> Path.of(path, tool))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    script("bin/" + tool, "exec " + real + " -p " + (port + offset) + " \"$@\"");
  }

  private void script(String name, String line) throws IOException {
    Path script = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
  }

  private ProcessBuilder shell(String line) {
    String command = line.replace(":8080", ":" + (8080 + offset));
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", command).directory(folder.toFile());
    builder.environment().put("ORBIT_DISTRIBUTION", System.getProperty("orbit.distribution"));
    builder.environment().put("ORBIT_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PGPASSWORD", password);
    builder
        .environment()
        .compute("PATH", (name, path) -> folder.resolve("bin") + File.pathSeparator + path);
    return builder;
  }

  /** Does what the step says, and compares. */
  void follow(Tour.Step step) throws Exception {
    List<String> answer =
        switch (step.prompt()) {
          case SHELL -> inShell(step.text());
          case REDIS -> redis(step);
          case PSQL -> inPsql(step.text());
        };
    String text = String.join("\n", answer).replace(":" + (6379 + offset), ":6379");
    assertThat(text).as(step.text()).contains(String.join("\n", step.lines()));
    if (!step.comment().isEmpty() && !step.comment().startsWith("neither")) {
      assertThat(content(answer)).as(step.text()).contains(step.comment());
    }
  }

  /** An answer without what the clients put around it: numbers, quotes, widths of columns. */
  private static String content(List<String> answer) {
    return String.join(
        " ",
        answer.stream()
            .map(line -> line.replaceFirst("^\\d+\\) ", "").replace("\"", ""))
            .map(line -> line.strip().replaceAll("\\s+", " "))
            .toList());
  }

  private List<String> inShell(String line) throws Exception {
    if (line.contains("./orbit run")) {
      run(line);
      return List.of();
    } else if (line.startsWith("redis-cli") && !line.contains("ping")) {
      redis = new Dialogue(shell("exec " + line + " --no-raw"));
      return List.of();
    } else if (line.startsWith("psql")) {
      psql = new Dialogue(shell("exec " + line.replaceFirst("psql", "psql -X")));
      return List.of();
    }
    Process process = shell(line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    List<String> answer = process.inputReader().lines().toList();
    int exitCode = process.waitFor();
    boolean refusal = line.startsWith("redis-cli");
    assertThat(exitCode).as(line + ": " + answer).isEqualTo(refusal ? 1 : 0);
    assertThat(String.join("\n", answer)).doesNotContain("\"error\"");
    return answer;
  }

  private void run(String line) throws IOException {
    Matcher given = PASSWORD.matcher(line);
    if (given.matches()) {
      password = given.group(1);
    }
    for (Process before : servers) {
      Await.until("gone", LIMIT, () -> !before.isAlive());
    }
    Path output = folder.resolve("server-" + servers.size() + ".txt");
    ProcessBuilder builder = shell("exec env " + line);
    servers.add(builder.redirectErrorStream(true).redirectOutput(output.toFile()).start());
    Await.until("up", LIMIT, () -> Files.readString(output).contains(" is up after "));
  }

  private List<String> redis(Tour.Step step) throws IOException {
    int lines = step.comment().isEmpty() ? step.lines().size() : step.comment().split(" ").length;
    return Optional.ofNullable(redis).orElseThrow().say(step.text(), Math.max(1, lines));
  }

  /** What a new redis-cli answers to a command, in one line. */
  List<String> redis(String command) throws IOException {
    try (Dialogue dialogue = new Dialogue(shell("exec redis-cli --no-raw"))) {
      dialogue.say("AUTH " + password, 1);
      return dialogue.say(command, 1);
    }
  }

  private List<String> inPsql(String statement) throws IOException {
    String end = "told " + told++;
    Dialogue open = Optional.ofNullable(psql).orElseThrow();
    List<String> answer = open.sayUntil(statement + "\n\\echo " + end, end);
    assertThat(String.join("\n", answer)).as(statement).doesNotContain("ERROR");
    return answer;
  }

  @Override
  public void close() {
    for (Dialogue open : new Dialogue[] {redis, psql}) {
      if (open != null) {
        open.close();
      }
    }
    for (Process server : servers) {
      server.destroy();
      Await.until("gone", LIMIT, () -> !server.isAlive());
    }
  }
}
