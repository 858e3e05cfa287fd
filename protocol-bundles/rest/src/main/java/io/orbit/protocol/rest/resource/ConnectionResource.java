package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Listeners.ConnectionInfo;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.security.Session.CancelReason;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.Wait;
import io.orbit.api.storage.WaitingLock;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Ports, connections and sessions. */
@Path("api/v1")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ConnectionResource {
  private final Listeners listeners;
  private final Sessions sessions;
  private final Store store;

  /**
   * A session.
   *
   * @param state what it does, in PostgreSQL's words
   * @param since milliseconds since 1970 at which the state began
   * @param transaction the one that is open; 0 for none
   * @param waiting whether it waits for a lock
   */
  public record SessionInfo(
      long id,
      String user,
      String database,
      String protocol,
      String remoteAddress,
      String applicationName,
      String state,
      String statement,
      long since,
      long transaction,
      boolean waiting) {}

  public ConnectionResource(Listeners listeners, Sessions sessions, Store store) {
    this.listeners = listeners;
    this.sessions = sessions;
    this.store = store;
  }

  @GET
  @Path("listeners")
  @Operation(summary = "Lists the ports of all protocols", answer = ListenerInfo.class, list = true)
  public List<ListenerInfo> listeners() {
    return listeners.listeners();
  }

  @GET
  @Path("connections")
  @Operation(summary = "Lists open connections", answer = ConnectionInfo.class, list = true)
  public List<ConnectionInfo> connections() {
    return listeners.connections();
  }

  @DELETE
  @Path("connections/{id}")
  @Operation(
      summary = "Ends a connection at once, or with drain at its next boundary",
      status = 204)
  public Response kill(
      @PathParam("id") long id, @QueryParam("drain") @DefaultValue("false") boolean drain) {
    if (!(drain ? listeners.drain(id) : listeners.kill(id))) {
      throw Inputs.unknown("connection", id);
    }
    return Response.noContent().build();
  }

  @GET
  @Path("sessions")
  @Operation(summary = "Lists open sessions", answer = SessionInfo.class, list = true)
  public List<SessionInfo> sessions() {
    Set<Wait> waits =
        store.waitingLocks().stream().map(WaitingLock::handle).collect(Collectors.toSet());
    return sessions.list().stream()
        .map(session -> describe(session, waits))
        .sorted(Comparator.comparingLong(SessionInfo::id))
        .toList();
  }

  @POST
  @Path("sessions/{id}/cancel")
  @Operation(summary = "Asks a session's running statement to stop", status = 204)
  public Response cancel(@PathParam("id") long id) {
    session(id).cancel(CancelReason.USER_REQUEST);
    return Response.noContent().build();
  }

  @DELETE
  @Path("sessions/{id}")
  @Operation(
      summary = "Ends a session at once, with what it runs, its transaction and its connection",
      status = 204)
  public Response end(@PathParam("id") long id) {
    Session session = session(id);
    session.cancel(CancelReason.SHUTDOWN);
    List<ConnectionInfo> its =
        listeners.connections().stream().filter(connection -> isOf(connection, session)).toList();
    // Behind one Unix-domain socket many have the same address: nobody else's is cut off.
    if (its.size() == 1) {
      listeners.kill(its.getFirst().id());
    }
    return Response.noContent().build();
  }

  private static boolean isOf(ConnectionInfo connection, Session session) {
    return connection.protocol().equals(session.request().protocol())
        && connection.remoteAddress().equals(session.request().remoteAddress());
  }

  private Session session(long id) {
    return sessions.list().stream()
        .filter(session -> session.id() == id)
        .findAny()
        .orElseThrow(() -> Inputs.unknown("session", id));
  }

  private static SessionInfo describe(Session session, Set<Wait> waits) {
    Transaction transaction = session.transaction();
    Wait waiting = session.waiting();
    Session.Activity activity = session.activity();
    return new SessionInfo(
        session.id(),
        session.sessionUser().name(),
        session.request().database(),
        session.request().protocol(),
        session.request().remoteAddress(),
        session.request().applicationName(),
        activity.state(),
        activity.statement(),
        activity.since(),
        transaction == null ? 0 : transaction.id(),
        waiting != null && waits.contains(waiting));
  }
}
