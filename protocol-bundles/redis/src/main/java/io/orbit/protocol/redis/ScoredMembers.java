package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Sets;
import io.orbit.api.keyspace.SortedSets;

/** A sorted set, or a set, whose members all score 1. */
interface ScoredMembers {
  ScoredMembers NONE =
      new ScoredMembers() {
        @Override
        public long size() {
          return 0;
        }

        @Override
        public double score(ByteRange member) {
          return Double.NaN;
        }

        @Override
        public void forEach(SortedSets.MemberVisitor visitor) {
          // There is none.
        }
      };

  long size();

  /** NaN when there is no such member. */
  double score(ByteRange member);

  void forEach(SortedSets.MemberVisitor visitor);

  static ScoredMembers of(SortedSets.View set) {
    return new ScoredMembers() {
      @Override
      public long size() {
        return set.size();
      }

      @Override
      public double score(ByteRange member) {
        return set.score(member);
      }

      @Override
      public void forEach(SortedSets.MemberVisitor visitor) {
        set.forEach(0, set.size(), visitor);
      }
    };
  }

  static ScoredMembers of(Sets.View set) {
    return new ScoredMembers() {
      @Override
      public long size() {
        return set.size();
      }

      @Override
      public double score(ByteRange member) {
        return set.contains(member) ? 1 : Double.NaN;
      }

      @Override
      public void forEach(SortedSets.MemberVisitor visitor) {
        set.forEach(member -> visitor.visit(member, 1));
      }
    };
  }
}
