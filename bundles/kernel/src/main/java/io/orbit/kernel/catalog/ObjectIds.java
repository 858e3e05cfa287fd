package io.orbit.kernel.catalog;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.ValueType;

/**
 * Gives out object ids, a batch at a time, from a record that is changed outside any transaction:
 * nobody waits for anybody's DDL, ids are never reused, and a crash or rollback leaves gaps.
 * Thread-safe.
 *
 * <p>The batch is logged before the transactions that use it, and the log is durable as a prefix:
 * the record needs no durability of its own.
 */
final class ObjectIds {
  /** The first id of what users create, as in PostgreSQL. */
  static final long FIRST = 16384;

  private static final long LIMIT = 1L << 31;
  private static final int BATCH = 32;

  private final RecordOperation operation;
  private long next;
  private long end;

  ObjectIds(Store store) {
    this.operation = store.operation();
  }

  synchronized long next() {
    if (next == end) {
      reserve();
    }
    return next++;
  }

  private void reserve() {
    byte[] key = CatalogFormat.NEXT_ID_KEY;
    operation.beginWaiting(Store.CATALOG_SPACE, key, 0, key.length);
    boolean done = false;
    try {
      long from = operation.exists() ? stored(operation.current()) : FIRST;
      if (from + BATCH > LIMIT) {
        throw new OrbitException(
            ErrorCode.PROGRAM_LIMIT_EXCEEDED, "there are no object ids left below " + LIMIT);
      }
      byte[] value = CatalogFormat.encodeId(from + BATCH);
      operation.put(ValueType.ROW, value, 0, value.length, 0);
      done = true;
      operation.commit(Durability.OFF);
      next = from;
      end = from + BATCH;
    } finally {
      if (!done) {
        operation.abandon();
      }
    }
  }

  private static long stored(RecordView view) {
    return CatalogFormat.decodeId(view.array(), view.offset(), view.length());
  }
}
