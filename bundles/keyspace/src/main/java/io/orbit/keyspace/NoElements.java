package io.orbit.keyspace;

import io.orbit.api.storage.Composite;
import org.jspecify.annotations.Nullable;

/** The composite of a record that does not exist yet. */
enum NoElements implements Composite, Composite.Cursor {
  INSTANCE;

  @Override
  public long size() {
    return 0;
  }

  @Override
  public boolean get(byte[] key, int offset, int length, ElementView out) {
    return false;
  }

  @Override
  public long rank(byte[] key) {
    return 0;
  }

  @Override
  public Cursor cursor(byte @Nullable [] from) {
    return this;
  }

  @Override
  public Cursor cursorAt(long rank) {
    return this;
  }

  @Override
  public boolean next(ElementView out) {
    return false;
  }

  @Override
  public boolean previous(ElementView out) {
    return false;
  }
}
