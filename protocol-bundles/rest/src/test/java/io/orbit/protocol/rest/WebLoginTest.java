package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Log-in of a browser at a provider's page, and by a provider's token. */
class WebLoginTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PROVIDERS = "/api/v1/session/providers";
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    server = new TestServer();
    server.stack.webLogin.knows("code", TestStack.READER);
    server.stack.webLogin.knows("superuser", "orbit");
    server.stack.webLogin.knows("a.b.c", TestStack.READER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A browser that was sent away: its cookie, and what it must come back with. */
  private record Away(String cookie, String state) {}

  private static Away goAway() {
    HttpResponse<String> sent = server.get(PROVIDERS + "/test/begin");
    assertThat(sent.statusCode()).isEqualTo(303);
    String cookie = sent.headers().firstValue("Set-Cookie").orElseThrow();
    assertThat(cookie).contains("; HttpOnly", "; SameSite=Lax", "; Path=" + PROVIDERS);
    String address = sent.headers().firstValue("Location").orElseThrow();
    assertThat(address).startsWith("https://login.example.org/");
    return new Away(
        cookie.substring(0, cookie.indexOf(';')), address.substring(address.indexOf('=') + 1));
  }

  private static HttpResponse<String> comeBack(String cookie, String state, String code) {
    String path = PROVIDERS + "/test/callback?state=" + state + "&code=" + code;
    return cookie.isEmpty() ? server.get(path) : server.get(path, "Cookie", cookie);
  }

  @Test
  void aBrowserThatComesBackIsLoggedIn() throws Exception {
    JsonNode listed = JSON.readTree(server.get(PROVIDERS).body());
    assertThat(listed.at("/0/title").asText()).isEqualTo("login.example.org");
    assertThat(listed.at("/0/address").asText()).isEqualTo(PROVIDERS + "/test/begin");
    Away away = goAway();
    HttpResponse<String> back = comeBack(away.cookie(), away.state(), "code");
    assertThat(back.statusCode()).as(back.body()).isEqualTo(303);
    assertThat(back.headers().firstValue("Location"))
        .hasValueSatisfying(to -> assertThat(to).endsWith("/console/"));
    List<String> cookies = back.headers().allValues("Set-Cookie");
    assertThat(cookies).anyMatch(one -> one.contains("login") && one.contains("Max-Age=0"));
    String session =
        cookies.stream().filter(one -> one.contains("SameSite=Strict")).findAny().orElseThrow();
    String cookie = session.substring(0, session.indexOf(';'));
    JsonNode who = JSON.readTree(server.get("/api/v1/session", "Cookie", cookie).body());
    assertThat(who.path("user").asText()).isEqualTo(TestStack.READER);
    assertThat(who.path("csrfToken").asText()).hasSize(64);
    assertThat(comeBack(away.cookie(), away.state(), "code").statusCode())
        .as("once only")
        .isEqualTo(400);
  }

  @Test
  void whoDidNotGoAwayHereDoesNotComeBack() {
    Away away = goAway();
    Away another = goAway();
    assertThat(comeBack("", away.state(), "code").statusCode()).isEqualTo(400);
    assertThat(comeBack(away.cookie(), another.state(), "code").statusCode()).isEqualTo(400);
    assertThat(comeBack(another.cookie(), another.state(), "").statusCode()).isEqualTo(400);
    Away third = goAway();
    assertThat(comeBack(third.cookie(), third.state(), "unknown").statusCode()).isEqualTo(401);
    Away fourth = goAway();
    assertThat(comeBack(fourth.cookie(), fourth.state(), "superuser").statusCode()).isEqualTo(401);
    assertThat(server.get(PROVIDERS + "/none/begin").statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenOfAProviderOpens() throws Exception {
    HttpResponse<String> known = server.get("/api/v1/session", "Authorization", "Bearer a.b.c");
    assertThat(JSON.readTree(known.body()).path("user").asText()).isEqualTo(TestStack.READER);
    assertThat(server.get("/api/v1/session", "Authorization", "Bearer x.y.z").statusCode())
        .isEqualTo(401);
    assertThat(server.get("/api/v1/features", "Authorization", "Bearer a.b.c").statusCode())
        .isEqualTo(403);
  }

  /** A cookie that somebody else planted is never the one that a log-in is known by. */
  @Test
  void aLogInNeverTakesAnIdThatWasThereBefore() {
    String planted = "orbit_session_" + server.port() + "=" + "0".repeat(64);
    HttpResponse<String> in =
        server.send(
            "POST",
            "/api/v1/session",
            "{\"user\":\"orbit\",\"password\":\"" + TestStack.PASSWORD + "\"}",
            "Cookie",
            planted);
    assertThat(in.statusCode()).isEqualTo(200);
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow()).doesNotStartWith(planted);
    assertThat(server.get("/api/v1/session", "Cookie", planted).statusCode()).isEqualTo(401);
  }
}
