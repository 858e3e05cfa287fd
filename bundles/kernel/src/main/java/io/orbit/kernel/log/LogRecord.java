package io.orbit.kernel.log;

/**
 * A record as read from the log.
 *
 * @param position where it begins
 * @param kind as in {@link LogFormat}
 * @param order of a chunk among those of its commit: {@link #FIRST}, {@link #LATER} or {@link
 *     #UNKNOWN}
 * @param timestamp its commit timestamp
 * @param payload its content
 */
public record LogRecord(long position, byte kind, byte order, long timestamp, byte[] payload) {
  /** Not a chunk, or written by an Orbit that did not say. */
  public static final byte UNKNOWN = 0;

  /** No chunk of the commit is before it. */
  public static final byte FIRST = 1;

  /** Chunks of the commit are before it. */
  public static final byte LATER = 2;

  /** The position behind it. */
  public long end() {
    return position + LogFormat.RECORD_HEADER + payload.length;
  }
}
