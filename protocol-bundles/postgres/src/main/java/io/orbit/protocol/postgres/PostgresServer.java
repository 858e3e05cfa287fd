package io.orbit.protocol.postgres;

import io.orbit.api.ops.ServerInfo;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;

/** What the sessions of this protocol stand on. Thread-safe. */
record PostgresServer(Store store, Sessions sessions, Statements statements, ServerInfo info) {
  static final String PROTOCOL = "postgres";

  /** The language of its statements. */
  static final String LANGUAGE = "sql";

  /** The number by which a client names a session in a cancel request. */
  static int processId(Session session) {
    return processId(session.id());
  }

  /** Likewise, by the session's id. */
  static int processId(long session) {
    return (int) session & Integer.MAX_VALUE;
  }

  /**
   * Stops what the session of that number does now, if the key is right; says nothing otherwise.
   */
  void cancel(PostgresMessage.CancelRequest request) {
    for (Session session : sessions.list()) {
      if (processId(session) == request.processId() && session.cancelKey() == request.secretKey()) {
        session.cancel(Session.CancelReason.USER_REQUEST);
      }
    }
  }
}
