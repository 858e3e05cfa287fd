package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Listeners.ConnectionInfo;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.api.security.Session;
import io.orbit.api.security.Session.CancelReason;
import io.orbit.api.security.Sessions;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Comparator;
import java.util.List;

/** Ports, connections and sessions. */
@Path("api/v1")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ConnectionResource {
  private final Listeners listeners;
  private final Sessions sessions;

  /**
   * A session.
   *
   * @param state what it does, in PostgreSQL's words
   * @param since milliseconds since 1970 at which the state began
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
      long since) {}

  public ConnectionResource(Listeners listeners, Sessions sessions) {
    this.listeners = listeners;
    this.sessions = sessions;
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
  @Operation(summary = "Ends a connection at once", status = 204)
  public Response kill(@PathParam("id") long id) {
    if (!listeners.kill(id)) {
      throw Inputs.unknown("connection", id);
    }
    return Response.noContent().build();
  }

  @GET
  @Path("sessions")
  @Operation(summary = "Lists open sessions", answer = SessionInfo.class, list = true)
  public List<SessionInfo> sessions() {
    return sessions.list().stream()
        .map(ConnectionResource::describe)
        .sorted(Comparator.comparingLong(SessionInfo::id))
        .toList();
  }

  @POST
  @Path("sessions/{id}/cancel")
  @Operation(summary = "Asks a session's running statement to stop", status = 204)
  public Response cancel(@PathParam("id") long id) {
    sessions.list().stream()
        .filter(session -> session.id() == id)
        .findAny()
        .orElseThrow(() -> Inputs.unknown("session", id))
        .cancel(CancelReason.USER_REQUEST);
    return Response.noContent().build();
  }

  private static SessionInfo describe(Session session) {
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
        activity.since());
  }
}
