package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.storage.Composite;

/** A set as its record's composite was when it was read. */
record CompositeSet(Composite members) implements Sets.View {
  @Override
  public long size() {
    return members.size();
  }

  @Override
  public boolean contains(ByteRange member) {
    return members.get(
        member.array(), member.offset(), member.length(), new Composite.ElementView());
  }

  @Override
  public void at(long position, ByteRange member) {
    Composite.ElementView element = new Composite.ElementView();
    if (!members.cursorAt(position).next(element)) {
      throw new IndexOutOfBoundsException("no member " + position);
    }
    member.set(element.key, 0, element.key.length);
  }

  @Override
  public void forEach(Sets.MemberVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    ByteRange member = new ByteRange();
    Composite.Cursor cursor = members.cursor(null);
    while (cursor.next(element)) {
      member.set(element.key, 0, element.key.length);
      visitor.visit(member);
    }
  }
}
