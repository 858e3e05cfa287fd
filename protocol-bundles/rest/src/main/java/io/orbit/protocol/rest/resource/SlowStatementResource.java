package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.SlowStatements;
import io.orbit.api.ops.SlowStatements.Slow;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements of all languages that took long. */
@Path("api/v1/slow-statements")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class SlowStatementResource {
  private static final int MOST = 500;

  private final SlowStatements slow;

  /**
   * What is kept.
   *
   * @param milliseconds of work from which on a statement is
   */
  public record Threshold(long milliseconds) {}

  public SlowStatementResource(SlowStatements slow) {
    this.slow = slow;
  }

  @GET
  @Operation(
      summary = "Lists the newest slow statements, of a protocol or all, the newest first",
      answer = Slow.class,
      list = true)
  public List<Slow> list(
      @QueryParam("count") @DefaultValue("100") int count,
      @QueryParam("protocol") @DefaultValue("") String protocol) {
    int most = Inputs.within(count, 1, MOST, "count");
    return slow.list().stream()
        .filter(one -> protocol.isEmpty() || one.protocol().equals(protocol))
        .limit(most)
        .toList();
  }

  @GET
  @Path("threshold")
  @Operation(summary = "Shows from when on a statement is slow", answer = Threshold.class)
  public Threshold threshold() {
    return new Threshold(slow.thresholdMillis());
  }

  @PUT
  @Path("threshold")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Says from when on a statement is slow, until the next start",
      body = Threshold.class,
      answer = Threshold.class)
  public Threshold setThreshold(@Nullable Threshold wanted) {
    slow.setThresholdMillis(Inputs.require(wanted, "the body").milliseconds());
    return threshold();
  }
}
