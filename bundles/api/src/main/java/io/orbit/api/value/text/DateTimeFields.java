package io.orbit.api.value.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Splits date, time and interval input into fields by how they look, as PostgreSQL's ParseDateTime
 * does: the first character decides, then delimiters.
 */
final class DateTimeFields {
  enum Look {
    NUMBER,
    STRING,
    DATE,
    TIME,
    SIGNED,
    SPECIAL
  }

  /** A field in lower case. */
  record Field(Look look, String text) {}

  private static final int MAX_FIELDS = 25;
  private static final Pattern SEPARATORS = Pattern.compile("[^0-9A-Za-z]+");
  private static final Pattern LETTER_BESIDE_DIGIT =
      Pattern.compile("(?<=[0-9])(?=[A-Za-z])|(?<=[A-Za-z])(?=[0-9])");

  private final String text;
  private final List<Field> fields = new ArrayList<>(6);
  private int at;

  private DateTimeFields(String text) {
    this.text = text.toLowerCase(Locale.ROOT);
  }

  /** The fields; empty when the text has a character that no field begins with. */
  static Optional<List<Field>> split(String text) {
    DateTimeFields splitter = new DateTimeFields(text);
    return splitter.run() ? Optional.of(splitter.fields) : Optional.empty();
  }

  private boolean run() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (IntegerText.isSpace(c)) {
        at++;
        continue;
      }
      if (isDigit(c)) {
        digits();
      } else if (c == '.') {
        int start = at++;
        skipDigits();
        add(Look.NUMBER, start);
      } else if (isAlpha(c)) {
        word();
      } else if (c == '+' || c == '-') {
        if (!signed(c)) {
          return false;
        }
      } else if (isPunctuation(c)) {
        at++;
      } else {
        return false;
      }
      if (fields.size() > MAX_FIELDS) {
        return false;
      }
    }
    return true;
  }

  private void digits() {
    int start = at;
    skipDigits();
    char delimiter = peek();
    if (delimiter == ':') {
      while (isDigit(peek()) || peek() == ':' || peek() == '.') {
        at++;
      }
      add(Look.TIME, start);
      return;
    }
    if (delimiter != '-' && delimiter != '/' && delimiter != '.') {
      add(Look.NUMBER, start);
      return;
    }
    at++;
    if (!isDigit(peek())) {
      while (isAlpha(peek()) || isDigit(peek()) || peek() == delimiter) {
        at++;
      }
      add(Look.DATE, start);
      return;
    }
    Look look = delimiter == '.' ? Look.NUMBER : Look.DATE;
    skipDigits();
    if (peek() == delimiter) {
      look = Look.DATE;
      while (isDigit(peek()) || peek() == delimiter) {
        at++;
      }
    }
    add(look, start);
  }

  private void word() {
    int start = at;
    while (isAlpha(peek())) {
      at++;
    }
    char next = peek();
    boolean punctuated = next == '-' || next == '/' || next == '.';
    boolean zone =
        (next == '+' || isDigit(next)) && !DateTimeWords.isKnown(text.substring(start, at));
    if (!punctuated && !zone) {
      add(Look.STRING, start);
      return;
    }
    while (isAlpha(peek()) || isDigit(peek()) || "+-/_.:".indexOf(peek()) >= 0) {
      at++;
    }
    add(Look.DATE, start);
  }

  private boolean signed(char sign) {
    at++;
    while (IntegerText.isSpace(peek())) {
      at++;
    }
    int start = at;
    Look look;
    if (isDigit(peek())) {
      look = Look.SIGNED;
      while (isDigit(peek()) || peek() == ':' || peek() == '.' || peek() == '-') {
        at++;
      }
    } else if (isAlpha(peek())) {
      look = Look.SPECIAL;
      while (isAlpha(peek())) {
        at++;
      }
    } else {
      return false;
    }
    fields.add(new Field(look, sign + text.substring(start, at)));
    return true;
  }

  private void add(Look look, int start) {
    fields.add(new Field(look, text.substring(start, at)));
  }

  private void skipDigits() {
    while (isDigit(peek())) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  /** The runs of digits and of letters in a date; none when it ends in a delimiter. */
  static List<String> pieces(String date) {
    String[] parts = SEPARATORS.split(date, -1);
    List<String> pieces = new ArrayList<>();
    if (parts[parts.length - 1].isEmpty()) {
      return pieces;
    }
    for (String part : parts) {
      for (String piece : LETTER_BESIDE_DIGIT.split(part)) {
        if (!piece.isEmpty()) {
          pieces.add(piece);
        }
      }
    }
    return pieces;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isAlpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isPunctuation(char c) {
    return c > ' ' && c < 127;
  }
}
