package io.orbit.protocol.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestErrorsTest {
  /** Request Timeout, Misdirected Request, Too Early: what they refuse was never carried out. */
  @ParameterizedTest
  @EnumSource
  void noConditionMakesAClientSendTheRequestAgainByItself(ErrorCode code) {
    assertThat(RestErrors.status(code)).isBetween(400, 599).isNotIn(408, 421, 425);
  }
}
