package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.SortedSets;
import io.orbit.api.storage.Composite;

/** A sorted set as its record's composite was when it was read. */
record CompositeSortedSet(Composite elements) implements SortedSets.View {
  @Override
  public long size() {
    return elements.size() / 2;
  }

  @Override
  public double score(ByteRange member) {
    Composite.ElementView element = new Composite.ElementView();
    byte[] key = SortedSetFormat.memberKey(member);
    return elements.get(key, 0, key.length, element)
        ? SortedSetFormat.scoreOf(element.value)
        : Double.NaN;
  }

  @Override
  public long rank(ByteRange member) {
    double score = score(member);
    return Double.isNaN(score) ? -1 : rankOf(SortedSetFormat.scoreKey(score, member));
  }

  /** Number of elements before a key in the order of scores. */
  private long rankOf(byte[] key) {
    return elements.rank(key) - size();
  }

  @Override
  public long countBelow(double score, boolean orEqual) {
    return rankOf(SortedSetFormat.bound(score, orEqual));
  }

  @Override
  public long countBefore(ByteRange member, boolean orEqual) {
    long low = 0;
    long high = size();
    Composite.ElementView element = new Composite.ElementView();
    ByteRange name = new ByteRange();
    while (low < high) {
      long middle = (low + high) >>> 1;
      boolean there = elements.cursorAt(size() + middle).next(element);
      assert there;
      SortedSetFormat.member(element.key, name);
      int order = name.compareTo(member);
      if (order < 0 || (order == 0 && orEqual)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public void forEach(long from, long to, SortedSets.MemberVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    ByteRange member = new ByteRange();
    Composite.Cursor cursor = elements.cursorAt(size() + from);
    for (long i = from; i < to && cursor.next(element); i++) {
      SortedSetFormat.member(element.key, member);
      visitor.visit(member, SortedSetFormat.scoreOf(element.key, element.value));
    }
  }

  @Override
  public void forEachReversed(long from, long to, SortedSets.MemberVisitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    ByteRange member = new ByteRange();
    Composite.Cursor cursor = elements.cursorAt(size() + to);
    for (long i = to; i > from && cursor.previous(element); i--) {
      SortedSetFormat.member(element.key, member);
      visitor.visit(member, SortedSetFormat.scoreOf(element.key, element.value));
    }
  }
}
