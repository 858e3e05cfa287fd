package io.orbit.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.net.ListenerConfiguration.Tls;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListenerSettingsTest {
  private static final Protocol PROTOCOL =
      new Protocol() {
        @Override
        public String name() {
          return "some";
        }

        @Override
        public int defaultPort() {
          return 7;
        }

        @Override
        public TlsStart tlsStart() {
          return TlsStart.FIRST_BYTES;
        }

        @Override
        public int unauthenticatedLimit() {
          return 1;
        }

        @Override
        public ProtocolSession open(Connection connection) {
          throw new UnsupportedOperationException();
        }

        @Override
        public byte[] refusal(Refusal reason) {
          return new byte[0];
        }
      };

  private static ListenerConfiguration read(Map<String, ?> values) {
    return ListenerSettings.read(PROTOCOL, values);
  }

  @Test
  void everythingHasADefault() {
    assertThat(read(Map.of()))
        .isEqualTo(new ListenerConfiguration(7, List.of(), null, 10_000, 0, 60_000, false, Tls.ON));
  }

  @Test
  void readsEveryKeyAsTextOrTyped() {
    ListenerConfiguration expected =
        new ListenerConfiguration(
            8, List.of("::1", "10.0.0.1"), Path.of("/run/x"), 9, 10, 11, true, Tls.REQUIRED);
    assertThat(
            read(
                Map.of(
                    "port", "8",
                    "bind", "::1, 10.0.0.1",
                    "unix_socket", "/run/x",
                    "max_connections", "9",
                    "idle_timeout_ms", "10",
                    "authentication_timeout_ms", "11",
                    "proxy_protocol", "on",
                    "tls", "required",
                    "databases", "the protocol's own")))
        .isEqualTo(expected);
    assertThat(
            read(
                Map.of(
                    "port",
                    8L,
                    "bind",
                    new String[] {"::1", "10.0.0.1"},
                    "unix_socket",
                    "/run/x",
                    "max_connections",
                    9,
                    "idle_timeout_ms",
                    10L,
                    "authentication_timeout_ms",
                    11,
                    "proxy_protocol",
                    true,
                    "tls",
                    "REQUIRED")))
        .isEqualTo(expected);
    assertThat(read(Map.of("bind", List.of("a", "b"))).bind()).containsExactly("a", "b");
  }

  @Test
  void namesWhatIsWrong() {
    assertThatThrownBy(() -> read(Map.of("port", "70000")))
        .hasMessage("io.orbit.protocol.some: port must be from 0 to 65535, not 70000");
    assertThatThrownBy(() -> read(Map.of("port", "many")))
        .hasMessage("io.orbit.protocol.some: port must be a whole number, not many");
    assertThatThrownBy(() -> read(Map.of("tls", "maybe")))
        .hasMessage("io.orbit.protocol.some: tls must be off, on or required, not maybe");
    assertThatThrownBy(() -> read(Map.of("proxy_protocol", "v2")))
        .hasMessage("io.orbit.protocol.some: proxy_protocol must be on or off, not v2");
  }
}
