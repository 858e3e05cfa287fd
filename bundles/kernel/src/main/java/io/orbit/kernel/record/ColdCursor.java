package io.orbit.kernel.record;

/** A run over records in an engine; one thread; must be closed before its generation. */
public interface ColdCursor extends AutoCloseable {
  /** Moves to the next record; false at the end. */
  boolean next();

  byte[] key();

  /** Milliseconds since 1970, or 0; cheaper than the whole {@link #version}. */
  long expiresAt();

  Version version();

  @Override
  void close();
}
