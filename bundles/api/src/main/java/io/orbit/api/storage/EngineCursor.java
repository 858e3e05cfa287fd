package io.orbit.api.storage;

/** A run over a snapshot's entries; one thread; must be closed before its snapshot. */
public interface EngineCursor extends AutoCloseable {
  boolean next();

  byte[] key();

  byte[] value();

  @Override
  void close();
}
