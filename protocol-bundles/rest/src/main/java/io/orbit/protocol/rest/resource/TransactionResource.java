package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.security.Session;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Transactions over several requests: one request after the other carries a transaction on by its
 * token, which is its id here. Who lets it rest for too long loses it.
 */
@Path("api/v1/transactions")
@Produces(MediaType.APPLICATION_JSON)
public final class TransactionResource {
  private static final String SQL = "sql";
  private static final String USUAL = "read committed";
  private static final List<String> ISOLATIONS = List.of(USUAL, "repeatable read", "serializable");

  private final RestServices services;

  /**
   * A transaction to begin.
   *
   * @param isolation {@code read committed} when not said, {@code repeatable read} or {@code
   *     serializable}
   * @param readOnly false when not said
   */
  public record Wanted(
      @OptionalMember @Nullable String isolation, @OptionalMember @Nullable Boolean readOnly) {}

  /**
   * One that has begun.
   *
   * @param id what further requests name as {@code ?transaction=}
   */
  public record Begun(String id) {}

  public TransactionResource(RestServices services) {
    this.services = services;
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begins a transaction that further requests carry on",
      status = 201,
      body = Wanted.class,
      answer = Begun.class)
  public Response begin(@Nullable Wanted wanted, @Context HttpServletRequest request) {
    Wanted given = wanted == null ? new Wanted(null, null) : wanted;
    String isolation =
        given.isolation() == null ? USUAL : given.isolation().toLowerCase(Locale.ROOT);
    if (!ISOLATIONS.contains(isolation)) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "isolation must be " + String.join(", ", ISOLATIONS) + ", not " + given.isolation());
    }
    Session session = Caller.session(request);
    boolean readOnly = Boolean.TRUE.equals(given.readOnly());
    run(session, "BEGIN ISOLATION LEVEL " + isolation + (readOnly ? " READ ONLY" : " READ WRITE"));
    String id = session.detach();
    return Response.status(Response.Status.CREATED)
        .location(URI.create(request.getRequestURI() + "/" + id))
        .entity(new Begun(id))
        .build();
  }

  @POST
  @Path("{id}/commit")
  @Operation(summary = "Commits a transaction", status = 204)
  public Response commit(@PathParam("id") String id, @Context HttpServletRequest request) {
    Session session = attached(id, request);
    if (session.isFailed()) {
      session.rollback();
      throw new OrbitException(
          ErrorCode.TRANSACTION_ROLLED_BACK,
          "the transaction had failed and was rolled back instead of committed");
    }
    run(session, "COMMIT");
    services.awaitDurable(services.statements().endImplicit(session, true));
    return Response.noContent().build();
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Rolls a transaction back", status = 204)
  public Response rollBack(@PathParam("id") String id, @Context HttpServletRequest request) {
    attached(id, request).rollback();
    return Response.noContent().build();
  }

  @POST
  @Path("{id}/abort")
  @Operation(summary = "Rolls a transaction back, as clients of the original ask", status = 204)
  public Response abort(@PathParam("id") String id, @Context HttpServletRequest request) {
    return rollBack(id, request);
  }

  private static Session attached(String id, HttpServletRequest request) {
    Session session = Caller.session(request);
    try {
      session.attach(id);
      return session;
    } catch (OrbitException refused) {
      throw refused.code() == ErrorCode.NO_ACTIVE_TRANSACTION
          ? Inputs.unknown("transaction", id)
          : refused;
    }
  }

  private void run(Session session, String text) {
    var prepared = services.statements().prepare(session, SQL, text, List.of());
    try (Execution execution = services.statements().execute(session, prepared, List.of())) {
      execution.next(1);
    }
  }
}
