package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each rule of the optimizer: the plan with it and without it, the same rows from both, one query
 * in which it must not fire, and one that is only fast by it.
 */
class OptimizerRulesTest {
  private TestDatabase database;
  private Session session;

  @BeforeEach
  void open() {
    database = new TestDatabase();
    session = database.session();
    run("CREATE TABLE small(id int PRIMARY KEY, k int, v text)");
    run("CREATE TABLE big(id int PRIMARY KEY, k int, v text)");
    run("INSERT INTO small SELECT n, n % 7, 's' || n FROM generate_series(1, 50) n");
    run("INSERT INTO big SELECT n, n % 7, 'b' || n FROM generate_series(1, 20000) n");
  }

  @AfterEach
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

  private void without(String rule) {
    assertThat(run("SET orbit.disabled_rules = '" + rule + "'")).containsExactly("SET");
  }

  /**
   * @param changed a query whose plan the rule changes
   * @param kept one in which it must not fire
   * @param slow one that is only fast by it; empty where the plan alone gains
   */
  record Case(String rule, String changed, String kept, String slow) {
    @Override
    public String toString() {
      return rule;
    }
  }

  static Stream<Case> rules() {
    return Stream.of(
        new Case(
            "fold_constants",
            "SELECT id FROM small WHERE id = 2 + 3 * length('abc')",
            "SELECT id FROM small WHERE id > 40",
            ""),
        new Case(
            "unnest_subqueries",
            "SELECT id FROM small s WHERE EXISTS (SELECT FROM big b WHERE b.k = s.id)",
            "SELECT id FROM small WHERE k NOT IN (SELECT k FROM big WHERE k < 3)",
            "SELECT count(*) FROM big a WHERE EXISTS (SELECT FROM big b WHERE b.v = a.v)"),
        new Case(
            "factor_disjunctions",
            "SELECT s.id FROM small s, big b WHERE (s.id = b.id AND b.k = 3) OR (s.id = b.id AND b.k ="
                + " 4)",
            "SELECT id FROM small WHERE k = 1 OR k = 2",
            "SELECT count(*) FROM big a, big b WHERE (a.v = b.v AND b.k = 3) OR (a.v = b.v AND a.k ="
                + " 4)"),
        new Case(
            "unnest_scalars",
            "SELECT id FROM small s WHERE k <= (SELECT avg(k) FROM big b WHERE b.k = s.k)",
            "SELECT id FROM small s WHERE k < (SELECT max(k) FROM big b WHERE b.id = s.id + 60)",
            "SELECT count(*) FROM big a WHERE k >= (SELECT avg(k) FROM big b WHERE b.v = a.v)"),
        new Case(
            "push_down_filters",
            "SELECT s.id FROM small s JOIN big b ON b.k = s.id WHERE b.id < 10 AND s.v <> 's3'",
            "SELECT s.id FROM small s LEFT JOIN big b ON b.id = s.id + 19990"
                + " WHERE b.k IS NULL",
            "SELECT count(*) FROM big a, big b WHERE a.id = 17 AND b.id = a.k"),
        new Case("extremes_by_index", "SELECT max(id) FROM big", "SELECT max(v) FROM small", ""),
        new Case(
            "order_joins",
            "SELECT s.id FROM big a, big b, small s WHERE a.id = s.id AND b.id = a.k AND s.id < 5",
            "SELECT s.id, b.v FROM small s LEFT JOIN big b ON b.id = s.id WHERE s.id < 4",
            "SELECT count(*) FROM big a, big b, small s"
                + " WHERE a.id = s.id AND b.id = s.k AND s.v = 's3'"),
        new Case(
            "prune_columns",
            "SELECT id FROM (SELECT id, max(v) AS m, count(*) AS c FROM small GROUP BY id) x",
            "SELECT count(*) FROM (SELECT nextval('numbers') FROM small) x",
            "SELECT count(id) FROM (SELECT id, repeat(v, 40000) AS long FROM big) x"));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void changesThePlanAndNotTheRows(Case rule) {
    List<String> with = plan(rule.changed());
    List<String> rows = run(rule.changed() + " ORDER BY 1");
    without(rule.rule());
    assertThat(plan(rule.changed())).isNotEqualTo(with);
    assertThat(run(rule.changed() + " ORDER BY 1")).isEqualTo(rows).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void staysAwayWhereItMust(Case rule) {
    run("CREATE SEQUENCE numbers");
    List<String> with = plan(rule.kept());
    List<String> rows = run(rule.kept());
    without(rule.rule());
    assertThat(plan(rule.kept())).isEqualTo(with);
    assertThat(run(rule.kept())).isEqualTo(rows).isNotEmpty();
  }

  static Stream<Case> fastRules() {
    return rules().filter(rule -> !rule.slow().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("fastRules")
  void makesAQueryFast(Case rule) {
    long with = nanos(rule.slow());
    without(rule.rule());
    run("SET statement_timeout = " + Math.max(200, 4 * with / 1_000_000));
    assertThat(run(rule.slow()))
        .as("without the rule it takes more than four times the %s ns with it", with)
        .containsExactly("ERROR STATEMENT_TIMEOUT: canceling statement due to statement timeout");
  }

  private long nanos(String query) {
    run(query);
    long begin = System.nanoTime();
    assertThat(run(query)).noneMatch(line -> line.startsWith("ERROR"));
    return System.nanoTime() - begin;
  }

  @Test
  void namesOfRulesAreChecked() {
    assertThat(run("SET orbit.disabled_rules = 'order_joins, magic'"))
        .containsExactly(
            "ERROR INVALID_PARAMETER_VALUE: invalid value for parameter \"orbit.disabled_rules\":"
                + " \"order_joins, magic\"");
  }
}
