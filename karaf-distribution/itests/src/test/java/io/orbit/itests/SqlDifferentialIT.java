package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Some 1,500 statements that applications use, through psql against the packaged server: results,
 * messages, details, hints, SQLSTATEs, names of constraints, notices and tags as a genuine
 * PostgreSQL 15 showed them ({@code postgres/regenerate.sh}). What differs is in {@code
 * NAME.differences}, statement by statement with our answer; the test fails when that no longer
 * fits. {@code -Dorbit.test.update=true} writes it anew.
 */
@ExtendWith(SharedServer.class)
class SqlDifferentialIT {
  private static final Path SCRIPTS = Path.of("src/test/resources/postgres").toAbsolutePath();
  private static final int LOOK_AHEAD = 12;

  private final Server server;

  SqlDifferentialIT(Server server) {
    this.server = server;
  }

  /** A line of the script, and what was shown behind it. */
  private record Section(String statement, String answer) {}

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tables",
        "alter",
        "constraints",
        "queries",
        "modify",
        "transactions",
        "copy",
        "settings",
        "roles",
        "literals",
        "catalog",
        "objects",
        "types",
        "ranges",
        "bits",
        "routines",
        "triggers",
        "merge",
        "policies"
      })
  void answersAsPostgres(String name) throws IOException {
    String version = Clients.output(Map.of(), List.of("psql", "--version"));
    assumeTrue(version.contains(" 15."), "the answers were recorded with psql 15");
    List<String> script = Files.readAllLines(SCRIPTS.resolve(name + ".sql"));
    List<Section> expected = sections(script, Files.readAllLines(SCRIPTS.resolve(name + ".out")));
    List<Section> actual = sections(script, run(name));
    String found = differences(expected, actual);
    Path known = SCRIPTS.resolve(name + ".differences");
    if (Boolean.getBoolean("orbit.test.update")) {
      Files.writeString(known, found);
    }
    assertThat(found).isEqualTo(Files.readString(known));
  }

  private List<String> run(String name) throws IOException {
    Clients.psql(server, "DROP DATABASE IF EXISTS orbit_sweep");
    Clients.psql(server, "CREATE DATABASE orbit_sweep");
    List<String> command =
        List.of(
            "psql",
            "-Xaq",
            "-v",
            "VERBOSITY=verbose",
            "-P",
            "null=NULL",
            "-f",
            name + ".sql",
            "postgresql://orbit@127.0.0.1:" + server.port(5432) + "/orbit_sweep");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(SCRIPTS.toFile());
    builder.environment().put("PGPASSWORD", Server.PASSWORD);
    builder.environment().put("PGTZ", "UTC");
    Process process = builder.start();
    process.getOutputStream().close();
    List<String> lines = new ArrayList<>();
    for (String line : process.inputReader().readAllLines()) {
      if (!line.startsWith("LOCATION: ")) {
        lines.add(line.replaceFirst("^psql:[^ ]*: ", ""));
      }
    }
    return lines;
  }

  /** Cuts the output where psql echoes a line of the script. */
  private static List<Section> sections(List<String> script, List<String> output) {
    List<Section> sections = new ArrayList<>();
    List<String> answer = new ArrayList<>();
    String statement = "";
    int next = 0;
    for (String line : output) {
      int echoed = echoed(script, next, line);
      if (echoed < 0) {
        answer.add(line);
        continue;
      }
      sections.add(new Section(statement, String.join("\n", answer)));
      answer.clear();
      statement = line;
      next = echoed + 1;
    }
    sections.add(new Section(statement, String.join("\n", answer)));
    return sections;
  }

  /** The line of the script; data of COPY is not echoed and passed over. */
  private static int echoed(List<String> script, int from, String line) {
    for (int i = from; i < Math.min(script.size(), from + LOOK_AHEAD); i++) {
      if (!line.isEmpty() && script.get(i).equals(line)) {
        return i;
      }
    }
    return -1;
  }

  private static String differences(List<Section> expected, List<Section> actual) {
    StringBuilder out = new StringBuilder();
    int theirs = 0;
    for (Section section : actual) {
      while (theirs < expected.size()
          && !expected.get(theirs).statement().equals(section.statement())) {
        theirs++;
      }
      boolean same =
          theirs < expected.size() && expected.get(theirs).answer().equals(section.answer());
      theirs++;
      if (!same) {
        out.append("> ").append(section.statement()).append('\n');
        out.append(section.answer()).append(section.answer().isEmpty() ? "" : "\n");
      }
    }
    return out.toString();
  }
}
