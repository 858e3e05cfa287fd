package io.orbit.language.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Compares with PostgreSQL's own grammar: whether a text is accepted, the message and position when
 * it is not, the tree when it is. {@code -Dorbit.sql.mutations=N} sets how many near misses are
 * tried, {@code -Dorbit.sql.seed=N} which; {@code -Dorbit.sql.corpus=FILE} adds statements
 * separated by NUL characters (PostgreSQL's regression tests, say).
 */
class OracleTest {
  private static Oracle oracle;

  @BeforeAll
  static void start() {
    oracle = new Oracle(Corpus.resources().resolve("oracle"));
  }

  @AfterAll
  static void stop() {
    oracle.close();
  }

  @Test
  void agreesOnEveryStatementOfTheCorpus() {
    Comparison comparison = new Comparison(oracle);
    List<String> differences = new ArrayList<>();
    for (String statement : Corpus.statements()) {
      comparison
          .difference(statement)
          .ifPresent(difference -> differences.add(statement + "\n  " + difference));
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void agreesOnNearMisses() throws IOException {
    long seed = Long.getLong("orbit.sql.seed", new Random().nextLong());
    int count = Integer.getInteger("orbit.sql.mutations", 15_000);
    System.out.println("mutations: -Dorbit.sql.seed=" + seed);
    List<String> statements = new ArrayList<>(Corpus.statements());
    String more = System.getProperty("orbit.sql.corpus");
    if (more != null) {
      statements.addAll(List.of(Files.readString(Path.of(more)).split("\0")));
    }
    Random random = new Random(seed);
    Mutator mutator = new Mutator(random);
    Comparison comparison = new Comparison(oracle);
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String text = mutator.mutate(statements.get(random.nextInt(statements.size())));
      comparison
          .difference(text)
          .ifPresent(difference -> differences.add(text + "\n  " + difference));
    }
    Files.writeString(Path.of("target", "sql-differences.txt"), String.join("\n\n", differences));
    System.out.printf("%d near misses, %d differ%n", count, differences.size());
    assertThat(differences.size())
        .as("seed %d; see target/sql-differences.txt", seed)
        .isLessThanOrEqualTo(count / 200);
  }

  @Test
  void noticesADifference() {
    assertThat(oracle.ask("SELECT a + b * c").trees())
        .containsExactly(
            "(query _ (select _ (((op + (col \"a\") (op * (col \"b\") (col \"c\"))) _))"
                + " () _ () _ ()) () _ _ ())");
    assertThat(oracle.ask("SELECT 1 FORM t").message()).isEqualTo("syntax error at or near \"t\"");
  }
}
