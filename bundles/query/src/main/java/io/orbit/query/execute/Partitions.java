package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import io.orbit.query.spill.SpillFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows on disk in sixteen parts by the hash of their keys: equal keys are in one part, in the order
 * in which they came. A part that is still too large is parted again by other bits of the hash. One
 * thread.
 */
final class Partitions {
  static final int COUNT = 16;

  /** Levels after which parting no longer helps: the rest has one key, or nearly. */
  static final int DEEPEST = 6;

  private static final int BITS = 4;

  private final Evaluation evaluation;
  private final @Nullable SpillFile[] files = new SpillFile[COUNT];
  private final int level;

  Partitions(Evaluation evaluation, int level) {
    this.evaluation = evaluation;
    this.level = level;
  }

  /** Adds the rows of a batch that are chosen, each to the part of its key. */
  void add(RowBatch batch, Vector[] keys, DataType[] types, int[] selection, int count) {
    RowKey key = new RowKey(types);
    int[] parts = new int[count];
    int[] sizes = new int[COUNT];
    for (int i = 0; i < count; i++) {
      boolean complete = key.fill(keys, selection[i]);
      parts[i] = complete ? part(key.hashCode()) : 0;
      sizes[parts[i]]++;
    }
    for (int part = 0; part < COUNT; part++) {
      if (sizes[part] == 0) {
        continue;
      }
      int[] rows = new int[sizes[part]];
      int next = 0;
      for (int i = 0; i < count; i++) {
        if (parts[i] == part) {
          rows[next++] = selection[i];
        }
      }
      file(part).add(batch.gather(rows, rows.length));
    }
  }

  void add(RowBatch batch, List<Evaluator> keys, DataType[] types) {
    int[] all = new int[batch.rows()];
    for (int i = 0; i < all.length; i++) {
      all[i] = i;
    }
    add(batch, Buffered.vectors(keys, batch, evaluation), types, all, all.length);
  }

  private int part(int hash) {
    int mixed = hash * 0x9e3779b9;
    mixed ^= mixed >>> 15;
    mixed *= 0x85ebca6b;
    mixed ^= mixed >>> 13;
    return (mixed >>> (BITS * level)) & (COUNT - 1);
  }

  private SpillFile file(int part) {
    SpillFile file = files[part];
    if (file == null) {
      file = evaluation.spill();
      files[part] = file;
    }
    return file;
  }

  boolean isEmpty(int part) {
    return files[part] == null;
  }

  /** Rows of a part; they are gone when the operator is closed. */
  Operator take(int part) {
    SpillFile file = files[part];
    if (file == null) {
      return new Sources.Rows(List.of());
    }
    SpillFile.Reader reader = file.read();
    return new Operator() {
      @Override
      public @Nullable RowBatch next() {
        return reader.next();
      }

      @Override
      public void close() {
        evaluation.discard(file);
      }
    };
  }
}
