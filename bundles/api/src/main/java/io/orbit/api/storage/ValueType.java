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

  /** Composite of one element: a JSON document. */
  public static final byte JSON = 7;

  /** Composite: header and parts of a Bloom filter. */
  public static final byte BLOOM_FILTER = 8;

  /** Composite: header and parts of a cuckoo filter. */
  public static final byte CUCKOO_FILTER = 9;

  /** Composite: header and counters of a count-min sketch. */
  public static final byte COUNT_MIN_SKETCH = 10;

  /** Composite of one element: a sketch of the most frequent items. */
  public static final byte TOP_K = 11;

  /** Composite of one element: a t-digest. */
  public static final byte T_DIGEST = 12;

  /** Composite: header and chunks of samples of a time series. */
  public static final byte TIME_SERIES = 13;

  /** Composite: a hash whose fields may expire, see {@link ExpiringElements}. */
  public static final byte EXPIRING_HASH = 14;

  private ValueType() {}
}
