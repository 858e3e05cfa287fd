package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.BitString;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;

/** Bit strings: {@code 1011}, {@code b1011} or, four bits a digit, {@code xB}. */
final class BitText {
  private BitText() {}

  static BitString parse(String text) {
    boolean hexadecimal = text.startsWith("x") || text.startsWith("X");
    boolean marked = hexadecimal || text.startsWith("b") || text.startsWith("B");
    StringBuilder digits = new StringBuilder();
    int at = marked ? 1 : 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      int digit = Character.digit(character, hexadecimal ? 16 : 2);
      if (digit < 0 || character > 'f') {
        throw new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION,
            "\""
                + Character.toString(character)
                + "\" is not a valid "
                + (hexadecimal ? "hexadecimal" : "binary")
                + " digit");
      }
      for (int bit = hexadecimal ? 3 : 0; bit >= 0; bit--) {
        digits.append((char) ('0' + (digit >> bit & 1)));
      }
      at += Character.charCount(character);
    }
    return BitString.of(digits.toString());
  }

  /** Bits of the length a type declares: a cast cuts and fills up, an assignment refuses. */
  static BitString fit(BitString bits, DataType type, boolean explicit) {
    int declared = type.length();
    boolean varying = type.kind() == TypeKind.VARBIT;
    if (declared < 0 || bits.length() == declared || varying && bits.length() < declared) {
      return bits;
    }
    if (!explicit) {
      throw varying
          ? new OrbitException(
              ErrorCode.STRING_DATA_RIGHT_TRUNCATION,
              "bit string too long for type bit varying(" + declared + ")")
          : new OrbitException(
              ErrorCode.STRING_DATA_LENGTH_MISMATCH,
              "bit string length " + bits.length() + " does not match type bit(" + declared + ")");
    }
    return bits.slice(0, declared);
  }
}
