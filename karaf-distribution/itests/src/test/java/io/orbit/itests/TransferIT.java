package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/**
 * Exports of the packaged server by the script while others write, imported again: every collection
 * has the checksum that it had. The SQL and CSV also by a genuine PostgreSQL, where there is one.
 */
class TransferIT {
  private static final Path POSTGRES = Path.of("/usr/lib/postgresql/15/bin");

  private Path work = Path.of("");

  @Test
  void whatIsExportedUnderLoadComesBack() throws Exception {
    Path all = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    work = Files.createTempDirectory(all, "transfer");
    Path data = work.resolve("data");
    try (Server server = Server.start(data);
        Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      fill(sql, redis);
      MixedWrites.createTable(sql);
      new MixedWrites()
          .run(
              server,
              200,
              () -> {
                export(data, "orbit", "loaded.zip", "csv");
                server.kill();
              });
    }
    try (Server server = Server.start(data)) {
      load(data, "loaded.zip", "loaded");
      export(data, "loaded", "again.zip", "csv");
      assertThat(rows(work.resolve("again.zip"))).isEqualTo(rows(work.resolve("loaded.zip")));
      oneMoment(server);

      export(data, "orbit", "columns.zip", "parquet");
      export(data, "orbit", "rows.zip", "csv");
      load(data, "columns.zip", "columns");
      export(data, "columns", "columns-again.zip", "csv");
      assertThat(rows(work.resolve("columns-again.zip"))).isEqualTo(rows(work.resolve("rows.zip")));
      Script.Answer twice = run("import", data, "rows.zip", "--database", "columns");
      assertThat(twice.exitCode()).isNotZero();
      assertThat(twice.output()).contains("already exists");
      postgres(data);
    }
  }

  /** Each transaction wrote two rows and a field of a hash: all are in the export or none. */
  private static void oneMoment(Server server) throws Exception {
    String halves =
        "SELECT (SELECT count(*) FROM ledger) - 2 * (SELECT count(*) FROM redis.hashes WHERE key"
            + " LIKE 'mixed-writes-%') AS d, (SELECT count(*) FROM ledger) > 300 AS many";
    String answer =
        Rest.send(
                server,
                "POST",
                "/api/v1/statements?database=loaded",
                "{\"text\":\"" + halves + "\"}")
            .body();
    assertThat(answer).contains("[[0,true]]");
  }

  private static void fill(Connection sql, Jedis redis) throws Exception {
    Clients.execute(
        sql,
        "CREATE TABLE things(id bigserial PRIMARY KEY, name text UNIQUE, price numeric(10,2),"
            + " made timestamptz DEFAULT '2026-11-23 12:00:00+00', tags text[], about jsonb,"
            + " raw bytea, CHECK (price >= 0))");
    Clients.execute(
        sql,
        "INSERT INTO things(name, price, tags, about, raw) SELECT 'thing ' || i, i / 7.0,"
            + " ARRAY['a', NULL, 'b,' || i], '{\"n\": 1}'::jsonb, '\\x00ff'::bytea FROM"
            + " generate_series(1, 5000) AS g(i)");
    Clients.execute(sql, "CREATE TABLE parts(id int PRIMARY KEY, thing bigint REFERENCES things)");
    Clients.execute(sql, "INSERT INTO parts SELECT i, i FROM generate_series(1, 500) AS g(i)");
    Clients.execute(sql, "CREATE VIEW cheap AS SELECT id, name FROM things WHERE price < 10");
    redis.set("greeting", "hello, \"world\"");
    redis.hset("lamp", Map.of("color", "red", "watts", "9"));
    redis.rpush("queue", "one", "two", "three");
    redis.sadd("letters", "a", "b");
    redis.zadd("scores", 1.5, "x");
    redis.expireAt("lamp", 4_102_444_800L);
  }

  private Script.Answer run(String task, Path data, String file, String... options)
      throws IOException, InterruptedException {
    Stream<String> arguments =
        Stream.of(task, "--data", data.toString(), work.resolve(file).toString());
    return Script.run(Stream.concat(arguments, Arrays.stream(options)).toArray(String[]::new));
  }

  private void export(Path data, String database, String file, String format) {
    try {
      Script.Answer done = run("export", data, file, "--database", database, "--format", format);
      assertThat(done.exitCode()).as(done.output()).isZero();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  private void load(Path data, String file, String database) throws Exception {
    Script.Answer done = run("import", data, file, "--database", database, "--create");
    assertThat(done.exitCode()).as(done.output()).isZero();
  }

  /** The checksum of each data file, the order of Redis' keys apart. */
  private static Map<String, Integer> rows(Path archive) throws IOException {
    Map<String, Integer> sums = new TreeMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (var entry : zip.stream().toList()) {
        if (entry.getName().endsWith(".csv") && !entry.getName().startsWith("manifest")) {
          String text =
              new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
          String[] lines = text.split("\n");
          Arrays.sort(lines);
          sums.put(entry.getName(), Arrays.hashCode(lines));
        }
      }
    }
    assertThat(sums).hasSizeGreaterThan(3);
    return sums;
  }

  /** What psql makes of the archive in PostgreSQL itself. */
  private void postgres(Path data) throws Exception {
    assumeTrue(Files.isExecutable(POSTGRES.resolve("initdb")), "PostgreSQL 15 is installed");
    Path folder = work.resolve("unpacked");
    Script.Answer done = run("export", data, "unpacked");
    assertThat(done.exitCode()).as(done.output()).isZero();
    Path cluster = Files.createTempDirectory("orbit-pg");
    String script =
        String.join(
            "\n",
            "set -e",
            "as() { if [ $(id -u) = 0 ]; then su postgres -s /bin/sh -c \"$*\"; else \"$@\"; fi; }",
            "[ $(id -u) != 0 ] || chown postgres " + cluster,
            "as " + POSTGRES + "/initdb -D " + cluster + "/d -A trust -U orbit >/dev/null",
            "as "
                + POSTGRES
                + "/pg_ctl -D "
                + cluster
                + "/d -o \"'-k "
                + cluster
                + " -c listen_addresses='\" -l "
                + cluster
                + "/log -w start >/dev/null",
            "trap 'cd /; as "
                + POSTGRES
                + "/pg_ctl -D "
                + cluster
                + "/d -m fast stop >/dev/null' EXIT",
            "cd " + folder,
            "psql -h " + cluster + " -U orbit -q -f load.sql postgres >/dev/null",
            "psql -h "
                + cluster
                + " -U orbit -At -c \"SELECT count(*), sum(price), max(thing) FROM"
                + " things JOIN parts ON things.id = parts.thing\" postgres");
    Process shell = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output.strip()).isEqualTo("500|17892.86|500");
  }
}
