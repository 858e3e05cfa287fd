package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.ValueType;
import org.jspecify.annotations.Nullable;

/** Sets: a composite each, member to nothing. */
final class StoreSets extends StoreComposites<Sets.Editor> implements Sets {
  private final CompositeScan scan;

  StoreSets(Access access, Rows rows, CompositeScan scan) {
    super(access, rows, ValueType.SET);
    this.scan = scan;
  }

  @Override
  public @Nullable View view(ByteRange key) {
    Composite members = find(key);
    return members == null ? null : new CompositeSet(members);
  }

  @Override
  public long scan(ByteRange key, long cursor, int count, MemberVisitor visitor) {
    Composite members = find(key);
    if (members == null) {
      return 0;
    }
    ByteRange member = new ByteRange();
    return scan.scan(
        members,
        0,
        members.size(),
        cursor,
        count,
        each -> {
          member.set(each.key, 0, each.key.length);
          visitor.visit(member);
        });
  }

  @Override
  Editor editor(CompositeEditor elements) {
    return new SetEditor(elements);
  }
}
