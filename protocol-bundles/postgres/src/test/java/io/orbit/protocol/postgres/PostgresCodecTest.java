package io.orbit.protocol.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.CodecFuzz;
import io.orbit.testkit.protocol.FrameFuzzer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostgresCodecTest {
  private static final int FUZZED_FRAMES = 100_000;

  private final PostgresCodec codec = new PostgresCodec(1 << 20);

  private static ByteBuf buffer(byte[] bytes) {
    return Unpooled.wrappedBuffer(bytes);
  }

  @Test
  void readsAFrameOnlyWhenItIsWhole() {
    byte[] frame = WireClient.query("select 1");
    for (int length = 0; length < frame.length; length++) {
      ByteBuf input = Unpooled.wrappedBuffer(frame, 0, length);
      assertThat(codec.decode(input)).isNull();
      assertThat(input.readerIndex()).isZero();
    }
    assertThat(codec.decode(buffer(frame))).isEqualTo(new PostgresMessage.Query("select 1"));
  }

  @Test
  void readsTheStartUpMessage() {
    ByteBuf input = buffer(WireClient.startup("user", "u", "options", "-c a=b"));
    assertThat(codec.decodeStartup(input))
        .isEqualTo(new PostgresMessage.Startup(3, 0, Map.of("user", "u", "options", "-c a=b")));
    assertThat(codec.decodeStartup(buffer(WireClient.sslRequest())))
        .isEqualTo(new PostgresMessage.SslRequest());
    assertThat(codec.decodeStartup(buffer(WireClient.cancelRequest(7, 8))))
        .isEqualTo(new PostgresMessage.CancelRequest(7, 8));
  }

  @Test
  void readsBindWithNullAndBinary() {
    byte[] frame =
        Bytes.of(
            "B\\0\\0\\0\\x1bp\\0s\\0\\0\\x01\\0\\x01\\0\\x02\\xff\\xff\\xff\\xff\\0\\0\\0\\x01a\\0\\x01\\0\\x01");
    PostgresMessage.Bind bind = (PostgresMessage.Bind) codec.decode(buffer(frame));
    assertThat(bind).isNotNull();
    assertThat(bind.portal()).isEqualTo("p");
    assertThat(bind.statement()).isEqualTo("s");
    assertThat(bind.parameterFormats()).containsExactly(true);
    assertThat(bind.parameters()).hasSize(2);
    assertThat(bind.parameters().get(0)).isNull();
    assertThat(bind.parameters().get(1)).containsExactly('a');
    assertThat(bind.resultFormats()).containsExactly(true);
  }

  @Test
  void refusesBrokenFrames() {
    refused("!\\0\\0\\0\\x04", "invalid frontend message type 33");
    refused("Q\\0\\0\\0\\x03", "invalid message length");
    refused("Q\\x7f\\xff\\xff\\xff", "invalid message length");
    refused("S\\0\\0\\x7f\\xff", "invalid message length");
    assertThatThrownBy(() -> codec.decodeStartup(buffer(Bytes.of("GET / HTTP/1.1"))))
        .hasMessage("invalid length of startup packet");
  }

  private void refused(String escaped, String message) {
    assertThatThrownBy(() -> codec.decode(buffer(Bytes.of(escaped))))
        .isInstanceOf(OrbitException.class)
        .hasMessage(message);
  }

  @Test
  void answersBrokenContentsAndGoesOn() {
    invalid("Q\\0\\0\\0\\x05a", ErrorCode.PROTOCOL_VIOLATION, false);
    invalid("Q\\0\\0\\0\\x07\\xff\\xfe\\0", ErrorCode.CHARACTER_NOT_IN_REPERTOIRE, false);
    invalid("D\\0\\0\\0\\x06X\\0", ErrorCode.PROTOCOL_VIOLATION, true);
    invalid("P\\0\\0\\0\\x08\\0\\0\\x10\\0", ErrorCode.PROTOCOL_VIOLATION, true);
    invalid("E\\0\\0\\0\\x05\\0", ErrorCode.PROTOCOL_VIOLATION, true);
  }

  private void invalid(String escaped, ErrorCode code, boolean extended) {
    ByteBuf input = buffer(Bytes.of(escaped));
    assertThat(codec.decode(input))
        .isInstanceOfSatisfying(
            PostgresMessage.Invalid.class,
            invalid -> {
              assertThat(invalid.problem().code()).isEqualTo(code);
              assertThat(invalid.extended()).isEqualTo(extended);
            });
    assertThat(input.isReadable()).isFalse();
  }

  @Test
  void survivesMutatedFrames() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("PostgresCodecTest seed " + seed);
    List<byte[]> corpus =
        List.of(
            WireClient.query("select 1"),
            WireClient.parse("one", "select $1"),
            WireClient.bind("p", "one", "a", "b"),
            WireClient.execute("p", 3),
            WireClient.sync());
    CodecFuzz.run(
        seed,
        FUZZED_FRAMES,
        corpus,
        () ->
            input -> {
              PostgresMessage message = codec.decode(input);
              while (message != null) {
                message = codec.decode(input);
              }
            },
        OrbitException.class::isInstance);
    CodecFuzz.run(
        seed,
        FUZZED_FRAMES,
        List.of(WireClient.startup("user", "u", "a", "b"), WireClient.cancelRequest(1, 2)),
        () -> codec::decodeStartup,
        OrbitException.class::isInstance);
  }
}
