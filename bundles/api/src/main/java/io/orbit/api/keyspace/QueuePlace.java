package io.orbit.api.keyspace;

/**
 * A place in the queues of some keys that was taken when the command came, on the event loop, for
 * the thread that will wait there: so clients keep the order in which they came. Whoever comes
 * later is not served before this one has looked. Either {@link Keyspace#block(QueuePlace,
 * java.util.function.Function)} goes on with it, once, or it is left.
 */
public interface QueuePlace {
  /** Leaves the queues; does nothing once the call has gone on and ended. */
  void leave();
}
