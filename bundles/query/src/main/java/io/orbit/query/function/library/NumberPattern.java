package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A template of to_char and to_number for numbers, taken apart. */
final class NumberPattern {
  /** What a part of the template is. */
  enum Kind {
    NINE,
    ZERO,
    POINT,
    GROUP,
    SIGN,
    MINUS,
    PLUS,
    PLUS_MINUS,
    CURRENCY,
    LITERAL,
    ORDINAL,
    ROMAN
  }

  record Part(Kind kind, String text) {}

  private static final List<String> WORDS =
      List.of(
          "EEEE", "FM", "MI", "PL", "PR", "RN", "SG", "SP", "TH", "th", "B", "C", "D", "G", "L",
          "S", "V", "0", "9", ",", ".");

  final List<Part> parts = new ArrayList<>();
  boolean fill;
  boolean bracket;
  boolean scientific;
  boolean roman;
  boolean lowerRoman;
  boolean hasPoint;
  boolean signBefore;
  boolean signAfter;
  boolean signed;
  private boolean hasPlus;

  /** Digits before the point. */
  int integerDigits;

  /** Digits after the point. */
  int fractionDigits;

  /** Digits after V, by whose power of ten the number is multiplied. */
  int shift;

  private boolean afterShift;

  /** Position of the first 0 among the digits before the point, -1 for none. */
  int firstZero = -1;

  /** Digit positions up to the last 0 after the point. */
  int requiredFraction;

  NumberPattern(String template) {
    for (int at = 0; at < template.length(); ) {
      char c = template.charAt(at);
      if (c == '"') {
        at = quoted(template, at + 1);
      } else if (c == '\\' && at + 1 < template.length() && template.charAt(at + 1) == '"') {
        literal("\"");
        at += 2;
      } else {
        String word = word(template, at);
        if (word == null) {
          int end = template.offsetByCodePoints(at, 1);
          literal(template.substring(at, end));
          at = end;
        } else {
          take(word, template.substring(at, at + word.length()));
          at += word.length();
        }
      }
    }
  }

  private static @org.jspecify.annotations.Nullable String word(String template, int at) {
    for (String word : WORDS) {
      boolean matches =
          word.equalsIgnoreCase("TH")
              ? template.startsWith(word, at)
              : template.regionMatches(true, at, word, 0, word.length());
      if (matches) {
        return word;
      }
    }
    return null;
  }

  private int quoted(String template, int start) {
    StringBuilder text = new StringBuilder();
    int at = start;
    while (at < template.length() && template.charAt(at) != '"') {
      if (template.charAt(at) == '\\' && at + 1 < template.length()) {
        at++;
      }
      text.append(template.charAt(at++));
    }
    literal(text.toString());
    return at + 1;
  }

  private void literal(String text) {
    parts.add(new Part(Kind.LITERAL, text));
  }

  private static OrbitException syntax(String message) {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, message);
  }

  private void take(String word, String written) {
    if (scientific && !word.equals("EEEE") && !word.equals("FM")) {
      throw syntax("\"EEEE\" must be the last pattern used");
    }
    switch (word) {
      case "9" -> digit(Kind.NINE);
      case "0" -> {
        if (bracket) {
          throw syntax("\"0\" must be ahead of \"PR\"");
        }
        digit(Kind.ZERO);
      }
      case ".", "D" -> point(word);
      case ",", "G" -> parts.add(new Part(Kind.GROUP, word));
      case "S" -> sign();
      case "MI" -> signed(Kind.MINUS);
      case "PL" -> plus();
      case "SG" -> signed(Kind.PLUS_MINUS);
      case "PR" -> {
        if (signBefore || signAfter || signed || hasPlus) {
          throw syntax("cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
        }
        bracket = true;
      }
      case "FM" -> fill = true;
      case "RN" -> {
        roman = true;
        lowerRoman = written.equals(written.toLowerCase(Locale.ROOT));
        parts.add(new Part(Kind.ROMAN, written));
      }
      case "TH", "th" -> parts.add(new Part(Kind.ORDINAL, written));
      case "V" -> {
        if (hasPoint) {
          throw syntax("cannot use \"V\" and decimal point together");
        }
        afterShift = true;
      }
      case "L", "C" -> parts.add(new Part(Kind.CURRENCY, word));
      case "EEEE" -> {
        if (fill || signBefore || signAfter || signed || bracket || roman || afterShift) {
          throw syntax("\"EEEE\" is incompatible with other formats")
              .withDetail(
                  "\"EEEE\" may only be used together with digit and decimal point patterns.");
        }
        scientific = true;
      }
      default -> {}
    }
  }

  private void digit(Kind kind) {
    if (bracket && kind == Kind.NINE) {
      throw syntax("\"9\" must be ahead of \"PR\"");
    }
    if (afterShift) {
      shift++;
      integerDigits++;
    } else if (hasPoint) {
      fractionDigits++;
      if (kind == Kind.ZERO) {
        requiredFraction = fractionDigits;
      }
    } else {
      if (kind == Kind.ZERO && firstZero < 0) {
        firstZero = integerDigits;
      }
      integerDigits++;
    }
    parts.add(new Part(kind, ""));
  }

  private void point(String word) {
    if (hasPoint) {
      throw syntax("multiple decimal points");
    }
    if (afterShift) {
      throw syntax("cannot use \"V\" and decimal point together");
    }
    hasPoint = true;
    parts.add(new Part(Kind.POINT, word));
  }

  private void sign() {
    if (signBefore || signAfter) {
      throw syntax("cannot use \"S\" twice");
    }
    if (signed || hasPlus || bracket) {
      throw syntax("cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
    }
    if (integerDigits + fractionDigits == 0) {
      signBefore = true;
    } else {
      signAfter = true;
    }
    parts.add(new Part(Kind.SIGN, ""));
  }

  private void signed(Kind kind) {
    refuseSign();
    signed = true;
    parts.add(new Part(kind, ""));
  }

  private void refuseSign() {
    if (signBefore || signAfter) {
      throw syntax("cannot use \"S\" and \"MI\"/\"PL\"/\"SG\" together");
    }
  }

  /** PL stands beside the number's own sign. */
  private void plus() {
    refuseSign();
    hasPlus = true;
    parts.add(new Part(Kind.PLUS, ""));
  }
}
