package io.orbit.query.statistics;

import io.orbit.api.security.Session;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often each statement ran and how long, by user, database and text without literals:
 * PostgreSQL's pg_stat_statements. Bounded: beyond {@value #MOST} statements a twentieth, those
 * that ran least, is forgotten. Thread-safe; in memory only.
 */
public final class StatementStatistics {
  private static final int MOST = 5_000;
  private static final int MOST_TEXT = 4_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final Map<Key, Figures> statements = new ConcurrentHashMap<>();

  /** Whose statement it is. */
  public record Key(long user, long database, String text) {
    /** A number for the text (FNV-1a), the same after a restart. */
    public long queryId() {
      long hash = 0xcbf29ce484222325L;
      for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
        hash = (hash ^ b & 0xFF) * 0x100000001b3L;
      }
      return hash;
    }
  }

  /**
   * One statement's figures.
   *
   * @param deviation standard deviation of the times
   */
  public record Shown(
      Key key,
      long calls,
      double totalMillis,
      double leastMillis,
      double mostMillis,
      double meanMillis,
      double deviation,
      long rows) {}

  /** Sums by Welford's method, as PostgreSQL takes them. */
  private static final class Figures {
    private long calls;
    private long rows;
    private double total;
    private double least = Double.MAX_VALUE;
    private double most;
    private double mean;
    private double squares;

    synchronized void add(double millis, long count) {
      calls++;
      rows += count;
      total += millis;
      least = Math.min(least, millis);
      most = Math.max(most, millis);
      double before = mean;
      mean += (millis - before) / calls;
      squares += (millis - before) * (millis - mean);
    }

    synchronized long calls() {
      return calls;
    }

    synchronized Shown shown(Key key) {
      return new Shown(key, calls, total, least, most, mean, Math.sqrt(squares / calls), rows);
    }
  }

  /**
   * A statement has ended without an error; called by its session's thread.
   *
   * @param text without its literals
   * @param nanos for which the engine worked
   */
  public void ended(Session session, String text, long nanos, long rows) {
    String kept = text.length() > MOST_TEXT ? text.substring(0, MOST_TEXT) : text;
    Key key = new Key(session.principal().roleId(), session.database().id(), kept);
    Figures figures = statements.get(key);
    if (figures == null) {
      if (statements.size() >= MOST) {
        forgetSome();
      }
      figures = statements.computeIfAbsent(key, first -> new Figures());
    }
    figures.add(nanos / NANOS_PER_MILLI, rows);
  }

  private synchronized void forgetSome() {
    if (statements.size() < MOST) {
      return;
    }
    record Used(Key key, long calls) {}
    statements.entrySet().stream()
        .map(entry -> new Used(entry.getKey(), entry.getValue().calls()))
        .sorted(Comparator.comparingLong(Used::calls))
        .limit(MOST / 20)
        .forEach(used -> statements.remove(used.key()));
  }

  /** All there are, in no order. */
  public List<Shown> list() {
    return statements.entrySet().stream()
        .map(entry -> entry.getValue().shown(entry.getKey()))
        .toList();
  }

  /**
   * Forgets statements.
   *
   * @param user of this user; 0 for all
   * @param database of this database; 0 for all
   * @param queryId of this number; 0 for all
   */
  public void reset(long user, long database, long queryId) {
    statements
        .keySet()
        .removeIf(
            key ->
                (user == 0 || key.user() == user)
                    && (database == 0 || key.database() == database)
                    && (queryId == 0 || key.queryId() == queryId));
  }
}
