package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Logs;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.List;

/** The server's log. */
@Path("api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class LogResource {
  private static final int MOST = 10_000;

  private final Logs logs;
  private final LogStreams streams;

  /** trace, debug, info, warn, error, off, or default. */
  public record Level(String level) {}

  public LogResource(Logs logs, LogStreams streams) {
    this.logs = logs;
    this.streams = streams;
  }

  @GET
  @Operation(summary = "The newest entries, oldest first", answer = Logs.Entry.class, list = true)
  public List<Logs.Entry> tail(
      @QueryParam("count") @DefaultValue("200") int count,
      @QueryParam("level") @DefaultValue("info") String level,
      @QueryParam("logger") @DefaultValue("") String logger) {
    return logs.tail(Inputs.within(count, 1, MOST, "count"), level, logger);
  }

  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(
      summary = "Follows the log: the newest 200 entries and then each, as events named entry",
      answer = Logs.Entry.class)
  public void follow(
      @QueryParam("level") @DefaultValue("info") String level,
      @QueryParam("logger") @DefaultValue("") String logger,
      @Context SseEventSink sink,
      @Context Sse sse,
      @Context HttpServletRequest request) {
    streams.add(level, logger, sink, sse, request);
  }

  @PUT
  @Path("levels/{logger}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Sets a logger's level until the next start",
      status = 204,
      anyName = true,
      body = Level.class)
  public Response setLevel(@PathParam("logger") String logger, Level level) {
    logs.setLevel(logger, Inputs.require(Inputs.require(level, "level").level(), "level"));
    return Response.noContent().build();
  }
}
