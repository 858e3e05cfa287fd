package io.orbit.storage.memory;

import io.orbit.api.storage.EngineCursor;
import io.orbit.api.storage.SortedBatch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One change of a batch.
 *
 * @param value null where the key is removed
 */
record Change(byte[] key, byte @Nullable [] value) {
  static List<Change> all(SortedBatch batch) {
    List<Change> changes = new ArrayList<>();
    while (batch.next()) {
      changes.add(new Change(batch.key(), batch.value()));
    }
    return changes;
  }

  /** A batch of changes, to be gone through once. */
  static SortedBatch batch(List<Change> changes) {
    Iterator<Change> iterator = changes.iterator();
    return new SortedBatch() {
      private Change current = new Change(new byte[0], null);

      @Override
      public boolean next() {
        boolean more = iterator.hasNext();
        if (more) {
          current = iterator.next();
        }
        return more;
      }

      @Override
      public byte[] key() {
        return current.key;
      }

      @Override
      public byte @Nullable [] value() {
        return current.value;
      }
    };
  }

  /** A batch that puts all that a cursor comes to. */
  static SortedBatch batch(EngineCursor all) {
    return new SortedBatch() {
      @Override
      public boolean next() {
        return all.next();
      }

      @Override
      public byte[] key() {
        return all.key();
      }

      @Override
      public byte[] value() {
        return all.value();
      }
    };
  }
}
