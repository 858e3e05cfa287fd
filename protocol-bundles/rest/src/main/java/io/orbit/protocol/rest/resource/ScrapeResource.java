package io.orbit.protocol.rest.resource;

import io.orbit.api.ops.Metrics;
import io.orbit.protocol.rest.openapi.Operation;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** The figures for Prometheus and its like. */
@Path("metrics")
public final class ScrapeResource {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final Metrics metrics;

  public ScrapeResource(Metrics metrics) {
    this.metrics = metrics;
  }

  @GET
  @Produces(OPEN_METRICS)
  @Operation(summary = "All figures in OpenMetrics text form", answer = String.class)
  public String scrape() {
    return metrics.scrape();
  }
}
