package io.orbit.query.function.library;

import java.util.regex.Pattern;

/**
 * PostgreSQL's advanced regular expressions (manual, 9.7.3) as Java patterns: embedded options,
 * {@code \m \M \y \Y} word boundaries, {@code \A \Z}, {@code [[:<:]]}, POSIX classes, {@code
 * \\u0041} escapes. Java finds the first alternative where PostgreSQL finds the longest.
 */
final class AdvancedRegularExpression {
  private final String text;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private boolean extended;
  private boolean literal;

  private int flags;

  private AdvancedRegularExpression(String text) {
    this.text = text;
  }

  static Pattern compile(String written, String options) {
    AdvancedRegularExpression expression = new AdvancedRegularExpression(written);
    expression.flags = Pattern.DOTALL | Pattern.UNICODE_CASE;
    options.chars().forEach(option -> expression.option((char) option));
    return expression.run();
  }

  private void option(char option) {
    switch (option) {
      case 'i' -> flags |= Pattern.CASE_INSENSITIVE;
      case 'c' -> flags &= ~Pattern.CASE_INSENSITIVE;
      case 'n', 'm' -> flags = (flags | Pattern.MULTILINE | Pattern.UNIX_LINES) & ~Pattern.DOTALL;
      case 'p' -> flags = (flags | Pattern.UNIX_LINES) & ~Pattern.DOTALL;
      case 'w' -> flags |= Pattern.MULTILINE | Pattern.UNIX_LINES;
      case 's' -> flags = (flags | Pattern.DOTALL) & ~Pattern.MULTILINE;
      case 'x' -> extended = true;
      case 't' -> extended = false;
      case 'q' -> literal = true;
      case 'b', 'e', 'g' -> {}
      default -> throw Failures.invalid("invalid regular expression option: \"" + option + "\"");
    }
  }

  private Pattern run() {
    prefix();
    if (literal) {
      return Pattern.compile(text.substring(at), (flags & ~Pattern.MULTILINE) | Pattern.LITERAL);
    }
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '\\' -> escape();
        case '[' -> brackets();
        case '$' -> {
          out.append((flags & Pattern.MULTILINE) == 0 ? "\\z" : "$");
          at++;
        }
        case ' ', '\t', '\n', '\r' -> {
          if (!extended) {
            out.append(c);
          }
          at++;
        }
        case '#' -> comment();
        case '{' -> brace();
        case '*', '+', '?' -> quantifier(c);
        default -> {
          out.append(c);
          at++;
        }
      }
    }
    return Pattern.compile(out.toString(), flags);
  }

  /** {@code ***=}, {@code ***:} and {@code (?options)} at the start. */
  private void prefix() {
    if (text.startsWith("***=")) {
      literal = true;
      at = 4;
    } else if (text.startsWith("***:")) {
      at = 4;
    }
    if (text.startsWith("(?", at)
        && at + 2 < text.length()
        && Character.isLetter(text.charAt(at + 2))) {
      int close = text.indexOf(')', at);
      for (int i = at + 2; i < close; i++) {
        option(text.charAt(i));
      }
      at = close + 1;
    }
  }

  /** A possessive quantifier is none in PostgreSQL: {@code a++} is an error there. */
  private void quantifier(char c) {
    out.append(c);
    at++;
    if (at < text.length() && text.charAt(at) == '+') {
      throw Patterns.invalid("quantifier operand invalid");
    }
  }

  private void brace() {
    boolean bound = at + 1 < text.length() && Character.isDigit(text.charAt(at + 1));
    out.append(bound ? "{" : "\\{");
    at++;
  }

  private void comment() {
    if (!extended) {
      out.append('#');
      at++;
      return;
    }
    while (at < text.length() && text.charAt(at) != '\n') {
      at++;
    }
  }

  private void escape() {
    if (at + 1 >= text.length()) {
      throw Patterns.invalid("invalid escape \\ sequence");
    }
    char c = text.charAt(at + 1);
    at += 2;
    switch (c) {
      case 'm' -> out.append("\\b(?=\\w)");
      case 'M' -> out.append("\\b(?<=\\w)");
      case 'y' -> out.append("\\b");
      case 'Y' -> out.append("\\B");
      case 'Z' -> out.append("\\z");
      case 'A', 'd', 'D', 's', 'S', 'w', 'W', 'n', 'r', 't', 'f', 'a', 'e', 'x', 'u', 'c' ->
          out.append('\\').append(c);
      case 'v' -> out.append("\\x0B");
      case 'b' -> out.append("\\x08");
      case 'B' -> out.append("\\\\");
      case '0' -> out.append("\\x00");
      case 'U' -> {
        out.append("\\x{").append(text, at, Math.min(at + 8, text.length())).append('}');
        at = Math.min(at + 8, text.length());
      }
      default -> {
        if (Character.isDigit(c) || !Character.isLetter(c)) {
          out.append('\\').append(c);
        } else {
          throw Patterns.invalid("invalid escape \\ sequence");
        }
      }
    }
  }

  private void brackets() {
    if (text.startsWith("[[:<:]]", at)) {
      out.append("\\b(?=\\w)");
      at += 7;
      return;
    }
    if (text.startsWith("[[:>:]]", at)) {
      out.append("\\b(?<=\\w)");
      at += 7;
      return;
    }
    out.append('[');
    at++;
    if (at < text.length() && text.charAt(at) == '^') {
      out.append('^');
      at++;
    }
    boolean first = true;
    while (true) {
      if (at >= text.length()) {
        throw Patterns.invalid("brackets [] not balanced");
      }
      char c = text.charAt(at);
      if (c == ']' && !first) {
        out.append(']');
        at++;
        return;
      }
      first = false;
      member(c);
    }
  }

  private void member(char c) {
    if (c == '[' && text.startsWith("[:", at)) {
      int close = text.indexOf(":]", at);
      if (close < 0) {
        throw Patterns.invalid("brackets [] not balanced");
      }
      out.append(posix(text.substring(at + 2, close)));
      at = close + 2;
    } else if (c == '[' && (text.startsWith("[.", at) || text.startsWith("[=", at))) {
      int close = text.indexOf(text.charAt(at + 1) + "]", at + 2);
      if (close < 0) {
        throw Patterns.invalid("brackets [] not balanced");
      }
      out.append(Pattern.quote(text.substring(at + 2, close)));
      at = close + 2;
    } else if (c == '\\') {
      escape();
    } else {
      if (c == '[' || c == '&' || c == ']' || c == '^') {
        out.append('\\');
      }
      out.append(c);
      at++;
    }
  }

  private static String posix(String name) {
    return switch (name) {
      case "alpha" -> "\\p{IsAlphabetic}";
      case "digit" -> "\\d";
      case "alnum" -> "\\p{IsAlphabetic}\\p{IsDigit}";
      case "upper" -> "\\p{Lu}";
      case "lower" -> "\\p{Ll}";
      case "space" -> "\\s";
      case "blank" -> " \\t";
      case "punct" -> "\\p{Punct}";
      case "cntrl" -> "\\p{Cntrl}";
      case "print" -> "\\p{Print}";
      case "graph" -> "\\p{Graph}";
      case "xdigit" -> "\\p{XDigit}";
      case "word" -> "\\w";
      default -> throw Patterns.invalid("invalid character class");
    };
  }
}
