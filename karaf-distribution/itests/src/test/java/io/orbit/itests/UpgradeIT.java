package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import redis.clients.jedis.Jedis;

/**
 * Another version of orbit-redis is uploaded, takes the place of the shipped one, and goes again,
 * while SQL clients work and Redis clients come and go. The steps are one story on one server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpgradeIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int BETWEEN = 50;
  private static final String FEATURES = "/api/v1/features";
  private static final String REDIS = FEATURES + "/orbit-redis";
  private static final String SHIPPED = "0.1.0.SNAPSHOT";

  private Path data;
  private Server server;
  private Shell shell;

  @BeforeAll
  void prepare() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    data = Files.createTempDirectory(work, "upgrade").resolve("data");
    start();
  }

  private void start() throws Exception {
    server = Server.start(data);
    shell = Shell.open(server);
  }

  @AfterAll
  void stop() throws Exception {
    shell.close();
    server.close();
  }

  private String run(String command) throws Exception {
    Shell.Answer answer = shell.run(command);
    assertThat(answer.exitCode()).as(answer.output()).isZero();
    return answer.output();
  }

  private void upload(byte[] kar) throws Exception {
    HttpResponse<String> answer = Rest.upload(server, FEATURES, kar, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** The version that serves, as all who can tell tell it. */
  private void assertServes(String version) throws Exception {
    assertThat(Rest.send(server, "GET", REDIS, "").body())
        .contains("\"version\":\"" + version + "\"", "\"installed\":true");
    assertThat(run("feature:list -i --no-format"))
        .containsPattern("orbit-redis\\s+" + version.replace(".", "\\."));
    assertThat(run("bundle:list -t 0 -s --no-format"))
        .containsPattern(
            "Active\\s+\\d+\\s+" + version.replace(".", "\\.") + "\\s.*protocol\\.redis");
    try (Jedis redis = Clients.redis(server)) {
      assertThat(redis.get("story")).isEqualTo("begun");
    }
  }

  @Test
  @Order(1)
  void anUploadedVersionIsKnownAndNothingElseChanges() throws Exception {
    try (Jedis redis = Clients.redis(server)) {
      redis.set("story", "begun");
    }
    byte[] newer = Kar.of("orbit-redis", "0.2.0", Map.of());
    HttpResponse<String> wrong = Rest.upload(server, FEATURES, newer, "00");
    assertThat(wrong.statusCode()).isEqualTo(400);
    assertThat(wrong.body()).contains("its SHA-256 is");

    upload(newer);

    assertThat(Rest.send(server, "GET", FEATURES, "").body())
        .contains("\"name\":\"orbit-redis\",\"version\":\"0.2.0\"");
    run("feature:install orbit-echo");
    run("feature:uninstall orbit-echo");
    assertServes(SHIPPED);
  }

  @Test
  @Order(2)
  void itTakesTheOthersPlaceWhileSqlWorksAndThePortStaysOpen() throws Exception {
    try (SqlLoad load = new SqlLoad(server);
        Visitors visitors = new Visitors(server)) {
      load.awaitMore(BETWEEN);
      visitors.awaitMore(BETWEEN);
      HttpResponse<String> answer = Rest.send(server, "POST", REDIS + "?version=0.2.0", "");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      visitors.awaitMore(BETWEEN);
      assertServes("0.2.0");
      load.awaitMore(BETWEEN);

      run("feature:upgrade orbit-redis " + SHIPPED);
      visitors.awaitMore(BETWEEN);
      assertServes(SHIPPED);
      load.awaitMore(BETWEEN);
      run("feature:upgrade orbit-redis 0.2.0");
      visitors.awaitMore(BETWEEN);
      assertServes("0.2.0");
      load.awaitMore(BETWEEN);
      System.out.println("3 upgrades, " + load.statements() + " statements, " + visitors);
    }
    assertThat(Jvm.jcmd(server, "GC.class_histogram").lines())
        .filteredOn(line -> line.endsWith(" io.orbit.protocol.redis.RedisProtocol"))
        .hasSize(1);
  }

  @Test
  @Order(3)
  void oneThatCannotBeResolvedIsRefusedInOneLine() throws Exception {
    String imports = Kar.header("orbit-redis", "Import-Package") + ",io.orbit.no.such.thing";
    Path file = Files.createTempFile(data.toAbsolutePath().getParent(), "missing", ".kar");
    Files.write(file, Kar.of("orbit-redis", "0.3.0", Map.of("Import-Package", imports)));
    run("feature:upload " + file);
    try (Visitors visitors = new Visitors(server)) {
      HttpResponse<String> answer = Rest.send(server, "POST", REDIS + "?version=0.3.0", "");
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.body())
          .contains(
              "io.orbit.protocol.redis/0.3.0 needs the package io.orbit.no.such.thing,"
                  + " which is not there");
      Shell.Answer told = shell.run("feature:upgrade orbit-redis 0.3.0");
      assertThat(told.exitCode()).isEqualTo(1);
      assertThat(told.output().strip().lines()).hasSize(1);
      visitors.awaitMore(BETWEEN);
    }
    assertServes("0.2.0");
    assertThat(server.output()).doesNotContain("\tat ", "Exception");
  }

  @Test
  @Order(4)
  void oneThatDoesNotStartGivesWayToTheOneBefore() throws Exception {
    upload(Kar.of("orbit-redis", "0.4.0", Map.of("Bundle-Activator", "no.such.Activator")));
    try (Visitors visitors = new Visitors(server)) {
      HttpResponse<String> answer = Rest.send(server, "POST", REDIS + "?version=0.4.0", "");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
      visitors.awaitMore(BETWEEN);
    }
    assertServes("0.2.0");
  }

  @Test
  @Order(5)
  void whatPretendsToBePartOfTheServerIsRefused() throws Exception {
    HttpResponse<String> again =
        Rest.upload(server, FEATURES, Kar.of("orbit-redis", "0.1.0-SNAPSHOT", Map.of()), "");
    assertThat(again.statusCode()).as(again.body()).isEqualTo(400);
    assertThat(again.body()).contains("in version 0.1.0.SNAPSHOT already");
    upload(Kar.of("orbit-kernel", "0.2.0", Map.of()));

    assertThat(Rest.send(server, "POST", FEATURES + "/orbit-core?version=0.2.0", "").statusCode())
        .isEqualTo(404);
    HttpResponse<String> core =
        Rest.send(server, "POST", FEATURES + "/orbit-core?version=0.1.0-SNAPSHOT", "");
    assertThat(core.statusCode()).isEqualTo(409);
    assertThat(core.body()).contains("is part of the server");
    assertServes("0.2.0");
  }

  @Test
  @Order(6)
  void itComesBackAfterARestart() throws Exception {
    shell.close();
    assertThat(server.stop()).as(server.output()).isZero();
    assertThat(data.resolve("features/wanted")).content().contains("install orbit-redis 0.2.0");
    start();
    assertServes("0.2.0");
  }

  @Test
  @Order(7)
  void itGoesAsAnyOtherAndTheShippedOneTakesOver() throws Exception {
    try (SqlLoad load = new SqlLoad(server)) {
      assertThat(Rest.send(server, "DELETE", REDIS, "").statusCode()).isEqualTo(200);
      assertThat(server.accepts(6379)).isFalse();
      Leftovers.awaitNothingOf(server, "io.orbit.protocol.redis");
      load.awaitMore(BETWEEN);
      HttpResponse<String> answer = Rest.send(server, "POST", REDIS + "?version=" + SHIPPED, "");
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      Await.until("open", LIMIT, () -> server.accepts(6379));
      assertServes(SHIPPED);
      load.awaitMore(BETWEEN);
    }
    assertThat(data.resolve("features/wanted")).content().doesNotContain("install", "remove");
  }
}
