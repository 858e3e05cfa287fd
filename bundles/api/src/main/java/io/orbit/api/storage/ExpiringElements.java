package io.orbit.api.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The elements of an {@link ValueType#EXPIRING_HASH}, some of which expire. Those that do stand in
 * the composite twice, so that the first one to expire is the first element:
 *
 * <pre>
 * u8 0, u64 time (milliseconds since 1970, big-endian), name → nothing, of those that expire
 * u8 1, name → u64 time, 0 for never, value
 * </pre>
 *
 * An element has expired when its time is not later than now. Readers pass over it; the store
 * removes it soon after.
 */
public final class ExpiringElements {
  /** Bytes before the name in the key of an element. */
  public static final int NAME_AT = 1;

  /** Bytes before the value in what an element holds. */
  public static final int VALUE_AT = Long.BYTES;

  private static final byte BY_TIME = 0;
  private static final byte BY_NAME = 1;
  private static final int TIME_END = 1 + Long.BYTES;
  private static final byte[] NOTHING = new byte[0];

  private ExpiringElements() {}

  /** Where the elements begin, behind the times. */
  public static byte[] begin() {
    return new byte[] {BY_NAME};
  }

  public static byte[] key(byte[] name, int offset, int length) {
    byte[] key = new byte[NAME_AT + length];
    key[0] = BY_NAME;
    System.arraycopy(name, offset, key, NAME_AT, length);
    return key;
  }

  /** The time of what an element holds, 0 for never. */
  public static long timeOf(byte[] held) {
    return ByteBuffer.wrap(held).getLong();
  }

  /** When the first element expires, 0 when none does. */
  public static long firstDue(Composite elements) {
    Composite.ElementView first = new Composite.ElementView();
    return elements.cursor(null).next(first) && first.key[0] == BY_TIME
        ? ByteBuffer.wrap(first.key, 1, Long.BYTES).getLong()
        : 0;
  }

  /** How many elements have expired by then. */
  public static long countDue(Composite elements, long now) {
    long first = firstDue(elements);
    return first == 0 || first > now ? 0 : elements.rank(timeKey(now + 1, NOTHING));
  }

  /** How many elements expire. */
  public static long countTimed(Composite elements) {
    return elements.rank(begin());
  }

  /**
   * Sets an element, whatever was there.
   *
   * @param time 0 for never
   */
  public static void put(RecordOperation operation, byte[] name, byte[] value, long time) {
    byte[] key = key(name, 0, name.length);
    forgetTime(operation, key);
    byte[] held = new byte[VALUE_AT + value.length];
    ByteBuffer.wrap(held).putLong(time).put(value);
    operation.putElement(key, held);
    if (time != 0) {
      operation.putElement(timeKey(time, name), NOTHING);
    }
  }

  /** Removes an element, if there is one of that name. */
  public static void remove(RecordOperation operation, byte[] name) {
    byte[] key = key(name, 0, name.length);
    if (forgetTime(operation, key)) {
      operation.removeElement(key);
    }
  }

  /**
   * Removes what has expired by then.
   *
   * @param most how many elements at most
   * @return how many were removed; the record is still there when none is left
   */
  public static int removeDue(RecordOperation operation, long now, int most) {
    int removed = 0;
    Composite elements = operation.current().composite();
    while (removed < most && elements != null) {
      long due = firstDue(elements);
      if (due == 0 || due > now) {
        break;
      }
      Composite.ElementView first = new Composite.ElementView();
      boolean there = elements.cursor(null).next(first);
      assert there;
      operation.removeElement(first.key);
      operation.removeElement(key(first.key, TIME_END, first.key.length - TIME_END));
      removed++;
      elements = operation.current().composite();
    }
    return removed;
  }

  /** Takes an element's time out of the order of times; false when there is no such element. */
  private static boolean forgetTime(RecordOperation operation, byte[] key) {
    Composite elements = operation.current().composite();
    Composite.ElementView held = new Composite.ElementView();
    if (elements == null || !elements.get(key, 0, key.length, held)) {
      return false;
    }
    long time = timeOf(held.value);
    if (time != 0) {
      operation.removeElement(timeKey(time, Arrays.copyOfRange(key, NAME_AT, key.length)));
    }
    return true;
  }

  private static byte[] timeKey(long time, byte[] name) {
    return ByteBuffer.allocate(TIME_END + name.length).put(BY_TIME).putLong(time).put(name).array();
  }
}
