package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Bundles;
import io.orbit.api.ops.Bundles.BundleInfo;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The bundles beneath the features. */
@Path("api/v1/bundles")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class BundleResource {
  private final Bundles bundles;

  public BundleResource(Bundles bundles) {
    this.bundles = bundles;
  }

  @GET
  @Operation(summary = "Lists all bundles", answer = BundleInfo.class, list = true)
  public List<BundleInfo> list() {
    return bundles.list();
  }

  @GET
  @Path("{id}")
  @Operation(summary = "Shows a bundle", answer = BundleInfo.class)
  public BundleInfo show(@PathParam("id") long id) {
    return bundles.list().stream()
        .filter(bundle -> bundle.id() == id)
        .findAny()
        .orElseThrow(() -> Inputs.unknown("bundle", id));
  }
}
