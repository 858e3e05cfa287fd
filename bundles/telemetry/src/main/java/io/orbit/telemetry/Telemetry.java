package io.orbit.telemetry;

import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.Span;
import io.orbit.api.ops.SpanExporter;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** The exporter among the bundles. */
@Component(service = SpanExporter.class, configurationPid = "io.orbit.telemetry")
@Designate(ocd = TelemetrySettings.class)
public final class Telemetry implements SpanExporter {
  private final Sampling sampling;
  private final boolean statements;
  private final OtlpExporter exporter;

  @Activate
  public Telemetry(
      @Reference ServerInfo server, @Reference Metrics metrics, TelemetrySettings settings) {
    sampling = new Sampling(settings.ratio());
    statements = settings.statements();
    OtlpJson json =
        new OtlpJson(
            Map.of(
                "service.name",
                settings.service__name(),
                "service.version",
                server.version(),
                "service.instance.id",
                server.runId()));
    exporter =
        new OtlpExporter(
            URI.create(settings.endpoint()), settings.authorization__file(), json, metrics);
  }

  @Override
  public boolean beginsTrace() {
    return sampling.next();
  }

  @Override
  public void export(Span span) {
    exporter.add(statements ? span : withoutText(span));
  }

  private static Span withoutText(Span span) {
    if (!span.attributes().containsKey(OtlpJson.STATEMENT)) {
      return span;
    }
    Map<String, String> attributes = new TreeMap<>(span.attributes());
    attributes.remove(OtlpJson.STATEMENT);
    return new Span(
        span.context(),
        span.parentId(),
        span.name(),
        span.server(),
        span.begin(),
        span.end(),
        attributes,
        span.problem());
  }

  @Deactivate
  void deactivate() {
    exporter.close();
  }
}
