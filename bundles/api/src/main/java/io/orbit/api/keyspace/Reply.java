package io.orbit.api.keyspace;

import java.util.List;
import java.util.Map;

/** A command's answer as a tree, in the types of RESP3. */
public sealed interface Reply {
  /** {@code +OK} and its like. */
  record Simple(String text) implements Reply {}

  /** An error, with its code as the first word. */
  record Failure(String text) implements Reply {}

  record Whole(long value) implements Reply {}

  record Floating(double value) implements Reply {}

  record Truth(boolean value) implements Reply {}

  /** Bytes, belonging to the receiver. */
  record Bulk(byte[] bytes) implements Reply {}

  /** Text for people, or in another form of three letters. */
  record Verbatim(String form, byte[] bytes) implements Reply {}

  /** A whole number of any size, in decimal digits. */
  record Big(String digits) implements Reply {}

  record Nothing() implements Reply {}

  /** Nothing where an array was to be expected; the same as nothing in RESP3. */
  record NoSequence() implements Reply {}

  record Sequence(List<Reply> elements) implements Reply {}

  record Distinct(List<Reply> elements) implements Reply {}

  /** Keys and values in the order answered. */
  record Table(List<Map.Entry<Reply, Reply>> entries) implements Reply {}
}
