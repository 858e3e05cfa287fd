package io.orbit.keyspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.OrbitException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LongDoubleTest {
  private static BigDecimal parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return LongDouble.parse(bytes, 0, bytes.length, "no");
  }

  /** Sums as a Redis 7.0.15 on x86-64 answered them. */
  @ParameterizedTest
  @CsvSource({
    "10.50, 0.1, 10.6",
    "5.0e3, 2.0e2, 5200",
    "0, 0.1, 0.1",
    "0.1, 0.2, 0.3",
    "3, 1.000000000000000005, 4.00000000000000001",
    "1, -1, 0",
    "-0, 0, 0",
    "17179869184, 1.5, 17179869185.5",
    "9007199254740993, 0.25, 9007199254740993.25"
  })
  void addsAsRedisOnX86Does(String value, String delta, String sum) {
    assertThat(new String(LongDouble.add(parse(value), parse(delta)), StandardCharsets.US_ASCII))
        .isEqualTo(sum);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " 1", "1 ", "nan", "1e", "x", "1,5", "1e5000"})
  void refusesWhatIsNoNumber(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(OrbitException.class).hasMessage("no");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inf", "-Infinity", "1e4932"})
  void refusesToReachInfinity(String text) {
    assertThatThrownBy(() -> LongDouble.add(parse(text), parse("1e4932")))
        .hasMessage("increment would produce NaN or Infinity");
  }
}
