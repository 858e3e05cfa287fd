package io.orbit.api.storage;

/**
 * Marks threads that must never wait: event loops. What would have to wait there, for a record that
 * is not in memory or for memory to become free, throws {@link io.orbit.api.keyspace.MustWait}
 * instead (or says so by its answer, where it has one), with nothing done; whoever called runs it
 * again on a virtual thread.
 */
public interface NonBlocking {}
