package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Logs;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** The server's log. */
@Path("api/v1/logs")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class LogResource {
  private static final int MOST = 10_000;

  private final Logs logs;

  /** trace, debug, info, warn, error, off, or default. */
  public record Level(String level) {}

  public LogResource(Logs logs) {
    this.logs = logs;
  }

  @GET
  @Operation(summary = "The newest entries, oldest first", answer = Logs.Entry.class, list = true)
  public List<Logs.Entry> tail(
      @QueryParam("count") @DefaultValue("200") int count,
      @QueryParam("level") @DefaultValue("info") String level,
      @QueryParam("logger") @DefaultValue("") String logger) {
    return logs.tail(Inputs.within(count, 1, MOST, "count"), level, logger);
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
