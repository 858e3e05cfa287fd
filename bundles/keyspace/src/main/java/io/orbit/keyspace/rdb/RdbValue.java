package io.orbit.keyspace.rdb;

import io.orbit.api.keyspace.StreamId;
import io.orbit.api.keyspace.Streams;
import java.util.List;

/** A value as RDB has it, whichever encoding it had there. */
public sealed interface RdbValue {
  record Text(byte[] bytes) implements RdbValue {}

  record Items(List<byte[]> elements) implements RdbValue {}

  record Members(List<byte[]> members) implements RdbValue {}

  /** A sorted set. */
  record Scored(List<ScoredMember> members) implements RdbValue {}

  record ScoredMember(byte[] member, double score) {}

  record Fields(List<Field> fields) implements RdbValue {}

  /**
   * A field of a hash.
   *
   * @param expiresAt milliseconds since 1970, or 0
   */
  record Field(byte[] name, byte[] value, long expiresAt) {}

  /**
   * A value of a module's type, by Orbit's own format of it.
   *
   * @param type nine characters
   * @param words key, value, key, value … of its elements
   */
  record Elements(String type, List<byte[]> words) implements RdbValue {}

  record Entries(List<Entry> entries, Streams.State state, List<Group> groups)
      implements RdbValue {}

  /**
   * An entry of a stream.
   *
   * @param words field, value, field, value …
   */
  record Entry(StreamId id, List<byte[]> words) {}

  record Group(
      Streams.Group group, List<Streams.Consumer> consumers, List<Streams.Pending> pending) {}
}
