package io.orbit.protocol.redis;

import io.orbit.api.keyspace.BlockedCall;
import io.orbit.api.keyspace.QueuePlace;
import io.orbit.api.keyspace.StreamId;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Whether a client's commands may wait for a key, and the wait of the one that does. */
final class BlockedState {
  private final boolean connected;
  private boolean executing;
  private @Nullable List<StreamId> readAfter;
  private final AtomicReference<@Nullable QueuePlace> place = new AtomicReference<>();
  private volatile boolean leaving;
  private volatile boolean paused;
  private long waited;
  private volatile @Nullable BlockedCall<?> blocked;
  private volatile @Nullable String unblockError;

  /**
   * @param connected whether there is a connection that can wait
   */
  BlockedState(boolean connected) {
    this.connected = connected;
  }

  /** The commands of a MULTI run, none of which waits. */
  void setExecuting(boolean now) {
    executing = now;
  }

  boolean isExecuting() {
    return executing;
  }

  /** Whether a blocking command may wait here. */
  boolean mayBlock() {
    return connected && !executing;
  }

  /**
   * Notes what an XREAD that leaves the event loop to wait has made of its ids: what {@code $}
   * means is decided when the command comes.
   */
  void rememberReadAfter(List<StreamId> ids) {
    readAfter = ids;
  }

  /** What was noted, once; null when nothing was. */
  @Nullable List<StreamId> takeReadAfter() {
    List<StreamId> ids = readAfter;
    readAfter = null;
    return ids;
  }

  /** Keeps the place of a command that leaves the event loop to wait there. */
  void keepPlace(QueuePlace taken) {
    place.set(taken);
  }

  /** The place that was kept, once; null when none was. */
  @Nullable QueuePlace takePlace() {
    return place.getAndSet(null);
  }

  /** Gives up a place that its command has not come back to. Any thread. */
  void leavePlace() {
    QueuePlace kept = takePlace();
    if (kept != null) {
      kept.leave();
    }
  }

  /** Waits until the call is served; null after its time-out or CLIENT UNBLOCK. */
  <T> @Nullable T await(BlockedCall<T> call, long timeoutMillis) {
    unblockError = null;
    blocked = call;
    long begun = System.nanoTime();
    try {
      if (leaving) {
        boolean ignored = call.end();
      }
      T served = call.await(timeoutMillis);
      String error = unblockError;
      if (served == null && error != null) {
        throw new RedisError(error);
      }
      return served;
    } finally {
      blocked = null;
      waited = System.nanoTime() - begun;
    }
  }

  /** Nanoseconds that the last command waited, once. */
  long takeWaited() {
    long nanoseconds = waited;
    waited = 0;
    return nanoseconds;
  }

  /** CLIENT PAUSE holds a command. */
  void setPaused(boolean now) {
    paused = now;
  }

  /** Whether a command waits for a key, or for the end of a pause. Any thread. */
  boolean isBlocked() {
    return blocked != null || paused;
  }

  /**
   * Ends a blocking command's wait; false when none waits. Any thread.
   *
   * @param error what it is answered, null for the same as after its time-out
   */
  boolean unblock(@Nullable String error) {
    BlockedCall<?> call = blocked;
    if (call == null) {
      return false;
    }
    unblockError = error;
    return call.end();
  }

  /** The connection ends: no command waits any more. Any thread. */
  void leave() {
    leaving = true;
    boolean ignored = unblock("UNBLOCKED the connection ends: the server or the protocol stops");
  }
}
