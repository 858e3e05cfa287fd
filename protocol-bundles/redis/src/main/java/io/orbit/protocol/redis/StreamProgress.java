package io.orbit.protocol.redis;

import io.orbit.api.keyspace.StreamEntry;
import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;

/** How far a group is, as a number of entries, where that can be told. */
final class StreamProgress {
  private StreamProgress() {}

  /** How many entries were added after the group's last one; unknown as {@code UNKNOWN_COUNT}. */
  static long lag(Streams.View stream, Streams.Group group) {
    long added = stream.state().entriesAdded();
    if (added == 0) {
      return 0;
    }
    if (group.entriesRead() != Streams.UNKNOWN_COUNT && !hasGaps(stream, group.lastId())) {
      return added - group.entriesRead();
    }
    long read = estimate(stream, group.lastId());
    return read == Streams.UNKNOWN_COUNT ? Streams.UNKNOWN_COUNT : added - read;
  }

  /** The group after an entry was delivered to it. */
  static Streams.Group after(Streams.View stream, Streams.Group group, StreamId delivered) {
    if (delivered.compareTo(group.lastId()) <= 0) {
      return group;
    }
    long read = group.entriesRead();
    if (read != Streams.UNKNOWN_COUNT && !hasGaps(stream, delivered)) {
      read++;
    } else if (stream.state().entriesAdded() != 0) {
      read = estimate(stream, delivered);
    }
    return new Streams.Group(group.name(), delivered, read);
  }

  /** Whether an entry from an id on may have been removed. */
  private static boolean hasGaps(Streams.View stream, StreamId from) {
    StreamId deleted = stream.state().maximumDeletedId();
    if (deleted.equals(StreamId.MINIMUM) || from.compareTo(deleted) > 0) {
      return false;
    }
    StreamEntry first = stream.edge(false);
    return first != null && first.id().compareTo(deleted) <= 0;
  }

  /** How many entries were ever added up to an id. */
  private static long estimate(Streams.View stream, StreamId id) {
    Streams.State state = stream.state();
    if (state.entriesAdded() == 0) {
      return 0;
    }
    StreamEntry first = stream.edge(false);
    int beside = id.compareTo(state.lastId());
    if (beside == 0 || (first == null && beside < 0)) {
      return state.entriesAdded();
    }
    if (beside > 0 || first == null) {
      return Streams.UNKNOWN_COUNT;
    }
    StreamId deleted = state.maximumDeletedId();
    if (deleted.equals(StreamId.MINIMUM) || deleted.compareTo(first.id()) < 0) {
      int place = id.compareTo(first.id());
      if (place <= 0) {
        return state.entriesAdded() - stream.size() + (place == 0 ? 1 : 0);
      }
    }
    return Streams.UNKNOWN_COUNT;
  }
}
