package io.orbit.api.storage;

import org.jspecify.annotations.Nullable;

/**
 * What a read found: filled by the store, reused by the caller, never kept. The bytes are a range
 * of an array that belongs to the store and never changes: whoever wants to keep them copies them.
 */
public final class RecordView {
  private static final byte[] NONE = new byte[0];

  private byte[] array = NONE;
  private int offset;
  private int length;
  private byte type;
  private long expiresAt;
  private long timestamp;
  private long undurable;
  private @Nullable Composite composite;

  /** Filled by the store only: a plain value. */
  public void set(
      byte[] bytes, int start, int size, byte valueType, long expiry, long commitTimestamp) {
    array = bytes;
    offset = start;
    length = size;
    type = valueType;
    expiresAt = expiry;
    timestamp = commitTimestamp;
    composite = null;
  }

  /** Filled by the store only: a composite value. */
  public void set(Composite root, byte valueType, long expiry, long commitTimestamp) {
    set(NONE, 0, 0, valueType, expiry, commitTimestamp);
    composite = root;
  }

  /** Filled by the store only: raises {@link #undurable()}. */
  public void dependsOn(long commitTimestamp) {
    undurable = Math.max(undurable, commitTimestamp);
  }

  /** Forgets what earlier reads depended on; called once per reply. */
  public void clearDependency() {
    undurable = 0;
  }

  public byte[] array() {
    return array;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  public byte[] copy() {
    return java.util.Arrays.copyOfRange(array, offset, offset + length);
  }

  /** The tag its writer gave the value: see {@link ValueType}. */
  public byte type() {
    return type;
  }

  /** Milliseconds since 1970 at which the record is gone, or 0. */
  public long expiresAt() {
    return expiresAt;
  }

  /** Commit timestamp of this version; 0 for the reader's own uncommitted one. */
  public long timestamp() {
    return timestamp;
  }

  /**
   * The highest commit timestamp, among all reads since {@link #clearDependency()}, that was
   * committed with {@link Durability#ALWAYS} and was not durable yet, or 0. A result that rests on
   * it must not reach a client before {@link Store#durable} says so.
   */
  public long undurable() {
    return undurable;
  }

  /** The elements of a composite value, or null for a plain one. */
  public @Nullable Composite composite() {
    return composite;
  }
}
