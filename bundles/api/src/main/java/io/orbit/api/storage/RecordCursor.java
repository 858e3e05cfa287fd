package io.orbit.api.storage;

/** A run over records; one thread; must be closed. */
public interface RecordCursor extends AutoCloseable {
  /** Moves to the next record; false at the end. */
  boolean next();

  /** The key of the record it stands on; never changed by anybody. */
  byte[] key();

  /** The value of the record it stands on, valid until {@link #next()}. */
  RecordView value();

  @Override
  void close();
}
