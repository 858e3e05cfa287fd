package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Lists;
import io.orbit.api.storage.Composite;

/** A list as its record's composite was when it was read. */
record CompositeList(Composite elements) implements Lists.View {
  @Override
  public long size() {
    return elements.size();
  }

  /** The element with its key. */
  Composite.ElementView element(long position) {
    Composite.ElementView element = new Composite.ElementView();
    if (!elements.cursorAt(position).next(element)) {
      throw new IndexOutOfBoundsException("no element " + position);
    }
    return element;
  }

  @Override
  public void at(long position, ByteRange element) {
    byte[] value = element(position).value;
    element.set(value, 0, value.length);
  }

  @Override
  public void forEach(long from, long to, Lists.ElementVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    ByteRange value = new ByteRange();
    Composite.Cursor cursor = elements.cursorAt(from);
    for (long i = from; i < to && cursor.next(element); i++) {
      value.set(element.value, 0, element.value.length);
      if (!visitor.visit(i, value)) {
        return;
      }
    }
  }

  @Override
  public void forEachReversed(long from, long to, Lists.ElementVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    ByteRange value = new ByteRange();
    Composite.Cursor cursor = elements.cursorAt(to);
    for (long i = to - 1; i >= from && cursor.previous(element); i--) {
      value.set(element.value, 0, element.value.length);
      if (!visitor.visit(i, value)) {
        return;
      }
    }
  }
}
