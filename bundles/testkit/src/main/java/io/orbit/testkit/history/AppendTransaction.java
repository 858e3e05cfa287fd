package io.orbit.testkit.history;

import java.util.List;

/**
 * A transaction over lists, as its client has seen it.
 *
 * @param name whatever tells it from others
 * @param outcome what became of it
 * @param steps what it did, in order; of one that was not committed as far as it came
 */
public record AppendTransaction(String name, Outcome outcome, List<Step> steps) {
  /** What became of a transaction. */
  public enum Outcome {
    COMMITTED,
    ABORTED,
    /** The connection was lost while it was being committed. */
    UNKNOWN
  }

  /** One step. */
  public sealed interface Step {
    String list();
  }

  /** A value, which no other step has, was put at a list's end. */
  public record Append(String list, long value) implements Step {}

  /** A list was read as a whole. */
  public record Read(String list, List<Long> values) implements Step {}
}
