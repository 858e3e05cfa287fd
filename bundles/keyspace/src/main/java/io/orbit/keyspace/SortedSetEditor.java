package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.storage.Composite;
import java.util.ArrayList;
import java.util.List;

/** A sorted set being changed: both orders are. */
final class SortedSetEditor implements SortedSets.Editor {
  private static final CompositeSortedSet EMPTY = new CompositeSortedSet(NoElements.INSTANCE);

  private final CompositeEditor elements;

  SortedSetEditor(CompositeEditor elements) {
    this.elements = elements;
  }

  private CompositeSortedSet now() {
    Composite current = elements.elements();
    return current == null ? EMPTY : new CompositeSortedSet(current);
  }

  @Override
  public long size() {
    return elements.size() / 2;
  }

  @Override
  public double score(ByteRange member) {
    return now().score(member);
  }

  @Override
  public long rank(ByteRange member) {
    return now().rank(member);
  }

  @Override
  public long countBelow(double score, boolean orEqual) {
    return now().countBelow(score, orEqual);
  }

  @Override
  public long countBefore(ByteRange member, boolean orEqual) {
    return now().countBefore(member, orEqual);
  }

  @Override
  public void forEach(long from, long to, SortedSets.MemberVisitor visitor) {
    now().forEach(from, to, visitor);
  }

  @Override
  public void forEachReversed(long from, long to, SortedSets.MemberVisitor visitor) {
    now().forEachReversed(from, to, visitor);
  }

  @Override
  public boolean put(ByteRange member, double score) {
    double old = score(member);
    boolean isNew = Double.isNaN(old);
    if (old == score) {
      return false;
    }
    if (!isNew) {
      elements.remove(SortedSetFormat.scoreKey(old, member));
    }
    elements.put(SortedSetFormat.memberKey(member), SortedSetFormat.scoreBytes(score));
    elements.put(SortedSetFormat.scoreKey(score, member), SortedSetFormat.scoreValue(score));
    return isNew;
  }

  @Override
  public boolean remove(ByteRange member) {
    double old = score(member);
    if (Double.isNaN(old)) {
      return false;
    }
    elements.remove(SortedSetFormat.scoreKey(old, member));
    elements.remove(SortedSetFormat.memberKey(member));
    return true;
  }

  @Override
  public void removeRange(long from, long to) {
    List<ByteRange> members = new ArrayList<>();
    forEach(from, to, (member, score) -> members.add(ByteRange.of(member.copy())));
    for (ByteRange member : members) {
      boolean removed = remove(member);
      assert removed;
    }
  }
}
