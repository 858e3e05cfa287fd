package io.orbit.language.sql;

import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes near misses of a statement by deleting, doubling, swapping and replacing its tokens. */
final class Mutator {
  private static final List<String> STRANGERS =
      List.of(
          "SELECT",
          "FROM",
          "WHERE",
          "AND",
          "NOT",
          "NULL",
          "IN",
          "IS",
          "LIKE",
          "BETWEEN",
          "AS",
          "ON",
          "BY",
          "WITH",
          "TABLE",
          "VALUES",
          "SET",
          "DEFAULT",
          "CASE",
          "WHEN",
          "END",
          "JOIN",
          "LEFT",
          "USING",
          "ORDER",
          "GROUP",
          "LIMIT",
          "UNION",
          "ALL",
          "DISTINCT",
          "ROW",
          "ARRAY",
          "CAST",
          "INTERVAL",
          "INTEGER",
          "TIME",
          "ZONE",
          "CHECK",
          "(",
          ")",
          "[",
          "]",
          ",",
          ";",
          ".",
          "..",
          "::",
          ":=",
          "=>",
          "*",
          "+",
          "-",
          "/",
          "=",
          "<>",
          "<",
          ">=",
          "||",
          "@>",
          "1",
          "2.5",
          "'a'",
          "x",
          "\"Y\"",
          "count",
          "int",
          "left",
          "values",
          "E'\\n'",
          "$$b$$",
          "0x1F",
          "1e5");

  private final RandomGenerator random;

  Mutator(RandomGenerator random) {
    this.random = random;
  }

  /** One or two changes to the tokens of a text; the text itself where it has none. */
  String mutate(String text) {
    List<String> tokens = tokens(text);
    if (tokens.isEmpty()) {
      return text;
    }
    change(tokens);
    if (random.nextInt(4) == 0 && !tokens.isEmpty()) {
      change(tokens);
    }
    return String.join(" ", tokens);
  }

  private void change(List<String> tokens) {
    int at = random.nextInt(tokens.size());
    switch (random.nextInt(6)) {
      case 0 -> tokens.remove(at);
      case 1 -> tokens.add(at, tokens.get(at));
      case 2 -> {
        int other = Math.min(at + 1, tokens.size() - 1);
        String moved = tokens.get(at);
        tokens.set(at, tokens.get(other));
        tokens.set(other, moved);
      }
      case 3 -> tokens.set(at, stranger());
      case 4 -> tokens.add(at, stranger());
      default -> tokens.subList(at, tokens.size()).clear();
    }
  }

  private String stranger() {
    return STRANGERS.get(random.nextInt(STRANGERS.size()));
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    Lexer lexer = new Lexer(text);
    try {
      lexer.next();
      while (lexer.kind() != TokenKind.END) {
        tokens.add(text.substring(lexer.start(), lexer.end()));
        lexer.next();
      }
    } catch (OrbitException unreadable) {
      tokens.add(text.substring(Math.max(unreadable.position(), 0)));
    }
    return tokens;
  }
}
