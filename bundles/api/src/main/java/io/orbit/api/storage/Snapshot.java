package io.orbit.api.storage;

/** A read-only view that stays as it is until closed. Any number of threads. */
public interface Snapshot extends ReadView, AutoCloseable {
  /** Everything committed at or before this timestamp is seen, nothing later. */
  long timestamp();

  @Override
  void close();
}
