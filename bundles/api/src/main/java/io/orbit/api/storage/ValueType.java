package io.orbit.api.storage;

/** Tags of values, as they stand in the log and the engines. Never renumbered. */
public final class ValueType {
  /** A row or any other plain bytes of the house's own. */
  public static final byte ROW = 0;

  /** A Redis string. */
  public static final byte STRING = 1;

  /** Composite: field to value. */
  public static final byte HASH = 2;

  /** Composite: position to value. */
  public static final byte LIST = 3;

  /** Composite: member to nothing. */
  public static final byte SET = 4;

  /** Composite: two orders, by member and by score. */
  public static final byte SORTED_SET = 5;

  /** Composite: entry id to fields. */
  public static final byte STREAM = 6;

  private ValueType() {}
}
