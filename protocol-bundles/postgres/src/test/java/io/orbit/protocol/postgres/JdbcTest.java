package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** PostgreSQL's own JDBC driver against the real engine. */
class JdbcTest {
  private static final String TEXT = "";
  private static final String BINARY = "&prepareThreshold=-1&binaryTransfer=true";

  private TestStack stack;
  private TestNet net;

  @BeforeEach
  void start() {
    stack = new TestStack();
    net = TestNet.start(stack.protocol());
  }

  @AfterEach
  void stop() {
    net.close();
    stack.close();
  }

  private Connection connect(String options) throws SQLException {
    return connect(net, options);
  }

  private static Connection connect(TestNet server, String options) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/orbit?sslmode=disable%s".formatted(server.port(), options),
        "orbit",
        TestStack.PASSWORD);
  }

  private Connection connect() throws SQLException {
    return connect(TEXT);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private static List<String> rows(ResultSet results) throws SQLException {
    List<String> rows = new ArrayList<>();
    int columns = results.getMetaData().getColumnCount();
    while (results.next()) {
      List<String> row = new ArrayList<>();
      for (int i = 1; i <= columns; i++) {
        row.add(results.getString(i));
      }
      rows.add(String.join("|", row));
    }
    return rows;
  }

  // ---- connecting

  @Test
  void bindsTheLogInToTls() throws SQLException {
    String url =
        "jdbc:postgresql://127.0.0.1:%d/orbit?sslmode=require&channelBinding=require"
            .formatted(net.port());
    try (Connection connection = DriverManager.getConnection(url, "orbit", TestStack.PASSWORD);
        Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery("select 42")) {
      assertThat(rows(results)).containsExactly("42");
    }
  }

  @Test
  void saysWhoMayNotComeIn() {
    String url = "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=disable";
    state(
        "28P01",
        () -> DriverManager.getConnection(url.formatted(net.port(), "orbit"), "orbit", "x"));
    state(
        "28P01",
        () -> DriverManager.getConnection(url.formatted(net.port(), "orbit"), "nobody", "x"));
    state(
        "3D000",
        () ->
            DriverManager.getConnection(
                url.formatted(net.port(), "nowhere"), "orbit", TestStack.PASSWORD));
    state("42704", () -> connect("&options=-c%20no_such_setting=1"));
  }

  private static void state(String sqlState, Action action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(sqlState));
  }

  private interface Action {
    void run() throws SQLException;
  }

  @Test
  void appliesSettingsOfTheStart() throws SQLException {
    try (Connection connection =
            connect(
                "&ApplicationName=test%20client&options=-c%20search_path=a,b%20--statement-timeout=7s");
        Statement statement = connection.createStatement()) {
      assertThat(rows(statement.executeQuery("show application_name")))
          .containsExactly("test client");
      assertThat(rows(statement.executeQuery("show search_path"))).containsExactly("a,b");
      assertThat(rows(statement.executeQuery("show statement_timeout"))).containsExactly("7s");
      run(connection, "set application_name = 'other'");
      assertThat(((PGConnection) connection).getParameterStatus("application_name"))
          .isEqualTo("other");
    }
  }

  // ---- values

  @ParameterizedTest
  @ValueSource(strings = {TEXT, BINARY})
  void carriesValuesBothWays(String options) throws SQLException {
    try (Connection connection = connect(options)) {
      run(
          connection,
          "create table v (b boolean, s smallint, i int, l bigint, n numeric(20,6), f real,"
              + " d double precision, t text, x bytea, day date, tm time, ts timestamp,"
              + " tz timestamptz, u uuid, j jsonb, a int[], w text[])");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into v values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?::jsonb,?,?)")) {
        for (int round = 0; round < 3; round++) {
          fill(connection, insert);
          assertThat(insert.executeUpdate()).isOne();
        }
        for (int i = 1; i <= 17; i++) {
          insert.setNull(i, java.sql.Types.NULL);
        }
        assertThat(insert.executeUpdate()).isOne();
      }
      try (PreparedStatement select = connection.prepareStatement("select * from v")) {
        for (int round = 0; round < 3; round++) {
          try (ResultSet results = select.executeQuery()) {
            for (int row = 0; row < 3; row++) {
              assertThat(results.next()).isTrue();
              check(results);
            }
            assertThat(results.next()).isTrue();
            for (int i = 1; i <= 17; i++) {
              assertThat(results.getObject(i)).isNull();
            }
            assertThat(results.next()).isFalse();
          }
        }
      }
    }
  }

  private static final UUID ID = UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11");

  private static void fill(Connection connection, PreparedStatement insert) throws SQLException {
    insert.setBoolean(1, true);
    insert.setShort(2, (short) -7);
    insert.setInt(3, Integer.MIN_VALUE);
    insert.setLong(4, Long.MAX_VALUE);
    insert.setBigDecimal(5, new BigDecimal("-12345678.900000"));
    insert.setFloat(6, 1.5f);
    insert.setDouble(7, -0.1);
    insert.setString(8, "grüße 🚀 'quoted'");
    insert.setBytes(9, new byte[] {0, 1, -1});
    insert.setObject(10, LocalDate.of(2024, 2, 29));
    insert.setObject(11, LocalTime.of(23, 59, 59, 123_456_000));
    insert.setObject(12, LocalDateTime.of(1969, 7, 20, 20, 17, 40));
    insert.setObject(13, OffsetDateTime.of(2024, 1, 1, 12, 0, 0, 0, ZoneOffset.ofHours(2)));
    insert.setObject(14, ID);
    insert.setString(15, "{\"a\": [1, null]}");
    insert.setArray(16, connection.createArrayOf("int4", new Integer[] {1, null, 3}));
    insert.setArray(17, connection.createArrayOf("text", new String[] {"a b", "", "c\"d"}));
  }

  private static void check(ResultSet row) throws SQLException {
    assertThat(row.getBoolean(1)).isTrue();
    assertThat(row.getShort(2)).isEqualTo((short) -7);
    assertThat(row.getInt(3)).isEqualTo(Integer.MIN_VALUE);
    assertThat(row.getLong(4)).isEqualTo(Long.MAX_VALUE);
    assertThat(row.getBigDecimal(5)).isEqualTo(new BigDecimal("-12345678.900000"));
    assertThat(row.getFloat(6)).isEqualTo(1.5f);
    assertThat(row.getDouble(7)).isEqualTo(-0.1);
    assertThat(row.getString(8)).isEqualTo("grüße 🚀 'quoted'");
    assertThat(row.getBytes(9)).containsExactly(0, 1, -1);
    assertThat(row.getObject(10, LocalDate.class)).isEqualTo(LocalDate.of(2024, 2, 29));
    assertThat(row.getObject(11, LocalTime.class)).isEqualTo(LocalTime.of(23, 59, 59, 123_456_000));
    assertThat(row.getObject(12, LocalDateTime.class))
        .isEqualTo(LocalDateTime.of(1969, 7, 20, 20, 17, 40));
    assertThat(row.getObject(13, OffsetDateTime.class).toInstant())
        .hasToString("2024-01-01T10:00:00Z");
    assertThat(row.getObject(14)).isEqualTo(ID);
    assertThat(row.getString(15)).isEqualTo("{\"a\": [1, null]}");
    assertThat((Integer[]) row.getArray(16).getArray()).containsExactly(1, null, 3);
    assertThat((String[]) row.getArray(17).getArray()).containsExactly("a b", "", "c\"d");
  }

  // ---- statements

  @Test
  void runsBatches() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "create table t (id int primary key, name text)");
      try (PreparedStatement insert = connection.prepareStatement("insert into t values (?, ?)")) {
        for (int i = 0; i < 2_000; i++) {
          insert.setInt(1, i);
          insert.setString(2, "name " + i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).hasSize(2_000).containsOnly(1);
      }
      try (Statement statement = connection.createStatement()) {
        assertThat(rows(statement.executeQuery("select count(*), max(name) from t")))
            .containsExactly("2000|name 999");
      }
    }
  }

  @Test
  void answersGeneratedKeys() throws SQLException {
    try (Connection connection = connect()) {
      run(
          connection,
          "create table g (id bigint generated always as identity primary key, name text)");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into g (name) values (?), ('b')", Statement.RETURN_GENERATED_KEYS)) {
        insert.setString(1, "a");
        assertThat(insert.executeUpdate()).isEqualTo(2);
        assertThat(rows(insert.getGeneratedKeys())).containsExactly("1|a", "2|b");
      }
    }
  }

  @Test
  void fetchesInPieces() throws SQLException {
    try (Connection connection = connect()) {
      run(connection, "create table t (id int primary key)");
      stack.run("insert into t select * from generate_series(1, 10000)");
      connection.setAutoCommit(false);
      try (PreparedStatement select = connection.prepareStatement("select id from t order by id")) {
        select.setFetchSize(300);
        int count = 0;
        try (ResultSet results = select.executeQuery()) {
          while (results.next()) {
            count++;
            assertThat(results.getInt(1)).isEqualTo(count);
            if (count == 5_000) {
              run(connection, "select 1");
            }
          }
        }
        assertThat(count).isEqualTo(10_000);
      }
      connection.commit();
    }
  }

  @Test
  void streamsMoreThanItMayKeep() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet results =
            statement.executeQuery(
                "select i, repeat('x', 100) from generate_series(1, 50000) s(i)")) {
      long sum = 0;
      while (results.next()) {
        sum += results.getInt(1);
      }
      assertThat(sum).isEqualTo(50_000L * 50_001 / 2);
    }
  }

  @Test
  void runsSeveralStatementsOfOneText() throws SQLException {
    try (Connection connection = connect("&preferQueryMode=simple");
        Statement statement = connection.createStatement()) {
      run(connection, "create table t (id int primary key)");
      state("23505", () -> run(connection, "insert into t values (1); insert into t values (1)"));
      assertThat(rows(statement.executeQuery("select * from t"))).isEmpty();
      assertThat(statement.execute("insert into t values (1); select * from t; delete from t"))
          .isFalse();
      assertThat(statement.getUpdateCount()).isOne();
      assertThat(statement.getMoreResults()).isTrue();
      assertThat(rows(statement.getResultSet())).containsExactly("1");
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isOne();
      assertThat(statement.execute("")).isFalse();
    }
  }

  // ---- transactions

  @Test
  void keepsTransactions() throws SQLException {
    try (Connection connection = connect();
        Connection other = connect()) {
      run(connection, "create table t (id int primary key)");
      connection.setAutoCommit(false);
      run(connection, "insert into t values (1)");
      try (Statement elsewhere = other.createStatement()) {
        assertThat(rows(elsewhere.executeQuery("select * from t"))).isEmpty();
        Savepoint savepoint = connection.setSavepoint();
        state("23505", () -> run(connection, "insert into t values (1)"));
        state("25P02", () -> run(connection, "select 1"));
        connection.rollback(savepoint);
        run(connection, "insert into t values (2)");
        connection.commit();
        assertThat(rows(elsewhere.executeQuery("select * from t order by id")))
            .containsExactly("1", "2");
        run(connection, "delete from t");
        connection.rollback();
        assertThat(rows(elsewhere.executeQuery("select count(*) from t"))).containsExactly("2");
      }
    }
  }

  // ---- errors

  @Test
  void tellsWhereAnErrorIs() throws SQLException {
    try (Connection connection = connect("&preferQueryMode=simple")) {
      run(connection, "create table t (id int primary key, name text not null)");
      ServerErrorMessage syntax = error(connection, "select 'ü🚀', nothing from t");
      assertThat(syntax.getSQLState()).isEqualTo("42703");
      assertThat(syntax.getPosition()).isEqualTo(14);
      ServerErrorMessage notNull = error(connection, "insert into t values (1)");
      assertThat(notNull.getSQLState()).isEqualTo("23502");
      assertThat(notNull.getSchema()).isEqualTo("public");
      assertThat(notNull.getTable()).isEqualTo("t");
      assertThat(notNull.getColumn()).isEqualTo("name");
      assertThat(error(connection, "select 1/0").getSQLState()).isEqualTo("22012");
      assertThat(error(connection, "selec").getSQLState()).isEqualTo("42601");
      assertThat(error(connection, "select $1::int").getSQLState()).isEqualTo("42P02");
    }
  }

  private static ServerErrorMessage error(Connection connection, String text) {
    try {
      run(connection, text);
    } catch (PSQLException e) {
      ServerErrorMessage message = e.getServerErrorMessage();
      assertThat(message).isNotNull();
      return message;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("no error: " + text);
  }

  @Test
  void cancelsAStatement() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<ResultSet> running =
          threads.submit(() -> statement.executeQuery("select pg_sleep(3600)"));
      Await.until(
          "the statement runs",
          () ->
              stack.sessions.list().stream()
                  .anyMatch(session -> session.activity().statement().contains("pg_sleep")));
      Await.until(
          "it is cancelled",
          () -> {
            try {
              statement.cancel();
            } catch (SQLException e) {
              throw new AssertionError(e);
            }
            return running.isDone();
          });
      assertThatThrownBy(running::get)
          .hasRootCauseInstanceOf(PSQLException.class)
          .rootCause()
          .hasMessageContaining("canceling statement due to user request");
      assertThat(rows(statement.executeQuery("select 1"))).containsExactly("1");
    }
  }

  // ---- COPY

  @Test
  void copiesBothWays() throws Exception {
    try (TestNet canned = TestNet.start(stack.cannedProtocol());
        Connection connection = connect(canned, TEXT);
        Statement statement = connection.createStatement()) {
      var copies = ((PGConnection) connection).getCopyAPI();
      StringBuilder lines = new StringBuilder();
      for (int i = 0; i < 20_000; i++) {
        lines.append(i).append("\tsome text\n");
      }
      assertThat(copies.copyIn("canned copy in", new StringReader(lines.toString())))
          .isEqualTo(20_000);
      StringWriter out = new StringWriter();
      assertThat(copies.copyOut("canned copy out", out)).isEqualTo(20_000);
      assertThat(out).hasToString(lines.toString());
      copies.copyIn("canned copy in").cancelCopy();
      assertThat(rows(statement.executeQuery("select 1"))).containsExactly("1");
    }
  }

  @Test
  void copiesATable() throws Exception {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      run(connection, "create table c (id int primary key, name text)");
      var copies = ((PGConnection) connection).getCopyAPI();
      assertThat(copies.copyIn("copy c from stdin", new StringReader("1\ta\n2\t\\N\n")))
          .isEqualTo(2);
      StringWriter out = new StringWriter();
      assertThat(copies.copyOut("copy c to stdout (format csv)", out)).isEqualTo(2);
      assertThat(out).hasToString("1,a\n2,\n");
      state(
          "22P02",
          () -> {
            try {
              copies.copyIn("copy c from stdin", new StringReader("x\ty\n"));
            } catch (java.io.IOException e) {
              throw new AssertionError(e);
            }
          });
      assertThat(rows(statement.executeQuery("select count(*) from c"))).containsExactly("2");
    }
  }

  @Test
  void passesNoticesOn() throws SQLException {
    try (TestNet canned = TestNet.start(stack.cannedProtocol());
        Connection connection = connect(canned, TEXT);
        Statement statement = connection.createStatement()) {
      statement.execute("canned notice");
      assertThat(statement.getWarnings().getMessage()).isEqualTo("take notice");
      run(connection, "set client_min_messages = warning");
      statement.clearWarnings();
      statement.execute("canned notice");
      assertThat((Object) statement.getWarnings()).isNull();
    }
  }

  @Test
  void runsShortStatementsOnTheEventLoop() throws SQLException {
    try (TestNet canned = TestNet.start(stack.cannedProtocol());
        Connection connection = connect(canned, "&prepareThreshold=1");
        PreparedStatement statement = connection.prepareStatement("canned inline")) {
      assertThat(rows(statement.executeQuery())).containsExactly("virtual");
      assertThat(rows(statement.executeQuery())).containsExactly("loop");
      assertThat(rows(statement.executeQuery())).containsExactly("loop");
    }
  }

  // ---- many at once

  @Test
  void servesManyAtOnce() throws Exception {
    int clients = 8;
    int rounds = 50;
    try (Connection connection = connect()) {
      run(
          connection,
          "create table counters (id int primary key, n int)",
          "insert into counters values (1, 0)");
      List<Future<?>> running = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < clients; i++) {
          running.add(
              threads.submit(
                  () -> {
                    try (Connection own = connect();
                        PreparedStatement update =
                            own.prepareStatement("update counters set n = n + ? where id = 1")) {
                      for (int round = 0; round < rounds; round++) {
                        update.setInt(1, 1);
                        assertThat(update.executeUpdate()).isOne();
                      }
                    }
                    return null;
                  }));
        }
        for (Future<?> each : running) {
          each.get();
        }
      }
      try (Statement statement = connection.createStatement()) {
        assertThat(rows(statement.executeQuery("select n from counters")))
            .containsExactly(String.valueOf(clients * rounds));
      }
    }
  }
}
