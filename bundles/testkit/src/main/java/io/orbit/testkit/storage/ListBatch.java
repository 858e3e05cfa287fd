package io.orbit.testkit.storage;

import io.orbit.api.storage.SortedBatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A batch from a list, in the list's order whatever that is. Not thread-safe. */
public final class ListBatch implements SortedBatch {
  private record Change(byte[] key, byte @Nullable [] value) {}

  private final List<Change> changes = new ArrayList<>();
  private int index = -1;

  /** A batch of the changes in their map's order. */
  public static ListBatch of(Changes changes) {
    ListBatch batch = new ListBatch();
    changes.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            batch.put(key, value.get());
          } else {
            batch.remove(key);
          }
        });
    return batch;
  }

  /** Appends a change that sets a value. */
  public ListBatch put(byte[] key, byte[] value) {
    changes.add(new Change(key, value));
    return this;
  }

  /** Appends a change that removes a key. */
  public ListBatch remove(byte[] key) {
    changes.add(new Change(key, null));
    return this;
  }

  @Override
  public boolean next() {
    return ++index < changes.size();
  }

  @Override
  public byte[] key() {
    return changes.get(index).key();
  }

  @Override
  public byte @Nullable [] value() {
    return changes.get(index).value();
  }
}
