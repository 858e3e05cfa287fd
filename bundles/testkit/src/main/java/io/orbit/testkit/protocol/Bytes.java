package io.orbit.testkit.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Bytes as people write them: printable ASCII, and {@code \r \n \t \0 \\ \xHH}. */
public final class Bytes {
  private Bytes() {}

  /** Reads the escaped form; characters beyond ASCII become their UTF-8 bytes. */
  public static byte[] of(String escaped) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      char character = escaped.charAt(i);
      if (character != '\\') {
        int codePoint = escaped.codePointAt(i);
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint) - 1;
        continue;
      }
      i++;
      switch (escaped.charAt(i)) {
        case 'r' -> bytes.write('\r');
        case 'n' -> bytes.write('\n');
        case 't' -> bytes.write('\t');
        case '0' -> bytes.write(0);
        case '\\' -> bytes.write('\\');
        case 'x' -> {
          bytes.write(Integer.parseInt(escaped, i + 1, i + 3, 16));
          i += 2;
        }
        default -> throw new IllegalArgumentException("unknown escape in " + escaped);
      }
    }
    return bytes.toByteArray();
  }

  /** The escaped form, for messages. */
  public static String show(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte each : bytes) {
      switch (each) {
        case '\r' -> text.append("\\r");
        case '\n' -> text.append("\\n");
        case '\\' -> text.append("\\\\");
        default -> {
          if (each >= 32 && each < 127) {
            text.append((char) each);
          } else {
            text.append(String.format("\\x%02x", each & 255));
          }
        }
      }
    }
    return text.toString();
  }

  public static byte[] join(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }
}
