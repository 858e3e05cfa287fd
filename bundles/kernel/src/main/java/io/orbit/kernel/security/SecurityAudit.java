package io.orbit.kernel.security;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.AuditLog.Event;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Tells the audit log who came in, who was turned away and who was denied something. What repeats
 * itself by its nature is recorded once in a while: REST opens a session with every request, and a
 * program may ask for what it may not in a loop. Thread-safe.
 */
final class SecurityAudit {
  private static final String PER_REQUEST = "rest";
  private static final long LOG_IN_MILLIS = TimeUnit.MINUTES.toMillis(10);
  private static final long DENIAL_MILLIS = TimeUnit.MINUTES.toMillis(1);
  private static final int MOST_KNOWN = 10_000;

  private final AuditLog log;
  private final SecurityClock clock;
  private final Map<String, Long> told = new Recent();

  SecurityAudit(AuditLog log, SecurityClock clock) {
    this.log = log;
    this.clock = clock;
  }

  /** The newest so many. */
  private static final class Recent extends LinkedHashMap<String, Long> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
      return size() > MOST_KNOWN;
    }
  }

  private boolean isNew(String what, long within) {
    long now = clock.millis();
    synchronized (told) {
      Long before = told.get(what);
      if (before != null && now - before < within) {
        return false;
      }
      told.remove(what);
      told.put(what, now);
      return true;
    }
  }

  /**
   * Somebody came in.
   *
   * @param by by what, where it was not a password of ours
   */
  void opened(SessionRequest request, String user, String database, String by) {
    if (request.protocol().equals(PER_REQUEST)) {
      String host = request.remoteAddress().replaceFirst(":\\d+$", "");
      if (!isNew(String.join(" ", "in", user, host, database, by), LOG_IN_MILLIS)) {
        return;
      }
    }
    log.record(event(request, user, "log in", "database " + database, true, by));
  }

  /** Somebody was turned away. */
  void refused(SessionRequest request, String user, String why) {
    log.record(event(request, user, "log in", "", false, why));
  }

  /** A session wanted what it may not. */
  void denied(Session session, CatalogObject object, String what) {
    String user = session.sessionUser().name();
    if (isNew(String.join(" ", "no", user, Long.toString(object.id()), what), DENIAL_MILLIS)) {
      log.record(
          event(
              session.request(),
              user,
              "denied " + what.toLowerCase(Locale.ROOT),
              object.name(),
              false,
              ""));
    }
  }

  /** What a session did. */
  void did(Session session, String action, String object) {
    log.record(event(session.request(), session.sessionUser().name(), action, object, true, ""));
  }

  private static Event event(
      SessionRequest request,
      String user,
      String action,
      String object,
      boolean allowed,
      String detail) {
    return new Event(
        user, request.protocol(), request.remoteAddress(), action, object, allowed, detail);
  }
}
