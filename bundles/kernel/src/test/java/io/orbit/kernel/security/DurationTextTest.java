package io.orbit.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.error.OrbitException;
import org.junit.jupiter.api.Test;

class DurationTextTest {
  @Test
  void unitsArePostgresqls() {
    assertThat(DurationText.millis("x", null)).isZero();
    assertThat(DurationText.millis("x", "0")).isZero();
    assertThat(DurationText.millis("x", "250")).isEqualTo(250);
    assertThat(DurationText.millis("x", "2500us")).isEqualTo(3);
    assertThat(DurationText.millis("x", " 7 ms ")).isEqualTo(7);
    assertThat(DurationText.millis("x", "2s")).isEqualTo(2_000);
    assertThat(DurationText.millis("x", "2min")).isEqualTo(120_000);
    assertThat(DurationText.millis("x", "1h")).isEqualTo(3_600_000);
    assertThat(DurationText.millis("x", "1d")).isEqualTo(86_400_000);
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> DurationText.millis("lock_timeout", "soon"))
        .withMessage("invalid value for parameter \"lock_timeout\": \"soon\"");
  }
}
