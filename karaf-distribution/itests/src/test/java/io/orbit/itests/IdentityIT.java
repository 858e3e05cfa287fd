package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.unboundid.ldap.listener.InMemoryDirectoryServer;
import com.unboundid.ldap.listener.InMemoryDirectoryServerConfig;
import com.unboundid.ldap.listener.InMemoryListenerConfig;
import io.orbit.identity.oidc.TestIssuer;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisAccessControlException;

/** The packaged server with users that a directory and an issuer of tokens know. */
class IdentityIT {
  private static final String PEOPLE = "ou=people,dc=example,dc=org";

  private static InMemoryDirectoryServer directory() throws Exception {
    InMemoryDirectoryServerConfig config = new InMemoryDirectoryServerConfig("dc=example,dc=org");
    config.setListenerConfigs(
        InMemoryListenerConfig.createLDAPConfig(
            "here", InetAddress.getByName("127.0.0.1"), 0, null));
    InMemoryDirectoryServer directory = new InMemoryDirectoryServer(config);
    directory.add("dn: dc=example,dc=org", "objectClass: domain", "dc: example");
    directory.add("dn: " + PEOPLE, "objectClass: organizationalUnit", "ou: people");
    directory.add(
        "dn: uid=alice," + PEOPLE,
        "objectClass: inetOrgPerson",
        "uid: alice",
        "cn: alice",
        "sn: alice",
        "userPassword: wonderland");
    directory.add(
        "dn: cn=shelf_readers," + PEOPLE,
        "objectClass: groupOfNames",
        "cn: shelf_readers",
        "member: uid=alice," + PEOPLE);
    directory.startListening();
    return directory;
  }

  private static Path data(InMemoryDirectoryServer directory, TestIssuer issuer) throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "identity").resolve("data");
    Files.createDirectories(data);
    Files.writeString(
        data.resolve("orbit.toml"),
        """
        [io.orbit.identity.ldap]
        url = "ldap://127.0.0.1:%d"
        start_tls = false
        user_dn = "uid={user},%s"
        groups_base_dn = "%s"

        [io.orbit.identity.oidc]
        issuer = "%s"
        audience = "orbit"
        client_id = "console"

        [io.orbit.protocol.rest]
        requests_per_minute_of = "limited=1"
        allowed_origins = "https://app.example.org"
        """
            .formatted(directory.getListenPort(), PEOPLE, PEOPLE, issuer.issuer()));
    return data;
  }

  @Test
  void usersOfADirectoryAndOfAnIssuerComeInByEveryProtocol() throws Exception {
    try (TestIssuer issuer = new TestIssuer();
        InMemoryDirectoryServer directory = directory();
        Server server = Server.start(data(directory, issuer))) {
      try (Connection sql = Clients.sql(server)) {
        Clients.execute(
            sql,
            "CREATE TABLE shelf(id int PRIMARY KEY, name text)",
            "INSERT INTO shelf VALUES (1, 'lamp')",
            "CREATE ROLE alice LOGIN",
            "CREATE ROLE shelf_readers",
            "GRANT SELECT ON shelf TO shelf_readers");
      }
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Clients.sql(server, "alice", "wonderland"));
      for (String feature : List.of("orbit-identity-ldap", "orbit-identity-oidc")) {
        assertThat(Rest.send(server, "POST", "/api/v1/features/" + feature, "").statusCode())
            .isEqualTo(200);
      }
      byPassword(server);
      byToken(server, issuer);
      byBrowser(server, issuer);
      for (String feature : List.of("orbit-identity-ldap", "orbit-identity-oidc")) {
        assertThat(Rest.send(server, "DELETE", "/api/v1/features/" + feature, "").statusCode())
            .isEqualTo(200);
      }
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Clients.sql(server, "alice", "wonderland"));
      assertThat(get(server, "/api/v1/session", "Authorization", bearer(issuer)).statusCode())
          .isEqualTo(401);
      Clients.sql(server).close();
    }
  }

  private static void byPassword(Server server) throws Exception {
    try (Connection sql = Clients.sql(server, "alice", "wonderland")) {
      Clients.execute(sql, "SELECT * FROM shelf");
      assertThatExceptionOfType(SQLException.class)
          .isThrownBy(() -> Clients.execute(sql, "INSERT INTO shelf VALUES (2, 'desk')"))
          .withMessageContaining("permission denied");
    }
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(() -> Clients.sql(server, "alice", "looking-glass"))
        .satisfies(refused -> assertThat(refused.getSQLState()).isEqualTo("28P01"));
    try (Jedis redis = Clients.redis(server, "alice", "wonderland")) {
      assertThat(redis.hget("shelf:1", "name")).isEqualTo("lamp");
    }
    assertThatExceptionOfType(JedisAccessControlException.class)
        .isThrownBy(() -> Clients.redis(server, "alice", "").ping());
  }

  private static String bearer(TestIssuer issuer) throws Exception {
    return "Bearer "
        + issuer.sign(issuer.claims("orbit").claim("roles", List.of("shelf_readers")).build());
  }

  private static HttpResponse<String> get(Server server, String path, String... headers)
      throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(Rest.address(server) + path)).headers(headers).build();
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private static void byToken(Server server, TestIssuer issuer) throws Exception {
    String record = "/api/v1/collections/public/shelf/records/1";
    HttpResponse<String> read = get(server, record, "Authorization", bearer(issuer));
    assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
    String without = "Bearer " + issuer.sign(issuer.claims("orbit").build());
    assertThat(get(server, record, "Authorization", without).statusCode()).isEqualTo(403);
    String elsewhere = "Bearer " + issuer.sign(issuer.claims("another").build());
    assertThat(get(server, record, "Authorization", elsewhere).statusCode()).isEqualTo(401);
  }

  /** A browser goes to the provider's page and comes back with a code. */
  private static void byBrowser(Server server, TestIssuer issuer) throws Exception {
    try (HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
      URI begin = URI.create(Rest.address(server) + "/api/v1/session/providers/oidc/begin");
      URI page =
          URI.create(
              browser
                  .send(HttpRequest.newBuilder(begin).build(), BodyHandlers.ofString())
                  .headers()
                  .firstValue("Location")
                  .orElseThrow());
      issuer.tokens.put(
          "code",
          issuer.sign(issuer.claims("console").claim("nonce", parameter(page, "nonce")).build()));
      URI back =
          URI.create(
              parameter(page, "redirect_uri") + "?code=code&state=" + parameter(page, "state"));
      HttpResponse<String> home =
          browser.send(HttpRequest.newBuilder(back).build(), BodyHandlers.ofString());
      assertThat(home.statusCode()).as(home.body()).isEqualTo(303);
      URI who = URI.create(Rest.address(server) + "/api/v1/session");
      assertThat(browser.send(HttpRequest.newBuilder(who).build(), BodyHandlers.ofString()).body())
          .contains("\"user\":\"alice\"");
    }
  }

  private static String parameter(URI address, String name) {
    for (String pair : address.getRawQuery().split("&")) {
      if (pair.startsWith(name + "=")) {
        return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
      }
    }
    throw new AssertionError(name + " is not in " + address);
  }

  @Test
  void limitsAndOriginsOfTheConfigurationHold() throws Exception {
    try (TestIssuer issuer = new TestIssuer();
        InMemoryDirectoryServer directory = directory();
        Server server = Server.start(data(directory, issuer))) {
      try (Connection sql = Clients.sql(server)) {
        Clients.execute(sql, "CREATE ROLE limited LOGIN PASSWORD 'limited-limited'");
      }
      for (int expected : new int[] {200, 429}) {
        HttpResponse<String> answer =
            Rest.sendAs(server, "limited", "limited-limited", "GET", "/api/v1/session", "");
        assertThat(answer.statusCode()).isEqualTo(expected);
      }
      String body = "{\"io.orbit.protocol.rest.requests_per_minute_of\":\"limited=1000\"}";
      assertThat(Rest.send(server, "PATCH", "/api/v1/configuration", body).statusCode())
          .isEqualTo(200);
      Await.until(
          "the change counts at once",
          java.time.Duration.ofSeconds(30),
          () -> {
            try {
              return Rest.sendAs(server, "limited", "limited-limited", "GET", "/api/v1/session", "")
                      .statusCode()
                  == 200;
            } catch (Exception failure) {
              throw new AssertionError(failure);
            }
          });
      HttpResponse<String> open = get(server, "/health", "Origin", "https://app.example.org");
      assertThat(open.headers().firstValue("Access-Control-Allow-Origin"))
          .hasValue("https://app.example.org");
    }
  }
}
