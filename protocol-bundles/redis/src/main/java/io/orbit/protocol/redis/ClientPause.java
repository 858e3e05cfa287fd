package io.orbit.protocol.redis;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** CLIENT PAUSE: for a time commands wait, all or those that change something. Thread-safe. */
final class ClientPause {
  private static final Set<String> CHANGE_ELSEWHERE = Set.of("PUBLISH", "SPUBLISH", "PFCOUNT");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private volatile boolean active;
  private long until;
  private boolean writesOnly;

  /** A pause that is longer or stricter than this one stays so. */
  void begin(long milliseconds, boolean onlyWrites) {
    lock.lock();
    try {
      long now = System.nanoTime();
      long longest = TimeUnit.MILLISECONDS.toNanos(milliseconds);
      boolean running = active && until - now > 0;
      until = running ? now + Math.max(until - now, longest) : now + longest;
      writesOnly = onlyWrites && (!running || writesOnly);
      active = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void end() {
    lock.lock();
    try {
      active = false;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether a command must wait; the event loop asks this before every command. */
  boolean holds(RedisClient client, RedisCommand command) {
    return active && concerns(client, command);
  }

  private boolean concerns(RedisClient client, RedisCommand command) {
    lock.lock();
    try {
      return isRunning()
          && (!writesOnly
              || changes(command)
              || (command.name().equals("EXEC")
                  && client.transaction().contains(ClientPause::changes)));
    } finally {
      lock.unlock();
    }
  }

  private static boolean changes(RedisCommand command) {
    return command.is(CommandFlag.WRITE) || CHANGE_ELSEWHERE.contains(command.name());
  }

  /** Waits as long as the pause holds a script that may change something. */
  void await(RedisClient client, boolean changes) {
    if (!active) {
      return;
    }
    lock.lock();
    try {
      waiting(client, () -> isRunning() && (changes || !writesOnly));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void waiting(RedisClient client, BooleanSupplier held) throws InterruptedException {
    client.blocking().setPaused(true);
    try {
      while (held.getAsBoolean()) {
        long ignored = ended.awaitNanos(until - System.nanoTime());
      }
    } finally {
      client.blocking().setPaused(false);
    }
  }

  /** With the lock. */
  private boolean isRunning() {
    if (until - System.nanoTime() <= 0) {
      active = false;
    }
    return active;
  }

  /** Waits as long as the pause holds a command. */
  void await(RedisClient client, RedisCommand command) {
    lock.lock();
    try {
      waiting(client, () -> holds(client, command));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
