package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Lists;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ValueType;
import org.jspecify.annotations.Nullable;

/** Lists: a composite each, position to element, as {@link ListPosition} says. */
final class StoreLists extends StoreComposites<Lists.Editor> implements Lists {
  StoreLists(Access access, Rows rows) {
    super(access, rows, ValueType.LIST);
  }

  @Override
  public @Nullable CompositeList view(ByteRange key) {
    Composite elements = find(key);
    return elements == null ? null : new CompositeList(elements);
  }

  @Override
  ListEditor editor(CompositeEditor elements) {
    return new ListEditor(elements);
  }
}
