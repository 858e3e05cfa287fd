package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.ops.Span;
import io.orbit.api.ops.SpanExporter;
import io.orbit.testkit.protocol.Await;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From a request's header to the log. */
class TraceTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private TestServer server;
  private final Recorder recorder = new Recorder();

  /** Keeps all. */
  private static final class Recorder implements SpanExporter {
    final List<Span> spans = new CopyOnWriteArrayList<>();
    volatile boolean begins = true;

    @Override
    public boolean beginsTrace() {
      return begins;
    }

    @Override
    public void export(Span span) {
      spans.add(span);
    }

    Span named(String name) {
      Await.until(name, () -> spans.stream().anyMatch(span -> span.name().equals(name)));
      return spans.stream().filter(span -> span.name().equals(name)).findFirst().orElseThrow();
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void update(String flags) {
    assertThat(
            server
                .send(
                    "POST",
                    "/api/v1/statements",
                    "{\"text\":\"UPDATE items SET qty = 5 WHERE id = 1\"}",
                    "Authorization",
                    TestServer.administrator(),
                    "traceparent",
                    "00-" + TRACE + "-" + CALLER + "-" + flags)
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void requestStatementCommitAndLogAreBelowEachOther() {
    server.stack.trace(recorder);
    update("01");
    Span request = recorder.named("POST");
    assertThat(request.context().traceId()).isEqualTo(TRACE);
    assertThat(request.parentId()).isEqualTo(CALLER);
    assertThat(request.server()).isTrue();
    assertThat(request.attributes())
        .containsEntry("http.response.status_code", "200")
        .containsEntry("url.path", "/api/v1/statements");
    Span statement = recorder.named("statement");
    assertThat(statement.parentId()).isEqualTo(request.context().spanId());
    assertThat(statement.attributes())
        .containsEntry("db.operation.name", "UPDATE")
        .containsEntry("user.name", "orbit");
    Span commit = recorder.named("commit");
    assertThat(commit.parentId()).isEqualTo(statement.context().spanId());
    Span log = recorder.named("log");
    assertThat(log.parentId()).isEqualTo(commit.context().spanId());
    assertThat(recorder.spans).allMatch(span -> span.context().traceId().equals(TRACE));
    assertThat(recorder.spans).allMatch(span -> span.begin() <= span.end());
    assertThat(request.begin()).isLessThanOrEqualTo(statement.begin());
  }

  @Test
  void whatItsCallerDoesNotRecordIsNotRecordedHere() {
    server.stack.trace(recorder);
    update("00");
    assertThat(recorder.spans).isEmpty();
    recorder.begins = false;
    server.asAdministrator("POST", "/api/v1/statements", "{\"text\":\"SELECT 1\"}");
    assertThat(recorder.spans).isEmpty();
    recorder.begins = true;
    server.asAdministrator("POST", "/api/v1/statements", "{\"text\":\"SELECT 1\"}");
    assertThat(recorder.named("statement").context().traceId())
        .isEqualTo(recorder.named("POST").context().traceId());
    assertThat(recorder.named("POST").parentId()).isEmpty();
  }
}
