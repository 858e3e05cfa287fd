package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.NamedLocks;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import io.orbit.api.storage.WaitingLock;
import io.orbit.api.storage.WaitingLock.Blocker;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LockTest {
  @TempDir private Path directory;
  private OrbitStore store;
  private int space;

  @BeforeEach
  void open() {
    store =
        OrbitStore.open(
            Stores.simulated(
                directory, new SimulatedDisk(1), new SortedMapEngine.Factory("map"), 1));
    space = Stores.createSpace(store, false, "map");
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Transaction begin(boolean victim) {
    return store.begin(
        new TransactionOptions(Isolation.READ_COMMITTED, false, Durability.OFF, victim));
  }

  @Test
  void modesExcludeEachOtherAsTheirTableSays() {
    for (LockMode held : LockMode.values()) {
      for (LockMode wanted : LockMode.values()) {
        try (Transaction holder = begin(true);
            Transaction asker = begin(true)) {
          assertThat(holder.lock(space, bytes("k"), held)).isNull();
          assertThat(asker.tryLock(space, bytes("k"), wanted))
              .as("%s beside %s", wanted, held)
              .isEqualTo(held.isCompatibleWith(wanted));
        }
      }
    }
  }

  @Test
  void whoWaitsForWhomIsTold() {
    try (Transaction holder = begin(true);
        Transaction second = begin(true);
        Transaction third = begin(true)) {
      assertThat(holder.lock(space, bytes("k"), LockMode.SHARE)).isNull();
      Wait secondWait = second.lock(space, bytes("k"), LockMode.EXCLUSIVE);
      Wait thirdWait = third.lock(space, bytes("k"), LockMode.SHARE);
      assertThat(thirdWait).isNotNull();

      List<WaitingLock> waiting = store.waitingLocks();
      assertThat(waiting).extracting(WaitingLock::handle).containsExactly(secondWait, thirdWait);
      assertThat(waiting.getFirst().transaction()).isEqualTo(second.id());
      assertThat(waiting.getFirst().key()).isEqualTo(bytes("k"));
      assertThat(waiting.getFirst().space()).isEqualTo(space);
      assertThat(waiting.getFirst().blockers())
          .containsExactly(
              new Blocker(holder.id(), "transaction " + holder.id(), LockMode.SHARE, true));
      assertThat(waiting.get(1).blockers())
          .containsExactly(
              new Blocker(second.id(), "transaction " + second.id(), LockMode.EXCLUSIVE, false));

      second.rollback();
      assertThat(store.waitingLocks()).isEmpty();
      thirdWait.result();
    }
  }

  @Test
  void waitersAreServedInOrder() {
    List<String> order = new ArrayList<>();
    try (Transaction holder = begin(true);
        Transaction second = begin(true);
        Transaction third = begin(true)) {
      assertThat(holder.lock(space, bytes("k"), LockMode.EXCLUSIVE)).isNull();
      Wait secondWait = second.lock(space, bytes("k"), LockMode.EXCLUSIVE);
      Wait thirdWait = third.lock(space, bytes("k"), LockMode.SHARE);
      assertThat(secondWait).isNotNull();
      assertThat(thirdWait).isNotNull();
      secondWait.onDone(() -> order.add("second"));
      thirdWait.onDone(() -> order.add("third"));
      holder.commit();
      assertThat(order).containsExactly("second");
      second.commit();
      assertThat(order).containsExactly("second", "third");
      thirdWait.result();
    }
  }

  @Test
  void whoGivesUpLetsOthersThrough() {
    try (Transaction holder = begin(true);
        Transaction impatient = begin(true);
        Transaction sharing = begin(true)) {
      assertThat(holder.lock(space, bytes("k"), LockMode.SHARE)).isNull();
      Wait wait = impatient.lock(space, bytes("k"), LockMode.EXCLUSIVE);
      assertThat(wait).isNotNull();
      Wait behind = sharing.lock(space, bytes("k"), LockMode.SHARE);
      assertThat(behind).as("fair: not past an earlier waiter").isNotNull();
      assertThatThrownBy(() -> wait.await(1))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.LOCK_NOT_AVAILABLE));
      behind.await(1000);
    }
  }

  @Test
  void aDeadlockEndsWithTheVolunteerAndNamesTheOthers() {
    try (Transaction first = begin(true);
        Transaction second = begin(false)) {
      assertThat(first.lock(space, bytes("a"), LockMode.EXCLUSIVE)).isNull();
      assertThat(second.lock(space, bytes("b"), LockMode.EXCLUSIVE)).isNull();
      Wait firstWait = first.lock(space, bytes("b"), LockMode.EXCLUSIVE);
      Wait secondWait = second.lock(space, bytes("a"), LockMode.EXCLUSIVE);
      assertThat(firstWait).isNotNull();
      assertThat(secondWait).isNotNull();
      assertThatThrownBy(() -> firstWait.await(1000))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.DEADLOCK_DETECTED);
                assertThat(e.detail())
                    .contains("transaction " + first.id())
                    .contains("transaction " + second.id());
              });
      first.rollback();
      secondWait.await(1000);
      assertThat(store.statistics().deadlocks()).isEqualTo(1);
    }
  }

  @Test
  void strengtheningTwiceIsADeadlock() {
    try (Transaction first = begin(true);
        Transaction second = begin(true)) {
      assertThat(first.lock(space, bytes("a"), LockMode.SHARE)).isNull();
      assertThat(second.lock(space, bytes("a"), LockMode.SHARE)).isNull();
      Wait firstWait = first.lock(space, bytes("a"), LockMode.EXCLUSIVE);
      Wait secondWait = second.lock(space, bytes("a"), LockMode.EXCLUSIVE);
      assertThat(secondWait).isNotNull();
      assertThatThrownBy(() -> secondWait.await(1000)).hasMessageContaining("deadlock detected");
      second.rollback();
      assertThat(firstWait).isNotNull();
      firstWait.await(1000);
    }
  }

  @Test
  void whoExcludesNobodyIsNotKeptBehindAWaiter() {
    try (Transaction holder = begin(true);
        Transaction waiter = begin(true);
        Transaction third = begin(true)) {
      assertThat(holder.lock(space, bytes("k"), LockMode.NO_KEY_EXCLUSIVE)).isNull();
      assertThat(waiter.lock(space, bytes("k"), LockMode.SHARE)).isNotNull();
      assertThat(third.lock(space, bytes("k"), LockMode.KEY_SHARE)).isNull();
    }
  }

  @Test
  void whoExcludesNobodyIsServedPastAWaiter() {
    try (Transaction writer = begin(true);
        Transaction reader = begin(true);
        Transaction sharing = begin(true);
        Transaction late = begin(true)) {
      assertThat(reader.lock(space, bytes("k"), LockMode.KEY_SHARE)).isNull();
      assertThat(writer.lock(space, bytes("k"), LockMode.NO_KEY_EXCLUSIVE)).isNull();
      Wait exclusive = late.lock(space, bytes("k"), LockMode.EXCLUSIVE);
      Wait shared = sharing.lock(space, bytes("k"), LockMode.SHARE);
      assertThat(exclusive).isNotNull();
      assertThat(shared).isNotNull();
      exclusive.cancel();
      assertThatThrownBy(() -> shared.await(1)).hasMessageContaining("lock timeout");
      writer.rollback();
      Wait again = sharing.lock(space, bytes("k"), LockMode.SHARE);
      assertThat(again).isNull();
    }
  }

  @Test
  void everyCircleThatAWaitClosesIsBroken() {
    try (Transaction asker = begin(false);
        Transaction first = begin(true);
        Transaction second = begin(true)) {
      assertThat(asker.lock(space, bytes("a"), LockMode.EXCLUSIVE)).isNull();
      assertThat(asker.lock(space, bytes("b"), LockMode.EXCLUSIVE)).isNull();
      assertThat(first.lock(space, bytes("shared"), LockMode.SHARE)).isNull();
      assertThat(second.lock(space, bytes("shared"), LockMode.SHARE)).isNull();
      Wait firstWait = first.lock(space, bytes("a"), LockMode.EXCLUSIVE);
      Wait secondWait = second.lock(space, bytes("b"), LockMode.EXCLUSIVE);
      Wait askerWait = asker.lock(space, bytes("shared"), LockMode.EXCLUSIVE);
      assertThat(firstWait).isNotNull();
      assertThat(secondWait).isNotNull();
      assertThat(askerWait).isNotNull();
      assertThatThrownBy(() -> firstWait.await(1000)).hasMessageContaining("deadlock detected");
      assertThatThrownBy(() -> secondWait.await(1000)).hasMessageContaining("deadlock detected");
      first.rollback();
      second.rollback();
      askerWait.await(1000);
    }
  }

  @Test
  void aDeadlockIsFoundWhenItsLastWaitBegins() {
    int length = 50;
    List<Transaction> transactions = new ArrayList<>();
    List<Wait> waits = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      transactions.add(begin(true));
      assertThat(transactions.get(i).lock(space, bytes("k" + i), LockMode.EXCLUSIVE)).isNull();
    }
    for (int i = 0; i < length; i++) {
      long before = System.nanoTime();
      waits.add(transactions.get(i).lock(space, bytes("k" + (i + 1) % length), LockMode.EXCLUSIVE));
      boolean last = i == length - 1;
      assertThat(store.statistics().deadlocks()).isEqualTo(last ? 1 : 0);
      if (last) {
        assertThat(System.nanoTime() - before).as("nanoseconds").isLessThan(100_000_000);
      }
    }
    assertThatThrownBy(waits.getLast()::result).hasMessageContaining("deadlock detected");
    transactions.forEach(Transaction::close);
  }

  @Test
  void aDeadlockThroughANameAndARecordIsFoundFromEitherSide() {
    for (boolean nameLast : new boolean[] {true, false}) {
      try (NamedLocks one = store.namedLocks("process 1");
          NamedLocks two = store.namedLocks("process 2");
          Transaction first = begin(true);
          Transaction second = begin(true)) {
        one.adopt(first);
        two.adopt(second);
        assertThat(first.lock(space, bytes("k"), LockMode.EXCLUSIVE)).isNull();
        assertThat(two.lock("name", LockMode.EXCLUSIVE)).isNull();
        Wait before = nameLast ? record(second) : one.lock("name", LockMode.SHARE);
        Wait last = nameLast ? one.lock("name", LockMode.SHARE) : record(second);
        assertThat(before).isNotNull();
        assertThat(last).isNotNull();
        assertThat(store.statistics().deadlocks()).as("found at once").isEqualTo(nameLast ? 1 : 2);
        String forName =
            "rocess 1 waits for SHARE on name; blocked by transaction %d of process 2.";
        String forRecord =
            "ransaction %d of process 2 waits for EXCLUSIVE on a record of space %d;"
                + " blocked by process 1.";
        assertThatThrownBy(() -> last.await(1000))
            .isInstanceOfSatisfying(
                OrbitException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(ErrorCode.DEADLOCK_DETECTED);
                  assertThat(e.detail())
                      .contains(forName.formatted(second.id()))
                      .contains(forRecord.formatted(second.id(), space));
                });
        before.cancel();
      }
    }
    assertThat(store.statistics().deadlocks()).isEqualTo(2);
  }

  private @Nullable Wait record(Transaction transaction) {
    return transaction.lock(space, bytes("k"), LockMode.EXCLUSIVE);
  }

  @Test
  void aHolderOfNamesExcludesOthersOnly() {
    NamedLocks one = store.namedLocks("process 1");
    try (NamedLocks two = store.namedLocks("process 2")) {
      assertThat(one.tryLock("a", LockMode.SHARE)).isTrue();
      assertThat(one.tryLock("a", LockMode.EXCLUSIVE)).isTrue();
      assertThat(one.lock("a", LockMode.EXCLUSIVE)).isNull();
      assertThat(two.tryLock("a", LockMode.SHARE)).isFalse();
      one.unlock("a", LockMode.EXCLUSIVE);
      assertThat(two.tryLock("a", LockMode.SHARE)).isTrue();
      two.unlock("a", LockMode.SHARE);
      Wait wait = two.lock("a", LockMode.EXCLUSIVE);
      assertThat(wait).isNotNull();
      assertThat(one.tryLock("a", LockMode.EXCLUSIVE)).as("who holds it goes first").isTrue();
      one.close();
      wait.await(1000);
      assertThat(one.tryLock("b", LockMode.EXCLUSIVE)).isTrue();
      one.unlock("b", LockMode.EXCLUSIVE);
      assertThat(two.tryLock("b", LockMode.EXCLUSIVE)).isTrue();
    }
    assertThat(one.tryLock("a", LockMode.EXCLUSIVE)).isTrue();
    one.close();
  }

  @Test
  void whoEndsWhileItWaitsGetsNothing() throws Exception {
    try (Transaction holder = begin(true)) {
      Transaction waiter = begin(true);
      assertThat(holder.lock(space, bytes("k"), LockMode.EXCLUSIVE)).isNull();
      Wait wait = waiter.lock(space, bytes("k"), LockMode.EXCLUSIVE);
      assertThat(wait).isNotNull();
      Thread closing = Thread.ofPlatform().start(waiter::close);
      assertThatThrownBy(() -> wait.await(5000))
          .isInstanceOfSatisfying(
              OrbitException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUERY_CANCELED));
      closing.join();
    }
    try (Transaction next = begin(true)) {
      assertThat(next.tryLock(space, bytes("k"), LockMode.EXCLUSIVE)).isTrue();
    }
  }

  @Test
  void anInterruptEndsAWaitAndIsKept() {
    try (Transaction holder = begin(true);
        Transaction waiter = begin(true)) {
      assertThat(holder.lock(space, bytes("k"), LockMode.EXCLUSIVE)).isNull();
      Wait wait = waiter.lock(space, bytes("k"), LockMode.EXCLUSIVE);
      assertThat(wait).isNotNull();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> wait.await(0)).hasMessageContaining("canceled");
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void anOperationSeesThatATransactionHoldsTheRecord() {
    RecordOperation operation = store.operation();
    try (Transaction holder = begin(true)) {
      assertThat(holder.lock(space, bytes("k"), LockMode.KEY_SHARE)).isNull();
      assertThat(operation.begin(space, bytes("k"), 0, 1)).isFalse();
    }
    assertThat(operation.begin(space, bytes("k"), 0, 1)).isTrue();
    operation.abandon();
  }

  @Test
  void placeHoldersOfLocksDoNotStay() {
    try (Transaction holder = begin(true)) {
      assertThat(holder.lock(space, bytes("nothing"), LockMode.EXCLUSIVE)).isNull();
    }
    assertThat(store.count(space)).isZero();
    assertThat(store.statistics().memoryBytes()).isZero();
  }

  @Test
  void concurrentCountersCountEveryIncrement() throws Exception {
    int threads = 4;
    int increments = 3000;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> futures = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        boolean transactions = i % 2 == 0;
        futures.add(
            executor.submit(
                () -> {
                  for (int n = 0; n < increments; n++) {
                    String key = "c" + n % 3;
                    if (transactions) {
                      incrementInTransaction(key);
                    } else {
                      increment(store.operation(), key, Durability.OFF);
                    }
                  }
                }));
      }
      for (Future<?> future : futures) {
        future.get();
      }
    }
    long total = 0;
    for (int i = 0; i < 3; i++) {
      total += Long.parseLong(String.valueOf(Stores.get(store.latest(), space, "c" + i)));
    }
    assertThat(total).isEqualTo((long) threads * increments);
  }

  private void incrementInTransaction(String key) {
    try (Transaction transaction = begin(true)) {
      increment(transaction.operation(), key, Durability.OFF);
      transaction.commit();
    }
  }

  private void increment(RecordOperation operation, String key, Durability durability) {
    operation.beginWaiting(space, bytes(key), 0, key.length());
    long old =
        operation.exists()
            ? Long.parseLong(
                new String(operation.current().copy(), java.nio.charset.StandardCharsets.UTF_8))
            : 0;
    byte[] next = bytes(Long.toString(old + 1));
    operation.put((byte) 1, next, 0, next.length, 0);
    operation.commit(durability);
  }
}
