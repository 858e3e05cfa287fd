package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.orbit.protocol.rest.security.AccessRules;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of other origins, and too many requests. */
class AccessRulesTest {
  private static final String PAGE = "https://app.example.org";
  private static final String PING = "{\"arguments\":[\"PING\"]}";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void open() {
    server.stack.rules = AccessRules.OPEN;
  }

  private static HttpResponse<String> preflight(String origin) {
    return server.send(
        "OPTIONS",
        "/api/v1/redis",
        "",
        "Origin",
        origin,
        "Access-Control-Request-Method",
        "POST",
        "Access-Control-Request-Headers",
        "authorization");
  }

  private static HttpResponse<String> ping(String... headers) {
    return server.send("POST", "/api/v1/redis", PING, headers);
  }

  private static boolean mayRead(HttpResponse<String> answer, String origin) {
    return answer
        .headers()
        .firstValue("Access-Control-Allow-Origin")
        .filter(origin::equals)
        .isPresent();
  }

  @Test
  void byDefaultNoOtherPageMayAsk() {
    assertThat(preflight(PAGE).statusCode()).isEqualTo(401);
    assertThat(ping("Origin", PAGE, "Authorization", TestServer.administrator()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void pagesThatAreNamedMayAskWithAProofOfTheirOwn() {
    server.stack.rules = AccessRules.parse(PAGE + ", http://localhost:3000", 0, "");
    HttpResponse<String> asked = preflight(PAGE);
    assertThat(asked.statusCode()).isEqualTo(204);
    assertThat(mayRead(asked, PAGE)).isTrue();
    assertThat(asked.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
        .contains("Authorization", "If-Match");
    HttpResponse<String> done = ping("Origin", PAGE, "Authorization", TestServer.administrator());
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(mayRead(done, PAGE)).isTrue();
    assertThat(done.headers().allValues("Vary")).contains("Origin");
    HttpResponse<String> refused =
        ping("Origin", PAGE, "Authorization", TestServer.basic("orbit", "wrong"));
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(mayRead(refused, PAGE)).as("a page reads why it was refused").isTrue();
  }

  @Test
  void noOtherPageAndNoCookieOfOnes() {
    server.stack.rules = AccessRules.parse(PAGE, 0, "");
    for (String other : List.of("https://evil.example", "null", PAGE + ":8443", PAGE + ".evil")) {
      assertThat(preflight(other).statusCode()).as(other).isEqualTo(401);
      HttpResponse<String> answer =
          ping("Origin", other, "Authorization", TestServer.administrator());
      assertThat(answer.statusCode()).as(other).isEqualTo(403);
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }
    HttpResponse<String> byCookie =
        ping("Origin", PAGE, "Cookie", "orbit_session_" + server.port() + "=x");
    assertThat(byCookie.statusCode()).isEqualTo(403);
    assertThat(preflight(PAGE).headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> AccessRules.parse("*", 0, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> AccessRules.parse(PAGE + "/x", 0, ""));
  }

  @Test
  void moreRequestsThanAllowedAreRefusedUntilSomeMayComeAgain() {
    server.stack.rules = AccessRules.parse("", 0, TestStack.READER + "=3");
    HttpHeaders first =
        server.get("/api/v1/session", "Authorization", TestServer.reader()).headers();
    assertThat(first.firstValue("RateLimit-Policy")).hasValue("\"user\";q=3;w=60");
    assertThat(first.firstValue("RateLimit").orElse("")).startsWith("\"user\";r=2;t=");
    server.get("/api/v1/session", "Authorization", TestServer.reader());
    server.get("/api/v1/session", "Authorization", TestServer.reader());
    HttpResponse<String> refused =
        server.get("/api/v1/session", "Authorization", TestServer.reader());
    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.body()).contains("CONFIGURATION_LIMIT_EXCEEDED");
    assertThat(refused.headers().firstValue("Content-Type")).hasValue(Problem.MEDIA_TYPE);
    assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(1, 20);
    assertThat(
            server.get("/api/v1/session", "Authorization", TestServer.administrator()).statusCode())
        .isEqualTo(200);
    assertThat(server.get("/health").statusCode()).isEqualTo(200);
  }
}
