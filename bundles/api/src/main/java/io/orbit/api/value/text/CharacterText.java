package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import java.nio.charset.StandardCharsets;

/** Character strings and their declared lengths, which count code points. */
final class CharacterText {
  private static final int NAME_BYTES = 63;

  private CharacterText() {}

  static String checkCharacters(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new OrbitException(
          ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
          "invalid byte sequence for encoding \"UTF8\": 0x00");
    }
    return text;
  }

  /**
   * Fits a string into VARCHAR(n) or CHAR(n).
   *
   * @param explicit true for a cast (cuts), false for assignment (cuts blanks, else fails)
   */
  static String fit(String text, DataType type, boolean explicit) {
    int length = type.length();
    if (length < 0) {
      return text;
    }
    int codePoints = text.length() <= length ? -1 : text.codePointCount(0, text.length());
    if (codePoints > length) {
      int cut = text.offsetByCodePoints(0, length);
      if (!explicit && !isBlank(text, cut)) {
        throw new OrbitException(
            ErrorCode.STRING_DATA_RIGHT_TRUNCATION,
            "value too long for type " + TypeNames.format(type));
      }
      return text.substring(0, cut);
    }
    return type.kind() == TypeKind.CHAR ? pad(text, length) : text;
  }

  private static String pad(String text, int length) {
    int missing = length - text.codePointCount(0, text.length());
    return missing <= 0 ? text : text + " ".repeat(missing);
  }

  private static boolean isBlank(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) != ' ') {
        return false;
      }
    }
    return true;
  }

  /** At most 63 bytes of UTF-8, cut at a character's boundary. */
  static String name(String text) {
    if (text.length() * 3 <= NAME_BYTES) {
      return text;
    }
    int bytes = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
      if (bytes > NAME_BYTES) {
        return text.substring(0, at);
      }
      at += Character.charCount(codePoint);
    }
    return text;
  }

  static Byte parseByte(String text) {
    if (text.length() == 4
        && text.charAt(0) == '\\'
        && text.substring(1).chars().allMatch(c -> c >= '0' && c <= '7')) {
      return (byte) Integer.parseInt(text.substring(1), 8);
    }
    return text.isEmpty() ? (byte) 0 : text.getBytes(StandardCharsets.UTF_8)[0];
  }

  /** Nothing for zero, the octal form above ASCII, else the character itself. */
  static String formatByte(byte value) {
    if (value == 0) {
      return "";
    }
    return value > 0 ? String.valueOf((char) value) : "\\" + Integer.toOctalString(value & 0xFF);
  }
}
