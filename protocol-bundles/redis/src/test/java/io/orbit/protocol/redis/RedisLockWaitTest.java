package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import io.orbit.api.security.Session.CancelReason;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A command that waits for a record which a transaction holds: what ends the wait. */
class RedisLockWaitTest {
  private static final byte[] KEY = "k".getBytes(StandardCharsets.UTF_8);

  private final TestStack stack = new TestStack(true);
  private final TestNet net = TestNet.start(stack.protocol());
  private final Transaction holder = stack.store.begin(TransactionOptions.DEFAULT);
  private final RespClient client = new RespClient(net.address());
  private Session session;

  @BeforeEach
  void lock() {
    assertThat(client.call("GET", "k")).isEqualTo("$nil");
    assertThat(holder.lock(stack.keySpace(0), KEY, LockMode.EXCLUSIVE)).isNull();
    session = stack.sessions.list().getFirst();
  }

  @AfterEach
  void close() {
    client.close();
    net.close();
    holder.close();
    stack.close();
  }

  /** Sends a command that has to wait, and returns when it does, or is about to. */
  private void waitForTheLock() {
    client.sendTogether(List.of(List.of("PING"), List.of("SET", "k", "v")));
    assertThat(client.read(-1)).isEqualTo("+PONG");
  }

  @Test
  void itsTimeOut() {
    session.settings().put("lock_timeout", "50ms");
    assertThat(client.call("SET", "k", "v")).contains("canceling statement due to lock timeout");
    assertThat(client.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void whoeverCancelsIt() {
    session.settings().put("lock_timeout", "60s");
    waitForTheLock();
    session.cancel(CancelReason.USER_REQUEST);
    assertThat(client.read(-1)).contains("canceling statement due to user request");
    holder.rollback();
    assertThat(client.call("SET", "k", "v")).isEqualTo("+OK");
  }

  @Test
  void theEndOfItsConnection() {
    waitForTheLock();
    client.close();
    Await.until("the session is gone", () -> stack.sessions.list().isEmpty());
    assertThat(holder.isActive()).isTrue();
  }
}
