package io.orbit.api.value;

/**
 * A time of day with a fixed offset.
 *
 * @param micros microseconds since midnight, local to the offset
 * @param offsetSeconds seconds east of UTC
 */
public record TimeWithZone(long micros, int offsetSeconds) implements Comparable<TimeWithZone> {
  @Override
  public int compareTo(TimeWithZone other) {
    int byInstant =
        Long.compare(
            micros - offsetSeconds * 1_000_000L, other.micros - other.offsetSeconds * 1_000_000L);
    return byInstant != 0 ? byInstant : Integer.compare(other.offsetSeconds, offsetSeconds);
  }
}
