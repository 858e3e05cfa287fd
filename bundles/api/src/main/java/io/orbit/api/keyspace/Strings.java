package io.orbit.api.keyspace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Byte strings. See {@link Keyspace} for atomicity, errors and threads. */
public interface Strings {
  /** Shows the value; false when there is no such key. */
  boolean get(ByteRange key, ByteRange value);

  /** The values of several keys as of one moment, null where there is no string. */
  void getAll(List<ByteRange> keys, ValueVisitor visitor);

  /** Makes the key hold the value, whatever it held, without expiry. */
  void set(ByteRange key, ByteRange value);

  /**
   * Makes the key hold the value, with conditions.
   *
   * @param expiry of the new value
   * @param expiresAt milliseconds since 1970 for {@link Expiry#AT}
   * @param previous filled with what the key held, when it held a string; null: not asked for (then
   *     the old value may be of any type)
   */
  SetOutcome set(
      ByteRange key,
      ByteRange value,
      Presence presence,
      Expiry expiry,
      long expiresAt,
      @Nullable ByteRange previous);

  /** Shows the value and removes the key; false when there is no such key. */
  boolean getAndDelete(ByteRange key, ByteRange value);

  /** Shows the value and changes its expiry; false when there is no such key. */
  boolean getAndExpire(ByteRange key, Expiry expiry, long expiresAt, ByteRange value);

  /** Sets several keys at once: key, value, key, value … */
  void setAll(List<ByteRange> keysAndValues);

  /** As {@link #setAll}, if none of the keys exists. */
  boolean setAllIfAbsent(List<ByteRange> keysAndValues);

  /** Adds to a whole number, 0 when there is no such key; answers the sum. */
  long add(ByteRange key, long delta);

  /**
   * Adds to a number with the precision of an x87 long double, as Redis does on x86.
   *
   * @return the sum in decimal digits, as stored
   */
  byte[] addFloat(ByteRange key, ByteRange delta);

  /** Appends; answers the new length. */
  long append(ByteRange key, ByteRange suffix);

  /** Overwrites from an offset on, filling a gap with zero bytes; answers the new length. */
  long setRange(ByteRange key, long offset, ByteRange value);

  /** Replaces a string by what is made of it, keeping its expiry. */
  void change(ByteRange key, Change change);

  /** The length in bytes, 0 when there is no such key. */
  long length(ByteRange key);

  /** Largest string in bytes that {@link #append} and {@link #setRange} make. */
  void setMaximumLength(long bytes);

  /** Makes a new string of an old one. */
  interface Change {
    /**
     * @param value the string; empty when there is none
     * @param exists whether there is one
     * @return the new one, the store's from now on; null to leave it as it is
     */
    byte @Nullable [] apply(ByteRange value, boolean exists);
  }

  /** When a value is set. */
  enum Presence {
    ANY,
    ABSENT,
    PRESENT
  }

  /** What becomes of the expiry. */
  enum Expiry {
    NONE,
    KEEP,
    AT
  }

  /** What {@code set} did: whether it set, and whether {@code previous} was filled. */
  enum SetOutcome {
    SET,
    NOT_SET,
    SET_HAD_VALUE,
    NOT_SET_HAD_VALUE;

    public boolean isSet() {
      return this == SET || this == SET_HAD_VALUE;
    }

    public boolean hadValue() {
      return this == SET_HAD_VALUE || this == NOT_SET_HAD_VALUE;
    }
  }

  /** Called once a key, in order; the range is reused. */
  interface ValueVisitor {
    void visit(@Nullable ByteRange value);
  }
}
