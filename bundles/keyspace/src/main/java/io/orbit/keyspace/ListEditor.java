package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Lists;
import io.orbit.api.storage.Composite;
import java.util.ArrayList;
import java.util.List;

/** A list being changed. */
final class ListEditor implements Lists.Editor {
  private static final CompositeList EMPTY = new CompositeList(NoElements.INSTANCE);

  private final CompositeEditor elements;

  ListEditor(CompositeEditor elements) {
    this.elements = elements;
  }

  private CompositeList now() {
    Composite current = elements.elements();
    return current == null ? EMPTY : new CompositeList(current);
  }

  private byte[] keyOf(long position) {
    return now().element(position).key;
  }

  @Override
  public long size() {
    return elements.size();
  }

  @Override
  public void at(long position, ByteRange element) {
    now().at(position, element);
  }

  @Override
  public void forEach(long from, long to, Lists.ElementVisitor visitor) {
    now().forEach(from, to, visitor);
  }

  @Override
  public void forEachReversed(long from, long to, Lists.ElementVisitor visitor) {
    now().forEachReversed(from, to, visitor);
  }

  @Override
  public void addFirst(ByteRange element) {
    byte[] key = size() == 0 ? ListPosition.first() : ListPosition.before(keyOf(0));
    elements.put(key, element.copy());
  }

  @Override
  public void addLast(ByteRange element) {
    byte[] key = size() == 0 ? ListPosition.first() : ListPosition.after(keyOf(size() - 1));
    elements.put(key, element.copy());
  }

  @Override
  public void insert(long position, ByteRange element) {
    byte[] key = ListPosition.between(keyOf(position - 1), keyOf(position));
    elements.put(key, element.copy());
    if (key.length > ListPosition.LONGEST) {
      numberAnew();
    }
  }

  private void numberAnew() {
    List<byte[]> values = new ArrayList<>();
    now().forEach(0, size(), (position, element) -> values.add(element.copy()));
    removeRange(0, size());
    for (int i = 0; i < values.size(); i++) {
      elements.put(ListPosition.numbered(i), values.get(i));
    }
  }

  @Override
  public void set(long position, ByteRange element) {
    elements.put(keyOf(position), element.copy());
  }

  @Override
  public void removeRange(long from, long to) {
    List<byte[]> keys = new ArrayList<>();
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = now().elements().cursorAt(from);
    for (long i = from; i < to && cursor.next(element); i++) {
      keys.add(element.key);
    }
    keys.forEach(elements::remove);
  }

  /** Removes the element of a key; false when there is none. */
  boolean removeKey(byte[] key) {
    if (!elements.get(key, new Composite.ElementView())) {
      return false;
    }
    elements.remove(key);
    return true;
  }

  /** Replaces the element of a key; false when there is none. */
  boolean setKey(byte[] key, ByteRange element) {
    if (!elements.get(key, new Composite.ElementView())) {
      return false;
    }
    elements.put(key, element.copy());
    return true;
  }
}
