package io.orbit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpServer;
import io.orbit.api.ops.Span;
import io.orbit.api.ops.TraceContext;
import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.protocol.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpExporterTest {
  private static final TraceContext PLACE =
      new TraceContext("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7", true);

  private final RecordingMetrics metrics = new RecordingMetrics();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final List<String> credentials = new CopyOnWriteArrayList<>();
  private final OtlpJson json = new OtlpJson(Map.of("service.name", "orbit \"1\""));
  private HttpServer collector;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          credentials.addAll(exchange.getRequestHeaders().getOrDefault("Authorization", List.of()));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void stop() {
    collector.stop(0);
  }

  private URI address() {
    return URI.create("http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces");
  }

  private long count(String name) {
    return metrics.counter(name, "").value();
  }

  private static Span span(String name, String problem) {
    return new Span(PLACE, "a".repeat(16), name, true, 1, 2, Map.of("k", "v"), problem);
  }

  @Test
  void spansAreAsTheProtocolHasThem() {
    assertThat(json.encode(List.of(span("GET", ""), span("POST", "status 500"))))
        .isEqualTo(
            """
            {"resourceSpans":[{"resource":{"attributes":\
            [{"key":"service.name","value":{"stringValue":"orbit \\"1\\""}}]},\
            "scopeSpans":[{"scope":{"name":"io.orbit"},"spans":[\
            {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",\
            "parentSpanId":"aaaaaaaaaaaaaaaa","name":"GET","kind":2,\
            "startTimeUnixNano":"1","endTimeUnixNano":"2",\
            "attributes":[{"key":"k","value":{"stringValue":"v"}}]},\
            {"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","spanId":"00f067aa0ba902b7",\
            "parentSpanId":"aaaaaaaaaaaaaaaa","name":"POST","kind":2,\
            "startTimeUnixNano":"1","endTimeUnixNano":"2",\
            "attributes":[{"key":"k","value":{"stringValue":"v"}}],\
            "status":{"code":2,"message":"status 500"}}]}]}]}""");
  }

  @Test
  void manyTravelTogetherAndTheRestWhenItCloses(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "Bearer x\n");
    try (OtlpExporter exporter = new OtlpExporter(address(), secret.toString(), json, metrics)) {
      for (int i = 0; i < 2000; i++) {
        exporter.add(span("s" + i, ""));
      }
    }
    assertThat(count("orbit_spans_exported")).isEqualTo(2000);
    assertThat(bodies).hasSize(4);
    assertThat(credentials).hasSize(4).containsOnly("Bearer x");
    assertThat(String.join("", bodies)).contains("\"s0\"", "\"s1999\"");
  }

  @Test
  void whatNobodyTakesIsLostAndCountedAndNothingElse() {
    status = 503;
    try (OtlpExporter exporter = new OtlpExporter(address(), "", json, metrics)) {
      exporter.add(span("lost", ""));
      Await.until("it is lost", () -> count("orbit_spans_lost") == 1);
      status = 200;
      exporter.add(span("taken", ""));
      Await.until("it is taken", () -> count("orbit_spans_exported") == 1);
    }
  }

  @Test
  void aPartOfTheTracesIsChosen() {
    assertThat(chosen(0)).isZero();
    assertThat(chosen(1)).isEqualTo(10_000);
    assertThat(chosen(0.1)).isBetween(700, 1300);
    assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(Double.NaN));
    assertThatIllegalArgumentException().isThrownBy(() -> new Sampling(1.1));
  }

  private static int chosen(double ratio) {
    Sampling sampling = new Sampling(ratio);
    int chosen = 0;
    for (int i = 0; i < 10_000; i++) {
      chosen += sampling.next() ? 1 : 0;
    }
    return chosen;
  }
}
