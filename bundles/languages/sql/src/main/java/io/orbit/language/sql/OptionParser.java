package io.orbit.language.sql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** Lists of options in parentheses, as tables, COPY, EXPLAIN and others have them. */
final class OptionParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  OptionParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  private interface Option {
    void readInto(Map<String, String> options);
  }

  private Map<String, String> list(Option option) {
    Map<String, String> options = new LinkedHashMap<>();
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    do {
      option.readInto(options);
    } while (tokens.accept(TokenKind.COMMA));
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return Collections.unmodifiableMap(options);
  }

  /** Storage parameters: {@code (name = value, namespace.name)}. */
  Map<String, String> storage() {
    return list(
        options -> {
          String name = names.label();
          if (tokens.accept(TokenKind.DOT)) {
            name = name + "." + names.label();
          }
          options.put(name, tokens.accept(TokenKind.EQUALS) ? definitionValue() : "");
        });
  }

  /** {@code (name = value, name)}, as definitions and indexes have it. */
  Map<String, String> definition() {
    return list(
        options -> {
          String name = names.label();
          options.put(name, tokens.accept(TokenKind.EQUALS) ? definitionValue() : "");
        });
  }

  /** {@code WITH (…)} of a table, or nothing. */
  Map<String, String> withStorage() {
    if (tokens.at(Keyword.WITH) && tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS)) {
      tokens.next();
      return storage();
    }
    return Map.of();
  }

  private String definitionValue() {
    Token token = tokens.peek();
    if (names.atNumeric() && !isBareOperator(token)) {
      return names.numeric();
    }
    if (token.is(TokenKind.STRING)) {
      return tokens.string();
    }
    if (ExpressionParser.isOperator(token)
        || token.is(Keyword.OPERATOR) && tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS)) {
      return parser.expressions().operatorOrQualified().symbol();
    }
    Keyword word = token.keyword();
    boolean plain =
        word != null && (word.category == Keyword.Category.RESERVED || word == Keyword.NONE);
    if (plain) {
      return tokens.next().text();
    }
    int start = tokens.position();
    parser.syntax().read("func_type");
    return tokens.text(start, tokens.previousEnd()).toLowerCase(Locale.ROOT);
  }

  private boolean isBareOperator(Token token) {
    boolean sign = token.is(TokenKind.PLUS) || token.is(TokenKind.MINUS);
    return sign && !tokens.peek(1).is(TokenKind.INTEGER) && !tokens.peek(1).is(TokenKind.NUMBER);
  }

  /** {@code (option value, …)} of EXPLAIN, VACUUM, REINDEX; {@code true} where no value stands. */
  Map<String, String> utility() {
    return list(
        options -> {
          String name;
          if (tokens.at(Keyword.ANALYZE) || tokens.at(Keyword.ANALYSE)) {
            tokens.next();
            name = "analyze";
          } else if (tokens.at(Keyword.FORMAT)) {
            name = tokens.next().text();
          } else {
            name = names.nonReservedWord();
          }
          options.put(name, utilityValue());
        });
  }

  private String utilityValue() {
    if (tokens.at(TokenKind.COMMA) || tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
      return "true";
    }
    return names.atNumeric() ? names.numeric() : names.booleanOrString();
  }

  /** {@code (option value, …)} of COPY; a list is joined by commas. */
  Map<String, String> copy() {
    return list(
        options -> {
          String name = tokens.at(Keyword.FORMAT) ? tokens.next().text() : names.label();
          options.put(name, copyValue());
        });
  }

  private String copyValue() {
    if (tokens.at(TokenKind.COMMA) || tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
      return "true";
    }
    if (tokens.accept(TokenKind.STAR)) {
      return "*";
    }
    if (tokens.accept(Keyword.DEFAULT)) {
      return "default";
    }
    if (tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      StringJoiner values = new StringJoiner(",");
      do {
        values.add(names.booleanOrString());
      } while (tokens.accept(TokenKind.COMMA));
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      return values.toString();
    }
    return names.atNumeric() ? names.numeric() : names.booleanOrString();
  }
}
