package io.orbit.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "security.password",
        "io.orbit.rest.client_secret",
        "tls.key",
        "tls.key.password",
        "ai.api_token",
        "key-passphrase"
      })
  void aSettingThatIsASecretIsTakenOut(String key) {
    assertThat(Secrets.setting(key, "hidden")).isEqualTo(Secrets.TAKEN_OUT);
    assertThat(Secrets.setting(key, "")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"server.http_port", "memory.limit", "redis.keyspace", "monkey.count"})
  void anyOtherStays(String key) {
    assertThat(Secrets.setting(key, "hidden")).isEqualTo("hidden");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER ROLE clerk PASSWORD 'hidden'",
        "create role a login password  'hid''den' superuser",
        "password=\"hidden\"",
        "SCRAM-SHA-256$4096:hidden$stored:hidden",
        "Bearer orbit_3f0c1a2b_9d4100",
        "AUTH orbit hidden",
        "jdbc:postgresql://orbit:hidden@host/db"
      })
  void whatLooksLikeASecretIsTakenOutOfATextAnywhere(String text) {
    assertThat(Secrets.text("before " + text + " after"))
        .startsWith("before ")
        .contains(Secrets.TAKEN_OUT)
        .doesNotContain("hid")
        .doesNotContain("9d41");
  }

  @Test
  void theRestStays() {
    String line = "checkpoint of 14 records, up to position 88 (password of clerk changed)";
    assertThat(Secrets.text(line)).isEqualTo(line);
  }
}
