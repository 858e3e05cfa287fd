package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ANALYZE finds, how it is shown, and what estimates and plans make of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StatisticsTest {
  private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

  private final TestDatabase database = new TestDatabase();
  private final Session session = database.session();

  @BeforeAll
  void fill() {
    run(
        "CREATE TABLE orders(id int PRIMARY KEY, customer int, state text, price numeric,"
            + " note text, placed date)");
    run(
        "INSERT INTO orders SELECT i, i % 500, CASE WHEN i % 100 = 0 THEN 'open' ELSE 'done' END,"
            + " i % 1000, CASE WHEN i % 4 = 0 THEN 'note ' || i END,"
            + " date '2020-01-01' + i % 1000 FROM generate_series(1, 20000) i");
    run("CREATE INDEX orders_state ON orders(state)");
    run("CREATE INDEX orders_customer ON orders(customer)");
    run("CREATE TABLE customers(id int PRIMARY KEY, name text)");
    run("INSERT INTO customers SELECT i, 'c' || i FROM generate_series(0, 499) i");
  }

  @AfterAll
  void close() {
    session.close();
    database.close();
  }

  private List<String> run(String statement) {
    return database.run(session, statement);
  }

  private List<String> plan(String query) {
    return run("EXPLAIN " + query);
  }

  private static long rows(String line) {
    Matcher matcher = ROWS.matcher(line);
    assertThat(matcher.find()).as(line).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void areShownInPgStats() {
    run("CREATE TABLE fresh(id int)");
    assertThat(run("SELECT count(*) FROM pg_stats WHERE tablename = 'fresh'")).containsExactly("0");
    assertThat(run("ANALYZE orders")).containsExactly("ANALYZE");
    assertThat(
            run(
                "SELECT attname, round(null_frac::numeric, 2), n_distinct, most_common_vals,"
                    + " most_common_freqs FROM pg_stats WHERE tablename = 'orders'"
                    + " AND attname IN ('id', 'state') ORDER BY 1"))
        .containsExactly("id|0.00|-1|NULL|NULL", "state|0.00|2|{done,open}|{0.99,0.01}");
    assertThat(
            run(
                "SELECT null_frac, avg_width, cardinality(histogram_bounds::text[]) FROM pg_stats"
                    + " WHERE tablename = 'orders' AND attname = 'note'"))
        .containsExactly("0.75|10|101");
    assertThat(
            run(
                "SELECT n_mod_since_analyze, analyze_count > 0, last_analyze IS NOT NULL"
                    + " FROM pg_stat_user_tables"
                    + " WHERE relname = 'orders'"))
        .containsExactly("0|t|t");
  }

  @Test
  void areNotShownToThoseWhoMayNotReadTheTable() {
    run("ANALYZE");
    run("CREATE ROLE ann LOGIN PASSWORD 'secret-secret'");
    try (Session ann = database.session("ann")) {
      assertThat(database.run(ann, "SELECT count(*) FROM pg_stats")).containsExactly("0");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "state = 'open'",
        "state = 'done'",
        "state <> 'done'",
        "state IN ('open', 'none')",
        "customer = 7",
        "customer IN (1, 2, 3)",
        "customer < 50",
        "customer BETWEEN 100 AND 149",
        "price >= 900",
        "note IS NULL",
        "note LIKE 'note 1%'",
        "placed < date '2020-02-01'",
        "length(state) = 4",
        "customer % 7 = 3",
        "customer < 50 OR state = 'open'",
        "id > 15000 AND customer < 250",
        "NOT (customer < 400)"
      })
  void estimatesAreNear(String condition) {
    run("ANALYZE");
    String query = "SELECT * FROM orders WHERE " + condition;
    long actual = Long.parseLong(run("SELECT count(*) FROM orders WHERE " + condition).getFirst());
    double estimated = rows(plan(query).getFirst());
    assertThat(estimated).isBetween(actual / 1.6 - 20, actual * 1.6 + 20);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "SELECT * FROM orders o JOIN customers c ON c.id = o.customer",
        "SELECT * FROM orders o JOIN customers c ON c.id = o.customer WHERE c.id < 50",
        "SELECT * FROM orders o JOIN customers c ON c.id = o.customer WHERE o.state = 'open'",
        "SELECT * FROM customers c WHERE EXISTS (SELECT FROM orders o WHERE o.customer = c.id)",
        "SELECT customer, count(*) FROM orders GROUP BY customer",
        "SELECT DISTINCT state FROM orders",
        "SELECT * FROM generate_series(1, 1234) i",
        "SELECT * FROM orders LIMIT 17"
      })
  void estimatesOfWholeQueriesAreNear(String query) {
    run("ANALYZE");
    int actual = run(query).size();
    assertThat((double) rows(plan(query).getFirst())).isBetween(actual / 1.6, actual * 1.6 + 1);
  }

  @Test
  void aRareValueIsFoundByTheIndexAndACommonOneByReadingAll() {
    run("ANALYZE");
    assertThat(plan("SELECT * FROM orders WHERE state = 'open'").getFirst())
        .contains("orders_state");
    assertThat(plan("SELECT * FROM orders WHERE state = 'done'").getFirst()).contains("Seq Scan");
    assertThat(plan("SELECT * FROM orders ORDER BY id DESC LIMIT 3"))
        .anyMatch(line -> line.contains("Index Scan Backward using orders_pkey"))
        .noneMatch(line -> line.contains("Sort"));
    assertThat(plan("SELECT * FROM orders WHERE id IN (3, 1, 2)").getFirst())
        .contains("Index Scan using orders_pkey");
    assertThat(run("SELECT id FROM orders WHERE id IN (3, 1, 2, 3, NULL)"))
        .containsExactly("1", "2", "3");
  }

  @Test
  void aTableThatHasChangedIsLookedAtAgain() {
    run("CREATE TABLE moves(id int PRIMARY KEY, state text)");
    run("INSERT INTO moves SELECT i, 'done' FROM generate_series(1, 1000) i");
    String counts =
        "SELECT autoanalyze_count, n_mod_since_analyze FROM pg_stat_user_tables"
            + " WHERE relname = 'moves'";
    database.engine().statistics().refresh(nanos -> {});
    assertThat(run(counts)).containsExactly("1|0");
    run("UPDATE moves SET state = 'lost' WHERE id <= 100");
    database.engine().statistics().refresh(nanos -> {});
    assertThat(run(counts)).containsExactly("1|100");
    run("UPDATE moves SET state = 'lost' WHERE id <= 400");
    database.engine().statistics().refresh(nanos -> {});
    assertThat(run(counts)).containsExactly("2|0");
    assertThat(
            run(
                "SELECT most_common_vals, most_common_freqs FROM pg_stats"
                    + " WHERE tablename = 'moves' AND attname = 'state'"))
        .containsExactly("{done,lost}|{0.6,0.4}");
  }

  @Test
  void aPreparedStatementIsPlannedAnew() {
    run("CREATE TABLE grows(id int, k int); CREATE INDEX grows_k ON grows(k)");
    run("PREPARE find AS SELECT count(*) FROM grows WHERE k = $1");
    run("EXECUTE find(0)");
    run("INSERT INTO grows SELECT i, 0 FROM generate_series(1, 5000) i");
    assertThat(run("EXPLAIN EXECUTE find(0)")).anyMatch(line -> line.contains("grows_k"));
    run("ANALYZE grows");
    assertThat(run("EXECUTE find(0)")).containsExactly("5000");
    assertThat(run("EXPLAIN EXECUTE find(0)")).anyMatch(line -> line.contains("Seq Scan"));
  }
}
