package io.orbit.client.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.client.ClientException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ConnectOptionsTest {
  @TempDir private Path data;

  @Command
  static final class Holder {
    @Mixin final ConnectOptions options = new ConnectOptions();
  }

  private Endpoint endpoint(Wire wire, Map<String, String> environment, String... arguments) {
    Holder holder = new Holder();
    CommandLine line = new CommandLine(holder);
    String[] all = new String[arguments.length + 2];
    all[0] = "--data";
    all[1] = data.toString();
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    line.parseArgs(all);
    return holder.options.endpoint(wire, environment::get);
  }

  @Test
  void withoutAWordItIsTheServerOnThisMachine() {
    Endpoint endpoint = endpoint(Wire.POSTGRES, Map.of());
    assertThat(endpoint.address()).isEqualTo("127.0.0.1:5432");
    assertThat(endpoint.user()).isEqualTo("orbit");
    assertThat(endpoint.database()).isEqualTo("orbit");
    assertThat(endpoint.password()).isEmpty();
    assertThat(endpoint.tls()).isFalse();
  }

  @Test
  void theDataFolderKnowsPortsPasswordAndCertificate() throws IOException {
    Files.createDirectories(data.resolve("karaf"));
    Files.writeString(data.resolve("karaf/ports"), "http 18080\npostgres 15432\nredis 16379\n");
    Files.writeString(data.resolve("initial-password"), "made-up-1\n");
    Files.createDirectories(data.resolve("tls"));
    Files.writeString(data.resolve("tls/server.crt"), "x");
    Endpoint endpoint = endpoint(Wire.REDIS, Map.of());
    assertThat(endpoint.port()).isEqualTo(16379);
    assertThat(endpoint.password()).contains("made-up-1");
    assertThat(endpoint.certificate()).contains(data.resolve("tls/server.crt"));
    assertThat(endpoint(Wire.REDIS, Map.of(), "--user", "bob").password()).isEmpty();
    assertThat(endpoint(Wire.REDIS, Map.of(), "--port-offset", "5").port()).isEqualTo(6384);
    assertThat(endpoint(Wire.REDIS, Map.of(), "--host", "db.example", "--no-tls"))
        .isEqualTo(
            new Endpoint(
                "db.example", 6379, "orbit", Optional.empty(), "0", false, Optional.empty()));
  }

  @Test
  void whatIsSaidCountsMoreThanTheEnvironmentAndThatMoreThanTheFolder() throws IOException {
    Files.writeString(data.resolve("initial-password"), "made-up-1\n");
    Path file = Files.writeString(data.resolve("file"), "from file\nrest\n");
    Map<String, String> environment =
        Map.of("ORBIT_PASSWORD", "from environment", "ORBIT_SERVER_PORT_OFFSET", "7");
    assertThat(endpoint(Wire.HTTP, environment).password()).contains("from environment");
    assertThat(endpoint(Wire.HTTP, environment).port()).isEqualTo(8087);
    assertThat(endpoint(Wire.HTTP, environment, "--password-file", file.toString()).password())
        .contains("from file");
    assertThat(endpoint(Wire.HTTP, environment, "--port", "1").port()).isEqualTo(1);
  }

  @Test
  void aUrlSaysAll() {
    Endpoint endpoint =
        endpoint(Wire.POSTGRES, Map.of(), "--url", "postgresql://bob:s%40x@db.example:99/shop");
    assertThat(endpoint)
        .isEqualTo(
            new Endpoint(
                "db.example", 99, "bob", Optional.of("s@x"), "shop", true, Optional.empty()));
    assertThat(endpoint.toString()).doesNotContain("s@x");
    assertThat(endpoint(Wire.REDIS, Map.of(), "--url", "rediss://127.0.0.1").tls()).isTrue();
    assertThat(endpoint(Wire.REDIS, Map.of(), "--url", "redis://db.example/2").database())
        .isEqualTo("2");
  }

  @Test
  void aUrlOfAnotherProtocolIsRefusedWithoutItsPassword() {
    assertThatThrownBy(
            () -> endpoint(Wire.REDIS, Map.of(), "--url", "postgresql://a:secret@db.example/x"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("redis")
        .hasMessageNotContaining("secret");
  }

  @Test
  void connectionsToOtherMachinesAreEncrypted() {
    assertThat(endpoint(Wire.POSTGRES, Map.of(), "--host", "db.example").tls()).isTrue();
    assertThat(endpoint(Wire.POSTGRES, Map.of(), "--host", "localhost").tls()).isFalse();
    assertThat(endpoint(Wire.POSTGRES, Map.of(), "--tls").tls()).isTrue();
    assertThatThrownBy(() -> endpoint(Wire.HTTP, Map.of(), "--host", "db.example"))
        .isInstanceOf(ClientException.class)
        .hasMessageContaining("unencrypted");
    assertThat(endpoint(Wire.HTTP, Map.of(), "--host", "db.example", "--no-tls").tls()).isFalse();
  }
}
