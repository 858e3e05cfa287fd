package io.orbit.kernel.log;

/**
 * A record as read from the log.
 *
 * @param position where it begins
 * @param kind as in {@link LogFormat}
 * @param timestamp its commit timestamp
 * @param payload its content
 */
public record LogRecord(long position, byte kind, long timestamp, byte[] payload) {
  /** The position behind it. */
  public long end() {
    return position + LogFormat.RECORD_HEADER + payload.length;
  }
}
