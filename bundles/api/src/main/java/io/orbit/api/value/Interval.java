package io.orbit.api.value;

/**
 * A span of time as PostgreSQL keeps it: months, days and microseconds, each with its own sign,
 * because a month has no fixed number of days and a day no fixed number of hours.
 *
 * <p>Ordering follows PostgreSQL: a month counts as 30 days, a day as 24 hours.
 */
public record Interval(int months, int days, long micros) implements Comparable<Interval> {
  private static final long MICROS_PER_DAY = 86_400_000_000L;

  @Override
  public int compareTo(Interval other) {
    return span().compareTo(other.span());
  }

  private java.math.BigInteger span() {
    return java.math.BigInteger.valueOf(months * 30L + days)
        .multiply(java.math.BigInteger.valueOf(MICROS_PER_DAY))
        .add(java.math.BigInteger.valueOf(micros));
  }
}
