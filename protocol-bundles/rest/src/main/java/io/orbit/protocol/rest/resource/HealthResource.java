package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Health.State;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.Open;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/**
 * For load balancers and orchestrators. Open to all, hence without details: those are in the
 * overview.
 */
@Path("/")
@Produces(MediaType.APPLICATION_JSON)
@Open
public final class HealthResource {
  private final HealthChecks checks;

  /** The whole, and each aspect by name. */
  public record Summary(State state, List<Aspect> aspects) {}

  /** One aspect. */
  public record Aspect(String name, State state) {}

  /** Whether clients should be sent here. */
  public record Readiness(boolean ready, List<String> waitingFor) {}

  /** The process answers. */
  public record Liveness(boolean live) {}

  public HealthResource(HealthChecks checks) {
    this.checks = checks;
  }

  @GET
  @Path("health")
  @Operation(summary = "Health of the server; 503 when it is down", answer = Summary.class)
  public Response health() {
    List<Aspect> aspects =
        checks.all().stream().map(check -> new Aspect(check.name(), check.state())).toList();
    State whole = checks.whole();
    return Response.status(whole == State.DOWN ? 503 : 200)
        .entity(new Summary(whole, aspects))
        .build();
  }

  @GET
  @Path("ready")
  @Operation(
      summary = "200 when the store is up and every wanted protocol listens, else 503",
      answer = Readiness.class)
  public Response ready() {
    List<String> missing = checks.waitingFor();
    return Response.status(missing.isEmpty() ? 200 : 503)
        .entity(new Readiness(missing.isEmpty(), missing))
        .build();
  }

  @GET
  @Path("live")
  @Operation(summary = "200 while the process answers", answer = Liveness.class)
  public Liveness live() {
    return new Liveness(true);
  }
}
