package io.orbit.testkit.history;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One call that reads or changes one record, as its client has seen it.
 *
 * @param key the record
 * @param kind what was asked
 * @param argument what was given; null where there is nothing to give
 * @param result the answer, null for "no such record"; without meaning when {@link #isUnknown}
 * @param invoked when it was asked, by a clock that all clients share
 * @param returned when the answer had come; {@link #UNKNOWN} when none came
 */
public record RecordCall(
    String key,
    Kind kind,
    @Nullable String argument,
    @Nullable String result,
    long invoked,
    long returned) {
  /** No answer came: it may have happened at any time since, or never. */
  public static final long UNKNOWN = Long.MAX_VALUE;

  /** What can be asked. */
  public enum Kind {
    /** Answers the value. */
    GET,
    /** Sets the value; the answer does not count. */
    SET,
    /** Sets the value and answers the one before. */
    EXCHANGE,
    /** Appends to the value and answers its length. */
    APPEND,
    /** Sets the value if there is none; answers 1 or 0. */
    SET_IF_ABSENT,
    /** Removes the record; answers 1 or 0. */
    DELETE
  }

  public boolean isUnknown() {
    return returned == UNKNOWN;
  }

  /** What the record holds after the call. */
  @Nullable String after(@Nullable String before) {
    return switch (kind) {
      case GET -> before;
      case SET, EXCHANGE -> argument;
      case APPEND -> (before == null ? "" : before) + argument;
      case SET_IF_ABSENT -> before == null ? argument : before;
      case DELETE -> null;
    };
  }

  /** Whether the answer is the one that the record's value asks for. */
  boolean fits(@Nullable String before) {
    if (isUnknown()) {
      return true;
    }
    return switch (kind) {
      case GET, EXCHANGE -> Objects.equals(result, before);
      case SET -> true;
      case APPEND -> String.valueOf(String.valueOf(after(before)).length()).equals(result);
      case SET_IF_ABSENT -> (before == null ? "1" : "0").equals(result);
      case DELETE -> (before == null ? "0" : "1").equals(result);
    };
  }
}
