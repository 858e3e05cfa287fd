package io.orbit.net;

import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header with which a proxy tells whom it speaks for: HAProxy's PROXY protocol, versions 1
 * (text) and 2 (binary), after its specification {@code proxy-protocol.txt}, sections 2.1 and 2.2.
 * Pure and resumable: asked again with more bytes until it answers something else than {@link
 * Incomplete}.
 */
final class ProxyHeader {
  private static final byte[] V2 = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
  private static final byte[] V1 = {'P', 'R', 'O', 'X', 'Y', ' '};
  private static final int V1_LONGEST = 107;
  private static final int V2_FIXED = 16;
  private static final int TLV_CRC32C = 0x03;
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private ProxyHeader() {}

  /** What the first bytes say. */
  sealed interface Result {}

  /** More bytes are needed. */
  record Incomplete() implements Result {}

  /** Not a PROXY header. */
  record Invalid(String reason) implements Result {}

  /**
   * The header; the reader index stands behind it.
   *
   * @param source null, as {@code destination}, when the proxy speaks for itself
   */
  record Found(@Nullable InetSocketAddress source, @Nullable InetSocketAddress destination)
      implements Result {}

  static Result read(ByteBuf bytes) {
    if (bytes.isReadable() && bytes.getByte(bytes.readerIndex()) == V2[0]) {
      return startsWith(bytes, V2) ? readBinary(bytes) : new Invalid("bad signature");
    }
    return startsWith(bytes, V1) ? readText(bytes) : new Invalid("no PROXY header");
  }

  /** True as far as bytes are there. */
  private static boolean startsWith(ByteBuf bytes, byte[] expected) {
    int length = Math.min(bytes.readableBytes(), expected.length);
    for (int i = 0; i < length; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  private static Result readText(ByteBuf bytes) {
    int end = bytes.bytesBefore(Math.min(bytes.readableBytes(), V1_LONGEST), (byte) '\n');
    if (end < 0) {
      return bytes.readableBytes() < V1_LONGEST
          ? new Incomplete()
          : new Invalid("header longer than 107 bytes");
    }
    String line = bytes.readCharSequence(end + 1, StandardCharsets.US_ASCII).toString();
    if (!line.endsWith("\r\n")) {
      return new Invalid("header does not end with CR LF");
    }
    String[] words = line.substring(0, line.length() - 2).split(" ", -1);
    if (words.length >= 2 && words[1].equals("UNKNOWN")) {
      return new Found(null, null);
    }
    if (words.length != 6 || !(words[1].equals("TCP4") || words[1].equals("TCP6"))) {
      return new Invalid("bad header: " + line.strip());
    }
    boolean four = words[1].equals("TCP4");
    try {
      return new Found(
          new InetSocketAddress(literal(words[2], four), port(words[4])),
          new InetSocketAddress(literal(words[3], four), port(words[5])));
    } catch (IllegalArgumentException e) {
      return new Invalid("bad header: " + line.strip());
    }
  }

  private static InetAddress literal(String text, boolean four) {
    if (!(four ? IPV4 : IPV6).matcher(text).matches()) {
      throw new IllegalArgumentException(text);
    }
    return InetAddress.ofLiteral(text);
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(text);
    }
    return port;
  }

  private static Result readBinary(ByteBuf bytes) {
    if (bytes.readableBytes() < V2_FIXED) {
      return new Incomplete();
    }
    int start = bytes.readerIndex();
    int versionAndCommand = bytes.getUnsignedByte(start + 12);
    int family = bytes.getUnsignedByte(start + 13) >> 4;
    int length = bytes.getUnsignedShort(start + 14);
    if (versionAndCommand >> 4 != 2 || (versionAndCommand & 15) > 1) {
      return new Invalid("unknown version or command " + versionAndCommand);
    }
    if (bytes.readableBytes() < V2_FIXED + length) {
      return new Incomplete();
    }
    ByteBuf header = bytes.readSlice(V2_FIXED + length);
    boolean local = (versionAndCommand & 15) == 0;
    int addressLength =
        switch (family) {
          case 1 -> 4;
          case 2 -> 16;
          default -> 0;
        };
    int addresses = addressLength == 0 ? 0 : 2 * addressLength + 4;
    if (length < addresses) {
      return new Invalid("addresses cut short");
    }
    if (addresses > 0 && !checksumHolds(header, V2_FIXED + addresses)) {
      return new Invalid("checksum does not match");
    }
    if (local || addresses == 0) {
      return new Found(null, null);
    }
    int ports = V2_FIXED + 2 * addressLength;
    return new Found(
        new InetSocketAddress(
            address(header, V2_FIXED, addressLength), header.getUnsignedShort(ports)),
        new InetSocketAddress(
            address(header, V2_FIXED + addressLength, addressLength),
            header.getUnsignedShort(ports + 2)));
  }

  private static InetAddress address(ByteBuf header, int offset, int length) {
    byte[] raw = new byte[length];
    header.getBytes(offset, raw);
    try {
      return InetAddress.getByAddress(raw);
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** True unless a checksum is there (section 2.2.4) and is wrong. */
  private static boolean checksumHolds(ByteBuf header, int firstExtension) {
    int at = firstExtension;
    while (at + 3 <= header.readableBytes()) {
      int type = header.getUnsignedByte(at);
      int length = header.getUnsignedShort(at + 1);
      if (type == TLV_CRC32C && length == 4 && at + 7 <= header.readableBytes()) {
        byte[] copy = new byte[header.readableBytes()];
        header.getBytes(0, copy);
        int expected = header.getInt(at + 3);
        copy[at + 3] = copy[at + 4] = copy[at + 5] = copy[at + 6] = 0;
        CRC32C checksum = new CRC32C();
        checksum.update(copy);
        return (int) checksum.getValue() == expected;
      }
      at += 3 + length;
    }
    return true;
  }
}
