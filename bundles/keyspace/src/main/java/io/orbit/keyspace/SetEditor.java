package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.storage.Composite;

/** A set being changed. */
final class SetEditor implements Sets.Editor {
  private static final byte[] NOTHING = new byte[0];

  private final CompositeEditor members;

  SetEditor(CompositeEditor members) {
    this.members = members;
  }

  @Override
  public long size() {
    return members.size();
  }

  @Override
  public boolean contains(ByteRange member) {
    Composite elements = members.elements();
    return elements != null && new CompositeSet(elements).contains(member);
  }

  @Override
  public void at(long position, ByteRange member) {
    Composite elements = members.elements();
    if (elements == null) {
      throw new IndexOutOfBoundsException("no member " + position);
    }
    new CompositeSet(elements).at(position, member);
  }

  @Override
  public void forEach(Sets.MemberVisitor visitor) {
    Composite elements = members.elements();
    if (elements != null) {
      new CompositeSet(elements).forEach(visitor);
    }
  }

  @Override
  public boolean add(ByteRange member) {
    if (contains(member)) {
      return false;
    }
    members.put(member.copy(), NOTHING);
    return true;
  }

  @Override
  public boolean remove(ByteRange member) {
    if (!contains(member)) {
      return false;
    }
    members.remove(member.copy());
    return true;
  }
}
