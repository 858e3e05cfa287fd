package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.protocol.rest.openapi.Operation;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The routes of actors, as clients of the original know them. There are no actors here yet: 501 to
 * all of them, so that such a client is told what is missing instead of that a path is wrong.
 */
@Path("api/v1/actors")
@Produces(MediaType.APPLICATION_JSON)
public final class ActorResource {
  static final int NOT_IMPLEMENTED = 501;

  private static Response none() {
    throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "there are no actors yet")
        .withHint("Records and transactions are there: see /openapi.json.");
  }

  @GET
  @Operation(summary = "Actors: not yet", status = NOT_IMPLEMENTED)
  public Response list() {
    return none();
  }

  @POST
  @Operation(summary = "Making an actor: not yet", status = NOT_IMPLEMENTED)
  public Response create() {
    return none();
  }

  @GET
  @Path("{type}/{key}")
  @Operation(summary = "An actor: not yet", status = NOT_IMPLEMENTED, anyName = true)
  public Response show(@PathParam("type") String type, @PathParam("key") String key) {
    return none();
  }

  @PUT
  @Path("{type}/{key}")
  @Operation(summary = "Changing an actor: not yet", status = NOT_IMPLEMENTED, anyName = true)
  public Response change(@PathParam("type") String type, @PathParam("key") String key) {
    return none();
  }

  @DELETE
  @Path("{type}/{key}")
  @Operation(summary = "Removing an actor: not yet", status = NOT_IMPLEMENTED, anyName = true)
  public Response remove(@PathParam("type") String type, @PathParam("key") String key) {
    return none();
  }

  @POST
  @Path("{type}/{key}/invoke")
  @Operation(summary = "Calling an actor: not yet", status = NOT_IMPLEMENTED, anyName = true)
  public Response invoke(@PathParam("type") String type, @PathParam("key") String key) {
    return none();
  }
}
