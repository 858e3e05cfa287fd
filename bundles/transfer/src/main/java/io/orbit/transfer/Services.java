package io.orbit.transfer;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.query.Statements;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;

/** What exports and imports stand on. */
public record Services(
    Sessions sessions,
    Statements statements,
    Catalog catalog,
    Store store,
    Sequences sequences,
    Keyspaces keyspaces,
    ServerInfo server) {

  /** A session of a user's in a database. */
  public Session open(String user, String database) {
    return sessions.open(
        new SessionRequest(user, database, "transfer", "local", true, "orbit transfer"));
  }

  SqlSession sql(Session session) {
    return new SqlSession(session, statements, store);
  }
}
