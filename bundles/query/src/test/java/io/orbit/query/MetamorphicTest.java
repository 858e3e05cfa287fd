package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.query.execute.QueryMemory;
import io.orbit.query.optimize.Optimizer;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalars;
import io.orbit.query.segment.SegmentBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Queries whose answers must fit each other, whatever they are. Ternary logic partitioning (Rigger
 * and Su 2020): the rows for which a predicate is true, false and null are all rows. NoREC: as many
 * rows meet a predicate in WHERE, where the optimizer sees it, as in the select list, where it does
 * not. And each rule of the optimizer left out changes nothing. {@code -Dorbit.metamorphic.seconds}
 * says for how long.
 */
class MetamorphicTest {
  private static final int TABLES_LIVE_FOR = 12;

  private final long seconds = Long.getLong("orbit.metamorphic.seconds", 4);

  @Test
  void answersFitEachOther() {
    long seed = Long.getLong("orbit.seed", System.nanoTime());
    System.out.println("MetamorphicTest: -Dorbit.seed=" + seed);
    try (TestDatabase database = new TestDatabase()) {
      Optional<String> wrong =
          search(database, new Random(seed), TimeUnit.SECONDS.toNanos(seconds));
      assertThat(wrong).isEmpty();
    }
  }

  /** A condition on the side that an outer join fills with nulls is asked before the join. */
  private static Plan planted(Plan plan) {
    Plan below = Plans.mapChildren(plan, MetamorphicTest::planted);
    if (below instanceof Plan.Filter(Plan.Join join, var condition)
        && join.kind() == JoinKind.LEFT
        && new HashSet<>(join.right().outputs()).containsAll(Scalars.free(condition))) {
      return new Plan.Join(
          JoinKind.LEFT,
          join.left(),
          new Plan.Filter(join.right(), condition),
          join.condition(),
          join.lateral());
    }
    return below;
  }

  @Test
  void aPlantedMistakeIsFound() {
    try (TestDatabase database =
        new TestDatabase(QueryMemory.ofHeap(), new Optimizer(MetamorphicTest::planted))) {
      Optional<String> wrong = search(database, new Random(7), TimeUnit.SECONDS.toNanos(60));
      assertThat(wrong).isPresent();
      System.out.println("found: " + wrong.get());
    }
  }

  /** What does not fit; empty where nothing was found in time. */
  private static Optional<String> search(TestDatabase database, Random random, long nanos) {
    RandomQueries queries = new RandomQueries(random);
    long deadline = System.nanoTime() + nanos;
    int checks = 0;
    try (Session session = database.session()) {
      while (System.nanoTime() < deadline) {
        queries.tables().forEach(statement -> run(database, session, statement));
        for (int i = 0; i < TABLES_LIVE_FOR && System.nanoTime() < deadline; i++) {
          Optional<String> wrong = check(database, session, queries, random);
          checks++;
          if (wrong.isPresent()) {
            return wrong;
          }
          SegmentBuilder.buildMissing(database.segments(), () -> true);
          run(database, session, queries.change());
        }
      }
    }
    System.out.println(checks + " queries");
    return Optional.empty();
  }

  private static List<String> run(TestDatabase database, Session session, String statement) {
    return database.run(session, statement);
  }

  private static List<String> sorted(TestDatabase database, Session session, String statement) {
    List<String> rows = new ArrayList<>(run(database, session, statement));
    rows.sort(null);
    return rows;
  }

  private static Optional<String> check(
      TestDatabase database, Session session, RandomQueries queries, Random random) {
    String select = "SELECT x.k, y.k, x.n, y.s FROM " + queries.from();
    String predicate = queries.predicate();
    List<String> all = sorted(database, session, select);
    List<String> parts = new ArrayList<>();
    for (String part : List.of("(%s)", "NOT (%s)", "(%s) IS NULL")) {
      parts.addAll(run(database, session, select + " WHERE " + part.formatted(predicate)));
    }
    parts.sort(null);
    if (!parts.equals(all)) {
      return Optional.of("partition of " + select + " WHERE " + predicate);
    }
    String from = select.substring(select.indexOf(" FROM "));
    List<String> filtered =
        run(database, session, "SELECT count(*)" + from + " WHERE " + predicate);
    List<String> looked =
        run(
            database,
            session,
            "SELECT coalesce(sum(CASE WHEN p THEN 1 ELSE 0 END), 0) FROM (SELECT ("
                + predicate
                + ") AS p"
                + from
                + ") q");
    if (!filtered.equals(looked)) {
      return Optional.of(filtered + ", not " + looked + ": " + from + " WHERE " + predicate);
    }
    List<String> rules = Optimizer.ruleNames();
    String rule = rules.get(random.nextInt(rules.size()));
    String grouped =
        "SELECT x.s, count(*), sum(x.n), min(y.d), avg(y.j)"
            + from
            + " WHERE "
            + predicate
            + " GROUP BY x.s";
    List<String> with = sorted(database, session, grouped);
    run(database, session, "SET orbit.disabled_rules = '" + rule + "'");
    List<String> without = sorted(database, session, grouped);
    run(database, session, "RESET orbit.disabled_rules");
    return with.equals(without)
        ? Optional.empty()
        : Optional.of("with and without " + rule + ": " + grouped);
  }
}
