package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.net.Socket;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** Statements that wait for a row's lock, by pgjdbc: what ends the wait, and how it is told. */
class LockWaitTest {
  /** Found within microseconds; a busy machine needs longer to tell of it. */
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private TestStack stack;
  private TestNet net;
  private Connection holder;
  private Connection other;

  @BeforeEach
  void start() throws SQLException {
    stack = new TestStack();
    net = TestNet.start(stack.protocol());
    holder = connect("");
    other = connect("");
    run(holder, "CREATE TABLE t(id int PRIMARY KEY, n int)", "INSERT INTO t VALUES (1, 0), (2, 0)");
    holder.setAutoCommit(false);
  }

  @AfterEach
  void stop() throws SQLException {
    other.close();
    holder.close();
    net.close();
    stack.close();
  }

  private Connection connect(String more) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + net.port() + "/orbit?sslmode=disable" + more,
        "orbit",
        TestStack.PASSWORD);
  }

  private static void run(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  /** Runs a statement on a thread of its own; what it throws comes with the future. */
  private static CompletableFuture<Void> start(Connection connection, String statement) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            run(connection, statement);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        },
        task -> Thread.ofPlatform().daemon().start(task));
  }

  private boolean works(String statement) {
    return stack.sessions.list().stream()
        .anyMatch(
            session ->
                session.activity().state().equals("active")
                    && session.activity().statement().contains(statement));
  }

  @Test
  void aDeadlockIsFoundAtOnceAndNamesTheOthers() throws Exception {
    other.setAutoCommit(false);
    run(holder, "UPDATE t SET n = 1 WHERE id = 1");
    run(other, "UPDATE t SET n = 2 WHERE id = 2");
    CompletableFuture<Void> first = start(holder, "UPDATE t SET n = 1 WHERE id = 2");
    Await.until("the first waits", () -> works("WHERE id = 2"));
    long begun = System.nanoTime();
    CompletableFuture<Void> second = start(other, "UPDATE t SET n = 2 WHERE id = 1");
    Throwable victim = failureOfEither(first, second);
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    assertThat(victim)
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("40P01");
              assertThat(e.getServerErrorMessage()).isNotNull();
              assertThat(e.getServerErrorMessage().getDetail())
                  .matches(
                      "(?s)Transaction \\d+ waits for .* blocked by transaction \\d+\\.\n"
                          + "Transaction \\d+ waits for .* blocked by transaction \\d+\\.");
            });
    assertThat(taken).isLessThan(LIMIT);
    other.rollback();
    holder.rollback();
  }

  @Test
  void aDeadlockThroughAnAdvisoryLockAndARowIsFoundAtOnce() throws Exception {
    other.setAutoCommit(false);
    run(holder, "UPDATE t SET n = 1 WHERE id = 1");
    run(other, "SELECT pg_advisory_xact_lock(7)");
    CompletableFuture<Void> first = start(holder, "SELECT pg_advisory_lock(7)");
    Await.until("the first waits", () -> isWaitedFor("advisory"));
    long begun = System.nanoTime();
    CompletableFuture<Void> second = start(other, "UPDATE t SET n = 2 WHERE id = 1");
    Throwable victim = failureOfEither(first, second);
    assertThat(System.nanoTime() - begun).as("nanoseconds").isLessThan(LIMIT.toNanos());
    assertThat(victim)
        .isInstanceOfSatisfying(
            PSQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("40P01");
              assertThat(e.getServerErrorMessage()).isNotNull();
              assertThat(e.getServerErrorMessage().getDetail())
                  .contains("waits for EXCLUSIVE on advisory lock [")
                  .contains("on a record of space")
                  .containsPattern("of process \\d+ waits")
                  .containsPattern("blocked by process \\d+");
            });
    other.rollback();
    holder.rollback();
  }

  private boolean isWaitedFor(String lock) {
    try (Connection watcher = connect("");
        Statement statement = watcher.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT 1 FROM pg_locks WHERE NOT granted AND locktype = '" + lock + "'")) {
      return rows.next();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean isOver(Connection connection) {
    try {
      return !connection.isValid(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTransactionThatLastsTooLongEndsTheConnection() throws Exception {
    run(holder, "UPDATE t SET n = 1 WHERE id = 1");
    other.setAutoCommit(false);
    run(other, "SET transaction_timeout = 200");
    other.commit();
    assertThatThrownBy(() -> run(other, "UPDATE t SET n = 2 WHERE id = 1"))
        .isInstanceOfSatisfying(
            PSQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25P04"));
    Await.until("the connection is closed", () -> isOver(other));
    holder.rollback();
  }

  private static Throwable failureOfEither(
      CompletableFuture<Void> first, CompletableFuture<Void> second) throws InterruptedException {
    try {
      CompletableFuture.anyOf(
              first.handle((done, failure) -> failure).thenCompose(LockWaitTest::failed),
              second.handle((done, failure) -> failure).thenCompose(LockWaitTest::failed))
          .get();
      throw new AssertionError("nobody was the victim");
    } catch (ExecutionException e) {
      return e.getCause();
    }
  }

  /** Never over for one that did not fail. */
  private static CompletableFuture<Void> failed(@org.jspecify.annotations.Nullable Throwable why) {
    Throwable wrapped = why == null ? null : why.getCause();
    Throwable cause = wrapped == null ? null : wrapped.getCause();
    return cause == null ? new CompletableFuture<>() : CompletableFuture.failedFuture(cause);
  }

  @Test
  void aStatementThatWaitsEndsWithItsConnection() throws Exception {
    run(holder, "UPDATE t SET n = 1 WHERE id = 1");
    Connection leaving = connect("&socketFactory=" + KeptSockets.class.getName());
    Socket socket = KeptSockets.LAST.get();
    int sessions = stack.sessions.list().size();
    CompletableFuture<Void> waiting = start(leaving, "UPDATE t SET n = 3 WHERE id = 1");
    Await.until("it waits", () -> works("SET n = 3"));
    socket.close();
    Await.until("the session is gone", () -> stack.sessions.list().size() == sessions - 1);
    assertThatThrownBy(waiting::get).isInstanceOf(ExecutionException.class);
    holder.commit();
    try (Statement statement = other.createStatement();
        var rows = statement.executeQuery("SELECT n FROM t WHERE id = 1")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isOne();
    }
  }

  /** Remembers the socket that pgjdbc took last. */
  public static final class KeptSockets extends SocketFactory {
    static final AtomicReference<Socket> LAST = new AtomicReference<>();

    @Override
    public Socket createSocket() {
      Socket socket = new Socket();
      LAST.set(socket);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(
        String host, int port, java.net.InetAddress localHost, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(java.net.InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(
        java.net.InetAddress address, int port, java.net.InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
