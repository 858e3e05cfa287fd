package io.orbit.language.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of {@code syntax.txt}, read once. A rule is {@code name: alternatives}, with lines that
 * begin with a blank continuing it. Words in upper case are key words, words in lower case are
 * other rules or what {@link Syntax} has a reader for, signs stand in single quotes; {@code |}
 * separates alternatives, parentheses group, and behind a part {@code ?} {@code *} {@code +} mean
 * what they do in regular expressions and {@code #} a list with commas. A rule whose name is in
 * upper case is a statement, and the name its command.
 */
final class SyntaxRules {
  static final Map<String, Node> PARTS = new LinkedHashMap<>();
  static final Map<String, Node> STATEMENTS = new LinkedHashMap<>();

  static {
    for (String rule : lines()) {
      int colon = rule.indexOf(':');
      String name = rule.substring(0, colon);
      Node node = new Reader(rule.substring(colon + 1)).alternatives();
      (Character.isUpperCase(name.charAt(0)) ? STATEMENTS : PARTS).put(name, node);
    }
  }

  private SyntaxRules() {}

  sealed interface Node {}

  record Word(Keyword keyword) implements Node {}

  record Symbol(TokenKind kind) implements Node {}

  record Reference(String name) implements Node {}

  record Sequence(List<Node> parts) implements Node {}

  record Choice(List<Node> alternatives) implements Node {}

  /** Once or not at all, or {@code many} times, with {@code commas} between. */
  record Repeat(Node body, boolean optional, boolean many, boolean commas) implements Node {}

  static Node part(String name) {
    Node part = PARTS.get(name);
    if (part == null) {
      throw new IllegalArgumentException("syntax.txt has no rule " + name);
    }
    return part;
  }

  private static List<String> lines() {
    try (InputStream resource = SyntaxRules.class.getResourceAsStream("syntax.txt")) {
      if (resource == null) {
        throw new IllegalStateException("syntax.txt is missing from the bundle");
      }
      List<String> rules = new ArrayList<>();
      for (String line : new String(resource.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        if (line.startsWith(" ")) {
          rules.add(rules.removeLast() + line);
        } else if (!line.isBlank() && !line.startsWith("--")) {
          rules.add(line);
        }
      }
      return rules;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Reads one rule's right side. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    Node alternatives() {
      List<Node> alternatives = new ArrayList<>();
      do {
        alternatives.add(sequence());
      } while (accept('|'));
      return alternatives.size() == 1 ? alternatives.getFirst() : new Choice(alternatives);
    }

    private Node sequence() {
      List<Node> parts = new ArrayList<>();
      while (skipBlanks() && text.charAt(at) != '|' && text.charAt(at) != ')') {
        parts.add(suffixed(part()));
      }
      return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    private Node suffixed(Node part) {
      if (at >= text.length()) {
        return part;
      }
      Node suffixed =
          switch (text.charAt(at)) {
            case '?' -> new Repeat(part, true, false, false);
            case '*' -> new Repeat(part, true, true, false);
            case '+' -> new Repeat(part, false, true, false);
            case '#' -> new Repeat(part, false, true, true);
            default -> part;
          };
      if (suffixed == part) {
        return part;
      }
      at++;
      return suffixed(suffixed);
    }

    private Node part() {
      char c = text.charAt(at);
      if (c == '(') {
        at++;
        Node group = alternatives();
        if (!accept(')')) {
          throw new IllegalStateException("no closing parenthesis: " + text);
        }
        return group;
      }
      if (c == '\'') {
        int close = text.indexOf('\'', at + 1);
        String symbol = text.substring(at + 1, close);
        at = close + 1;
        return symbol(symbol);
      }
      int start = at;
      while (at < text.length() && isWordPart(text.charAt(at))) {
        at++;
      }
      String word = text.substring(start, at);
      return Character.isUpperCase(c) ? new Word(Keyword.valueOf(word)) : new Reference(word);
    }

    private static Node symbol(String symbol) {
      for (TokenKind kind : TokenKind.values()) {
        if (kind.symbol.equals(symbol)) {
          return new Symbol(kind);
        }
      }
      throw new IllegalStateException("no token is written " + symbol);
    }

    private static boolean isWordPart(char c) {
      return Character.isLetterOrDigit(c) || c == '_';
    }

    private boolean accept(char c) {
      if (skipBlanks() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private boolean skipBlanks() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      return at < text.length();
    }
  }
}
