package io.orbit.kernel.transaction;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.junit.jupiter.api.Test;

/**
 * Transactions and operations at random on a few records: all modes and levels, time-outs,
 * cancellations by others, interrupts, savepoints, ends in the middle of a wait, deadlocks. All of
 * them end, nothing remains of any lock, and no increment is lost.
 */
class LockStressTest {
  private static final int THREADS = 6;
  private static final int TRANSACTIONS = 4_000;
  private static final int KEYS = 5;
  private static final Set<ErrorCode> EXPECTED =
      EnumSet.of(
          ErrorCode.DEADLOCK_DETECTED,
          ErrorCode.LOCK_NOT_AVAILABLE,
          ErrorCode.QUERY_CANCELED,
          ErrorCode.SERIALIZATION_FAILURE);

  private final long seed = Long.getLong("orbit.test.seed", System.nanoTime());
  private final TransactionFixture fixture = new TransactionFixture();
  private final AtomicReferenceArray<Wait> waits = new AtomicReferenceArray<>(THREADS);
  private final AtomicInteger[] increments = new AtomicInteger[KEYS];

  @Test
  void everythingEndsAndNothingIsLeft() throws Exception {
    System.out.println("seed " + seed);
    Arrays.setAll(increments, key -> new AtomicInteger());
    SplittableRandom random = new SplittableRandom(seed);
    List<Future<?>> clients = new ArrayList<>();
    ExecutorService executor =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory());
    for (int i = 0; i < THREADS; i++) {
      clients.add(executor.submit(new Client(i, random.split())));
    }
    for (Future<?> client : clients) {
      join(client);
    }
    fixture.requireNothingLeft();
    for (int key = 0; key < KEYS; key++) {
      assertThat(value(key)).as("seed %d, key %d", seed, key).isEqualTo(increments[key].get());
    }
  }

  private void join(Future<?> client) throws Exception {
    try {
      client.get(60, TimeUnit.SECONDS);
    } catch (TimeoutException hung) {
      throw new AssertionError("seed " + seed + ": a client hangs", hung);
    }
  }

  private static byte[] counter(int key) {
    return bytes("counter" + key);
  }

  private int value(int key) {
    try (Transaction transaction = fixture.system.begin(TransactionOptions.DEFAULT)) {
      return value(transaction, key);
    }
  }

  private int value(Transaction transaction, int key) {
    RecordView view = new RecordView();
    return transaction.getLatest(fixture.space, counter(key), view)
        ? Integer.parseInt(new String(view.copy(), StandardCharsets.UTF_8))
        : 0;
  }

  private final class Client implements Runnable {
    private final int number;
    private final SplittableRandom random;
    private final RecordOperation single = fixture.system.operation();
    private final int[] pending = new int[KEYS];

    Client(int number, SplittableRandom random) {
      this.number = number;
      this.random = random;
    }

    @Override
    public void run() {
      for (int i = 0; i < TRANSACTIONS; i++) {
        try {
          if (random.nextInt(4) == 0) {
            increment(random.nextInt(KEYS));
          } else {
            transact();
          }
        } catch (OrbitException e) {
          if (!EXPECTED.contains(e.code())) {
            throw e;
          }
        } finally {
          boolean ignored = Thread.interrupted();
        }
      }
    }

    private void increment(int key) {
      byte[] name = counter(key);
      single.beginWaiting(fixture.space, name, 0, name.length);
      int old =
          single.exists()
              ? Integer.parseInt(new String(single.current().copy(), StandardCharsets.UTF_8))
              : 0;
      byte[] next = bytes(Integer.toString(old + 1));
      single.put(ValueType.STRING, next, 0, next.length, 0);
      if (random.nextInt(8) == 0) {
        single.abandon();
      } else {
        single.commit(Durability.OFF);
        increments[key].incrementAndGet();
      }
    }

    private void transact() {
      Arrays.fill(pending, 0);
      Isolation isolation = Isolation.values()[random.nextInt(Isolation.values().length)];
      try (Transaction transaction =
          fixture.system.begin(
              new TransactionOptions(isolation, false, Durability.OFF, random.nextBoolean()))) {
        int steps = 1 + random.nextInt(5);
        for (int step = 0; step < steps; step++) {
          if (!step(transaction)) {
            return;
          }
        }
        if (random.nextInt(5) > 0) {
          transaction.commit();
          for (int key = 0; key < KEYS; key++) {
            increments[key].addAndGet(pending[key]);
          }
        }
      }
    }

    /** False when the transaction is to end in the middle of a wait. */
    private boolean step(Transaction transaction) {
      cancelSomebody();
      transaction.beginStatement();
      LockMode mode = LockMode.values()[random.nextInt(LockMode.values().length)];
      int key = random.nextInt(KEYS);
      boolean nothingThere = random.nextInt(3) == 0;
      byte[] name = nothingThere ? bytes("nothing" + key) : counter(key);
      if (random.nextInt(6) == 0) {
        boolean ignored = transaction.tryLock(fixture.space, name, mode);
        return true;
      }
      Wait wait = transaction.lock(fixture.space, name, mode);
      if (wait != null) {
        if (random.nextInt(20) == 0) {
          return false;
        }
        await(wait);
      }
      if (!nothingThere && mode.compareTo(LockMode.NO_KEY_EXCLUSIVE) >= 0) {
        write(transaction, key, name);
      }
      return true;
    }

    private void await(Wait wait) {
      waits.set(number, wait);
      try {
        if (random.nextInt(30) == 0) {
          Thread.currentThread().interrupt();
        }
        wait.await(random.nextInt(3) == 0 ? 1 : 0);
      } finally {
        waits.set(number, null);
      }
    }

    private void cancelSomebody() {
      if (random.nextInt(10) == 0) {
        Wait other = waits.get(random.nextInt(THREADS));
        if (other != null) {
          other.cancel();
        }
      }
    }

    private void write(Transaction transaction, int key, byte[] name) {
      long savepoint = transaction.savepoint();
      byte[] next = bytes(Integer.toString(value(transaction, key) + 1));
      transaction.put(fixture.space, name, ValueType.STRING, next, 0);
      if (random.nextInt(4) == 0) {
        transaction.rollbackTo(savepoint);
      } else {
        transaction.release(savepoint);
        pending[key]++;
      }
    }
  }
}
