package io.orbit.protocol.rest;

import io.orbit.api.ops.Span;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.ops.TraceContext;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A span for each request, below the one that its header {@code traceparent} names, and above those
 * of the statements that it runs. Without anybody who wants spans it costs a look. Thread-safe.
 */
public final class RequestSpans {
  private static final String HEADER = "traceparent";
  private static final int FIRST_OF_SERVER = 500;

  private final Supplier<Optional<SpanExporter>> exporter;

  public RequestSpans(Supplier<Optional<SpanExporter>> exporter) {
    this.exporter = exporter;
  }

  /** A request that goes on. */
  record Running(SpanExporter exporter, TraceContext context, String parentId, long begin) {
    void end(HttpServletRequest request, int status) {
      exporter.export(
          new Span(
              context,
              parentId,
              request.getMethod(),
              true,
              begin,
              now(),
              Map.of(
                  "http.request.method",
                  request.getMethod(),
                  "url.path",
                  request.getRequestURI(),
                  "http.response.status_code",
                  Integer.toString(status),
                  "client.address",
                  request.getRemoteAddr()),
              status >= FIRST_OF_SERVER ? "status " + status : ""));
    }
  }

  /** Begins the span of a request, which the caller's statements will be below. */
  Optional<Running> begin(HttpServletRequest request, Caller caller) {
    Optional<SpanExporter> wanted = exporter.get();
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    String header = request.getHeader(HEADER);
    Optional<TraceContext> parent = Optional.ofNullable(header).flatMap(TraceContext::parse);
    if (parent.isPresent()) {
      TraceContext own = parent.get().child();
      caller.trace(own);
      return own.sampled()
          ? Optional.of(new Running(wanted.get(), own, parent.get().spanId(), now()))
          : Optional.empty();
    }
    if (!wanted.get().beginsTrace()) {
      // Nor do its statements begin one.
      TraceContext root = TraceContext.root();
      caller.trace(new TraceContext(root.traceId(), root.spanId(), false));
      return Optional.empty();
    }
    TraceContext root = TraceContext.root();
    caller.trace(root);
    return Optional.of(new Running(wanted.get(), root, "", now()));
  }

  private static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
