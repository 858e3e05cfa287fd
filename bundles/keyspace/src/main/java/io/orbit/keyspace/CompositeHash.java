package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.storage.Composite;

/** A hash as its record's composite was when it was read. */
record CompositeHash(Composite elements) implements Hashes.HashView {
  @Override
  public long size() {
    return elements.size();
  }

  @Override
  public boolean get(ByteRange field, ByteRange value) {
    Composite.ElementView element = new Composite.ElementView();
    if (!elements.get(field.array(), field.offset(), field.length(), element)) {
      return false;
    }
    value.set(element.value, 0, element.value.length);
    return true;
  }

  @Override
  public long expiresAt(ByteRange field) {
    return get(field, new ByteRange()) ? Hashes.NO_EXPIRY : Hashes.NO_FIELD;
  }

  @Override
  public void forEach(Hashes.FieldVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    ByteRange field = new ByteRange();
    ByteRange value = new ByteRange();
    Composite.Cursor cursor = elements.cursor(null);
    while (cursor.next(element)) {
      field.set(element.key, 0, element.key.length);
      value.set(element.value, 0, element.value.length);
      visitor.visit(field, value);
    }
  }

  @Override
  public void at(long position, ByteRange field, ByteRange value) {
    Composite.ElementView element = new Composite.ElementView();
    if (!elements.cursorAt(position).next(element)) {
      throw new IndexOutOfBoundsException("no field " + position);
    }
    field.set(element.key, 0, element.key.length);
    value.set(element.value, 0, element.value.length);
  }
}
