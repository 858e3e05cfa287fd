package io.orbit.query.session;

import io.orbit.api.security.Session;
import io.orbit.query.execute.Notices;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** The engine's memory of sessions, by session id. Closed sessions are forgotten in passing. */
public final class SessionStates implements Notices {
  private static final int SWEEP_EVERY = 256;

  private final Map<Long, SessionState> states = new ConcurrentHashMap<>();
  private final AtomicInteger added = new AtomicInteger();

  Optional<SessionState> find(Session session) {
    return Optional.ofNullable(states.get(session.id()));
  }

  @Override
  public void notice(Session session, String severity, String sqlState, String message) {
    of(session).notice(severity, sqlState, message);
  }

  public SessionState of(Session session) {
    SessionState known = states.get(session.id());
    if (known != null) {
      return known;
    }
    if (added.incrementAndGet() % SWEEP_EVERY == 0) {
      states.values().removeIf(state -> state.session().isClosed());
    }
    return states.computeIfAbsent(session.id(), id -> new SessionState(session));
  }
}
