package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Features;
import io.orbit.api.ops.Features.Feature;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is installed and can be. Changes answer when they are done. */
@Path("api/v1/features")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class FeatureResource {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureResource.class);

  private static final String GROUP = "group";

  private final Features features;
  private final Predicate<String> carriesRest;

  /**
   * @param carriesRest tells whether a feature of that name brings what answers these requests
   */
  public FeatureResource(Features features, Predicate<String> carriesRest) {
    this.features = features;
    this.carriesRest = carriesRest;
  }

  @GET
  @Operation(summary = "Lists all features, installed or not", answer = Feature.class, list = true)
  public List<Feature> list() {
    return features.list();
  }

  @GET
  @Path("{name}")
  @Operation(
      summary = "Shows a feature: the installed version, else the newest",
      answer = Feature.class)
  public Feature show(@PathParam("name") String name) {
    return features.find(name).orElseThrow(() -> Inputs.unknown("feature", name));
  }

  @POST
  @Path("{name}")
  @Operation(
      summary = "Installs a feature, or with a version replaces the installed one by it",
      answer = Feature.class)
  public Response install(
      @PathParam("name") String name, @QueryParam("version") @DefaultValue("") String version) {
    if (version.isEmpty()) {
      features.install(name);
      return Response.ok(show(name)).build();
    }
    return change(show(name), () -> features.upgrade(name, version));
  }

  @DELETE
  @Path("{name}")
  @Operation(
      summary = "Drains and uninstalls a feature; with force also when something uses it",
      answer = Feature.class)
  public Response uninstall(
      @PathParam("name") String name, @QueryParam("force") @DefaultValue("false") boolean force) {
    Feature before = show(name);
    if (!force) {
      features.uninstall(name, false);
      return Response.ok(show(name)).build();
    }
    return change(before, () -> features.uninstall(name, true));
  }

  @POST
  @Consumes({
    MediaType.APPLICATION_OCTET_STREAM,
    "application/zip",
    "application/java-archive",
    "application/vnd.apache.karaf.kar"
  })
  @Operation(
      summary = "Uploads a KAR: its features become known, none is installed",
      status = 201,
      body = byte[].class,
      answer = Feature.class,
      list = true)
  public Response upload(
      InputStream archive, @HeaderParam("X-SHA256") @DefaultValue("") String sha256) {
    return Response.status(Response.Status.CREATED)
        .entity(features.upload(archive, sha256))
        .build();
  }

  /** A change that takes away what answers is accepted, and done once it has been answered. */
  private Response change(Feature feature, Runnable change) {
    boolean mayCarryRest = feature.kind().equals(GROUP) || carriesRest.test(feature.name());
    if (!mayCarryRest) {
      change.run();
      return Response.ok(show(feature.name())).build();
    }
    Thread.ofPlatform().name("orbit-rest-leaves").start(() -> runAndLog(feature.name(), change));
    return Response.accepted(feature).build();
  }

  private static void runAndLog(String name, Runnable change) {
    try {
      change.run();
    } catch (RuntimeException failure) {
      LOG.error("The change of {} failed: {}", name, failure.getMessage(), failure);
    }
  }
}
