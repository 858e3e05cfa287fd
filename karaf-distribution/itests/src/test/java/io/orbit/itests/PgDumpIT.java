package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * PostgreSQL's own pg_dump of a database here: what it writes makes the same database again, here
 * and, where PostgreSQL 15 is installed, there; and what it writes of that one makes it here.
 */
@ExtendWith(SharedServer.class)
class PgDumpIT {
  private static final Path DEFINITION =
      Path.of("src/test/resources/dump/dumped.sql").toAbsolutePath();
  private static final Path POSTGRES = Path.of("/usr/lib/postgresql/15/bin");
  private static final String ROWS =
      "SELECT (SELECT string_agg(c::text, ';' ORDER BY id) FROM shop.customer c),"
          + " (SELECT string_agg(o::text, ';' ORDER BY id) FROM shop.orders o),"
          + " (SELECT n FROM shop.many), (SELECT sum(total) FROM shop.a_view_first),"
          + " shop.twice(4), nextval('shop.customer_id_seq')";

  private final Server server;

  PgDumpIT(Server server) {
    this.server = server;
  }

  @Test
  void aDumpMakesTheSameDatabaseAgain() throws Exception {
    assumeTrue(Tools.has("pg_dump"), "pg_dump is missing: apt-get install postgresql-client");
    Path work = Files.createTempDirectory("orbit-dump");
    database("dump_source");
    psql("dump_source", "-f", DEFINITION.toString());
    Path dump = dump("dump_source", work.resolve("plain.sql"));
    assertThat(Files.readString(dump)).contains("CREATE POLICY").doesNotContain("redis");
    database("dump_copy");
    psql("dump_copy", "-f", dump.toString());
    Path again = dump("dump_copy", work.resolve("again.sql"));
    assertThat(lines(again)).isEqualTo(lines(dump));
    String rows = psql("dump_source", "-Atc", ROWS);
    assertThat(rows).startsWith("(1,ann,happy").endsWith("|8|3");
    assertThat(psql("dump_copy", "-Atc", ROWS)).isEqualTo(rows);

    throughPostgres(dump, work, rows);
    Clients.psql(server, "DROP DATABASE dump_source");
    Clients.psql(server, "DROP DATABASE dump_copy");
    Clients.psql(server, "DROP ROLE dump_reader");
  }

  /** Into PostgreSQL, from there by its pg_dump, and back here. */
  private void throughPostgres(Path dump, Path work, String rows) throws Exception {
    assumeTrue(Files.isExecutable(POSTGRES.resolve("initdb")), "PostgreSQL 15 is installed");
    Path cluster = Files.createTempDirectory("orbit-pg");
    String script =
        """
        set -e
        as() { if [ $(id -u) = 0 ]; then su postgres -s /bin/sh -c "$*"; else "$@"; fi; }
        [ $(id -u) != 0 ] || chown postgres CLUSTER
        as BIN/initdb -D CLUSTER/d -A trust -U orbit >/dev/null
        as BIN/pg_ctl -D CLUSTER/d -o "'-k CLUSTER -h \\"\\"'" -l CLUSTER/log -w start >/dev/null
        trap 'as BIN/pg_ctl -D CLUSTER/d -m fast stop >/dev/null' EXIT
        export PGHOST=CLUSTER PGUSER=orbit PGDATABASE=postgres
        psql -Xqc "CREATE ROLE dump_reader"
        psql -Xq -v ON_ERROR_STOP=1 -f DUMP >/dev/null
        pg_dump -f BACK
        psql -XAtc "ROWS"
        """
            .replace("CLUSTER", cluster.toString())
            .replace("BIN", POSTGRES.toString())
            .replace("DUMP", dump.toString())
            .replace("BACK", work.resolve("back.sql").toString())
            .replace("ROWS", ROWS);
    Tools.Ran ran = Tools.run(Map.of("PGTZ", "UTC"), List.of("bash", "-c", script));
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    assertThat(ran.output().strip()).isEqualTo(rows);
    database("dump_back");
    psql("dump_back", "-f", work.resolve("back.sql").toString());
    assertThat(psql("dump_back", "-Atc", ROWS)).isEqualTo(rows);
    Clients.psql(server, "DROP DATABASE dump_back");
  }

  private void database(String name) throws Exception {
    Clients.psql(server, "DROP DATABASE IF EXISTS " + name);
    Clients.psql(server, "CREATE DATABASE " + name);
  }

  private Path dump(String database, Path file) throws Exception {
    run("pg_dump", List.of("-f", file.toString(), address(database)));
    return file;
  }

  /** Its lines, but those that differ from run to run. */
  private static List<String> lines(Path dump) throws Exception {
    return Files.readAllLines(dump).stream().filter(line -> !line.contains("restrict")).toList();
  }

  private String psql(String database, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("-Xq", "-v", "ON_ERROR_STOP=1"));
    all.addAll(List.of(arguments));
    all.add(address(database));
    return run("psql", all);
  }

  private String address(String database) {
    return "postgresql://orbit@127.0.0.1:" + server.port(5432) + "/" + database;
  }

  private static String run(String tool, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool));
    command.addAll(arguments);
    Tools.Ran ran = Tools.run(Map.of("PGPASSWORD", Server.PASSWORD, "PGTZ", "UTC"), command);
    assertThat(ran.exitCode()).as(ran.output()).isZero();
    return ran.output().strip();
  }
}
