package io.orbit.protocol.rest.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * A bucket of requests for each user, filled evenly over a minute: who was silent for a minute may
 * ask for a whole one's worth at once. Thread-safe; of more than ten thousand users those who asked
 * least lately are forgotten, which fills their bucket.
 */
public final class RequestBuckets {
  private static final double WINDOW_NANOS = 60e9;
  private static final double SECOND_NANOS = 1e9;
  private static final int MOST_KNOWN = 10_000;

  private final Map<String, Bucket> buckets = new Recent();
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime the time, which only passes
   */
  public RequestBuckets(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * What came of a request.
   *
   * @param most requests a minute
   * @param left that may be made at once now
   * @param secondsToNext until one may be made, 0 when one may be made now
   * @param secondsToAll until as many as possible may be made
   */
  record Taken(boolean granted, int most, int left, int secondsToNext, int secondsToAll) {}

  /** The newest so many. */
  private static final class Recent extends LinkedHashMap<String, Bucket> {
    private static final long serialVersionUID = 1L;

    Recent() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  private static final class Bucket {
    private double tokens;
    private long at;
  }

  synchronized Taken take(String user, int most) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.get(user);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = most;
      buckets.put(user, bucket);
    } else {
      double come = (now - bucket.at) / WINDOW_NANOS * most;
      bucket.tokens = Math.min(most, bucket.tokens + come);
    }
    bucket.at = now;
    boolean granted = bucket.tokens >= 1;
    if (granted) {
      bucket.tokens--;
    }
    return new Taken(
        granted,
        most,
        (int) bucket.tokens,
        seconds(1 - bucket.tokens, most),
        seconds(most - bucket.tokens, most));
  }

  private static int seconds(double tokens, int most) {
    return (int) Math.ceil(Math.max(0, tokens) * WINDOW_NANOS / most / SECOND_NANOS);
  }
}
