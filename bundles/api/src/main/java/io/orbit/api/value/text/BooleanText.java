package io.orbit.api.value.text;

import java.util.Locale;

/** Booleans: any unambiguous beginning of true, false, yes, no, on, off; 1 and 0. */
final class BooleanText {
  private BooleanText() {}

  static Boolean parse(String text) {
    if (text.length() == 1) {
      switch (text.charAt(0)) {
        case 't', 'T', 'y', 'Y', '1' -> {
          return Boolean.TRUE;
        }
        case 'f', 'F', 'n', 'N', '0' -> {
          return Boolean.FALSE;
        }
        default -> throw TextErrors.invalidSyntax("boolean", text);
      }
    }
    String word = FloatText.trim(text).toLowerCase(Locale.ROOT);
    if (word.isEmpty() || word.equals("o")) {
      throw TextErrors.invalidSyntax("boolean", text);
    }
    if ("true".startsWith(word)
        || "yes".startsWith(word)
        || word.equals("on")
        || word.equals("1")) {
      return Boolean.TRUE;
    }
    if ("false".startsWith(word)
        || "no".startsWith(word)
        || "off".startsWith(word)
        || word.equals("0")) {
      return Boolean.FALSE;
    }
    throw TextErrors.invalidSyntax("boolean", text);
  }
}
