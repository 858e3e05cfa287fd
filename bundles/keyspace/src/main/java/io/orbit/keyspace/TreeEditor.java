package io.orbit.keyspace;

import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A module's value being changed. */
final class TreeEditor implements Trees.Editor {
  private final CompositeEditor elements;
  private final boolean hasTags;
  private final List<byte[]> tagsAdded = new ArrayList<>(0);
  private final List<byte[]> tagsRemoved = new ArrayList<>(0);

  TreeEditor(CompositeEditor elements, boolean hasTags) {
    this.elements = elements;
    this.hasTags = hasTags;
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
    note(key, tagsAdded);
  }

  @Override
  public void remove(byte[] key) {
    elements.remove(key);
    note(key, tagsRemoved);
  }

  private void note(byte[] key, List<byte[]> tags) {
    byte[] tag = hasTags ? TagIndex.tagOf(key) : null;
    if (tag != null) {
      tags.add(tag);
    }
  }

  List<byte[]> tagsAdded() {
    return tagsAdded;
  }

  List<byte[]> tagsRemoved() {
    return tagsRemoved;
  }
}
