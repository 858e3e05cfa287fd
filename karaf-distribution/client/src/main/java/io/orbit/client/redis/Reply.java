package io.orbit.client.redis;

import java.util.List;

/** A reply of RESP2 or RESP3, in the kind that the server gave it. */
public sealed interface Reply {
  /** A simple string. */
  record Status(String text) implements Reply {}

  record Failure(String message) implements Reply {}

  record Whole(long value) implements Reply {}

  /** A bulk string: any bytes. */
  record Bulk(byte[] bytes) implements Reply {}

  /** Text as it is to be shown, such as INFO's. */
  record Verbatim(byte[] bytes) implements Reply {}

  record Decimal(String text) implements Reply {}

  /** An integer of any size. */
  record Big(String text) implements Reply {}

  record Truth(boolean value) implements Reply {}

  /** Nothing, of whatever kind. */
  record Nil() implements Reply {}

  record Sequence(List<Reply> elements) implements Reply {}

  record Distinct(List<Reply> elements) implements Reply {}

  /** Keys and values in turn. */
  record Pairs(List<Reply> elements) implements Reply {}

  /** What comes without having been asked for. */
  record Push(List<Reply> elements) implements Reply {}
}
