package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.Metrics.Sample;
import io.orbit.protocol.rest.openapi.Operation;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** The figures as JSON. */
@Path("api/v1/metrics")
@Produces(MediaType.APPLICATION_JSON)
public final class MetricResource {
  private final Metrics metrics;

  /** A figure; a value that is no number is left out. */
  public record Figure(String name, java.util.Map<String, String> labels, double value) {}

  public MetricResource(Metrics metrics) {
    this.metrics = metrics;
  }

  @GET
  @Operation(summary = "All figures whose name begins so", answer = Figure.class, list = true)
  public List<Figure> samples(@QueryParam("prefix") @DefaultValue("") String prefix) {
    return metrics.samples().stream()
        .filter(sample -> sample.name().startsWith(prefix) && Double.isFinite(sample.value()))
        .map(MetricResource::figure)
        .toList();
  }

  private static Figure figure(Sample sample) {
    return new Figure(sample.name(), sample.labels(), sample.value());
  }
}
