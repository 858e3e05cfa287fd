package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.launcher.configuration.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveriesTest {
  @TempDir Path data;

  @Test
  void everyBundleIsToldItsOwn() throws Exception {
    Files.writeString(
        data.resolve("orbit.toml"),
        """
        server.bind = "127.0.0.1, ::1"
        server.redis_port = 7000
        persistence.backend = "rocksdb"
        [io.orbit.protocol.redis]
        max_connections = 5
        [io.orbit.net]
        tls.certificate = "server.pem"
        """);

    Map<String, Map<String, Object>> told =
        deliver(Map.of("org.apache.felix.http", Map.of("a", "b")), "--port-offset", "10");

    assertThat(told.get("io.orbit.protocol.redis"))
        .isEqualTo(Map.of("port", 7000L, "max_connections", 5L));
    assertThat(told.get("io.orbit.net"))
        .containsEntry("bind", new String[] {"127.0.0.1", "::1"})
        .containsEntry("tls.certificate", "server.pem");
    assertThat(told.get("io.orbit.kernel"))
        .containsEntry("backend", "lsm")
        .containsEntry("data_dir", data.resolve("store").toString());
    assertThat(told.get("org.apache.felix.http"))
        .isEqualTo(
            Map.of(
                "a", "b",
                "org.osgi.service.http.port", 8090,
                "org.apache.felix.http.host", "127.0.0.1"));
  }

  private Map<String, Map<String, Object>> deliver(
      Map<String, Map<String, Object>> defaults, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("--data", data.toString()));
    all.addAll(List.of(arguments));
    return Deliveries.of(defaults, Configuration.load(all, Map.of()));
  }
}
