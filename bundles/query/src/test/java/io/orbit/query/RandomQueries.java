package io.orbit.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random tables, rows and predicates, small enough that many are met by some rows only. */
final class RandomQueries {
  private static final List<String> INTEGERS = List.of("i", "j");
  private static final List<String> TEXTS = List.of("s");

  private final Random random;

  RandomQueries(Random random) {
    this.random = random;
  }

  /** Statements that make the tables {@code t0} to {@code t2} and fill them. */
  List<String> tables() {
    List<String> statements = new ArrayList<>();
    for (int t = 0; t < 3; t++) {
      String columnar = pick(List.of("on", "off"));
      statements.add("DROP TABLE IF EXISTS t" + t);
      statements.add(
          "CREATE TABLE t"
              + t
              + "(k int PRIMARY KEY, i int, j bigint, n numeric(9,2), s text, d date, b boolean)"
              + " WITH (columnar = "
              + columnar
              + ")");
      int rows = t == 0 ? 1500 : 40 + random.nextInt(200);
      statements.add(
          "INSERT INTO t"
              + t
              + " SELECT k, CASE WHEN k % 11 = 3 THEN NULL ELSE k % "
              + (2 + random.nextInt(40))
              + " END, CASE WHEN k % 7 = 1 THEN NULL ELSE k * 1000003 % 97 END, CASE WHEN k % 13 = 5"
              + " THEN NULL ELSE (k % 50 - 20) / 4.0 END, CASE WHEN k % 5 = 2 THEN NULL ELSE 's' || k %"
              + " 6 END, date '2020-01-01' + k % 30, CASE WHEN k % 3 = 0 THEN NULL ELSE k % 2 = 0 END"
              + " FROM generate_series(1, "
              + rows
              + ") k");
      if (random.nextBoolean()) {
        statements.add("CREATE INDEX ON t" + t + "(" + pick(List.of("i", "j, i", "s", "n")) + ")");
      }
    }
    return statements;
  }

  /** A change of some rows. */
  String change() {
    return switch (random.nextInt(3)) {
      case 0 -> "UPDATE t0 SET i = i + 1, s = NULL WHERE k % 17 = " + random.nextInt(17);
      case 1 -> "DELETE FROM t0 WHERE k % 53 = " + random.nextInt(53);
      default -> "UPDATE t1 SET n = -n, d = d + 1 WHERE k < " + random.nextInt(100);
    };
  }

  /** What stands behind FROM. */
  String from() {
    return switch (random.nextInt(5)) {
      case 0 -> "t0 x JOIN t1 y ON x.i = y.i";
      case 1 -> "t0 x LEFT JOIN t1 y ON x.i = y.k AND " + comparison("y");
      case 2 -> "t1 x LEFT JOIN t0 y ON x.j = y.j";
      case 3 -> "t1 x FULL JOIN t2 y ON x.s = y.s AND x.i = y.i";
      default -> "t1 x JOIN t2 y ON x.k = y.k LEFT JOIN t0 z ON z.k = y.i";
    };
  }

  /** A predicate over x and y. */
  String predicate() {
    return predicate(3);
  }

  private String predicate(int depth) {
    if (depth == 0) {
      return comparison(pick(List.of("x", "y")));
    }
    return switch (random.nextInt(8)) {
      case 0, 1 -> "(" + predicate(depth - 1) + " AND " + predicate(depth - 1) + ")";
      case 2, 3 -> "(" + predicate(depth - 1) + " OR " + predicate(depth - 1) + ")";
      case 4 -> "NOT " + predicate(depth - 1);
      case 5 ->
          "x.i "
              + pick(List.of("IN", "NOT IN"))
              + " (SELECT w.i FROM t2 w WHERE w.i IS NOT NULL AND w.k < "
              + random.nextInt(60)
              + ")";
      case 6 ->
          pick(List.of("", "NOT "))
              + "EXISTS (SELECT FROM t2 w WHERE w.i = x.i AND w.k > "
              + random.nextInt(60)
              + ")";
      default ->
          "x.j "
              + operator()
              + " (SELECT "
              + pick(List.of("sum(w.i)", "count(*)", "max(w.k) - 3", "avg(w.n)"))
              + " FROM t2 w WHERE w.i = y.i)";
    };
  }

  private String comparison(String table) {
    String one = table + ".";
    return switch (random.nextInt(8)) {
      case 0 -> one + pick(INTEGERS) + " " + operator() + " " + (random.nextInt(50) - 5);
      case 1 -> one + "n " + operator() + " " + (random.nextInt(60) - 20) / 4.0;
      case 2 -> one + "n * 2 + 1.5 " + operator() + " " + one + "i";
      case 3 -> one + pick(TEXTS) + pick(List.of(" = 's3'", " LIKE '%4'", " IN ('s1', 's2')"));
      case 4 -> one + "d " + operator() + " date '2020-01-" + (10 + random.nextInt(19)) + "'";
      case 5 ->
          one + pick(List.of("i", "j", "n", "s", "b")) + " IS " + pick(List.of("NULL", "NOT NULL"));
      case 6 -> one + "b";
      default -> one + "i BETWEEN " + random.nextInt(10) + " AND " + (5 + random.nextInt(20));
    };
  }

  private String operator() {
    return pick(List.of("=", "<>", "<", "<=", ">", ">="));
  }

  private String pick(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
