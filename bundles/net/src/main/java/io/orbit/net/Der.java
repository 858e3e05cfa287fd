package io.orbit.net;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** As much of the distinguished encoding rules (ITU-T X.690) as a certificate needs. */
final class Der {
  private static final DateTimeFormatter GENERALIZED_TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] value(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    int length = content.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream(length + 6);
    all.write(tag);
    if (length < 128) {
      all.write(length);
    } else {
      byte[] digits = unsigned(BigInteger.valueOf(length));
      all.write(0x80 | digits.length);
      all.writeBytes(digits);
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] digits = number.toByteArray();
    return digits[0] == 0 ? java.util.Arrays.copyOfRange(digits, 1, digits.length) : digits;
  }

  static byte[] sequence(byte[]... parts) {
    return value(0x30, parts);
  }

  static byte[] set(byte[]... parts) {
    return value(0x31, parts);
  }

  static byte[] integer(BigInteger number) {
    return value(0x02, number.toByteArray());
  }

  static byte[] truth() {
    return value(0x01, new byte[] {(byte) 0xff});
  }

  static byte[] octets(byte[] content) {
    return value(0x04, content);
  }

  static byte[] bits(byte[] content) {
    return value(0x03, new byte[] {0}, content);
  }

  static byte[] text(String characters) {
    return value(0x0c, characters.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] time(Instant instant) {
    return value(0x18, GENERALIZED_TIME.format(instant).getBytes(StandardCharsets.US_ASCII));
  }

  /** From its dotted form. */
  static byte[] objectIdentifier(String dotted) {
    String[] arcs = dotted.split("\\.");
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.write(Integer.parseInt(arcs[0]) * 40 + Integer.parseInt(arcs[1]));
    for (int i = 2; i < arcs.length; i++) {
      int arc = Integer.parseInt(arcs[i]);
      int groups = Math.max(1, (38 - Integer.numberOfLeadingZeros(arc)) / 7);
      for (int group = groups - 1; group >= 0; group--) {
        int septet = (arc >> (7 * group)) & 0x7f;
        content.write(group == 0 ? septet : septet | 0x80);
      }
    }
    return value(0x06, content.toByteArray());
  }
}
