package io.orbit.kernel.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.SessionRequest;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {
  private final ManualClock clock = new ManualClock();
  private final LoginThrottle throttle = new LoginThrottle(clock);

  @Test
  void theFirstFailuresCostNothingThenEachPauseDoubles() {
    SessionRequest request = from("10.0.0.1:1");
    for (int i = 0; i < 10; i++) {
      attempt(request, "ann");
    }
    assertThat(clock.pauses()).containsExactly(100L, 200L, 400L, 800L, 1600L);
  }

  @Test
  void thePauseNeverExceedsTenSecondsForWhoComesOneAfterTheOther() {
    SessionRequest request = from("10.0.0.1:1");
    for (int i = 0; i < 19; i++) {
      attempt(request, "ann");
    }
    assertThat(clock.pauses().getLast()).isEqualTo(10_000);
  }

  @Test
  void attemptsAtOnceQueueAndThenAreRefusedUnheard() {
    SessionRequest request = from("10.0.0.1:1");
    for (int i = 0; i < 10; i++) {
      throttle.failed(request, "ann");
    }
    int heard = 0;
    for (int i = 0; i < 100; i++) {
      try {
        throttle.await(request, "ann");
        clock.advance(-clock.pauses().getLast());
        heard++;
      } catch (OrbitException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PASSWORD);
      }
    }
    assertThat(clock.pauses()).containsExactly(3200L, 6400L, 9600L);
    assertThat(heard).isEqualTo(3);
  }

  @Test
  void othersAreNotSlowed() {
    for (int i = 0; i < 10; i++) {
      attempt(from("10.0.0.1:1"), "ann");
    }
    int pauses = clock.pauses().size();
    throttle.await(from("10.0.0.2:1"), "ann");
    throttle.await(from("10.0.0.1:1"), "bob");
    assertThat(clock.pauses()).hasSize(pauses);
  }

  @Test
  void anAddressThatTriesManyUsersIsSlowedButThisMachineIsNot() {
    SessionRequest here = new SessionRequest("", "", "test", "127.0.0.1:1", true, "");
    for (int i = 0; i < 30; i++) {
      attempt(here, "user" + i);
    }
    assertThat(clock.pauses()).isEmpty();
    for (int i = 0; i < 25; i++) {
      attempt(from("10.0.0.1:" + i), "user" + i);
    }
    assertThat(clock.pauses()).containsExactly(100L, 200L, 400L, 800L, 1600L);
  }

  @Test
  void successAndTimeEndIt() {
    SessionRequest request = from("10.0.0.1:1");
    for (int i = 0; i < 8; i++) {
      attempt(request, "ann");
    }
    int pauses = clock.pauses().size();
    throttle.await(request, "ann");
    throttle.succeeded(request, "ann");
    throttle.await(request, "ann");
    assertThat(clock.pauses()).hasSize(pauses + 1);

    for (int i = 0; i < 8; i++) {
      attempt(request, "bob");
    }
    pauses = clock.pauses().size();
    clock.advance(LoginThrottle.FORGET_MILLIS + 1);
    throttle.await(request, "bob");
    assertThat(clock.pauses()).hasSize(pauses);
  }

  @Test
  void addressesLoseTheirPorts() {
    assertThat(LoginThrottle.host("10.0.0.7:4711")).isEqualTo("10.0.0.7");
    assertThat(LoginThrottle.host("/10.0.0.7:4711")).isEqualTo("10.0.0.7");
    assertThat(LoginThrottle.host("[fe80::1]:4711")).isEqualTo("fe80::1");
    assertThat(LoginThrottle.host("fe80::1")).isEqualTo("fe80::1");
    assertThat(LoginThrottle.host("unix")).isEqualTo("unix");
  }

  @Test
  void aRefusalSaysHowLong() {
    for (int i = 0; i < 12; i++) {
      throttle.failed(from("10.0.0.1:1"), "ann");
      throttle.failed(from("10.0.0.1:1"), "ann");
    }
    clock.advance(-5_000);
    assertThatExceptionOfType(OrbitException.class)
        .isThrownBy(() -> throttle.await(from("10.0.0.1:1"), "ann"))
        .withMessage("password authentication failed for user \"ann\"")
        .satisfies(e -> assertThat(e.hint()).contains("15 seconds"));
  }

  private void attempt(SessionRequest request, String user) {
    throttle.await(request, user);
    throttle.failed(request, user);
  }

  private static SessionRequest from(String address) {
    return new SessionRequest("", "", "test", address, false, "");
  }
}
