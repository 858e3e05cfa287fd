package io.orbit.protocol.echo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.OrbitException;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.CodecFuzz;
import io.orbit.testkit.protocol.FrameFuzzer;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoCodecTest {
  private static ByteBuf buffer(String escaped) {
    return Unpooled.wrappedBuffer(Bytes.of(escaped));
  }

  @Test
  void readsEveryMessage() {
    ByteBuf input =
        buffer(
            "text\\n/login a b c\\r\\n//x\\n/tls\\n/quit\\n/repeat 3 y\\n/repeat 1000000001 y\\n"
                + "/repeat x y\\n\\n");
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Text("text"));
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Login("a", "b c"));
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Text("/x"));
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.StartTls());
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Quit());
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Repeat(3, "y"));
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Unsupported("/repeat"));
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Unsupported("/repeat"));
    assertThat(EchoCodec.decode(input)).isEqualTo(new EchoMessage.Text(""));
    assertThat(EchoCodec.decode(input)).isNull();
  }

  @Test
  void leavesAnUnfinishedLine() {
    ByteBuf input = buffer("half");
    assertThat(EchoCodec.decode(input)).isNull();
    assertThat(input.readerIndex()).isZero();
  }

  @Test
  void takesTheLongestLineAndRefusesALongerOne() {
    int longest = EchoCodec.LONGEST_LINE - 1;
    assertThat(EchoCodec.decode(buffer("x".repeat(longest) + "\\n"))).isNotNull();
    assertThatThrownBy(() -> EchoCodec.decode(buffer("x".repeat(longest + 1) + "\\n")))
        .isInstanceOf(OrbitException.class);
  }

  @Test
  void refusesWhatIsNotUtf8() {
    assertThatThrownBy(() -> EchoCodec.decode(buffer("\\xff\\n")))
        .isInstanceOf(OrbitException.class);
  }

  @Test
  void survivesMutatedFrames() {
    long seed = FrameFuzzer.freshSeed();
    CodecFuzz.run(
        seed,
        100_000,
        List.of(Bytes.of("hello\\n"), Bytes.of("/login a b\\r\\n"), Bytes.of("/repeat 3 héllo\\n")),
        () ->
            input -> {
              EchoMessage message = EchoCodec.decode(input);
              while (message != null) {
                message = EchoCodec.decode(input);
              }
            },
        OrbitException.class::isInstance);
  }
}
