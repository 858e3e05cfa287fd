package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Byte strings: {@code \x} and hexadecimal digits, or the older escape form. */
final class BytesText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private BytesText() {}

  static byte[] parse(String text) {
    return text.startsWith("\\x") ? parseHex(text, 2) : parseEscape(text);
  }

  static byte[] parseHex(String text, int from) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() / 2);
    for (int at = from; at < text.length(); ) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        at++;
        continue;
      }
      int high = digit(text, at);
      if (at + 1 >= text.length()) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE, "invalid hexadecimal data: odd number of digits");
      }
      out.write(high << 4 | digit(text, at + 1));
      at += 2;
    }
    return out.toByteArray();
  }

  private static int digit(String text, int at) {
    char c = text.charAt(at);
    int value = c < 128 ? Character.digit(c, 16) : -1;
    if (value < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "invalid hexadecimal digit: \"" + Character.toString(text.codePointAt(at)) + "\"");
    }
    return value;
  }

  private static byte[] parseEscape(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    if (text.indexOf('\\') < 0) {
      return in;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int at = 0; at < in.length; ) {
      if (in[at] != '\\') {
        out.write(in[at++]);
      } else if (at + 1 < in.length && in[at + 1] == '\\') {
        out.write('\\');
        at += 2;
      } else if (at + 3 < in.length
          && in[at + 1] >= '0'
          && in[at + 1] <= '3'
          && isOctal(in[at + 2])
          && isOctal(in[at + 3])) {
        out.write((in[at + 1] - '0') << 6 | (in[at + 2] - '0') << 3 | (in[at + 3] - '0'));
        at += 4;
      } else {
        throw new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid input syntax for type bytea");
      }
    }
    return out.toByteArray();
  }

  private static boolean isOctal(byte b) {
    return b >= '0' && b <= '7';
  }

  static String format(byte[] bytes, TextContext.ByteaOutput form) {
    return switch (form) {
      case HEX -> hex("\\x", bytes);
      case ESCAPE -> escape(bytes);
    };
  }

  static String hex(String prefix, byte[] bytes) {
    StringBuilder out = new StringBuilder(prefix.length() + 2 * bytes.length).append(prefix);
    for (byte b : bytes) {
      out.append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
    }
    return out.toString();
  }

  private static String escape(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 8);
    for (byte b : bytes) {
      if (b == '\\') {
        out.append("\\\\");
      } else if (b < 0x20 || b > 0x7e) {
        out.append('\\')
            .append((char) ('0' + (b >> 6 & 3)))
            .append((char) ('0' + (b >> 3 & 7)))
            .append((char) ('0' + (b & 7)));
      } else {
        out.append((char) b);
      }
    }
    return out.toString();
  }
}
