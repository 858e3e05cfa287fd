package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.protocol.rest.openapi.Operation;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** The original's routes of questions in natural language, which nothing here answers yet: 501. */
@Path("api/v1/query")
@Produces(MediaType.APPLICATION_JSON)
public final class LanguageModelResource {
  private static Response none() {
    throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "questions in natural language are not answered yet")
        .withHint("POST a statement to /api/v1/statements.");
  }

  @POST
  @Path("natural-language")
  @Operation(
      summary = "Answering a question in natural language: not yet",
      status = ActorResource.NOT_IMPLEMENTED)
  public Response ask() {
    return none();
  }

  @POST
  @Path("generate-sql")
  @Operation(
      summary = "SQL for a question in natural language: not yet",
      status = ActorResource.NOT_IMPLEMENTED)
  public Response generate() {
    return none();
  }
}
