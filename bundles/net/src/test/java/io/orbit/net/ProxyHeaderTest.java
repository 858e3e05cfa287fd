package io.orbit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.net.ProxyHeader.Found;
import io.orbit.net.ProxyHeader.Incomplete;
import io.orbit.net.ProxyHeader.Invalid;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {
  private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

  private static ByteBuf text(String header) {
    return Unpooled.copiedBuffer(header, StandardCharsets.ISO_8859_1);
  }

  private static byte[] binary(String hex) {
    return HexFormat.of().parseHex(SIGNATURE + hex.replace(" ", ""));
  }

  /** Every proper prefix is incomplete, the whole is found, and what follows is left. */
  private static Found whole(byte[] header) {
    for (int length = 0; length < header.length; length++) {
      assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(header, 0, length)))
          .isInstanceOf(Incomplete.class);
    }
    ByteBuf bytes = Unpooled.wrappedBuffer(header, new byte[] {42});
    Found found = (Found) ProxyHeader.read(bytes);
    assertThat(bytes.readableBytes()).isEqualTo(1);
    return found;
  }

  @Test
  void readsTextHeaders() {
    Found four = whole("PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n".getBytes());
    assertThat(four.source()).isEqualTo(new InetSocketAddress("192.0.2.1", 56324));
    assertThat(four.destination()).isEqualTo(new InetSocketAddress("192.0.2.2", 443));
    Found six = whole("PROXY TCP6 2001:db8::1 ::1 1 65535\r\n".getBytes());
    assertThat(six.source()).isEqualTo(new InetSocketAddress("2001:db8::1", 1));
    assertThat(whole("PROXY UNKNOWN\r\n".getBytes()).source()).isNull();
    assertThat(whole("PROXY UNKNOWN ffff::1 whatever 1 2\r\n".getBytes()).source()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 56324\r\n",
        "PROXY TCP4 ::1 ::1 1 2\r\n",
        "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 localhost localhost 1 2\r\n",
        "PROXY TCP4 256.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 65536\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n",
        "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n",
        "\r\n\r\n\0\r\nQUIX"
      })
  void refusesBadText(String header) {
    assertThat(ProxyHeader.read(text(header))).isInstanceOf(Invalid.class);
  }

  @Test
  void refusesAnEndlessTextHeader() {
    assertThat(ProxyHeader.read(text("PROXY UNKNOWN " + "x".repeat(200))))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void readsBinaryHeaders() {
    Found four = whole(binary("21 11 000c c0000201 c0000202 dc04 01bb"));
    assertThat(four.source()).isEqualTo(new InetSocketAddress("192.0.2.1", 56324));
    assertThat(four.destination()).isEqualTo(new InetSocketAddress("192.0.2.2", 443));
    String address = "20010db8000000000000000000000001";
    Found six = whole(binary("21 21 0024" + address + address + "0001 0002"));
    assertThat(six.source()).isEqualTo(new InetSocketAddress("2001:db8::1", 1));
    assertThat(whole(binary("20 00 0000")).source()).isNull();
    assertThat(whole(binary("20 11 000c c0000201 c0000202 dc04 01bb")).source()).isNull();
    assertThat(whole(binary("21 31 0002 abcd")).source()).isNull();
  }

  @Test
  void refusesBadBinary() {
    assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(binary("11 11 0000"))))
        .isInstanceOf(Invalid.class);
    assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(binary("22 11 0000"))))
        .isInstanceOf(Invalid.class);
    assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(binary("21 11 0004 c0000201"))))
        .isInstanceOf(Invalid.class);
  }

  @Test
  void checksTheChecksum() {
    byte[] header = binary("21 11 0016 c0000201 c0000202 dc04 01bb 040000 03 0004 00000000");
    CRC32C checksum = new CRC32C();
    checksum.update(header);
    int sum = (int) checksum.getValue();
    for (int i = 0; i < 4; i++) {
      header[header.length - 4 + i] = (byte) (sum >> (24 - 8 * i));
    }
    assertThat(whole(header).source()).isNotNull();
    header[20] ^= 1;
    assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(header))).isInstanceOf(Invalid.class);
  }
}
