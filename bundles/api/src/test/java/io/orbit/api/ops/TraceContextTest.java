package io.orbit.api.ops;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  @Test
  void whatTravelsComesBackTheSame() {
    TraceContext parsed = TraceContext.parse("00-" + TRACE + "-" + SPAN + "-01").orElseThrow();
    assertThat(parsed).isEqualTo(new TraceContext(TRACE, SPAN, true));
    assertThat(TraceContext.parse(parsed.traceParent())).hasValue(parsed);
    assertThat(TraceContext.parse("00-" + TRACE + "-" + SPAN + "-02").orElseThrow().sampled())
        .isFalse();
    assertThat(TraceContext.parse("cc-" + TRACE + "-" + SPAN + "-01-of-later")).isPresent();
    TraceContext child = parsed.child();
    assertThat(child.traceId()).isEqualTo(TRACE);
    assertThat(child.spanId()).isNotEqualTo(SPAN);
    assertThat(TraceContext.parse(TraceContext.root().traceParent())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-" + TRACE + "-" + SPAN,
        "00-" + TRACE + "-" + SPAN + "-1",
        "00-" + TRACE + "-" + SPAN + "-01-more",
        "ff-" + TRACE + "-" + SPAN + "-01",
        "00-00000000000000000000000000000000-" + SPAN + "-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
      })
  void whatDoesNotHoldIsNothing(String text) {
    assertThat(TraceContext.parse(text)).isEmpty();
  }
}
