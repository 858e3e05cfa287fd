package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.orbit.api.ops.Listeners;
import io.orbit.api.ops.Listeners.Limits;
import io.orbit.api.ops.Listeners.ListenerInfo;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Protocols at their ports: what they allow, and closing and opening them. */
@Path("api/v1/protocols")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ProtocolResource {
  private final Listeners listeners;

  /**
   * A protocol.
   *
   * @param state listening, draining, waiting, failed or stopped
   * @param limits absent where its server brings its own sockets
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProtocolInfo(
      String name,
      String address,
      int port,
      boolean tls,
      String state,
      String problem,
      int connections,
      long accepted,
      long refused,
      @OptionalMember @Nullable Limits limits) {}

  public ProtocolResource(Listeners listeners) {
    this.listeners = listeners;
  }

  @GET
  @Operation(
      summary = "Lists the protocols with their ports and limits",
      answer = ProtocolInfo.class,
      list = true)
  public List<ProtocolInfo> list() {
    return listeners.listeners().stream().map(this::describe).toList();
  }

  @GET
  @Path("{name}")
  @Operation(summary = "Shows a protocol", answer = ProtocolInfo.class)
  public ProtocolInfo show(@PathParam("name") String name) {
    return listeners.listeners().stream()
        .filter(listener -> listener.protocol().equals(name))
        .findAny()
        .map(this::describe)
        .orElseThrow(() -> Inputs.unknown("protocol", name));
  }

  @POST
  @Path("{name}/stop")
  @Operation(
      summary =
          "Closes a protocol's ports and lets its sessions end at their next boundary; answered"
              + " when they have. It stays stopped until it is started, installed anew, or the"
              + " server starts",
      answer = ProtocolInfo.class)
  public ProtocolInfo stop(@PathParam("name") String name) {
    listeners.stop(name);
    return show(name);
  }

  @POST
  @Path("{name}/start")
  @Operation(summary = "Opens a stopped protocol's ports again", answer = ProtocolInfo.class)
  public ProtocolInfo start(@PathParam("name") String name) {
    listeners.start(name);
    return show(name);
  }

  private ProtocolInfo describe(ListenerInfo listener) {
    return new ProtocolInfo(
        listener.protocol(),
        listener.address(),
        listener.port(),
        listener.tls(),
        listener.state(),
        listener.problem(),
        listener.connections(),
        listener.accepted(),
        listener.refused(),
        listeners.limits(listener.protocol()).orElse(null));
  }
}
