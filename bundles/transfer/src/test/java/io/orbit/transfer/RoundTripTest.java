package io.orbit.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keys.ExpiryCondition;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.ops.Transfers.Kind;
import io.orbit.api.ops.Transfers.State;
import io.orbit.api.ops.Transfers.Transfer;
import io.orbit.transfer.archive.Manifest;
import io.orbit.transfer.archive.Manifest.Entry;
import io.orbit.transfer.archive.Manifest.What;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is exported comes back as it was: tables of every type, what hangs on them, and keys. */
class RoundTripTest {
  private static final long EXPIRES_AT = 4_102_444_800_123L;

  @TempDir private Path directory = Path.of("");
  private TestStack stack;
  private DatabaseTransfers transfers;

  @BeforeEach
  void open() {
    stack = new TestStack(directory);
    // So small that every file of more than a few rows comes in several transactions.
    transfers = new DatabaseTransfers(stack.services, 7);
  }

  @AfterEach
  void close() {
    transfers.close();
    stack.close();
  }

  private void fill() {
    stack.run(
        "orbit",
        "CREATE ROLE clerk LOGIN PASSWORD 'clerk-clerk-clerk'",
        "CREATE ROLE staff",
        "GRANT staff TO clerk",
        "CREATE SCHEMA app",
        "CREATE SEQUENCE app.numbers INCREMENT BY 5 START WITH 10 MINVALUE 10 MAXVALUE 1000 CYCLE",
        "SELECT nextval('app.numbers'), nextval('app.numbers')",
        "CREATE TABLE kinds(id int PRIMARY KEY, b boolean, s smallint, l bigint, d numeric(12,3),"
            + " e numeric, f real, g double precision, t text, v varchar(20), c char(4), y bytea,"
            + " day date, ti time, ts timestamp, tz timestamptz, iv interval, u uuid, n inet,"
            + " j json, k jsonb, a int[], \"odd \"\"name\" text)",
        "INSERT INTO kinds(id) VALUES (0)",
        "INSERT INTO kinds VALUES (1, true, -7, 9007199254740993, -12345.678, 1.50, 1.5, 0.1,"
            + " E'comma, \"quote\"\\nline', '', 'ab', '\\x00ff10', '2026-11-23', '12:34:56.789',"
            + " '1999-12-31 23:59:59.999999', '2026-11-23 12:00:00+02', '1 year 2 days 03:04:05',"
            + " 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '10.0.0.1/8', '{\"x\": [1, null]}',"
            + " '{\"y\": \"z\"}', '{1,NULL,3}', '\\.')",
        "INSERT INTO kinds(id, f, g, ts, day) VALUES (2, 'NaN', '-Infinity', 'infinity',"
            + " '-infinity')",
        "CREATE TABLE app.people(id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL"
            + " UNIQUE, age int DEFAULT 18 CHECK (age >= 0), twice int GENERATED ALWAYS AS (age * 2)"
            + " STORED)",
        "INSERT INTO app.people(name, age) SELECT 'name ' || i, i % 90 FROM"
            + " generate_series(1, 23) AS g(i)",
        "CREATE TABLE app.pets(id serial PRIMARY KEY, owner int REFERENCES app.people(id) ON DELETE"
            + " CASCADE, name text)",
        "INSERT INTO app.pets(owner, name) VALUES (3, 'rex'), (3, 'tom'), (NULL, 'stray')",
        "CREATE INDEX pets_by_name ON app.pets (lower(name) DESC) WHERE owner IS NOT NULL",
        "CREATE VIEW app.adults AS SELECT id, name FROM app.people WHERE age > 17",
        "CREATE VIEW app.named(n) AS SELECT name FROM app.adults",
        "CREATE MATERIALIZED VIEW app.ages AS SELECT age, count(*) AS many FROM app.people GROUP BY"
            + " age",
        "CREATE TYPE app.mood AS ENUM ('sad', 'it''s ok')",
        "CREATE DOMAIN app.percent AS int DEFAULT 50 CHECK (value BETWEEN 0 AND 100)",
        "CREATE TYPE app.pair AS (m app.mood, p app.percent)",
        "CREATE TABLE app.days(id int PRIMARY KEY, m app.mood DEFAULT 'sad', p app.percent, pairs"
            + " app.pair[])",
        "INSERT INTO app.days VALUES (1, 'it''s ok', 7, ARRAY[ROW('sad', 1)::app.pair])",
        "INSERT INTO app.days(id) VALUES (2)",
        "CREATE FUNCTION app.worst(OUT id int, m app.mood DEFAULT 'sad') LANGUAGE sql AS 'SELECT"
            + " min(d.id) FROM app.days d WHERE d.m = worst.m'",
        "CREATE FUNCTION app.day(d app.days) RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN"
            + " d.m::text || d.id; END'",
        "CREATE FUNCTION app.stamp() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.p := 9;"
            + " RETURN NEW; END'",
        "CREATE TRIGGER stamp BEFORE UPDATE OF m ON app.days FOR EACH ROW EXECUTE FUNCTION"
            + " app.stamp()",
        "CREATE TABLE documents(id text PRIMARY KEY, _extra jsonb) WITH (open)",
        "COMMENT ON TABLE app.people IS 'it''s people'",
        "GRANT SELECT, UPDATE ON app.people TO staff",
        "GRANT USAGE ON SCHEMA app TO staff",
        "ALTER TABLE app.pets OWNER TO staff");
    stack.redis("orbit", RoundTripTest::fillKeys);
  }

  private static void fillKeys(Keyspace keys) {
    keys.strings().set(key("text"), key("value, \"quoted\""));
    keys.strings().set(key("empty"), key(""));
    keys.strings().set(bytes(0xFF, 0, 10), bytes(0, 1, 0x80, '\\', '"', '\n'));
    keys.hashes().set(key("hash"), List.of(key("field"), key("one"), key(""), key("two")));
    keys.keys().expireAt(key("hash"), EXPIRES_AT, ExpiryCondition.ANY);
    keys.lists()
        .change(
            key("list"),
            list -> {
              for (int i = 0; i < 30; i++) {
                list.addLast(key("element " + (i * 7 % 30)));
              }
              return true;
            });
    keys.sets().change(key("set"), set -> set.add(key("a")) | set.add(key("b")));
    keys.sortedSets()
        .change(
            key("sorted"),
            set ->
                set.put(key("x"), 1.5)
                    | set.put(key("y"), Double.NEGATIVE_INFINITY)
                    | set.put(key("z"), 0.1));
    keys.keys().expireAt(key("app.people:5"), EXPIRES_AT, ExpiryCondition.ANY);
    keys.hashes().set(key("documents:d1"), List.of(key("colour"), key("red")));
    keys.select(3);
    keys.strings().set(key("elsewhere"), key("3"));
  }

  private static ByteRange key(String text) {
    return ByteRange.of(text);
  }

  private static ByteRange bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return ByteRange.of(bytes);
  }

  @ParameterizedTest
  @EnumSource(names = {"CSV", "PARQUET"})
  void whatIsExportedComesBackAsItWas(Format format) throws IOException {
    fill();
    Path first = export("orbit", format);
    Transfer imported = load(first, "copy");
    assertThat(imported.problem()).isEmpty();
    assertThat(imported.state()).isEqualTo(State.DONE);
    assertThat(imported.parts()).allMatch(part -> part.done());
    Path second = export("copy", format);
    Map<String, String> before = contents(first);
    Map<String, String> after = contents(second);
    assertThat(after.keySet()).isEqualTo(before.keySet());
    before.forEach((file, text) -> assertThat(after.get(file)).as(file).isEqualTo(text));
    assertThat(stack.rows("copy", "SELECT nextval('app.numbers')")).containsExactly("20");
    assertThat(stack.rows("copy", "SELECT n FROM app.named ORDER BY n LIMIT 1"))
        .containsExactly("name 18");
    assertThat(
            stack.rows("copy", "INSERT INTO app.people(name) VALUES ('new') RETURNING id, twice"))
        .containsExactly("24|36");
    assertThatThrownBy(() -> stack.run("copy", "INSERT INTO app.people(name) VALUES ('name 1')"))
        .hasMessageContaining("people_name_key");
    stack.run("copy", "UPDATE app.days SET m = 'sad' WHERE id = 2");
    assertThat(stack.rows("copy", "SELECT p, app.day(d), app.worst() FROM app.days d WHERE id = 2"))
        .containsExactly("9|sad2|2");
    assertThatThrownBy(() -> stack.run("copy", "UPDATE app.days SET p = 101"))
        .hasMessageContaining("percent_check");
    assertThatThrownBy(() -> stack.run("copy", "INSERT INTO app.pets(owner) VALUES (99)"))
        .hasMessageContaining("violates foreign key constraint");
    stack.redis(
        "copy",
        keys -> {
          assertThat(keys.keys().expiresAt(key("hash"))).isEqualTo(EXPIRES_AT);
          assertThat(keys.keys().expiresAt(key("app.people:5"))).isEqualTo(EXPIRES_AT);
          assertThat(keys.lists().view(key("list"))).isNotNull();
          ByteRange colour = new ByteRange();
          assertThat(keys.hashes().get(key("documents:d1"), key("colour"), colour)).isTrue();
          assertThat(colour.utf8()).isEqualTo("red");
        });
  }

  /** Every file but those that say where and when, the order of keys apart. */
  private static Map<String, String> contents(Path archive) throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      for (var entry : zip.stream().toList()) {
        String text =
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        if (entry.getName().equals("redis.csv")) {
          String[] lines = text.split("\n");
          Arrays.sort(lines);
          text = String.join("\n", lines);
        }
        if (!entry.getName().equals("redis.parquet")) {
          all.put(entry.getName(), text.replaceAll("(?m)^-- Database.*$", ""));
        }
      }
    }
    return all;
  }

  private Path export(String database, Format format) {
    Transfer begun = transfers.export("orbit", database, format);
    Transfer ended = await(begun);
    assertThat(ended.problem()).isEmpty();
    assertThat(ended.state()).isEqualTo(State.DONE);
    return transfers.archive(begun.id());
  }

  private Transfer load(Path archive, String database) throws IOException {
    try (InputStream in = Files.newInputStream(archive)) {
      return await(transfers.load("orbit", database, true, in));
    }
  }

  private Transfer await(Transfer begun) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    Transfer now = begun;
    while (now.state() == State.RUNNING) {
      assertThat(System.nanoTime()).as("%s", now).isLessThan(end);
      Thread.onSpinWait();
      now = transfers.find(begun.kind(), begun.id()).orElseThrow();
    }
    return now;
  }

  @Test
  void anExportIsOneMoment() throws Exception {
    stack.run("orbit", "CREATE TABLE t(id int PRIMARY KEY)", "CREATE TABLE z(id int PRIMARY KEY)");
    Thread writer =
        Thread.ofVirtual()
            .start(
                () -> {
                  for (int i = 0; i < 60; i++) {
                    try (SqlSession sql = stack.sql("orbit")) {
                      sql.begin(io.orbit.api.storage.TransactionOptions.DEFAULT);
                      sql.run("INSERT INTO t VALUES (" + i + ")");
                      sql.run("INSERT INTO z VALUES (" + i + ")");
                      sql.commit();
                    }
                  }
                });
    List<Path> archives = new ArrayList<>();
    while (writer.isAlive()) {
      archives.add(export("orbit", Format.CSV));
    }
    writer.join();
    for (Path archive : archives) {
      try (ZipFile zip = new ZipFile(archive.toFile())) {
        List<Long> rows =
            Manifest.read(zip).entries().stream()
                .filter(entry -> entry.what() == What.TABLE)
                .map(Entry::rows)
                .toList();
        assertThat(rows.get(0)).isEqualTo(rows.get(1));
      }
    }
  }

  @Test
  void anImportThatFailsSaysWhatCame() throws IOException {
    stack.run("orbit", "CREATE TABLE t(id int PRIMARY KEY, n int)");
    stack.run("orbit", "INSERT INTO t SELECT i, i FROM generate_series(1, 20) AS g(i)");
    Path archive = export("orbit", Format.CSV);
    Path broken = directory.resolve("broken.zip");
    rewrite(archive, broken, "data/public.t.csv", text -> text.replace("\n15,15\n", "\n15,x\n"));
    Transfer failed = load(broken, "copy");
    assertThat(failed.state()).isEqualTo(State.FAILED);
    assertThat(failed.problem()).contains("14 of 20 rows came").contains("invalid input syntax");
    assertThat(stack.rows("copy", "SELECT count(*) FROM t")).containsExactly("14");
    Transfer again = transfers.find(Kind.IMPORT, failed.id()).orElseThrow();
    assertThat(again.parts())
        .anyMatch(part -> part.name().contains("\"t\"") && part.rows() == 14 && !part.done());
  }

  private static void rewrite(
      Path from, Path to, String file, java.util.function.UnaryOperator<String> change)
      throws IOException {
    try (ZipFile zip = new ZipFile(from.toFile());
        var out = new java.util.zip.ZipOutputStream(Files.newOutputStream(to))) {
      for (var entry : zip.stream().toList()) {
        out.putNextEntry(new java.util.zip.ZipEntry(entry.getName()));
        String text =
            new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
        String changed = entry.getName().equals(file) ? change.apply(text) : text;
        out.write(changed.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Test
  void whatIsNoArchiveIsRefused() {
    InputStream nonsense = new ByteArrayInputStream("nonsense".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> transfers.load("orbit", "copy", true, nonsense))
        .isInstanceOf(OrbitException.class)
        .extracting(failure -> ((OrbitException) failure).code())
        .isEqualTo(ErrorCode.BAD_COPY_FILE_FORMAT);
    assertThat(stack.services.catalog().current().database("copy")).isEmpty();
  }

  @Test
  void oneThatIsCanceledLeavesNothing() throws IOException {
    stack.run("orbit", "CREATE TABLE t(id int PRIMARY KEY)");
    stack.run("orbit", "INSERT INTO t SELECT i FROM generate_series(1, 100000) AS g(i)");
    Transfer begun = transfers.export("orbit", "orbit", Format.CSV);
    transfers.cancel(Kind.EXPORT, begun.id());
    assertThat(await(begun).state()).isEqualTo(State.CANCELED);
    assertThatThrownBy(() -> transfers.archive(begun.id())).hasMessageContaining("canceled");
    try (var files = Files.list(directory.resolve("exports"))) {
      assertThat(files).isEmpty();
    }
    transfers.delete(Kind.EXPORT, begun.id());
    assertThat(transfers.find(Kind.EXPORT, begun.id())).isEmpty();
  }

  @Test
  void anArchiveIsThereAfterARestart() {
    stack.run("orbit", "CREATE TABLE t(id int PRIMARY KEY)", "INSERT INTO t VALUES (1)");
    export("orbit", Format.PARQUET);
    Transfer later = new DatabaseTransfers(stack.services).list(Kind.EXPORT).getFirst();
    assertThat(later.database()).isEqualTo("orbit");
    assertThat(later.format()).isEqualTo(Format.PARQUET);
    assertThat(later.rows()).isEqualTo(1);
  }
}
