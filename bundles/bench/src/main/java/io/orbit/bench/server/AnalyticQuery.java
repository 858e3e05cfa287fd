package io.orbit.bench.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One of three queries as TPC-H's first, third and sixth over a million line items, by one client
 * of {@code pgbench}.
 */
final class AnalyticQuery implements Workload {
  /** Makes the tables on any PostgreSQL; the values are those of TPC-H in kind and spread. */
  private static final List<String> TABLES =
      List.of(
          "create table customer (c_custkey integer primary key, c_mktsegment char(10) not null);",
          "insert into customer select n, (array['AUTOMOBILE', 'BUILDING', 'FURNITURE',"
              + " 'HOUSEHOLD', 'MACHINERY'])[n * 7919 % 5 + 1] from generate_series(1, 25000) n;",
          "create table orders (o_orderkey bigint primary key, o_custkey integer not null,"
              + " o_orderdate date not null, o_shippriority integer not null);",
          "insert into orders select n, n * 7919 % 25000 + 1, date '1992-01-01' + (n * 104729 % 2406)::integer,"
              + " 0 from generate_series(1::bigint, 250000) n;",
          "create table lineitem (l_orderkey bigint not null, l_linenumber integer not null,"
              + " l_quantity decimal(15,2) not null, l_extendedprice decimal(15,2) not null,"
              + " l_discount decimal(15,2) not null, l_tax decimal(15,2) not null,"
              + " l_returnflag char(1) not null, l_linestatus char(1) not null,"
              + " l_shipdate date not null, primary key (l_orderkey, l_linenumber));",
          "insert into lineitem select (n + 3) / 4, (n + 3) % 4 + 1, q, q * (900 + n * 7907 % 1100),"
              + " n * 31 % 11 / 100.0, n * 17 % 9 / 100.0, case when s >= 1263 then 'N' when n % 2 = 0"
              + " then 'R' else 'A' end, case when s < 1263 then 'F' else 'O' end, date '1992-01-01' +"
              + " s::integer from (select n, n * 7919 % 50 + 1 as q, (n + 3) / 4 * 104729 % 2406 + 1 + n"
              + " * 101 % 121 as s from generate_series(1::bigint, 1000000) n) x;",
          "analyze;");

  private static final String FIRST =
      "select l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice),"
          + " sum(l_extendedprice * (1 - l_discount)),"
          + " sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)), avg(l_quantity),"
          + " avg(l_extendedprice), avg(l_discount), count(*) from lineitem"
          + " where l_shipdate <= date '1998-09-02' group by l_returnflag, l_linestatus"
          + " order by l_returnflag, l_linestatus;";

  private static final String THIRD =
      "select l_orderkey, sum(l_extendedprice * (1 - l_discount)) as revenue, o_orderdate,"
          + " o_shippriority from customer, orders, lineitem where c_mktsegment = 'BUILDING'"
          + " and c_custkey = o_custkey and l_orderkey = o_orderkey"
          + " and o_orderdate < date '1995-03-15' and l_shipdate > date '1995-03-15'"
          + " group by l_orderkey, o_orderdate, o_shippriority"
          + " order by revenue desc, o_orderdate limit 10;";

  private static final String SIXTH =
      "select sum(l_extendedprice * l_discount) from lineitem where l_shipdate >= date '1994-01-01'"
          + " and l_shipdate < date '1995-01-01' and l_discount between 0.05 and 0.07"
          + " and l_quantity < 24;";

  private final Path program;
  private final String name;
  private final Path script;

  private AnalyticQuery(Path program, String name, Path script) {
    this.program = program;
    this.name = name;
    this.script = script;
  }

  /** All three. */
  static List<Workload> all(Path program, Path folder) throws IOException {
    List<Workload> all = new ArrayList<>();
    for (String[] query : new String[][] {{"Q1", FIRST}, {"Q3", THIRD}, {"Q6", SIXTH}}) {
      Path script = folder.resolve(query[0] + ".sql");
      all.add(new AnalyticQuery(program, query[0], Files.writeString(script, query[1] + "\n")));
    }
    return all;
  }

  /** Makes and fills the tables. */
  static void initialize(Path program, BenchServer server, Path folder) throws IOException {
    Path script = Files.writeString(folder.resolve("tables.sql"), String.join("\n", TABLES) + "\n");
    List<String> call = Pgbench.call(program, server);
    call.addAll(List.of("-n", "-c", "1", "-t", "1", "-f", script.toString()));
    Programs.run(call, Pgbench.environment(server));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ToolResult run(BenchServer server, int seconds) throws IOException {
    List<String> call = Pgbench.call(program, server);
    call.addAll(List.of("-n", "-c", "1", "-T", Integer.toString(seconds), "-f", script.toString()));
    return Pgbench.parse(Programs.run(call, Pgbench.environment(server)));
  }
}
