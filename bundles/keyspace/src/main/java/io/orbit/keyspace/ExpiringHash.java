package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ExpiringElements;

/**
 * A hash with fields that expire, as its record's composite was when it was read, without those
 * that have expired.
 *
 * @param now the time by which expiry is judged
 */
record ExpiringHash(Composite elements, long now) implements Hashes.HashView {
  /** Number of elements before the first field. */
  static long begin(Composite elements) {
    return ExpiringElements.countTimed(elements);
  }

  @Override
  public long size() {
    return elements.size()
        - ExpiringElements.countTimed(elements)
        - ExpiringElements.countDue(elements, now);
  }

  @Override
  public boolean get(ByteRange field, ByteRange value) {
    Composite.ElementView element = new Composite.ElementView();
    if (!find(field, element)) {
      return false;
    }
    showValue(element, value);
    return true;
  }

  private boolean find(ByteRange field, Composite.ElementView element) {
    byte[] key = ExpiringElements.key(field.array(), field.offset(), field.length());
    return elements.get(key, 0, key.length, element) && isLiving(element);
  }

  boolean isLiving(Composite.ElementView element) {
    long time = ExpiringElements.timeOf(element.value);
    return time == 0 || time > now;
  }

  @Override
  public long expiresAt(ByteRange field) {
    Composite.ElementView element = new Composite.ElementView();
    if (!find(field, element)) {
      return Hashes.NO_FIELD;
    }
    long time = ExpiringElements.timeOf(element.value);
    return time == 0 ? Hashes.NO_EXPIRY : time;
  }

  @Override
  public void forEach(Hashes.FieldVisitor visitor) {
    ByteRange field = new ByteRange();
    ByteRange value = new ByteRange();
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(ExpiringElements.begin());
    while (cursor.next(element)) {
      if (isLiving(element)) {
        showField(element, field);
        showValue(element, value);
        visitor.visit(field, value);
      }
    }
  }

  @Override
  public void at(long position, ByteRange field, ByteRange value) {
    Composite.ElementView element = new Composite.ElementView();
    boolean allLive = ExpiringElements.countDue(elements, now) == 0;
    Composite.Cursor cursor = elements.cursorAt(begin(elements) + (allLive ? position : 0));
    long left = allLive ? 0 : position;
    while (cursor.next(element)) {
      if (isLiving(element) && left-- == 0) {
        showField(element, field);
        showValue(element, value);
        return;
      }
    }
    throw new IndexOutOfBoundsException("no field " + position);
  }

  static void showField(Composite.ElementView element, ByteRange field) {
    int at = ExpiringElements.NAME_AT;
    field.set(element.key, at, element.key.length - at);
  }

  static void showValue(Composite.ElementView element, ByteRange value) {
    int at = ExpiringElements.VALUE_AT;
    value.set(element.value, at, element.value.length - at);
  }
}
