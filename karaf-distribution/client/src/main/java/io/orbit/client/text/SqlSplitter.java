package io.orbit.client.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds where statements of SQL end, by PostgreSQL's lexical rules: strings, escape strings, quoted
 * identifiers, dollar quotes, nested comments, parentheses and bodies of functions are passed over.
 * A backslash outside of all these begins a command, which is the rest of its line.
 *
 * <p>A script is added line by line, each with its line break, so that what follows a statement can
 * be read by somebody else (the data of COPY). Not thread-safe.
 */
public final class SqlSplitter {
  private static final Pattern DOLLAR_TAG =
      Pattern.compile("\\$(?:[A-Za-z_\\x{80}-\\x{10ffff}][A-Za-z0-9_\\x{80}-\\x{10ffff}]*)?\\$");

  private enum State {
    PLAIN,
    STRING,
    ESCAPE_STRING,
    IDENTIFIER,
    DOLLAR_QUOTE,
    COMMENT
  }

  private final StringBuilder rest = new StringBuilder();
  private final FunctionBody body = new FunctionBody();
  private State state = State.PLAIN;
  private String dollarTag = "";
  private int commentDepth;
  private int parentheses;
  private boolean begun;

  /** Takes lines and answers what they complete. */
  public List<Piece> add(String lines) {
    List<Piece> pieces = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < lines.length()) {
      int next = step(lines, at);
      if (state == State.PLAIN
          && next == at) { // neither a semicolon nor a backslash is passed over
        rest.append(lines, start, at);
        next = lines.charAt(at) == ';' ? endStatement(pieces, at) : command(pieces, lines, at);
        start = next;
      }
      at = next;
    }
    rest.append(lines, start, lines.length());
    return pieces;
  }

  /** What has been added and is not complete. */
  public String rest() {
    return rest.toString();
  }

  /** What the rest is inside of. */
  public Unfinished unfinished() {
    return switch (state) {
      case STRING, ESCAPE_STRING -> Unfinished.STRING;
      case IDENTIFIER -> Unfinished.IDENTIFIER;
      case DOLLAR_QUOTE -> Unfinished.DOLLAR_QUOTE;
      case COMMENT -> Unfinished.COMMENT;
      case PLAIN ->
          parentheses > 0
              ? Unfinished.PARENTHESES
              : begun ? Unfinished.STATEMENT : Unfinished.NOTHING;
    };
  }

  /** Forgets what is not complete. */
  public void reset() {
    rest.setLength(0);
    beginAnew();
  }

  private void beginAnew() {
    body.reset();
    state = State.PLAIN;
    parentheses = 0;
    commentDepth = 0;
    begun = false;
  }

  private int endStatement(List<Piece> pieces, int at) {
    pieces.add(new Piece.Statement(rest.append(';').toString()));
    reset();
    return at + 1;
  }

  private int command(List<Piece> pieces, String lines, int at) {
    if (!rest.isEmpty()) {
      pieces.add(new Piece.Fragment(rest.toString()));
      rest.setLength(0);
    }
    int end = lineEnd(lines, at);
    pieces.add(new Piece.Command(lines.substring(at, end)));
    return end;
  }

  /** The place after the token there; the same place where a statement ends or a command begins. */
  private int step(String text, int at) {
    return switch (state) {
      case PLAIN -> plain(text, at);
      case STRING -> closing(text, at, '\'', false);
      case ESCAPE_STRING -> closing(text, at, '\'', true);
      case IDENTIFIER -> closing(text, at, '"', false);
      case DOLLAR_QUOTE -> dollarQuote(text, at);
      case COMMENT -> comment(text, at);
    };
  }

  private int plain(String text, int at) {
    char sign = text.charAt(at);
    if (Character.isWhitespace(sign)) {
      return at + 1;
    }
    if (text.startsWith("--", at)) {
      return lineEnd(text, at);
    }
    if (text.startsWith("/*", at)) {
      commentDepth = 1;
      return enter(State.COMMENT, at + 2);
    }
    if (sign == '\\') {
      return at;
    }
    if (sign == ';' && parentheses == 0 && !body.open()) {
      return at;
    }
    begun = true;
    return switch (sign) {
      case '\'' -> enter(State.STRING, at + 1);
      case '"' -> enter(State.IDENTIFIER, at + 1);
      case '$' -> dollar(text, at);
      case '(' -> {
        parentheses++;
        yield at + 1;
      }
      case ')' -> {
        parentheses = Math.max(0, parentheses - 1);
        yield at + 1;
      }
      default -> isWordStart(sign) ? word(text, at) : at + 1;
    };
  }

  private int enter(State entered, int next) {
    state = entered;
    return next;
  }

  private int word(String text, int at) {
    int end = at + 1;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    boolean escape = end == at + 1 && (text.charAt(at) == 'e' || text.charAt(at) == 'E');
    if (escape && end < text.length() && text.charAt(end) == '\'') {
      return enter(State.ESCAPE_STRING, end + 1);
    }
    if (parentheses == 0) {
      body.word(text.substring(at, end));
    }
    return end;
  }

  private int dollar(String text, int at) {
    Matcher tag = DOLLAR_TAG.matcher(text).region(at, text.length());
    if (!tag.lookingAt()) {
      return at + 1;
    }
    dollarTag = tag.group();
    return enter(State.DOLLAR_QUOTE, tag.end());
  }

  private int dollarQuote(String text, int at) {
    int end = text.indexOf(dollarTag, at);
    return end < 0 ? text.length() : enter(State.PLAIN, end + dollarTag.length());
  }

  private int comment(String text, int at) {
    if (text.startsWith("/*", at)) {
      commentDepth++;
      return at + 2;
    }
    if (text.startsWith("*/", at)) {
      commentDepth--;
      return commentDepth == 0 ? enter(State.PLAIN, at + 2) : at + 2;
    }
    return at + 1;
  }

  /** Passes over a quoted text; a doubled quote closes and opens it again, which is the same. */
  private int closing(String text, int at, char quote, boolean escapes) {
    char sign = text.charAt(at);
    if (escapes && sign == '\\') {
      return Math.min(at + 2, text.length());
    }
    if (sign != quote) {
      return at + 1;
    }
    boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == quote;
    return doubled ? at + 2 : enter(State.PLAIN, at + 1);
  }

  private static int lineEnd(String text, int at) {
    int end = text.indexOf('\n', at);
    return end < 0 ? text.length() : end + 1;
  }

  private static boolean isWordStart(char sign) {
    return sign >= 'a' && sign <= 'z' || sign >= 'A' && sign <= 'Z' || sign == '_' || sign >= 0x80;
  }

  private static boolean isWordPart(char sign) {
    return isWordStart(sign) || sign >= '0' && sign <= '9' || sign == '$';
  }
}
