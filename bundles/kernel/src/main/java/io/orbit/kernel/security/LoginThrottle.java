package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.SessionRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Slows guessing. Failures are counted for each user at each address, and for each address that is
 * not this machine. From the fifth failure of a user at an address (the twentieth of an address)
 * on, attempts there are let through one at a time, with a pause before each that begins at 100 ms
 * and doubles with every further failure up to 10 s; the pauses of attempts made at once add up, so
 * that more connections do not mean more guesses. Who would have to wait for more than 10 s is
 * refused unheard. A success, or ten minutes without a failure, ends it.
 *
 * <p>An attacker thus slows down a user only where they share an address. Thread-safe; holds at
 * most {@value #MAX_ENTRIES} counts, dropping those least lately used.
 */
final class LoginThrottle {
  static final int FREE_FAILURES = 5;
  static final int FREE_FAILURES_OF_ADDRESS = 20;
  static final long FIRST_PAUSE_MILLIS = 100;
  static final long LONGEST_PAUSE_MILLIS = 10_000;
  static final long FORGET_MILLIS = 600_000;
  private static final int MAX_ENTRIES = 10_000;

  private final SecurityClock clock;
  private final Map<Source, Count> counts =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Count> eldest) {
          return size() > MAX_ENTRIES;
        }
      };

  LoginThrottle(SecurityClock clock) {
    this.clock = clock;
  }

  /**
   * Waits for the attempt's turn.
   *
   * @throws OrbitException INVALID_PASSWORD when that would be too long
   */
  void await(SessionRequest request, String user) {
    long pause = reserve(sources(request, user));
    if (pause > LONGEST_PAUSE_MILLIS) {
      throw wrongPassword(user)
          .withHint(
              "Too many failed attempts from this address; try again in %d seconds."
                  .formatted((pause + 999) / 1000));
    }
    if (pause > 0) {
      clock.pause(pause);
    }
  }

  synchronized void failed(SessionRequest request, String user) {
    long now = clock.millis();
    for (Source source : sources(request, user)) {
      Count count = counts.computeIfAbsent(source, ignored -> new Count());
      count.failures = count.isForgotten(now) ? 1 : count.failures + 1;
      count.lastFailure = now;
      count.nextTurn = Math.max(count.nextTurn, now + count.pause(source));
    }
  }

  synchronized void succeeded(SessionRequest request, String user) {
    counts.remove(new Source(user, host(request.remoteAddress())));
  }

  static OrbitException wrongPassword(String user) {
    return new OrbitException(
        ErrorCode.INVALID_PASSWORD, "password authentication failed for user \"" + user + "\"");
  }

  /** Takes a turn and answers how far away it is; takes none when that is too far. */
  private synchronized long reserve(List<Source> sources) {
    long now = clock.millis();
    long turn = now;
    for (Source source : sources) {
      Count count = counts.get(source);
      if (count != null && count.pause(source) > 0 && !count.isForgotten(now)) {
        turn = Math.max(turn, count.nextTurn);
      }
    }
    if (turn - now <= LONGEST_PAUSE_MILLIS) {
      for (Source source : sources) {
        Count count = counts.get(source);
        if (count != null) {
          count.nextTurn = Math.max(count.nextTurn, turn + count.pause(source));
        }
      }
    }
    return turn - now;
  }

  private static List<Source> sources(SessionRequest request, String user) {
    String host = host(request.remoteAddress());
    List<Source> sources = new ArrayList<>(2);
    sources.add(new Source(user, host));
    if (!request.loopback()) {
      sources.add(new Source("", host));
    }
    return sources;
  }

  /** The address without its port: {@code 10.0.0.7:4711}, {@code [::1]:4711} or without one. */
  static String host(String address) {
    String plain = address.startsWith("/") ? address.substring(1) : address;
    if (plain.startsWith("[")) {
      int end = plain.indexOf(']');
      return end < 0 ? plain : plain.substring(1, end);
    }
    int colon = plain.indexOf(':');
    return colon > 0 && colon == plain.lastIndexOf(':') ? plain.substring(0, colon) : plain;
  }

  /** Who fails. @param user empty for anybody at the address */
  private record Source(String user, String host) {}

  private static final class Count {
    private int failures;
    private long lastFailure;
    private long nextTurn;

    boolean isForgotten(long now) {
      return failures > 0 && now - lastFailure > FORGET_MILLIS;
    }

    long pause(Source source) {
      int beyond = failures - (source.user.isEmpty() ? FREE_FAILURES_OF_ADDRESS : FREE_FAILURES);
      if (beyond < 0) {
        return 0;
      }
      return Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(beyond, 20));
    }
  }
}
