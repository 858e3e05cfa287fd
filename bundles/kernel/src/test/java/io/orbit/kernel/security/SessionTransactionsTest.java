package io.orbit.kernel.security;

import static io.orbit.kernel.security.SessionsFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.security.Session.CancelReason;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionTransactionsTest {
  private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
  private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private SessionsFixture kernel;
  private ExecutorService threads;
  private Session session;
  private int space;

  @BeforeEach
  void open() {
    kernel = new SessionsFixture(directory);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    session = kernel.login("orbit");
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
    space = transaction.createSpace(new SpaceOptions(false, "map"));
    session.commit();
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
    kernel.close();
  }

  @Test
  void aTransactionIsTheSessionsUntilItEnds() {
    assertThat(session.transaction()).isNull();
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
    assertThat(session.transaction()).isSameAs(transaction);
    assertThat(session.inExplicitTransaction()).isFalse();
    session.makeExplicit();
    assertThat(session.inExplicitTransaction()).isTrue();
    fails(ErrorCode.ACTIVE_TRANSACTION, () -> session.begin(TransactionOptions.DEFAULT, true));
    fails(ErrorCode.ACTIVE_TRANSACTION, () -> session.setDatabase("actors"));
    put(transaction);
    assertThat(session.commit()).isPositive();
    assertThat(session.transaction()).isNull();
    assertThat(session.inExplicitTransaction()).isFalse();
    assertThat(isThere()).isTrue();
    fails(ErrorCode.NO_ACTIVE_TRANSACTION, session::commit);
    session.rollback();
  }

  @Test
  void whoEndsTheTransactionItselfFreesTheSession() {
    session.begin(TransactionOptions.DEFAULT, true).rollback();
    assertThat(session.transaction()).isNull();
    session.begin(TransactionOptions.DEFAULT, true).close();
    assertThat(session.inExplicitTransaction()).isFalse();
  }

  @Test
  void aFailedTransactionIsNeverCommitted() {
    put(session.begin(TransactionOptions.DEFAULT, true));
    session.fail();
    assertThat(session.isFailed()).isTrue();
    session.unfail();
    assertThat(session.isFailed()).isFalse();
    session.fail();
    fails(ErrorCode.TRANSACTION_ROLLED_BACK, session::commit);
    assertThat(session.transaction()).isNull();
    assertThat(session.isFailed()).isFalse();
    assertThat(isThere()).isFalse();
    session.begin(TransactionOptions.DEFAULT, false);
    session.fail();
    assertThat(session.isFailed()).as("only explicit ones stay to be ended").isFalse();
  }

  @Test
  void closingRollsBack() {
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    put(transaction);
    session.close();
    assertThat(transaction.isActive()).isFalse();
    assertThat(isThere()).isFalse();
    fails(ErrorCode.ADMIN_SHUTDOWN, () -> session.begin(TransactionOptions.DEFAULT, true));
    session.close();
  }

  // ---- tokens

  @Test
  void aTransactionGoesFromSessionToSessionByItsToken() {
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    put(transaction);
    String token = session.detach();
    assertThat(token).matches("[0-9a-f]{32}");
    assertThat(session.transaction()).isNull();

    Session other = kernel.login("orbit");
    other.attach(token);
    assertThat(other.transaction()).isSameAs(transaction);
    assertThat(other.inExplicitTransaction()).isTrue();
    fails(ErrorCode.ACTIVE_TRANSACTION, () -> session.attach(token));
    other.fail();
    assertThat(other.detach()).isEqualTo(token);

    session.attach(token);
    assertThat(session.isFailed()).isTrue();
    session.unfail();
    session.commit();
    assertThat(isThere()).isTrue();
    fails(ErrorCode.NO_ACTIVE_TRANSACTION, () -> other.attach(token));
  }

  @Test
  void aTokenIsForItsUserAndDatabaseOnly() {
    kernel.user("ann");
    session.begin(TransactionOptions.DEFAULT, true);
    String token = session.detach();
    fails(ErrorCode.NO_ACTIVE_TRANSACTION, () -> kernel.login("ann").attach(token));
    fails(
        ErrorCode.NO_ACTIVE_TRANSACTION,
        () -> kernel.sessions().open(request("orbit", "actors")).attach(token));
    fails(
        ErrorCode.NO_ACTIVE_TRANSACTION,
        () -> kernel.login("orbit").attach("0123456789abcdef0123456789abcdef"));
    session.attach(token);
    session.rollback();
  }

  @Test
  void onlyAnExplicitTransactionIsDetached() {
    fails(ErrorCode.NO_ACTIVE_TRANSACTION, session::detach);
    session.begin(TransactionOptions.DEFAULT, false);
    fails(ErrorCode.NO_ACTIVE_TRANSACTION, session::detach);
  }

  @Test
  void aDisconnectDetachesATransactionThatHasAToken() {
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    String token = session.detach();
    Session other = kernel.login("orbit");
    other.attach(token);
    other.close();
    assertThat(transaction.isActive()).isTrue();
    session.attach(token);
    session.commit();
  }

  @Test
  void aDetachedTransactionThatNobodyTakesIsRolledBack() {
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    String token = session.detach();
    kernel.clock().advance(SecuritySettings.DEFAULT_DETACHED_TIMEOUT_MILLIS - 1);
    kernel.sessions().expire();
    assertThat(transaction.isActive()).isTrue();
    kernel.clock().advance(1);
    kernel.sessions().expire();
    assertThat(transaction.isActive()).isFalse();
    fails(ErrorCode.NO_ACTIVE_TRANSACTION, () -> session.attach(token));
  }

  // ---- cancellation

  @Test
  void aCancelEndsALockWaitInProgressOrToCome() throws Exception {
    Transaction holder = kernel.store().begin(TransactionOptions.DEFAULT);
    holder.lock(space, KEY, LockMode.EXCLUSIVE);
    for (int round = 0; round < 50; round++) {
      session.beginStatement(0);
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
      Future<?> waiting =
          threads.submit(
              round % 2 == 0
                  ? () -> await(transaction)
                  : () -> transaction.operation().beginWaiting(space, KEY, 0, KEY.length));
      session.cancel(CancelReason.USER_REQUEST);
      failsLater(ErrorCode.QUERY_CANCELED, "canceling statement due to user request", waiting);
      fails(ErrorCode.QUERY_CANCELED, session::checkCanceled);
      session.rollback();
    }
    holder.rollback();
    session.beginStatement(0);
    session.checkCanceled();
    await(session.begin(TransactionOptions.DEFAULT, true));
  }

  @Test
  void aStatementThatTakesTooLongIsStopped() {
    session.beginStatement(100);
    kernel.clock().advance(99);
    session.checkCanceled();
    kernel.clock().advance(1);
    fails(ErrorCode.STATEMENT_TIMEOUT, session::checkCanceled);
    session.beginStatement(0);
    kernel.clock().advance(1_000_000);
    session.checkCanceled();
  }

  @Test
  void lockWaitsEndByTheTimeOuts() throws Exception {
    Transaction holder = kernel.store().begin(TransactionOptions.DEFAULT);
    holder.lock(space, KEY, LockMode.EXCLUSIVE);
    session.beginStatement(20);
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    failsLater(
        ErrorCode.STATEMENT_TIMEOUT,
        "canceling statement due to statement timeout",
        threads.submit(() -> await(transaction)));
    session.beginStatement(0);
    session.settings().put("lock_timeout", "20ms");
    failsLater(
        ErrorCode.LOCK_NOT_AVAILABLE,
        "canceling statement due to lock timeout",
        threads.submit(() -> await(transaction)));
    holder.rollback();
    await(transaction);
  }

  @Test
  void aCancelBetweenTheRequestAndItsStatementIsNotLost() {
    session.setActivity("idle", "");
    session.cancel(CancelReason.USER_REQUEST);
    session.setActivity("active", "select 1");
    session.beginStatement(0);
    session.checkCanceled();
    session.cancel(CancelReason.USER_REQUEST);
    session.beginStatement(0);
    fails(ErrorCode.QUERY_CANCELED, session::checkCanceled);
    session.beginStatement(0);
    session.checkCanceled();
  }

  @Test
  void aShutdownIsNotForgotten() {
    session.cancel(CancelReason.SHUTDOWN);
    session.beginStatement(0);
    session.cancel(CancelReason.USER_REQUEST);
    fails(ErrorCode.ADMIN_SHUTDOWN, session::checkCanceled);
  }

  // ---- idle

  @Test
  void aSessionIdleInATransactionIsEnded() {
    session.settings().put("idle_in_transaction_session_timeout", "2s");
    session.beginStatement(0);
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    kernel.clock().advance(10_000);
    kernel.sessions().expire();
    assertThat(transaction.isActive()).as("busy is not idle").isTrue();
    session.setActivity("idle in transaction", "BEGIN");
    kernel.clock().advance(1_999);
    kernel.sessions().expire();
    assertThat(transaction.isActive()).isTrue();
    kernel.clock().advance(1);
    kernel.sessions().expire();
    assertThat(transaction.isActive()).isFalse();
    assertThat(session.isClosed()).isTrue();
    assertThat(kernel.sessions().list()).doesNotContain(session);
    fails(ErrorCode.IDLE_IN_TRANSACTION_TIMEOUT, () -> session.beginStatement(0));
    fails(ErrorCode.IDLE_IN_TRANSACTION_TIMEOUT, session::commit);
  }

  @Test
  void anIdleSessionIsEndedWhenItsSettingsSaySo() {
    session.setActivity("idle", "");
    kernel.clock().advance(1_000_000_000);
    kernel.sessions().expire();
    assertThat(session.isClosed()).isFalse();
    session.settings().put("idle_session_timeout", "1min");
    kernel.sessions().expire();
    fails(ErrorCode.IDLE_SESSION_TIMEOUT, () -> session.setActivity("active", "SELECT 1"));
  }

  @Test
  void aTransactionThatLastsTooLongEndsItsSession() {
    session.settings().put("transaction_timeout", "2s");
    session.beginStatement(0);
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    kernel.clock().advance(1_999);
    session.checkCanceled();
    kernel.clock().advance(1);
    fails(ErrorCode.TRANSACTION_TIMEOUT, session::checkCanceled);
    kernel.sessions().expire();
    assertThat(transaction.isActive()).as("busy is not ended behind its back").isTrue();
    session.setActivity("idle in transaction", "SELECT 1");
    kernel.sessions().expire();
    assertThat(transaction.isActive()).isFalse();
    assertThat(session.isClosed()).isTrue();
    fails(ErrorCode.TRANSACTION_TIMEOUT, () -> session.beginStatement(0));
  }

  /** Half of a sixteenth of the heap for one, and half of what is left for the next. */
  @Test
  void whatSessionsKeepIsBounded() {
    long all = Runtime.getRuntime().maxMemory() / 16;
    Session other = kernel.login("orbit");
    fails(ErrorCode.OUT_OF_MEMORY, () -> other.keep(all / 2 + 1));
    other.keep(all / 2);
    fails(ErrorCode.OUT_OF_MEMORY, () -> other.keep(1));
    long rest = (all - all / 2) / 2;
    fails(ErrorCode.OUT_OF_MEMORY, () -> session.keep(rest + 1));
    session.keep(rest);
    session.keep(-2 * all);
    session.keep(rest);
    fails(ErrorCode.OUT_OF_MEMORY, () -> session.keep(1));
    other.close();
    session.keep(all / 2 - rest);
    fails(ErrorCode.OUT_OF_MEMORY, () -> session.keep(1));
  }

  @Test
  void theNextTransactionHasItsOwnTime() {
    session.settings().put("transaction_timeout", "2s");
    session.beginStatement(0);
    Transaction first = session.begin(TransactionOptions.DEFAULT, true);
    assertThat(first.isActive()).isTrue();
    kernel.clock().advance(1_500);
    session.rollback();
    kernel.clock().advance(10_000);
    session.checkCanceled();
    Transaction next = session.begin(TransactionOptions.DEFAULT, true);
    assertThat(next.isActive()).isTrue();
    kernel.clock().advance(1_500);
    session.checkCanceled();
    session.settings().put("transaction_timeout", "1s");
    session.beginStatement(0);
    fails(ErrorCode.TRANSACTION_TIMEOUT, session::checkCanceled);
  }

  @Test
  void theActivityIsShown() {
    session.setActivity("active", "SELECT 1");
    assertThat(session.activity().state()).isEqualTo("active");
    assertThat(session.activity().statement()).isEqualTo("SELECT 1");
    assertThat(session.activity().since()).isEqualTo(kernel.clock().wallMillis());
  }

  @Test
  void commitAnswersWhatToWaitFor() {
    assertThat(session.durability()).isEqualTo(Durability.ALWAYS);
    session.setDurability(Durability.EVERYSEC);
    assertThat(session.durability()).isEqualTo(Durability.EVERYSEC);
    session.begin(TransactionOptions.DEFAULT, false);
    long nothing = session.commit();
    put(session.begin(TransactionOptions.DEFAULT, false));
    long timestamp = session.commit();
    assertThat(timestamp).isGreaterThan(nothing);
    Wait wait = kernel.store().durable(timestamp);
    if (wait != null) {
      wait.await(0);
    }
    assertThat(kernel.store().durable(timestamp)).isNull();
  }

  @Test
  void operationsWorkInsideTheTransaction() {
    Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
    RecordOperation operation = transaction.operation();
    assertThat(transaction.operation()).isSameAs(operation);
    assertThat(operation.begin(space, KEY, 0, KEY.length)).isTrue();
    operation.put(ValueType.STRING, VALUE, 0, VALUE.length, 0);
    operation.commit(Durability.ALWAYS);
    operation.beginWaiting(space, KEY, 0, KEY.length);
    assertThat(operation.exists()).isTrue();
    assertThat(operation.current().copy()).isEqualTo(VALUE);
    operation.abandon();
    session.commit();
    assertThat(isThere()).isTrue();
  }

  private void await(Transaction transaction) {
    Wait wait = transaction.lock(space, KEY, LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
  }

  private void put(Transaction transaction) {
    await(transaction);
    transaction.put(space, KEY, ValueType.STRING, VALUE, 0);
  }

  private boolean isThere() {
    return kernel.store().latest().get(space, KEY, new RecordView());
  }

  private static void fails(ErrorCode code, Runnable action) {
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(action::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  private static void failsLater(ErrorCode code, String message, Future<?> future) {
    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> future.get(30, TimeUnit.SECONDS))
        .satisfies(
            e -> {
              OrbitException cause = (OrbitException) Objects.requireNonNull(e.getCause());
              assertThat(cause).hasMessage(message);
              assertThat(cause.code()).isEqualTo(code);
            });
  }
}
