package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** EXPLAIN's layouts and options, and the statements for the operator. */
class ExplainTest {
  private TestDatabase database;
  private Session session;

  @BeforeEach
  void open() {
    database = new TestDatabase();
    session = database.session();
    run("CREATE TABLE items (id integer PRIMARY KEY, name text, price numeric)");
    run("INSERT INTO items SELECT n, 'item ' || n, n FROM generate_series(1, 100) AS g(n)");
  }

  @AfterEach
  void close() {
    session.close();
    database.close();
  }

  private List<String> run(String sql) {
    return database.run(session, sql);
  }

  @Test
  void textIsPostgresLayout() {
    List<String> plan = run("EXPLAIN SELECT name FROM items WHERE price > 10 ORDER BY name");
    assertThat(plan.getFirst()).matches("Sort  \\(cost=0\\.00\\.\\.[0-9.]+ rows=\\d+ width=32\\)");
    assertThat(plan.get(1)).startsWith("  Sort Key: ");
    assertThat(plan).anyMatch(line -> line.matches("  ->  Seq Scan on items  \\(cost=.*\\)"));
    assertThat(plan).anyMatch(line -> line.startsWith("        Filter: "));
    assertThat(run("EXPLAIN (COSTS off) SELECT * FROM items WHERE id = 5").getFirst())
        .isEqualTo("Index Scan using items_pkey on items");
  }

  @Test
  void analyzeShowsWhatHappened() {
    List<String> plan = run("EXPLAIN ANALYZE SELECT * FROM items WHERE price > 90");
    assertThat(plan.getFirst())
        .matches(".*\\(cost=.*\\) \\(actual time=[0-9.]+\\.\\.[0-9.]+ rows=10 loops=1\\)");
    assertThat(plan).anyMatch(line -> line.matches("Planning Time: [0-9.]+ ms"));
    assertThat(plan.getLast()).matches("Execution Time: [0-9.]+ ms");
    assertThat(run("EXPLAIN (ANALYZE, TIMING off, COSTS off, SUMMARY off) SELECT * FROM items"))
        .containsExactly("Seq Scan on items (actual rows=100 loops=1)");
  }

  @Test
  void analyzeOfAChangeChanges() {
    run("EXPLAIN DELETE FROM items WHERE id = 1");
    assertThat(run("SELECT count(*) FROM items")).containsExactly("100");
    run("EXPLAIN ANALYZE DELETE FROM items WHERE id = 1");
    assertThat(run("SELECT count(*) FROM items")).containsExactly("99");
  }

  @Test
  void jsonIsOneDocument() {
    List<String> plan = run("EXPLAIN (FORMAT json, ANALYZE) SELECT * FROM items i WHERE id = 3");
    String text = String.join("\n", plan);
    assertThat(text)
        .startsWith("[\n  {\n    \"Plan\": {\n      \"Node Type\": \"Index Scan\"")
        .contains("\"Index Name\": \"items_pkey\"")
        .contains("\"Relation Name\": \"items\"")
        .contains("\"Alias\": \"i\"")
        .contains("\"Actual Rows\": 1,")
        .contains("\"Execution Time\": ");
    assertThat(run("SELECT ('" + text.replace("'", "''") + "'::jsonb) -> 0 -> 'Plan' ->> 'Alias'"))
        .containsExactly("i");
  }

  @Test
  void optionsAreChecked() {
    assertThat(run("EXPLAIN (SPEED) SELECT 1"))
        .containsExactly("ERROR SYNTAX_ERROR: unrecognized EXPLAIN option \"speed\"");
    assertThat(run("EXPLAIN (WAL) SELECT 1"))
        .containsExactly("ERROR INVALID_PARAMETER_VALUE: EXPLAIN option WAL requires ANALYZE");
    assertThat(run("EXPLAIN (FORMAT csv) SELECT 1"))
        .containsExactly(
            "ERROR INVALID_PARAMETER_VALUE: unrecognized value for EXPLAIN option \"format\":"
                + " \"csv\"");
  }

  @Test
  void maintenanceIsCheckedAndDone() {
    assertThat(run("VACUUM")).containsExactly("VACUUM");
    assertThat(run("VACUUM (ANALYZE, VERBOSE) items (name)")).containsExactly("VACUUM");
    assertThat(run("ANALYZE items (nothing)"))
        .containsExactly(
            "ERROR UNDEFINED_COLUMN: column \"nothing\" of relation \"items\" does not exist");
    assertThat(run("REINDEX TABLE items")).containsExactly("REINDEX");
    assertThat(run("REINDEX INDEX items_pkey")).containsExactly("REINDEX");
    assertThat(run("REINDEX INDEX items"))
        .containsExactly("ERROR WRONG_OBJECT_TYPE: \"items\" is not an index");
    assertThat(run("CHECKPOINT")).containsExactly("CHECKPOINT");
    run("BEGIN");
    assertThat(run("VACUUM"))
        .containsExactly("ERROR ACTIVE_TRANSACTION: VACUUM cannot run inside a transaction block");
    run("ROLLBACK");
    run("CREATE ROLE guest LOGIN");
    try (Session guest = database.session("guest")) {
      assertThat(database.run(guest, "CHECKPOINT").getFirst())
          .startsWith("ERROR INSUFFICIENT_PRIVILEGE: must be superuser");
    }
  }
}
