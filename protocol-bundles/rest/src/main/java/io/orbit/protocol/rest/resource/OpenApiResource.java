package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.protocol.rest.openapi.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** The description of everything beside it. */
@Path("openapi.json")
@Produces(MediaType.APPLICATION_JSON)
public final class OpenApiResource {
  private final ObjectNode description;

  public OpenApiResource(ObjectNode description) {
    this.description = description;
  }

  @GET
  @Operation(summary = "This description, by OpenAPI 3.1", answer = Map.class)
  public ObjectNode describe() {
    return description;
  }
}
