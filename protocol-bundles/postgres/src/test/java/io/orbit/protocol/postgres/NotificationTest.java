package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.testkit.protocol.TestNet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** LISTEN and NOTIFY by pgjdbc: transactional, in the order of the commits, between statements. */
class NotificationTest {
  private TestStack stack;
  private TestNet net;
  private Connection listener;
  private Connection sender;

  @BeforeEach
  void start() throws SQLException {
    stack = new TestStack();
    net = TestNet.start(stack.protocol());
    listener = connect();
    sender = connect();
  }

  @AfterEach
  void stop() throws SQLException {
    listener.close();
    sender.close();
    net.close();
    stack.close();
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + net.port() + "/orbit?sslmode=disable",
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

  /** Waits for so many notifications; they come without a statement of the listener's. */
  private static List<String> heard(Connection connection, int count) throws SQLException {
    List<String> heard = new ArrayList<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (heard.size() < count && System.nanoTime() < deadline) {
      PGNotification[] come = connection.unwrap(PGConnection.class).getNotifications(1000);
      for (PGNotification each : come == null ? new PGNotification[0] : come) {
        heard.add(each.getName() + ":" + each.getParameter());
      }
    }
    return heard;
  }

  @Test
  void whatIsCommittedIsHeardWithoutAsking() throws SQLException {
    run(listener, "LISTEN lamps", "LISTEN \"Chairs\"");
    run(sender, "NOTIFY lamps, 'on'", "NOTIFY nobody", "SELECT pg_notify('Chairs', 'two')");
    assertThat(heard(listener, 2)).containsExactly("lamps:on", "Chairs:two");
    run(listener, "UNLISTEN lamps");
    run(sender, "NOTIFY lamps, 'off'", "NOTIFY \"Chairs\"");
    assertThat(heard(listener, 1)).containsExactly("Chairs:");
    run(listener, "UNLISTEN *", "NOTIFY \"Chairs\"", "LISTEN lamps");
    run(sender, "NOTIFY lamps, 'last'");
    assertThat(heard(listener, 1)).containsExactly("lamps:last");
  }

  @Test
  void aTransactionSaysItAllAtItsCommitOrNothing() throws SQLException {
    run(listener, "LISTEN c");
    sender.setAutoCommit(false);
    run(sender, "NOTIFY c, 'rolled back'");
    sender.rollback();
    run(sender, "NOTIFY c, '1'", "NOTIFY c, '1'");
    Savepoint savepoint = sender.setSavepoint();
    run(sender, "NOTIFY c, 'undone'");
    sender.rollback(savepoint);
    run(sender, "NOTIFY c, '2'");
    try (Connection other = connect()) {
      run(other, "NOTIFY c, 'first'");
    }
    assertThat(heard(listener, 1)).containsExactly("c:first");
    sender.commit();
    assertThat(heard(listener, 2)).containsExactly("c:1", "c:2");
  }

  @Test
  void aListenerInATransactionHearsAtItsEnd() throws SQLException {
    listener.setAutoCommit(false);
    run(listener, "LISTEN c");
    run(sender, "NOTIFY c, 'before the commit of LISTEN'");
    listener.commit();
    run(listener, "SELECT 1");
    run(sender, "NOTIFY c, 'within'");
    run(listener, "SELECT 2");
    assertThat(listener.unwrap(PGConnection.class).getNotifications()).isNullOrEmpty();
    listener.commit();
    assertThat(heard(listener, 1)).containsExactly("c:within");
    run(listener, "LISTEN d");
    listener.rollback();
    run(sender, "NOTIFY d", "NOTIFY c, 'after'");
    assertThat(heard(listener, 1)).containsExactly("c:after");
  }

  @Test
  void theSenderHearsItselfBeforeItIsReady() throws SQLException {
    run(sender, "LISTEN c", "NOTIFY c, 'me'");
    PGConnection connection = sender.unwrap(PGConnection.class);
    PGNotification[] come = connection.getNotifications();
    assertThat(come).hasSize(1);
    assertThat(come[0].getPID()).isEqualTo(connection.getBackendPID());
  }

  @Test
  void whatCannotBeSaidIsRefused() {
    assertThatThrownBy(() -> run(sender, "SELECT pg_notify('', 'x')"))
        .hasMessageContaining("channel name cannot be empty");
    assertThatThrownBy(() -> run(sender, "NOTIFY c, '" + "x".repeat(8000) + "'"))
        .hasMessageContaining("payload string too long");
  }
}
