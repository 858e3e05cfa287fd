package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ValueType;
import org.jspecify.annotations.Nullable;

/** Sorted sets: a composite each with two orders, as {@link SortedSetFormat} says. */
final class StoreSortedSets extends StoreComposites<SortedSets.Editor> implements SortedSets {
  private final CompositeScan scan;

  StoreSortedSets(Access access, Rows rows, CompositeScan scan) {
    super(access, rows, ValueType.SORTED_SET);
    this.scan = scan;
  }

  @Override
  public @Nullable View view(ByteRange key) {
    Composite elements = find(key);
    return elements == null ? null : new CompositeSortedSet(elements);
  }

  @Override
  public long scan(ByteRange key, long cursor, int count, MemberVisitor visitor) {
    Composite elements = find(key);
    if (elements == null) {
      return 0;
    }
    ByteRange member = new ByteRange();
    return scan.scan(
        elements,
        0,
        elements.size() / 2,
        cursor,
        count,
        each -> {
          member.set(each.key, 1, each.key.length - 1);
          visitor.visit(member, SortedSetFormat.scoreOf(each.value));
        });
  }

  @Override
  Editor editor(CompositeEditor elements) {
    return new SortedSetEditor(elements);
  }
}
