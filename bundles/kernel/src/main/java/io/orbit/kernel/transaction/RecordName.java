package io.orbit.kernel.transaction;

import java.util.Arrays;

/** Names a record, existing or not. The array is never changed. */
record RecordName(int space, byte[] key) {
  @Override
  public boolean equals(Object other) {
    return other instanceof RecordName name && name.space == space && Arrays.equals(name.key, key);
  }

  @Override
  public int hashCode() {
    return 31 * space + Arrays.hashCode(key);
  }
}
