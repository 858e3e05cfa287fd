package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Transfers;
import io.orbit.api.ops.Transfers.Kind;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.Caller;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.util.List;

/** Imports of what was exported, here or by a Redis server. */
@Path("api/v1/imports")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ImportResource {
  private final Transfers transfers;

  public ImportResource(Transfers transfers) {
    this.transfers = transfers;
  }

  @GET
  @Operation(
      summary = "Lists the imports since the server's start",
      answer = KnownTransfer.class,
      list = true)
  public List<KnownTransfer> list() {
    return transfers.list(Kind.IMPORT).stream().map(KnownTransfer::of).toList();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "Shows an import, with its progress", answer = KnownTransfer.class)
  public KnownTransfer show(@PathParam("id") String id) {
    return transfers
        .find(Kind.IMPORT, id)
        .map(KnownTransfer::of)
        .orElseThrow(() -> Inputs.unknown("import", id));
  }

  @POST
  @Consumes({"application/zip", MediaType.APPLICATION_OCTET_STREAM})
  @Operation(
      summary = "Takes an export's archive, or the dump file of a Redis server, and imports it",
      status = 202,
      body = byte[].class,
      answer = KnownTransfer.class)
  public Response start(
      InputStream archive,
      @QueryParam("into") @DefaultValue("") String into,
      @QueryParam("create") @DefaultValue("false") boolean create,
      @Context HttpServletRequest request) {
    var session = Caller.session(request);
    String database = into.isEmpty() ? session.database().name() : into;
    KnownTransfer begun =
        KnownTransfer.of(transfers.load(session.principal().name(), database, create, archive));
    return Response.accepted(begun).location(URI.create("/api/v1/imports/" + begun.id())).build();
  }

  @POST
  @Path("{id}/cancel")
  @Operation(summary = "Asks an import to stop; what is committed by then stays", status = 204)
  public Response cancel(@PathParam("id") String id) {
    transfers.cancel(Kind.IMPORT, id);
    return Response.noContent().build();
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Forgets an import that has ended", status = 204)
  public Response delete(@PathParam("id") String id) {
    transfers.delete(Kind.IMPORT, id);
    return Response.noContent().build();
  }
}
