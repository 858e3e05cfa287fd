package io.orbit.protocol.rest.resource;

import io.orbit.protocol.rest.openapi.Operation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;

/** The server at a glance, once or every second. */
@Path("api/v1/overview")
@Produces(MediaType.APPLICATION_JSON)
public final class OverviewResource {
  private final OverviewSource source;
  private final OverviewStream stream;

  public OverviewResource(OverviewSource source, OverviewStream stream) {
    this.source = source;
    this.stream = stream;
  }

  @GET
  @Operation(summary = "The server at a glance", answer = Overview.class)
  public Overview now() {
    return source.now();
  }

  @GET
  @Path("events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @Operation(summary = "The same every second, as events named overview", answer = Overview.class)
  public void follow(
      @Context SseEventSink sink, @Context Sse sse, @Context HttpServletRequest request) {
    stream.add(sink, sse, request);
  }
}
