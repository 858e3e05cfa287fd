package io.orbit.query;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.SlowStatements;
import io.orbit.api.security.Session;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The newest slow statements, in memory. Costs a comparison for those that are not slow. */
final class SlowLog implements SlowStatements {
  private static final int MOST = 500;
  private static final int MOST_TEXT = 4_000;
  private static final long USUAL_MILLIS = 200;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final long NANOS = 1_000_000;

  private final Deque<Slow> newest = new ArrayDeque<>();
  private volatile long thresholdNanos = USUAL_MILLIS * NANOS;

  @Override
  public long thresholdMillis() {
    return thresholdNanos / NANOS;
  }

  @Override
  public void setThresholdMillis(long millis) {
    if (millis < 0 || millis > Long.MAX_VALUE / NANOS) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "the threshold is a number of milliseconds from 0 on");
    }
    thresholdNanos = millis * NANOS;
  }

  /**
   * A statement has ended; called by its session's thread.
   *
   * @param nanos for which the engine worked
   */
  void ended(Session session, long nanos, long rows, boolean failed) {
    if (nanos >= thresholdNanos) {
      keep(session, nanos, rows, failed);
    }
  }

  private void keep(Session session, long nanos, long rows, boolean failed) {
    String text = session.activity().statement();
    Slow slow =
        new Slow(
            System.currentTimeMillis(),
            session.id(),
            session.principal().name(),
            session.request().database(),
            session.request().protocol(),
            text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) + " …" : text,
            nanos / NANOS_PER_MILLI,
            rows,
            failed);
    synchronized (newest) {
      newest.addFirst(slow);
      if (newest.size() > MOST) {
        newest.removeLast();
      }
    }
  }

  @Override
  public List<Slow> list() {
    synchronized (newest) {
      return new ArrayList<>(newest);
    }
  }
}
