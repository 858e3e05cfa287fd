package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.security.Session.CancelReason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What runs now, by the ids that clients gave, so that they can stop it. An id is its user's own.
 * Thread-safe.
 */
final class RunningStatements {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private final Map<String, Session> running = new ConcurrentHashMap<>();

  /** While open, the statement can be stopped by its id. */
  interface Running extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * A statement begins.
   *
   * @param id what the client calls it; null for a statement that nobody will stop by its id
   */
  Running begin(Session session, @Nullable String id) {
    if (id == null) {
      return () -> {};
    }
    if (!ID.matcher(id).matches()) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "id has 1 to 64 letters, digits, dots, hyphens and underscores");
    }
    String key = key(session, id);
    if (running.putIfAbsent(key, session) != null) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_OBJECT, "a statement with the id \"" + id + "\" is running already");
    }
    return () -> running.remove(key, session);
  }

  /** Asks the caller's statement of that id to stop; false when none runs. */
  boolean cancel(Session caller, String id) {
    Session session = running.get(key(caller, id));
    if (session == null) {
      return false;
    }
    session.cancel(CancelReason.USER_REQUEST);
    return true;
  }

  private static String key(Session session, String id) {
    return session.sessionUser().roleId() + "/" + id;
  }
}
