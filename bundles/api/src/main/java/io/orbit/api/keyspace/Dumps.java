package io.orbit.api.keyspace;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values in Redis' own serialization (RDB), as DUMP and RESTORE exchange them and dump files hold
 * them. See {@link Keyspace} for atomicity and threads. What is no such serialization fails with
 * BAD_COPY_FILE_FORMAT.
 */
public interface Dumps {
  /** A key's value with version and checksum; null when there is no such key. */
  byte @Nullable [] dump(ByteRange key);

  /** Whether a payload has a version that is known here and the right checksum. */
  boolean isIntact(ByteRange payload);

  /**
   * Makes a key hold what was dumped.
   *
   * @param payload one that {@link #isIntact}
   * @param expiresAt milliseconds since 1970, 0 for none; in the past, the key is gone
   * @param replace false to leave a key as it is that exists
   * @return false when it exists and was not to be replaced
   */
  boolean restore(ByteRange key, ByteRange payload, long expiresAt, boolean replace);

  /** Begins to read a dump file; reads its head. The stream is the caller's to close. */
  DumpFile open(InputStream file);

  /** A dump file, read key by key. One thread. */
  interface DumpFile {
    /**
     * Reads the next key; false at the end, after the checksum was found right. Keys that had
     * expired, and values of Redis' modules, are passed over.
     */
    boolean next();

    /** The number of the key's key space. */
    int keySpace();

    ByteRange key();

    /**
     * Writes the key into the key space selected.
     *
     * @return false when it exists, and stays
     */
    boolean restore();

    /** What was passed over so far, in words. */
    List<String> skipped();
  }
}
