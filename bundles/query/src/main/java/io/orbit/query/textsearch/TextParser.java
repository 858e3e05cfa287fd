package io.orbit.query.textsearch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a text into tokens as PostgreSQL's default parser does (manual, section 12.5). What has
 * parts (hyphenated words, URLs) comes first as a whole, then part by part. One thread.
 */
public final class TextParser {
  private static final String LABEL = "[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?";
  private static final String HOST = "(?:" + LABEL + "\\.)+[A-Za-z]{2,}(?![\\p{L}\\p{N}_])";
  private static final String CHARACTER = "[\\p{L}\\p{M}\\p{N}]";

  /** In the order in which they are tried. */
  private enum Shape {
    TAG("</?[A-Za-z][^<>]*>|<!--[\\s\\S]*?-->|<\\?[^<>]*>", TokenType.TAG),
    ENTITY("&(?:#[0-9]+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);", TokenType.ENTITY),
    PROTOCOL("[A-Za-z]+://", TokenType.PROTOCOL),
    EMAIL("[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?@" + HOST, TokenType.EMAIL),
    URL("(" + HOST + ")(/[^\\s<>\"']*)", TokenType.URL),
    HOST_NAME(HOST, TokenType.HOST),
    VERSION("[0-9]+(?:\\.[0-9]+){2,}(?!" + CHARACTER + ")", TokenType.VERSION),
    SCIENTIFIC(
        "[+-]?[0-9]+(?:\\.[0-9]+)?[eE][+-]?[0-9]+(?!" + CHARACTER + ")", TokenType.SCIENTIFIC),
    DECIMAL("[+-]?[0-9]+\\.[0-9]+(?!\\.[0-9])", TokenType.DECIMAL),
    FILE(
        "/[A-Za-z0-9_][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*(?<![.-])"
            + "|[A-Za-z0-9][A-Za-z0-9_]*(?:[./][A-Za-z0-9_][A-Za-z0-9_-]*)+(?<!-)",
        TokenType.FILE),
    HYPHENATED(
        "(?=\\p{N}*\\p{L})" + CHARACTER + "+(?:-\\p{L}" + CHARACTER + "*)+",
        TokenType.HYPHENATED_WORD),
    WORD("(?=\\p{N}*\\p{L})" + CHARACTER + "+", TokenType.WORD),
    INTEGER("[+-][0-9]+", TokenType.INTEGER),
    UNSIGNED("[0-9]+", TokenType.UNSIGNED),
    BLANK("[\\s\\S]", TokenType.BLANK);

    private final Pattern pattern;
    private final TokenType type;

    Shape(String pattern, TokenType type) {
      this.pattern = Pattern.compile(pattern);
      this.type = type;
    }
  }

  /** A piece of the text. */
  public record Token(TokenType type, String text) {}

  private final String text;
  private final Matcher[] matchers = new Matcher[Shape.values().length];
  private final List<Token> tokens = new ArrayList<>();

  private TextParser(String text) {
    this.text = text;
    for (Shape shape : Shape.values()) {
      matchers[shape.ordinal()] = shape.pattern.matcher(text).useTransparentBounds(true);
    }
  }

  /** All of a text, blanks included. */
  public static List<Token> parse(String text) {
    return new TextParser(text).read();
  }

  private List<Token> read() {
    int at = 0;
    while (at < text.length()) {
      at = next(at);
    }
    return tokens;
  }

  private int next(int at) {
    char first = text.charAt(at);
    if (first < 0x80 && !Character.isLetterOrDigit(first) && "<&+-/_".indexOf(first) < 0) {
      return blank(at);
    }
    for (Shape shape : Shape.values()) {
      Matcher matcher = matchers[shape.ordinal()].region(at, text.length());
      if (matcher.lookingAt()) {
        if (shape == Shape.BLANK || first == '_') {
          return blank(at);
        }
        add(shape, matcher);
        return matcher.end();
      }
    }
    return blank(at);
  }

  /** Blanks that follow each other are one token, but for the signs before words. */
  private int blank(int at) {
    int end = text.offsetByCodePoints(at, 1);
    boolean space = Character.isWhitespace(text.charAt(at));
    while (space && end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    tokens.add(new Token(TokenType.BLANK, text.substring(at, end)));
    return end;
  }

  private void add(Shape shape, Matcher matcher) {
    String whole = matcher.group();
    switch (shape) {
      case URL -> {
        tokens.add(new Token(TokenType.URL, whole));
        tokens.add(new Token(TokenType.HOST, matcher.group(1)));
        tokens.add(new Token(TokenType.URL_PATH, matcher.group(2)));
      }
      case HYPHENATED -> hyphenated(whole);
      case WORD ->
          tokens.add(
              new Token(
                  pick(whole, TokenType.ASCII_WORD, TokenType.WORD, TokenType.NUMBER_WORD), whole));
      default -> tokens.add(new Token(shape.type, whole));
    }
  }

  private void hyphenated(String whole) {
    tokens.add(
        new Token(
            pick(
                whole.replace("-", ""),
                TokenType.HYPHENATED_ASCII_WORD,
                TokenType.HYPHENATED_WORD,
                TokenType.HYPHENATED_NUMBER_WORD),
            whole));
    int from = 0;
    for (String part : whole.split("-")) {
      if (from > 0) {
        tokens.add(new Token(TokenType.BLANK, "-"));
      }
      from++;
      tokens.add(
          new Token(
              pick(
                  part, TokenType.PART_ASCII_WORD, TokenType.PART_WORD, TokenType.PART_NUMBER_WORD),
              part));
    }
  }

  private static TokenType pick(String word, TokenType ascii, TokenType letters, TokenType mixed) {
    boolean plain = true;
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      if (Character.isDigit(c)) {
        return mixed;
      }
      plain &= c < 0x80;
    }
    return plain ? ascii : letters;
  }
}
