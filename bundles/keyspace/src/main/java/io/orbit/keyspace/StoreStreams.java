package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Streams;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ValueType;
import org.jspecify.annotations.Nullable;

/** Streams: a composite each, as {@link StreamFormat} says. */
final class StoreStreams extends StoreComposites<Streams.Editor> implements Streams {
  StoreStreams(Access access, Rows rows) {
    super(access, rows, ValueType.STREAM);
  }

  @Override
  public @Nullable View view(ByteRange key) {
    Composite elements = find(key);
    return elements == null ? null : new CompositeStream(elements);
  }

  @Override
  boolean fills(Editor editor) {
    return ((StreamEditor) editor).isNews();
  }

  @Override
  Editor editor(CompositeEditor elements) {
    return new StreamEditor(elements);
  }
}
