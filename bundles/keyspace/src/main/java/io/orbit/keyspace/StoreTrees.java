package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Trees;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ValueType;
import org.jspecify.annotations.Nullable;

/** Values of a module's type: a composite each. */
final class StoreTrees extends StoreComposites<Trees.Editor> implements Trees {
  StoreTrees(Access access, Rows rows, KeyType type) {
    super(access, rows, valueType(type));
  }

  private static byte valueType(KeyType type) {
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
  Editor editor(CompositeEditor elements) {
    return new TreeEditor(elements);
  }
}
