package io.orbit.kernel.checkpoint;

import io.orbit.api.storage.SortedBatch;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint's changes in key order, made while the engine reads them: those of the changed
 * records, merged with the removal of what cleared spaces had, then the meta entries.
 */
final class CheckpointBatch implements SortedBatch {
  /** One engine entry to write, or to remove. */
  record Change(byte[] key, byte @Nullable [] value) {}

  /** Makes the changes of one record. */
  interface Source {
    void changes(Consumer<Change> target);
  }

  private final Iterator<? extends Source> records;
  private final Iterator<byte[]> wiped;
  private final Queue<Change> ready = new ArrayDeque<>();
  private Supplier<List<Change>> behind = List::of;
  private @Nullable Iterator<Change> last;
  private byte @Nullable [] nextWiped;
  private Change current = new Change(new byte[0], null);

  CheckpointBatch() {
    this(Collections.emptyIterator(), Collections.emptyIterator());
  }

  /**
   * @param records in key order
   * @param wiped keys in the engine that are void unless a record writes them, in order
   */
  CheckpointBatch(Iterator<? extends Source> records, Iterator<byte[]> wiped) {
    this.records = records;
    this.wiped = wiped;
    advanceWiped();
  }

  /** Entries behind all records, asked for when all records have been read. */
  void finish(Supplier<List<Change>> entries) {
    behind = entries;
  }

  private Iterator<Change> last() {
    Iterator<Change> known = last;
    if (known == null) {
      known = behind.get().iterator();
      last = known;
    }
    return known;
  }

  private void advanceWiped() {
    nextWiped = wiped.hasNext() ? wiped.next() : null;
  }

  @Override
  public boolean next() {
    while (ready.isEmpty() && records.hasNext()) {
      records.next().changes(ready::add);
    }
    Change change = ready.peek();
    byte[] empty = nextWiped;
    if (empty != null) {
      int order = change == null ? -1 : Arrays.compareUnsigned(empty, change.key());
      if (order < 0) {
        current = new Change(empty, null);
        advanceWiped();
        return true;
      }
      if (order == 0) {
        advanceWiped();
      }
    }
    if (change != null) {
      current = ready.remove();
      return true;
    }
    Iterator<Change> rest = last();
    if (rest.hasNext()) {
      current = rest.next();
      return true;
    }
    return false;
  }

  @Override
  public byte[] key() {
    return current.key();
  }

  @Override
  public byte @Nullable [] value() {
    return current.value();
  }
}
