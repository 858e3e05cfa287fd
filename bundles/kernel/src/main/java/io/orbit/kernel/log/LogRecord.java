package io.orbit.kernel.log;

/**
 * A record as read from the log.
 *
 * @param position where it begins
 * @param kind as in {@link LogFormat}
 * @param timestamp its commit timestamp
 * @param durable up to where the log was known to be durable when it was written
 * @param payload its content
 */
public record LogRecord(long position, byte kind, long timestamp, long durable, byte[] payload) {
  /** The position behind it. */
  public long end() {
    return position + LogFormat.RECORD_HEADER + payload.length;
  }
}
