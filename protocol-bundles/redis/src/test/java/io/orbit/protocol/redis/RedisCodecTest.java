package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.testkit.protocol.Bytes;
import io.orbit.testkit.protocol.CodecFuzz;
import io.orbit.testkit.protocol.FrameFuzzer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RedisCodecTest {
  private static ByteBuf buffer(String escaped) {
    return Unpooled.wrappedBuffer(Bytes.of(escaped));
  }

  private static RedisCodec codec() {
    RedisCodec codec = new RedisCodec();
    codec.setAuthenticated(true);
    return codec;
  }

  private static List<List<String>> all(RedisCodec codec, ByteBuf input) {
    RedisRequest request = new RedisRequest();
    List<List<String>> requests = new ArrayList<>();
    while (codec.read(input, request)) {
      requests.add(words(request));
    }
    return requests;
  }

  private static List<String> words(RedisRequest request) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < request.size(); i++) {
      words.add(request.text(i));
    }
    return words;
  }

  private static void refused(String escaped, String message) {
    assertThatThrownBy(() -> all(codec(), buffer(escaped)))
        .isInstanceOf(RedisError.class)
        .hasMessage("ERR Protocol error: " + message);
  }

  @Test
  void readsPipelinedArraysAndInlineCommands() {
    ByteBuf input =
        buffer(
            "*2\\r\\n$3\\r\\nGET\\r\\n$1\\r\\nk\\r\\n*1\\r\\n$4\\r\\nPING\\r\\nset a 'b c'\\r\\n\\r\\nPING\\n");
    assertThat(all(codec(), input))
        .containsExactly(
            List.of("GET", "k"), List.of("PING"), List.of("set", "a", "b c"), List.of("PING"));
    assertThat(input.isReadable()).isFalse();
  }

  @Test
  void readsTheSameInPiecesOfEverySize() {
    byte[] bytes =
        Bytes.of(
            "*3\\r\\n$3\\r\\nSET\\r\\n$3\\r\\nkey\\r\\n$5\\r\\nva\\r\\nl\\r\\nget \"k\\\\x41\"\\r\\n*0\\r\\n*-1\\r\\nPING\\r\\n");
    List<List<String>> whole = all(codec(), Unpooled.wrappedBuffer(bytes));
    assertThat(whole).hasSize(3);
    for (int piece = 1; piece < bytes.length; piece++) {
      RedisCodec codec = codec();
      ByteBuf input = Unpooled.buffer(bytes.length);
      List<List<String>> seen = new ArrayList<>();
      for (int at = 0; at < bytes.length; at += piece) {
        input.writeBytes(bytes, at, Math.min(piece, bytes.length - at));
        seen.addAll(all(codec, input));
        input.discardReadBytes();
      }
      assertThat(seen).as("pieces of " + piece).isEqualTo(whole);
    }
  }

  @Test
  void keepsAnUnfinishedRequestWhereItIs() {
    ByteBuf input = buffer("*2\\r\\n$3\\r\\nGET\\r\\n$1\\r\\n");
    assertThat(all(codec(), input)).isEmpty();
    assertThat(input.readerIndex()).isZero();
  }

  @Test
  void refusesBrokenInputInRedisWords() {
    refused("*x\\r\\n", "invalid multibulk length");
    refused("*2147483648\\r\\n", "invalid multibulk length");
    refused("*1\\r\\n:1\\r\\n", "expected '$', got ':'");
    refused("*1\\r\\n$-1\\r\\n", "invalid bulk length");
    refused("*1\\r\\n$x\\r\\n", "invalid bulk length");
    refused("*1\\r\\n$536870913\\r\\n", "invalid bulk length");
    refused("get \"a\\r\\n", "unbalanced quotes in request");
    refused("get 'a'b\\r\\n", "unbalanced quotes in request");
    refused("x".repeat(RedisCodec.MAXIMUM_LINE + 1), "too big inline request");
    refused("*" + "1".repeat(RedisCodec.MAXIMUM_LINE), "too big mbulk count string");
    refused("*1\\r\\n$" + "1".repeat(RedisCodec.MAXIMUM_LINE), "too big bulk count string");
  }

  @Test
  void allowsLittleBeforeAuthentication() {
    assertThatThrownBy(() -> all(new RedisCodec(), buffer("*11\\r\\n")))
        .hasMessage("ERR Protocol error: unauthenticated multibulk length");
    assertThatThrownBy(() -> all(new RedisCodec(), buffer("*1\\r\\n$16385\\r\\n")))
        .hasMessage("ERR Protocol error: unauthenticated bulk length");
    assertThat(all(new RedisCodec(), buffer("*1\\r\\n$4\\r\\nPING\\r\\n"))).hasSize(1);
  }

  @Test
  void quotesInlineWordsAsRedisDoes() {
    assertThat(all(codec(), buffer("a \"\\\\n\\\\x00\\\\q\" 'it\\\\'s' \"\"\\r\\n")))
        .containsExactly(List.of("a", "\n\0q", "it's", ""));
  }

  @Test
  void survivesMutatedFrames() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("RedisCodecTest seed " + seed);
    CodecFuzz.run(
        seed,
        100_000,
        List.of(
            Bytes.of("*3\\r\\n$3\\r\\nSET\\r\\n$3\\r\\nkey\\r\\n$5\\r\\nvalue\\r\\n"),
            Bytes.of("*1\\r\\n$4\\r\\nPING\\r\\n*1\\r\\n$4\\r\\nPING\\r\\n"),
            Bytes.of("set key 'a value' \"\\\\x41\"\\r\\n")),
        () -> {
          RedisCodec codec = codec();
          RedisRequest request = new RedisRequest();
          return input -> {
            while (codec.read(input, request)) {
              assertThat(request.size()).isPositive();
              request.detached();
            }
          };
        },
        RedisError.class::isInstance);
  }
}
