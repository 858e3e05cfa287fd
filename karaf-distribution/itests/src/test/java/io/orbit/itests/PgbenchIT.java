package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** PostgreSQL's own pgbench: its tables, its three scripts, and what they must have kept. */
@ExtendWith(SharedServer.class)
class PgbenchIT {
  private static final int CLIENTS = 2;
  private static final int TRANSACTIONS = 50;

  @Test
  void itsTablesAndItsScriptsSimpleAndPrepared(Server server) throws Exception {
    assumeTrue(Tools.has("pgbench"), "pgbench is missing: apt-get install postgresql-contrib");
    assertThat(pgbench(server, "-i", "-s", "1", "-q")).contains("done in");
    int runs = 0;
    for (String protocol : List.of("simple", "prepared")) {
      for (String script : List.of("tpcb-like", "simple-update", "select-only")) {
        String output =
            pgbench(
                server,
                "-n",
                "-M",
                protocol,
                "-b",
                script,
                "-c",
                Integer.toString(CLIENTS),
                "-t",
                Integer.toString(TRANSACTIONS));
        int expected = CLIENTS * TRANSACTIONS;
        assertThat(output)
            .contains("number of transactions actually processed: " + expected + "/" + expected);
        runs += script.equals("select-only") ? 0 : 1;
      }
    }
    try (Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, "SELECT count(*) FROM pgbench_accounts"))
          .containsExactly("100000");
      assertThat(Clients.rows(sql, "SELECT count(*) FROM pgbench_history"))
          .containsExactly(Integer.toString(runs * CLIENTS * TRANSACTIONS));
      assertThat(
              Clients.rows(
                  sql,
                  "SELECT (SELECT sum(abalance) FROM pgbench_accounts)"
                      + " = (SELECT sum(delta) FROM pgbench_history)"))
          .containsExactly("t");
    }
  }

  private static String pgbench(Server server, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("pgbench", "-h", "127.0.0.1", "-U", "orbit"));
    command.addAll(List.of("-p", Integer.toString(server.port(5432))));
    command.addAll(List.of(arguments));
    command.add("orbit");
    Tools.Ran ran = Tools.run(Map.of("PGPASSWORD", Server.PASSWORD), command);
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    return ran.output();
  }
}
