package io.orbit.query.execute;

import io.orbit.api.security.Session;

/** Tells clients what is no error. */
public interface Notices {
  void notice(Session session, String severity, String sqlState, String message);
}
