package io.orbit.keyspace;

import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import org.jspecify.annotations.Nullable;

/** A module's value as its record's composite was when it was read. */
record CompositeTree(Composite elements) implements Trees.View {
  @Override
  public long size() {
    return elements.size();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Composite.ElementView element = new Composite.ElementView();
    return elements.get(key, 0, key.length, element) ? element.value : null;
  }

  @Override
  public void forEach(byte @Nullable [] from, Trees.ElementVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(from);
    boolean more = true;
    while (more && cursor.next(element)) {
      more = visitor.visit(element.key, element.value);
    }
  }

  @Override
  public void forEachDown(byte @Nullable [] before, Trees.ElementVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor =
        before == null ? elements.cursorAt(elements.size()) : elements.cursor(before);
    boolean more = true;
    while (more && cursor.previous(element)) {
      more = visitor.visit(element.key, element.value);
    }
  }
}
