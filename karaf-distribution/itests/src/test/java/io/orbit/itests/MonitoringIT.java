package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import redis.clients.jedis.Jedis;

/**
 * What stands in docker/ is true: every metric that an alert or a panel names is one of the
 * packaged server's, every file can be read, and the commands that they run are the script's.
 */
class MonitoringIT {
  private static final Path DOCKER =
      Path.of(System.getProperty("orbit.script")).resolveSibling("docker");
  private static final Pattern METRIC =
      Pattern.compile("\\b(orbit|jvm|process)_[a-z0-9_]+\\b(?!\\s*[=~])");

  @Test
  void everyMetricOfAlertsAndDashboardIsTheServers() throws Exception {
    List<String> expressions = new ArrayList<>();
    collect(yaml("prometheus/alerts.yaml"), expressions);
    int alerts = expressions.size();
    collect(yaml("grafana/dashboards/orbit.json"), expressions);
    assertThat(alerts).isGreaterThan(12);
    assertThat(expressions.size() - alerts).isGreaterThan(30);
    Set<String> named = new TreeSet<>();
    for (String expression : expressions) {
      Matcher metric = METRIC.matcher(expression);
      while (metric.find()) {
        named.add(metric.group());
      }
    }
    assertThat(named).hasSizeGreaterThan(35).isSubsetOf(known());
  }

  /** Names of the samples of a server that was used. */
  private static Set<String> known() throws Exception {
    Path all = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    try (Server server = Server.start(Files.createTempDirectory(all, "monitoring"));
        Connection sql = Clients.sql(server);
        Jedis redis = Clients.redis(server)) {
      Clients.rows(sql, "SELECT 1");
      redis.set("a", "b");
      Rest.statement(server, "SELECT 1");
      return Rest.send(server, "GET", "/metrics", "")
          .body()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.replaceFirst("[{ ].*", ""))
          .collect(Collectors.toSet());
    }
  }

  /** Every expression below a node. */
  private static void collect(Object node, List<String> into) {
    switch (node) {
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                if (key.equals("expr")) {
                  into.add((String) value);
                } else {
                  collect(value, into);
                }
              });
      case List<?> list -> list.forEach(one -> collect(one, into));
      case null, default -> {}
    }
  }

  private static Object yaml(String file) throws IOException {
    try (Reader reader = Files.newBufferedReader(DOCKER.resolve(file))) {
      return new Yaml().load(reader);
    }
  }

  @Test
  void everyFileOfTheComposeFileIsThere() throws IOException {
    Map<?, ?> compose = (Map<?, ?>) yaml("compose.yaml");
    Map<?, ?> services = (Map<?, ?>) compose.get("services");
    assertThat(services.keySet()).isEqualTo(Set.of("orbit", "prometheus", "grafana"));
    Map<?, ?> volumes = (Map<?, ?>) compose.get("volumes");
    for (Object service : services.values()) {
      for (Object volume : (List<?>) ((Map<?, ?>) service).get("volumes")) {
        String source = volume.toString().replaceFirst(":.*", "");
        assertThat(
                source.startsWith("./")
                    ? Files.exists(DOCKER.resolve(source))
                    : volumes.containsKey(source))
            .as(source)
            .isTrue();
      }
    }
    for (String file :
        List.of(
            "prometheus/prometheus.yaml",
            "grafana/provisioning/datasources/prometheus.yaml",
            "grafana/provisioning/dashboards/orbit.yaml")) {
      assertThat(yaml(file)).as(file).isInstanceOf(Map.class);
    }
  }

  @Test
  void theImageAndTheServiceRunWhatTheScriptKnows() throws Exception {
    String help = Script.run("help").output();
    List<String> lines =
        Stream.of("Dockerfile", "systemd/orbit.service")
            .flatMap(file -> lines(DOCKER.resolve(file)))
            .filter(line -> line.startsWith("CMD [") || line.startsWith("ExecStart="))
            .toList();
    assertThat(lines).hasSize(2);
    for (String line : lines) {
      assertThat(line).contains("run");
      Matcher option = Pattern.compile("--[a-z-]+").matcher(line);
      while (option.find()) {
        assertThat(help).contains(option.group());
      }
    }
    for (String line : lines(DOCKER.resolve("systemd/orbit.service")).toList()) {
      assertThat(line).matches("|#.*|\\[(Unit|Service|Install)]|[A-Za-z]+=.*");
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
  }
}
