package io.orbit.query.function.library;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** encode and decode: hex, base64 (lines of 76), escape. */
final class BinaryText {
  private BinaryText() {}

  private static OrbitException unknown(String encoding) {
    return Failures.invalid("unrecognized encoding: \"" + encoding + "\"");
  }

  static String encode(byte[] bytes, String encoding) {
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "hex" -> HexFormat.of().formatHex(bytes);
      case "base64" -> Base64.getMimeEncoder(76, new byte[] {'\n'}).encodeToString(bytes);
      case "escape" -> escaped(bytes);
      default -> throw unknown(encoding);
    };
  }

  /** Only NUL and bytes above ASCII in octal, as byteaout's older sibling does. */
  private static String escaped(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      int value = b & 0xFF;
      if (value == 0 || value > 127) {
        out.append('\\')
            .append((char) ('0' + (value >> 6)))
            .append((char) ('0' + (value >> 3 & 7)))
            .append((char) ('0' + (value & 7)));
      } else if (value == '\\') {
        out.append("\\\\");
      } else {
        out.append((char) value);
      }
    }
    return out.toString();
  }

  static byte[] decode(String text, String encoding) {
    return switch (encoding.toLowerCase(Locale.ROOT)) {
      case "hex" -> (byte[]) ValueText.parse("\\x" + text, DataType.BYTES, TextContext.UTC);
      case "base64" -> base64(text);
      case "escape" -> (byte[]) ValueText.parse(unprefixed(text), DataType.BYTES, TextContext.UTC);
      default -> throw unknown(encoding);
    };
  }

  /** A leading {@code \x} is no sign of hexadecimal digits in the escape form. */
  private static String unprefixed(String text) {
    return text.startsWith("\\x") ? "\\134" + text.substring(1) : text;
  }

  private static byte[] base64(String text) {
    ByteArrayOutputStream digits = new ByteArrayOutputStream(text.length());
    int padding = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        continue;
      }
      if (c == '=') {
        padding++;
        if (digits.size() % 4 < 2 && padding == 1) {
          throw Failures.invalid("unexpected \"=\" while decoding base64 sequence");
        }
        continue;
      }
      boolean valid =
          (c >= 'A' && c <= 'Z')
              || (c >= 'a' && c <= 'z')
              || (c >= '0' && c <= '9')
              || c == '+'
              || c == '/';
      if (!valid || padding > 0) {
        throw Failures.invalid("invalid symbol \"" + c + "\" found while decoding base64 sequence");
      }
      digits.write(c);
    }
    if ((digits.size() + padding) % 4 != 0) {
      throw Failures.invalid("invalid base64 end sequence")
          .withHint("Input data is missing padding, is truncated, or is otherwise corrupted.");
    }
    return Base64.getDecoder().decode(digits.toString(StandardCharsets.US_ASCII));
  }
}
