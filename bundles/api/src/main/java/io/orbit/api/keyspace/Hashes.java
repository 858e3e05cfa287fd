package io.orbit.api.keyspace;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Hashes: Redis' own and rows. See {@link Keyspace} for atomicity, errors and threads. */
public interface Hashes {
  /** {@link HashView#expiresAt}: no such field. */
  long NO_FIELD = -2;

  /** {@link HashView#expiresAt}: the field does not expire. */
  long NO_EXPIRY = -1;

  /** Shows a field's value; false when there is no such field. */
  boolean get(ByteRange key, ByteRange field, ByteRange value);

  /** The whole hash as of one moment; null when there is no such key. */
  @Nullable HashView view(ByteRange key);

  /** Number of fields, 0 when there is no such key. */
  long size(ByteRange key);

  /** Sets fields (field, value, field, value …); answers how many are new. */
  long set(ByteRange key, List<ByteRange> fieldsAndValues);

  /** Sets a field if there is none of that name. */
  boolean setIfAbsent(ByteRange key, ByteRange field, ByteRange value);

  /** Removes fields; answers how many there were. The key goes with its last field. */
  long delete(ByteRange key, List<ByteRange> fields);

  /** Adds to a whole number, 0 when there is no such field; answers the sum. */
  long add(ByteRange key, ByteRange field, long delta);

  /** As {@link Strings#addFloat}. */
  byte[] addFloat(ByteRange key, ByteRange field, ByteRange delta);

  /**
   * Looks at fields and changes them, all at once. What has expired is not there. Columns of rows
   * do not expire: {@link FieldEditor#expireAt} fails there with ROW_OPERATION_NOT_ALLOWED.
   */
  <T> T change(ByteRange key, Function<? super FieldEditor, T> change);

  /**
   * Walks a hash in pieces: a field that is there from the first call to the last is shown.
   *
   * @param cursor 0 to begin
   * @return the cursor to go on with, 0 at the end
   */
  long scan(ByteRange key, long cursor, int count, FieldVisitor visitor);

  /** Called once a field; the ranges are reused. */
  interface FieldVisitor {
    void visit(ByteRange field, ByteRange value);
  }

  /** A hash as of one moment. One thread. */
  interface HashView {
    long size();

    boolean get(ByteRange field, ByteRange value);

    void forEach(FieldVisitor visitor);

    /** Shows the field of that position, 0 to size - 1. */
    void at(long position, ByteRange field, ByteRange value);

    /** Milliseconds since 1970, {@link #NO_FIELD} or {@link #NO_EXPIRY}. */
    long expiresAt(ByteRange field);
  }

  /** A hash being changed, or made; it goes with its last field. One thread. */
  interface FieldEditor {
    /** Shows a field's value; false when there is no such field. */
    boolean get(ByteRange field, ByteRange value);

    /** As {@link HashView#expiresAt}. */
    long expiresAt(ByteRange field);

    /**
     * Sets a field; answers whether it is new.
     *
     * @param expiresAt milliseconds since 1970, or {@link #NO_EXPIRY}
     */
    boolean put(ByteRange field, ByteRange value, long expiresAt);

    /** Removes a field; false when there was none. */
    boolean remove(ByteRange field);

    /** Sets when a field that is there expires; a time that has passed removes it. */
    void expireAt(ByteRange field, long expiresAt);

    /** Takes a field's expiry away; false when there was none. */
    boolean persist(ByteRange field);
  }
}
