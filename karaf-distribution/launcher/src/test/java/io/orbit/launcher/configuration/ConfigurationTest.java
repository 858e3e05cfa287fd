package io.orbit.launcher.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir Path data;

  @Test
  void withoutAnySourceEverythingHasItsDefault() throws Exception {
    Configuration configuration = load();

    assertThat(configuration.dataDirectory()).isEqualTo(data);
    assertThat(configuration.get(Settings.BIND)).isEqualTo("127.0.0.1");
    assertThat(configuration.get(Settings.BACKEND)).isEqualTo("lsm");
    assertThat(configuration.get(Settings.DEV_MODE)).isFalse();
    assertThat(configuration.value(Settings.BIND).isDefault()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "postgres,5432",
    "mysql,3306",
    "cql,9042",
    "redis,6379",
    "http,8080",
    "grpc,50051",
    "bolt,7687",
    "arango,8529",
    "mongo,27017",
    "ssh,8101"
  })
  void eachProtocolHasItsPort(String protocol, int port) throws Exception {
    Setting<?> setting = Settings.find("server." + protocol + "_port").orElseThrow();

    assertThat(setting.defaultValue()).isEqualTo((long) port);
    assertThat(load("--port-offset", "1000").port(portOf(setting))).isEqualTo(port + 1000);
  }

  @Test
  void theKeysOfTheOriginalAreUnderstoodAsTheyAre() throws Exception {
    Path file = data.resolve("original.toml");
    Files.writeString(
        file,
        """
        [server]
        bind = "0.0.0.0"
        grpc_port = 50052
        http_port = 8081
        postgres_port = 15432
        redis_port = 16379

        [persistence]
        backend = "rocksdb"
        data_dir = "%s/other"

        [ai]
        enabled = true
        control_loop_interval_ms = 10000
        """
            .formatted(data));

    Configuration configuration =
        Configuration.load(List.of("--config", file.toString()), Map.of());

    assertThat(configuration.dataDirectory()).isEqualTo(data.resolve("other"));
    assertThat(configuration.get(Settings.BIND)).isEqualTo("0.0.0.0");
    assertThat(configuration.get(Settings.BACKEND)).isEqualTo("lsm");
    assertThat(configuration.get(Settings.AI_ENABLED)).isTrue();
    assertThat(configuration.get(Settings.AI_INTERVAL)).isEqualTo(10_000L);
    assertThat(configuration.port(portOf(Settings.find("server.redis_port").orElseThrow())))
        .isEqualTo(16_379);
  }

  @Test
  void commandLineBeatsEnvironmentBeatsOverridesBeatsFile() throws Exception {
    orbitToml(
        "server.bind = '127.0.0.2'\nlog.level = 'warn'\nserver.redis_port = 1\nserver.cql_port = 11");
    Files.writeString(
        data.resolve("overrides.toml"),
        "log.level = 'error'\nserver.redis_port = 2\nserver.cql_port = 12");
    Map<String, String> environment =
        Map.of("ORBIT_SERVER_REDIS_PORT", "3", "ORBIT_LOG_LEVEL", "debug");

    Configuration configuration =
        Configuration.load(List.of("--data", data.toString(), "--log-level", "trace"), environment);

    assertThat(configuration.value(Settings.BIND).origin()).endsWith("orbit.toml, line 1");
    assertThat(configuration.value(portOf(Settings.find("server.cql_port").orElseThrow())))
        .satisfies(value -> assertThat(value.value()).isEqualTo(12L))
        .satisfies(value -> assertThat(value.origin()).endsWith("overrides.toml, line 3"));
    assertThat(configuration.value(portOf(Settings.find("server.redis_port").orElseThrow())))
        .isEqualTo(new Value<>(3L, "environment, ORBIT_SERVER_REDIS_PORT"));
    assertThat(configuration.value(Settings.LOG_LEVEL))
        .isEqualTo(new Value<>("trace", "command line, --log-level"));
  }

  @Test
  void aBundlesOwnSectionIsHandedOnAsItStands() throws Exception {
    orbitToml(
        """
        [io.orbit.net]
        max_connections = 10
        tls.hosts = ['a', 'b']
        [io.orbit.identity.ldap]
        url = "ldaps://localhost"
        [io.orbit.protocol.redis]
        proxy_protocol = true
        """);

    Map<String, Map<String, Value<?>>> sections = load().sections();

    assertThat(sections.get("io.orbit.net").get("max_connections").value()).isEqualTo(10L);
    assertThat(sections.get("io.orbit.net").get("tls.hosts").value())
        .isEqualTo(new String[] {"a", "b"});
    assertThat(sections.get("io.orbit.identity.ldap").get("url").value())
        .isEqualTo("ldaps://localhost");
    assertThat(sections.get("io.orbit.protocol.redis").get("proxy_protocol").value())
        .isEqualTo(true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[server]\\nredis_prot = 1           | line 2: there is no setting server.redis_prot; did you mean server.redis_port?",
        "[sever]                             | line 1: there is no setting sever.",
        "[server]\\n\\nredis_port = '6379'   | line 3: server.redis_port must be a whole number from 1 to 65535.",
        "[server]\\nredis_port = 70000       | line 2: server.redis_port must be a whole number from 1 to 65535.",
        "[persistence]\\nbackend = 'tape'    | line 2: persistence.backend must be one of lsm, xodus, memory, cowbtree.",
        "memory.limit = '1MB'                | line 1: memory.limit must be a size such as \"512MB\" or \"2GB\", at least 256 MB.",
        "[ai]\\nenabled = 'yes'              | line 2: ai.enabled must be true or false, without quotes.",
        "[server]\\nbind = 'no such host!'   | line 2: server.bind must be an address of this machine, not no such host!.",
        "[server]\\nredis_port = 5432        | line 2: server.redis_port is the same port as server.postgres_port.",
        "[persistence]\\ndata_dir = '/x'     | line 2: persistence.data_dir cannot stand in the data folder's own file",
        "[io.orbit]\\nnet = 1                | line 2: io.orbit.net names a bundle, not a property of one.",
        "[server                             | line 1",
      })
  void aMistakeIsNamedWithFileAndLine(String toml, String message) throws Exception {
    orbitToml(toml.replace("\\n", "\n"));

    assertThatThrownBy(this::load)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(data.resolve("orbit.toml").toString())
        .hasMessageContaining(message);
  }

  @Test
  void aMistakeInTheEnvironmentOrOnTheCommandLineIsNamedToo() {
    assertThatThrownBy(
            () ->
                Configuration.load(
                    List.of("--data", data.toString()), Map.of("ORBIT_SERVER_HTTP_PORT", "x")))
        .hasMessage(
            "environment, ORBIT_SERVER_HTTP_PORT: server.http_port must be a whole number from 1 to 65535.");
    assertThatThrownBy(() -> load("--port-offset", "15485"))
        .hasMessage(
            "command line, --port-offset: server.port_offset must be a whole number from 0 to 15484.");
    assertThatThrownBy(() -> load("--prot-offset=1")).hasMessageContaining("--prot-offset");
    assertThatThrownBy(() -> load("--bind")).hasMessage("The option --bind needs a value.");
  }

  @Test
  void theDevelopersModeWorksOnLoopbackOnly() throws Exception {
    assertThat(load("--dev-mode").get(Settings.DEV_MODE)).isTrue();
    assertThatThrownBy(() -> load("--dev-mode", "--bind", "0.0.0.0"))
        .hasMessageContaining("loopback address only");
  }

  @Test
  void theHighestOffsetLeavesEveryPortAPort() throws Exception {
    Configuration configuration =
        load("--port-offset", String.valueOf(Settings.MAXIMUM_PORT_OFFSET));

    assertThat(Settings.ports())
        .allSatisfy(port -> assertThat(configuration.port(port.setting())).isLessThan(65_536));
  }

  private Configuration load(String... arguments) throws ConfigurationException {
    List<String> all = new ArrayList<>(List.of("--data", data.toString()));
    all.addAll(List.of(arguments));
    return Configuration.load(all, Map.of());
  }

  private void orbitToml(String text) throws Exception {
    Files.writeString(data.resolve("orbit.toml"), text);
  }

  @SuppressWarnings("unchecked") // The ports are whole numbers.
  private static Setting<Long> portOf(Setting<?> setting) {
    return (Setting<Long>) setting;
  }
}
