package io.orbit.protocol.rest.resource;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Schema;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.openapi.OptionalMember;
import io.orbit.protocol.rest.security.Caller;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which engine holds what: tables are moved while they are used. */
@Path("api/v1/storage")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class EngineMoveResource {
  private final RestServices services;
  private final EngineMoves moves;

  /**
   * A table to be moved.
   *
   * @param database of the table; the caller's when not said
   * @param schema {@code public} when not said
   */
  public record WantedMove(
      @OptionalMember @Nullable String database,
      @OptionalMember @Nullable String schema,
      String name,
      String engine) {}

  /** An engine by its name. */
  public record WantedEngine(String engine) {}

  public EngineMoveResource(RestServices services) {
    this.services = services;
    this.moves = new EngineMoves(services);
  }

  @GET
  @Path("moves")
  @Operation(
      summary = "Lists the moves of tables between engines since the server's start",
      answer = EngineMove.class,
      list = true)
  public List<EngineMove> list() {
    return moves.list();
  }

  @GET
  @Path("moves/{id}")
  @Operation(summary = "Shows a move, with its progress", answer = EngineMove.class)
  public EngineMove show(@PathParam("id") String id) {
    return moves.find(id);
  }

  @POST
  @Path("moves")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Begins to move a table, with its indexes, into another engine while it is used",
      status = 202,
      body = WantedMove.class,
      answer = EngineMove.class)
  public Response start(@Nullable WantedMove wanted, @Context HttpServletRequest request) {
    WantedMove given = Inputs.require(wanted, "the body");
    String engine = Inputs.require(given.engine(), "engine");
    var caller = Caller.session(request);
    String database = given.database() == null ? caller.database().name() : given.database();
    EngineMove begun = moves.start(caller, table(database, given), engine);
    return Response.accepted(begun)
        .location(URI.create("/api/v1/storage/moves/" + begun.id()))
        .build();
  }

  private EngineMoves.Table table(String databaseName, WantedMove wanted) {
    CatalogView catalog = services.catalog().current();
    String schemaName = wanted.schema() == null ? "public" : wanted.schema();
    String name = Inputs.require(wanted.name(), "name");
    Database database =
        catalog.database(databaseName).orElseThrow(() -> Inputs.unknown("database", databaseName));
    for (Schema schema : catalog.schemas(database.id())) {
      if (schema.name().equals(schemaName)) {
        for (Collection one : catalog.collections(schema.id())) {
          if (one.name().equals(name) && one.space() != 0) {
            return new EngineMoves.Table(databaseName, schemaName, one);
          }
        }
      }
    }
    throw Inputs.unknown("table", schemaName + "." + name);
  }

  @POST
  @Path("moves/{id}/cancel")
  @Operation(summary = "Asks a move to stop; the table stays where it was", status = 204)
  public Response cancel(@PathParam("id") String id) {
    moves.cancel(id);
    return Response.noContent().build();
  }

  @DELETE
  @Path("moves/{id}")
  @Operation(summary = "Forgets a move that has ended", status = 204)
  public Response delete(@PathParam("id") String id) {
    moves.delete(id);
    return Response.noContent().build();
  }

  @PUT
  @Path("defaults/{database}")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Says into which engine a database's new tables go",
      status = 204,
      body = WantedEngine.class)
  public Response setDefault(
      @PathParam("database") String database,
      @Nullable WantedEngine wanted,
      @Context HttpServletRequest request) {
    String engine = Inputs.require(Inputs.require(wanted, "the body").engine(), "engine");
    if (services.catalog().current().database(database).isEmpty()) {
      throw Inputs.unknown("database", database);
    }
    moves.setDefault(Caller.session(request), database, engine);
    return Response.noContent().build();
  }
}
