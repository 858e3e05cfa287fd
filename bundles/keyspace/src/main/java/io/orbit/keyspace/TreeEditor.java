package io.orbit.keyspace;

import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import org.jspecify.annotations.Nullable;

/** A module's value being changed. */
final class TreeEditor implements Trees.Editor {
  private final CompositeEditor elements;

  TreeEditor(CompositeEditor elements) {
    this.elements = elements;
  }

  @Override
  public long size() {
    return elements.size();
  }

  @Override
  public byte @Nullable [] get(byte[] key) {
    Composite.ElementView element = new Composite.ElementView();
    return elements.get(key, element) ? element.value : null;
  }

  @Override
  public void forEach(byte @Nullable [] from, Trees.ElementVisitor visitor) {
    Composite now = elements.elements();
    if (now != null) {
      new CompositeTree(now).forEach(from, visitor);
    }
  }

  @Override
  public void forEachDown(byte @Nullable [] before, Trees.ElementVisitor visitor) {
    Composite now = elements.elements();
    if (now != null) {
      new CompositeTree(now).forEachDown(before, visitor);
    }
  }

  @Override
  public void put(byte[] key, byte[] value) {
    elements.put(key, value);
  }

  @Override
  public void remove(byte[] key) {
    elements.remove(key);
  }
}
