package io.orbit.client.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {
  /** What redis-cli 7 prints for the same bytes; here ~ is a line break and SET is RESP3's ~. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+OK~ | OK~",
        "-ERR no~ | (error) ERR no~",
        ":-7~ | (integer) -7~",
        "$2~hi~ | \"hi\"~",
        "$-1~ | (nil)~",
        "*-1~ | (nil)~",
        "_~ | (nil)~",
        ",1.5~ | (double) 1.5~",
        "#t~ | (true)~",
        "*0~ | (empty array)~",
        "=7~txt:a=1~ | a=1~",
        "!5~ERR x~ | (error) ERR x~",
        "(12345678901234567890~ | (bignum) 12345678901234567890~",
        "*2~$1~a~*2~:1~$-1~ | 1) \"a\"~2) 1) (integer) 1~   2) (nil)~",
        "%1~$1~a~*2~:1~:2~ | 1# \"a\" => 1) (integer) 1~   2) (integer) 2~",
        "SET2~+a~+b~ | 1SET a~2SET b~"
      })
  void isPrintedAsRedisCliDoes(String bytes, String printed) throws IOException {
    String text = ReplyText.of(read(bytes.strip()));
    assertThat(text).isEqualTo(printed.strip().replace("~", "\n").replace("SET", "~"));
  }

  private static Reply read(String bytes) throws IOException {
    byte[] wire = bytes.replace("~", "\r\n").replace("SET", "~").getBytes(StandardCharsets.UTF_8);
    return new ReplyReader(new ByteArrayInputStream(wire)).read();
  }

  @Test
  void manyElementsAreAligned() throws IOException {
    String ten = "*10~" + ":1~".repeat(10);
    assertThat(ReplyText.of(read(ten)).lines().toList().getFirst()).isEqualTo(" 1) (integer) 1");
  }

  @Test
  void attributesArePassedOver() throws IOException {
    assertThat(read("|1~+ttl~:9~+OK~")).isEqualTo(new Reply.Status("OK"));
  }

  @Test
  void whatIsNoReplyIsRefused() {
    assertThatThrownBy(() -> read("HTTP/1.1 400~")).isInstanceOf(StreamCorruptedException.class);
    assertThatThrownBy(() -> read("$5~ab")).isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> read("*1~".repeat(200))).isInstanceOf(StreamCorruptedException.class);
    assertThatThrownBy(() -> read(":x~")).isInstanceOf(StreamCorruptedException.class);
  }

  @Test
  void otherFormats() throws IOException {
    Reply reply = read("%2~$1~a~*2~:1~_~$1~b~,inf~");
    assertThat(PlainReply.json(reply)).isEqualTo("{\"a\": [1, null], \"b\": \"inf\"}");
    assertThat(new String(PlainReply.plain(reply), StandardCharsets.UTF_8))
        .isEqualTo("a\n1\n\nb\ninf\n");
    StringBuilder csv = new StringBuilder();
    PlainReply.csv(reply, csv);
    assertThat(csv.toString()).isEqualTo("a,1,,b,inf\n");
  }

  @Test
  void plainBytesStayAsTheyAre() {
    byte[] bytes = {(byte) 0xff, 0, 10};
    assertThat(PlainReply.plain(new Reply.Bulk(bytes)))
        .isEqualTo(new byte[] {(byte) 0xff, 0, 10, 10});
  }

  @Test
  void findsTheSummaryOfACommand() throws IOException {
    assertThat(CommandCompleter.summaries(read("%1~$3~get~%2~$5~since~+1~$7~summary~$5~Reads~")))
        .isEqualTo(Map.of("get", "Reads"));
  }
}
