package io.orbit.api.keyspace;

/** An entry of a stream; it stays valid, as its bytes never change. */
public interface StreamEntry {
  StreamId id();

  /** Number of fields. */
  int size();

  /** Shows the fields in the order in which they were given; names may repeat. */
  void forEach(Hashes.FieldVisitor visitor);
}
