package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ValueType;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Values of a module's type: a composite each. */
final class StoreTrees extends StoreComposites<Trees.Editor> implements Trees {
  private final Access access;
  private final TagIndex tags;
  private final boolean hasTags;

  StoreTrees(Access access, Rows rows, TagIndex tags, KeyType type) {
    super(access, rows, valueType(type));
    this.access = access;
    this.tags = tags;
    this.hasTags = hasTags(valueType(type));
  }

  /** Whether tags and links mean something in values of a type. */
  static boolean hasTags(byte type) {
    return type == ValueType.TIME_SERIES;
  }

  static byte valueType(KeyType type) {
    return switch (type) {
      case JSON -> ValueType.JSON;
      case BLOOM_FILTER -> ValueType.BLOOM_FILTER;
      case CUCKOO_FILTER -> ValueType.CUCKOO_FILTER;
      case COUNT_MIN_SKETCH -> ValueType.COUNT_MIN_SKETCH;
      case TOP_K -> ValueType.TOP_K;
      case T_DIGEST -> ValueType.T_DIGEST;
      case TIME_SERIES -> ValueType.TIME_SERIES;
      case STRING, HASH, LIST, SET, SORTED_SET, STREAM ->
          throw new IllegalArgumentException(type + " is no type of a module");
    };
  }

  @Override
  public @Nullable View view(ByteRange key) {
    Composite elements = find(key);
    return elements == null ? null : new CompositeTree(elements);
  }

  @Override
  public void forEachTagged(byte[] tag, Consumer<byte[]> visitor) {
    tags.forEach(tag, visitor);
  }

  @Override
  public long countTagged(byte[] tag) {
    return tags.count(tag);
  }

  @Override
  Editor editor(CompositeEditor elements) {
    return new TreeEditor(elements, hasTags);
  }

  @Override
  void check(Editor editor) {
    if (changesTags(editor) && access.transaction() == null) {
      throw new IllegalStateException("tags are written inside atomically()");
    }
  }

  @Override
  void committed(ByteRange key, Editor editor) {
    if (editor instanceof TreeEditor changed && changesTags(editor)) {
      changed.tagsRemoved().forEach(tag -> tags.remove(access.space(), key, tag));
      changed.tagsAdded().forEach(tag -> tags.add(access.space(), key, tag));
    }
  }

  private static boolean changesTags(Editor editor) {
    return editor instanceof TreeEditor changed
        && !(changed.tagsAdded().isEmpty() && changed.tagsRemoved().isEmpty());
  }
}
