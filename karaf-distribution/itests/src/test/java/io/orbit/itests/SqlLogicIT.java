package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Scripts of the sqllogictest format, by pgjdbc against the packaged server: a sample of our own
 * always, and SQLite's corpus where {@code -Dorbit.sqllogictest} names files and folders of a
 * checkout, joined by commas ({@code ./orbit soak --sqllogictest}). Of the corpus 99 of 100 records
 * have to answer as they say; those that do not are in {@code target/sqllogictest-failures.txt}.
 */
@ExtendWith(SharedServer.class)
class SqlLogicIT {
  private static final Path SAMPLE = Path.of("src/test/resources/sqllogictest").toAbsolutePath();

  private final Server server;

  SqlLogicIT(Server server) {
    this.server = server;
  }

  @Test
  void theSampleAnswersAsItSays() throws IOException, SQLException {
    try (Connection connection = Clients.sql(server)) {
      SqlLogicRun run = new SqlLogicRun(connection);
      for (Path file : scripts(SAMPLE)) {
        run.run(SqlLogicScript.read(file));
      }
      assertThat(run.failures()).isEmpty();
      assertThat(run.total()).isGreaterThan(10);
    }
  }

  @Test
  void aWrongAnswerIsFound() throws IOException, SQLException {
    Path file = Files.createTempFile("wrong", ".test");
    Files.writeString(
        file,
        """
        query I nosort
        SELECT 1
        ----
        2

        query I nosort once
        SELECT 1
        ----
        1

        query I nosort once
        SELECT 2
        ----
        2

        query I nosort
        SELECT 3
        ----
        1 values hashing to 00000000000000000000000000000000

        query II nosort
        SELECT 4
        ----
        4

        statement error
        SELECT 5

        statement ok
        SELECT nothing
        """);
    try (Connection connection = Clients.sql(server)) {
      SqlLogicRun run = new SqlLogicRun(connection);
      run.run(SqlLogicScript.read(file));
      assertThat(run.passed()).isEqualTo(1);
      assertThat(run.failures()).hasSize(6);
    } finally {
      Files.delete(file);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "orbit.sqllogictest", matches = ".+")
  void theCorpusAnswersAsItSays() throws IOException, SQLException {
    List<Path> files = new ArrayList<>();
    for (String path : System.getProperty("orbit.sqllogictest").split(",")) {
      files.addAll(scripts(Path.of(path)));
    }
    assertThat(files).as("scripts, *.test").isNotEmpty();
    try (Connection connection = Clients.sql(server)) {
      SqlLogicRun run = new SqlLogicRun(connection);
      for (Path file : files) {
        long began = System.nanoTime();
        long passed = run.passed();
        long total = run.total();
        run.run(SqlLogicScript.read(file));
        System.out.printf(
            "%s: %d of %d in %d ms%n",
            file.getFileName(),
            run.passed() - passed,
            run.total() - total,
            (System.nanoTime() - began) / 1_000_000);
      }
      Files.write(Path.of("target/sqllogictest-failures.txt"), run.failures());
      System.out.println("sqllogictest " + run.passed() + "/" + run.total());
      assertThat(run.passed() * 100).isGreaterThanOrEqualTo(run.total() * 99);
    }
  }

  private static List<Path> scripts(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".test")).sorted().toList();
    }
  }
}
