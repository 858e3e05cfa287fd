package io.orbit.kernel.security;

import io.orbit.api.ops.Span;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.ops.TraceContext;
import io.orbit.api.storage.Wait;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one session: what it is active with, below it each commit, and below that the wait
 * until the log has it on the disk. One thread, as the session.
 */
final class SessionTrace {
  private static final String ACTIVE = "active";
  private static final int LONGEST_TEXT = 10_000;

  private final KernelSession session;
  private final SpanExporter exporter;
  private @Nullable Running running;

  /** A span that has begun. */
  private record Running(TraceContext context, String parentId, long begin, String statement) {}

  SessionTrace(KernelSession session, SpanExporter exporter) {
    this.session = session;
    this.exporter = exporter;
  }

  boolean goesTo(SpanExporter other) {
    return exporter == other;
  }

  /** Another activity takes the place of what went on. */
  void activity(String state, String statement) {
    end(state.contains("aborted") ? "the transaction has failed" : "");
    if (!state.equals(ACTIVE)) {
      return;
    }
    String said = session.settings().get(TraceContext.SETTING);
    Optional<TraceContext> parent = said == null ? Optional.empty() : TraceContext.parse(said);
    if (parent.isPresent()) {
      running =
          parent.get().sampled()
              ? new Running(parent.get().child(), parent.get().spanId(), now(), statement)
              : null;
    } else if (exporter.beginsTrace()) {
      running = new Running(TraceContext.root(), "", now(), statement);
    }
  }

  private void end(String problem) {
    Running ended = running;
    if (ended != null) {
      running = null;
      Map<String, String> attributes = new HashMap<>();
      attributes.put("db.system.name", "orbit");
      attributes.put("db.namespace", session.request().database());
      attributes.put("db.query.text", shortened(ended.statement()));
      attributes.put("db.operation.name", firstWord(ended.statement()));
      attributes.put("user.name", session.sessionUser().name());
      attributes.put("network.protocol.name", session.request().protocol());
      attributes.put("client.address", session.request().remoteAddress());
      export(ended, "statement", now(), attributes, problem);
    }
  }

  /** A commit that began then and has ended now. */
  void committed(long began, @Nullable Wait durable) {
    Running statement = running;
    if (statement != null) {
      Running commit =
          new Running(statement.context().child(), statement.context().spanId(), began, "");
      export(commit, "commit", now(), Map.of(), "");
      if (durable != null) {
        Running log = new Running(commit.context().child(), commit.context().spanId(), now(), "");
        durable.onDone(() -> export(log, "log", now(), Map.of(), ""));
      }
    }
  }

  private void export(
      Running span, String name, long end, Map<String, String> attributes, String problem) {
    exporter.export(
        new Span(
            span.context(), span.parentId(), name, false, span.begin(), end, attributes, problem));
  }

  private static String shortened(String text) {
    return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
  }

  private static String firstWord(String statement) {
    int end = 0;
    while (end < statement.length() && Character.isLetter(statement.charAt(end))) {
      end++;
    }
    return statement.substring(0, end).toUpperCase(java.util.Locale.ROOT);
  }

  static long now() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }
}
