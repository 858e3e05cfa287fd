package io.orbit.protocol.rest.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The browsers that are logged in. Kept in memory only: when this bundle goes, everybody logs in
 * again. A log-in ends after half an hour without a request, and after twelve hours in any case.
 * Thread-safe.
 */
public final class BrowserSessions {
  static final Duration IDLE_LIMIT = Duration.ofMinutes(30);
  static final Duration TOTAL_LIMIT = Duration.ofHours(12);

  private static final int MAXIMUM = 10_000;
  private static final int SECRET_BYTES = 32;

  private final Map<String, Entry> open = new ConcurrentHashMap<>();
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock;

  private static final class Entry {
    final BrowserSession session;
    volatile long lastUse;

    Entry(BrowserSession session) {
      this.session = session;
      this.lastUse = session.createdAt();
    }
  }

  public BrowserSessions(InstantSource clock) {
    this.clock = clock;
  }

  /** Begins a log-in of who has proven who they are. */
  public BrowserSession begin(Session proven) {
    long now = clock.millis();
    open.values().removeIf(entry -> isOver(entry, now));
    if (open.size() >= MAXIMUM) {
      throw new OrbitException(ErrorCode.TOO_MANY_CONNECTIONS, "too many browsers are logged in");
    }
    BrowserSession session =
        new BrowserSession(secret(), proven.sessionUser().name(), proven.identity(), secret(), now);
    open.put(session.id(), new Entry(session));
    return session;
  }

  /** The log-in with that cookie, which is thereby used. */
  public Optional<BrowserSession> find(String id) {
    Entry entry = open.get(id);
    long now = clock.millis();
    if (entry == null || isOver(entry, now)) {
      open.remove(id);
      return Optional.empty();
    }
    entry.lastUse = now;
    return Optional.of(entry.session);
  }

  /** Whether a log-in still holds; does not count as use. */
  public boolean isOpen(BrowserSession session) {
    Entry entry = open.get(session.id());
    return entry != null && !isOver(entry, clock.millis());
  }

  public void end(BrowserSession session) {
    open.remove(session.id());
  }

  private static boolean isOver(Entry entry, long now) {
    return now - entry.lastUse > IDLE_LIMIT.toMillis()
        || now - entry.session.createdAt() > TOTAL_LIMIT.toMillis();
  }

  private String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
