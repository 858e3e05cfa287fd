package io.orbit.keyspace;

import static java.util.Objects.requireNonNull;

import io.orbit.api.keyspace.BlockedCall;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.keyspace.QueuePlace;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A caller that waits for keys. Its attempt runs on the thread of whoever fills a key, while the
 * caller's own thread stands in {@link #await}, or, where it would have to wait for a lock, on the
 * caller's own. The lock sees to it that only one of them uses the caller's keyspace. Before it has
 * an attempt it only stands in its places, and whoever comes after it waits behind it.
 */
final class KeyWaiter<T> implements BlockedCall<T>, QueuePlace {
  private final KeyQueues queues;
  private final Access access;
  private final Set<KeyQueues.Name> names;
  private final ReentrantLock lock = new ReentrantLock();

  /** Keys to look at; whatever stands there when the wait is over only wakes the caller. */
  private final BlockingQueue<KeyQueues.Name> signals = new LinkedBlockingQueue<>();

  private volatile @Nullable Function<ByteRange, @Nullable T> attempt;
  private boolean over;
  private @Nullable T result;
  private @Nullable RuntimeException failure;

  KeyWaiter(KeyQueues queues, Access access, Set<KeyQueues.Name> names) {
    this.queues = queues;
    this.access = access;
    this.names = names;
  }

  Collection<KeyQueues.Name> names() {
    return names;
  }

  /** Begins to take, at first what has come since the places were. */
  void begin(Function<ByteRange, @Nullable T> taking) {
    attempt = taking;
    names.forEach(queues::serve);
  }

  @Override
  public void leave() {
    if (end()) {
      passOn();
    }
  }

  void wake(KeyQueues.Name name) {
    signals.add(name);
  }

  /** Tries on a foreign thread, without waiting; true when it is over and the next one's turn. */
  boolean serve(KeyQueues.Name name) {
    if (attempt == null || !lock.tryLock()) {
      wake(name);
      return false;
    }
    try {
      access.setMayWait(false);
      return tryKey(name);
    } catch (MustWait e) {
      wake(name);
      return false;
    } finally {
      access.setMayWait(true);
      lock.unlock();
    }
  }

  /** True when it is over, before or now. */
  private boolean tryKey(KeyQueues.Name name) {
    if (over) {
      return true;
    }
    Function<ByteRange, @Nullable T> taking = requireNonNull(attempt);
    access.setServing(true);
    try {
      result = taking.apply(ByteRange.of(name.key()));
      if (result == null) {
        return false;
      }
    } catch (MustWait e) {
      throw e;
    } catch (RuntimeException e) {
      failure = e;
    } finally {
      access.setServing(false);
    }
    finish();
    wake(name);
    return true;
  }

  private void finish() {
    over = true;
    queues.leave(this);
  }

  @Override
  public @Nullable T await(long timeoutMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    try {
      while (true) {
        KeyQueues.Name name =
            timeoutMillis == 0
                ? signals.take()
                : signals.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (name == null || isOver(name)) {
          break;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    boolean ignored = end();
    passOn();
    RuntimeException problem = failure;
    if (problem != null) {
      throw problem;
    }
    return result;
  }

  private boolean isOver(KeyQueues.Name name) {
    lock.lock();
    try {
      return tryKey(name);
    } finally {
      lock.unlock();
    }
  }

  /** What this one was told of may serve the next one; of a stream all were told. */
  private void passOn() {
    for (KeyQueues.Name name : names) {
      if (name.type() != KeyType.STREAM) {
        queues.serve(name);
      }
    }
  }

  @Override
  public boolean end() {
    lock.lock();
    try {
      if (over) {
        return false;
      }
      finish();
      wake(names.iterator().next());
      return true;
    } finally {
      lock.unlock();
    }
  }
}
