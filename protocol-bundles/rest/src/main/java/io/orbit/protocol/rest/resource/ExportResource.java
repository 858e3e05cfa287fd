package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Transfers;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.ops.Transfers.Kind;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.Caller;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Exports of whole databases, made while they are in use. */
@Path("api/v1/exports")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class ExportResource {
  private static final String ZIP = "application/zip";

  private final Transfers transfers;

  /**
   * An export to be made.
   *
   * @param database the request's own when not said
   * @param format {@code csv} or {@code parquet}; csv when not said
   */
  public record WantedExport(
      @OptionalMember @Nullable String database, @OptionalMember @Nullable String format) {}

  public ExportResource(Transfers transfers) {
    this.transfers = transfers;
  }

  @GET
  @Operation(summary = "Lists the exports", answer = KnownTransfer.class, list = true)
  public List<KnownTransfer> list() {
    return transfers.list(Kind.EXPORT).stream().map(KnownTransfer::of).toList();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "Shows an export, with its progress", answer = KnownTransfer.class)
  public KnownTransfer show(@PathParam("id") String id) {
    return transfers
        .find(Kind.EXPORT, id)
        .map(KnownTransfer::of)
        .orElseThrow(() -> Inputs.unknown("export", id));
  }

  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begins to export a database, as of this moment",
      status = 202,
      body = WantedExport.class,
      answer = KnownTransfer.class)
  public Response start(@Nullable WantedExport wanted, @Context HttpServletRequest request) {
    WantedExport given = Inputs.require(wanted, "the body");
    var session = Caller.session(request);
    KnownTransfer begun =
        KnownTransfer.of(
            transfers.export(
                session.principal().name(),
                Objects.requireNonNullElse(given.database(), session.database().name()),
                format(Objects.requireNonNullElse(given.format(), "csv"))));
    return Response.accepted(begun).location(URI.create("/api/v1/exports/" + begun.id())).build();
  }

  private static Format format(String name) {
    return switch (name) {
      case "csv" -> Format.CSV;
      case "parquet" -> Format.PARQUET;
      default ->
          throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "format is csv or parquet");
    };
  }

  @GET
  @Path("{id}/archive")
  @Produces(ZIP)
  @Operation(summary = "Answers the archive of an export that is done", answer = byte[].class)
  public Response archive(@PathParam("id") String id) throws IOException {
    java.nio.file.Path file = transfers.archive(id);
    return Response.ok(file.toFile(), ZIP)
        .header(HttpHeaders.CONTENT_LENGTH, Files.size(file))
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".zip\"")
        .build();
  }

  @POST
  @Path("{id}/cancel")
  @Operation(summary = "Asks an export to stop", status = 204)
  public Response cancel(@PathParam("id") String id) {
    transfers.cancel(Kind.EXPORT, id);
    return Response.noContent().build();
  }

  @DELETE
  @Path("{id}")
  @Operation(summary = "Removes an export and its archive", status = 204)
  public Response delete(@PathParam("id") String id) {
    transfers.delete(Kind.EXPORT, id);
    return Response.noContent().build();
  }
}
