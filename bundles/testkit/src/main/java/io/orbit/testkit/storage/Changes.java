package io.orbit.testkit.storage;

import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;

/** Changes by key in unsigned byte order; an empty value removes the key. */
public final class Changes extends TreeMap<byte[], Optional<byte[]>> {
  private static final long serialVersionUID = 1L;

  /** No changes yet. */
  public Changes() {
    super(Arrays::compareUnsigned);
  }
}
