package io.orbit.telemetry;

import io.orbit.api.ops.Span;
import io.orbit.api.value.text.JsonText;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An {@code ExportTraceServiceRequest} as JSON. Thread-safe. */
final class OtlpJson {
  /** The attribute that may hold what users wrote. */
  static final String STATEMENT = "db.query.text";

  private static final int INTERNAL = 1;
  private static final int SERVER = 2;
  private static final int ERROR = 2;

  private final String head;

  /**
   * @param resource what this server is, by names of OpenTelemetry's conventions
   */
  OtlpJson(Map<String, String> resource) {
    StringBuilder out = new StringBuilder("{\"resourceSpans\":[{\"resource\":{\"attributes\":");
    attributes(resource, out);
    head = out + "},\"scopeSpans\":[{\"scope\":{\"name\":\"io.orbit\"},\"spans\":[";
  }

  String encode(List<Span> spans) {
    StringBuilder out = new StringBuilder(head);
    String separator = "";
    for (Span span : spans) {
      out.append(separator);
      span(span, out);
      separator = ",";
    }
    return out.append("]}]}]}").toString();
  }

  private static void span(Span span, StringBuilder out) {
    out.append("{\"traceId\":\"").append(span.context().traceId());
    out.append("\",\"spanId\":\"").append(span.context().spanId());
    if (!span.parentId().isEmpty()) {
      out.append("\",\"parentSpanId\":\"").append(span.parentId());
    }
    out.append("\",\"name\":");
    JsonText.quote(span.name(), out);
    out.append(",\"kind\":").append(span.server() ? SERVER : INTERNAL);
    out.append(",\"startTimeUnixNano\":\"").append(span.begin());
    out.append("\",\"endTimeUnixNano\":\"").append(span.end());
    out.append("\",\"attributes\":");
    attributes(span.attributes(), out);
    if (!span.problem().isEmpty()) {
      out.append(",\"status\":{\"code\":").append(ERROR).append(",\"message\":");
      JsonText.quote(span.problem(), out).append('}');
    }
    out.append('}');
  }

  private static void attributes(Map<String, String> attributes, StringBuilder out) {
    String separator = "[";
    for (Map.Entry<String, String> attribute : new TreeMap<>(attributes).entrySet()) {
      out.append(separator).append("{\"key\":");
      JsonText.quote(attribute.getKey(), out);
      out.append(",\"value\":{\"stringValue\":");
      JsonText.quote(attribute.getValue(), out).append("}}");
      separator = ",";
    }
    out.append(attributes.isEmpty() ? "[]" : "]");
  }
}
