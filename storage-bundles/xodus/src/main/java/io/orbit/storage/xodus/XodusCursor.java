package io.orbit.storage.xodus;

import io.orbit.api.storage.EngineCursor;
import java.util.Arrays;
import jetbrains.exodus.ArrayByteIterable;
import jetbrains.exodus.env.Cursor;
import jetbrains.exodus.env.Transaction;
import org.jspecify.annotations.Nullable;

/** A Xodus cursor over the rows, with bounds. */
final class XodusCursor implements EngineCursor {
  private static final byte[] NONE = {};

  private final XodusSnapshot owner;
  private final XodusStores stores;
  private final Transaction transaction;
  private final byte[] from;
  private final byte @Nullable [] to;
  private final boolean descending;
  private final Cursor cursor;
  private boolean started;
  private boolean ended;
  private byte[] key = NONE;
  private byte[] value = NONE;

  XodusCursor(
      XodusSnapshot owner,
      XodusStores stores,
      Transaction transaction,
      byte[] from,
      byte @Nullable [] to,
      boolean descending) {
    this.owner = owner;
    this.stores = stores;
    this.transaction = transaction;
    this.from = from;
    this.to = to;
    this.descending = descending;
    this.ended = to != null && Arrays.compareUnsigned(from, to) >= 0;
    this.cursor = stores.rows().openCursor(transaction);
  }

  @Override
  public boolean next() {
    long stamp = owner.gate().enter();
    try {
      if (ended) {
        return false;
      }
      ended = !(started ? step() : first());
      started = true;
      if (!ended) {
        key = XodusFormat.bytes(cursor.getKey());
        ended = isOutside(key);
      }
      if (!ended) {
        value = stores.value(transaction, key, cursor.getValue());
      }
      return !ended;
    } catch (RuntimeException e) {
      throw XodusErrors.of(e, "scanning");
    } finally {
      owner.gate().leave(stamp);
    }
  }

  private boolean step() {
    return descending ? cursor.getPrev() : cursor.getNext();
  }

  private boolean first() {
    byte[] end = to;
    if (!descending) {
      return cursor.getSearchKeyRange(new ArrayByteIterable(from)) != null;
    }
    if (end != null && cursor.getSearchKeyRange(new ArrayByteIterable(end)) != null) {
      return cursor.getPrev();
    }
    return cursor.getLast();
  }

  private boolean isOutside(byte[] found) {
    return descending
        ? Arrays.compareUnsigned(found, from) < 0
        : to != null && Arrays.compareUnsigned(found, to) >= 0;
  }

  @Override
  public byte[] key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public void close() {
    owner.release(this);
  }

  /** Closes the cursor; the answer is the transaction, which the caller has back. */
  Transaction release() {
    ended = true;
    cursor.close();
    return transaction;
  }
}
