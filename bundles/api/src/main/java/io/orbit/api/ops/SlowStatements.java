package io.orbit.api.ops;

import java.util.List;

/** The statements of all languages that took long, the newest so many. Thread-safe. */
public interface SlowStatements {
  /** Statements that worked at least this long are kept, in milliseconds. */
  long thresholdMillis();

  /**
   * Keeps those that work at least this long from now on, until the next start.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_PARAMETER_VALUE below 0
   */
  void setThresholdMillis(long millis);

  /** The newest first. */
  List<Slow> list();

  /**
   * One of them.
   *
   * @param endedAt milliseconds since 1970
   * @param session id of the session
   * @param text as it was sent, cut where it is long
   * @param milliseconds in which the engine worked on it, the client's time apart
   * @param rows answered or changed; -1 where that has no meaning
   * @param failed whether it ended with an error
   */
  record Slow(
      long endedAt,
      long session,
      String user,
      String database,
      String protocol,
      String text,
      double milliseconds,
      long rows,
      boolean failed) {}
}
