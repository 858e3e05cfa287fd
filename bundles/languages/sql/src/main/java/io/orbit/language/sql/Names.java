package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Reads names: which key words may stand where as one, and names of several parts. */
final class Names {
  private final Parser parser;
  private final Tokens tokens;

  Names(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
  }

  // Classes of words

  /** A column's or table's name (ColId). */
  boolean isColumnName(Token token) {
    Keyword word = token.keyword();
    if (word == null) {
      return token.is(TokenKind.IDENTIFIER);
    }
    return switch (word.category) {
      case UNRESERVED -> !startsPair(token);
      case COLUMN_NAME -> true;
      case TYPE_FUNCTION_NAME, RESERVED -> false;
    };
  }

  /** A function's or type's name. */
  boolean isTypeOrFunctionName(Token token) {
    Keyword word = token.keyword();
    if (word == null) {
      return token.is(TokenKind.IDENTIFIER);
    }
    return switch (word.category) {
      case UNRESERVED -> !startsPair(token);
      case TYPE_FUNCTION_NAME -> true;
      case COLUMN_NAME, RESERVED -> false;
    };
  }

  boolean isNonReservedWord(Token token) {
    Keyword word = token.keyword();
    return word == null
        ? token.is(TokenKind.IDENTIFIER)
        : word.category != Keyword.Category.RESERVED && !startsPair(token);
  }

  boolean isLabel(Token token) {
    return (token.is(TokenKind.IDENTIFIER) || token.is(TokenKind.KEYWORD)) && !startsPair(token);
  }

  /** What may name a column without AS. */
  boolean isBareLabel(Token token) {
    Keyword word = token.keyword();
    return word == null
        ? token.is(TokenKind.IDENTIFIER)
        : word.label == Keyword.Label.BARE && !startsPair(token);
  }

  /**
   * PostgreSQL's scanner takes these words, when a certain other follows, for tokens of their own
   * that are no names.
   */
  private boolean startsPair(Token token) {
    Keyword word = token.keyword();
    boolean first =
        word == Keyword.NULLS
            || word == Keyword.FORMAT
            || word == Keyword.WITHOUT
            || word == Keyword.WITH
            || word == Keyword.NOT;
    if (!first || tokens.peek(0) != token) {
      return false;
    }
    Keyword following = tokens.peek(1).keyword();
    if (following == null) {
      return false;
    }
    return switch (word) {
      case NULLS -> following == Keyword.FIRST || following == Keyword.LAST;
      case FORMAT -> following == Keyword.JSON;
      case WITHOUT -> following == Keyword.TIME;
      case WITH -> following == Keyword.TIME || following == Keyword.ORDINALITY;
      default -> ExpressionParser.isNegatedTest(following);
    };
  }

  // Single names

  String columnName() {
    if (!isColumnName(tokens.peek())) {
      throw tokens.syntaxError();
    }
    return tokens.next().text();
  }

  String typeOrFunctionName() {
    if (!isTypeOrFunctionName(tokens.peek())) {
      throw tokens.syntaxError();
    }
    return tokens.next().text();
  }

  String nonReservedWord() {
    if (!isNonReservedWord(tokens.peek())) {
      throw tokens.syntaxError();
    }
    return tokens.next().text();
  }

  String label() {
    if (!isLabel(tokens.peek())) {
      throw tokens.syntaxError();
    }
    return tokens.next().text();
  }

  /** A word that is not reserved, or a string. */
  String wordOrString() {
    return tokens.at(TokenKind.STRING) ? tokens.string() : nonReservedWord();
  }

  /**
   * A role. The words CURRENT_USER, CURRENT_ROLE and SESSION_USER come in upper case, which no
   * folded name can be; PUBLIC comes as {@code public}.
   */
  String role() {
    if (tokens.atAny(Keyword.CURRENT_USER, Keyword.CURRENT_ROLE, Keyword.SESSION_USER)) {
      return tokens.next().text().toUpperCase(Locale.ROOT);
    }
    Token token = tokens.peek();
    String name = nonReservedWord();
    if (name.equals("none")) {
      throw Errors.of(ErrorCode.RESERVED_NAME, "role name \"none\" is reserved", token.start());
    }
    return name;
  }

  /** A role that is to be made or renamed, so none of the words that stand for others. */
  String roleId() {
    Token token = tokens.peek();
    String name = role();
    Keyword word = token.keyword();
    if (word == Keyword.CURRENT_USER
        || word == Keyword.CURRENT_ROLE
        || word == Keyword.SESSION_USER) {
      throw Errors.of(
          ErrorCode.RESERVED_NAME,
          word.word.toUpperCase(Locale.ROOT) + " cannot be used as a role name here",
          token.start());
    }
    if (name.equals("public")) {
      throw Errors.of(ErrorCode.RESERVED_NAME, "role name \"public\" is reserved", token.start());
    }
    return name;
  }

  // Names of several parts

  /** A name with any number of parts. */
  List<String> anyName() {
    String first = columnName();
    if (!tokens.at(TokenKind.DOT)) {
      return List.of(first);
    }
    List<String> parts = new ArrayList<>(3);
    parts.add(first);
    while (tokens.accept(TokenKind.DOT)) {
      parts.add(label());
    }
    return List.copyOf(parts);
  }

  /** A table's name: one to three parts. */
  List<String> qualifiedName() {
    int position = tokens.position();
    List<String> name = anyName();
    refuseLong(name, position);
    if (tokens.at(TokenKind.LEFT_BRACKET)) {
      // PostgreSQL's grammar has room for subscripts here, and refuses them behind the last one.
      parser.primaries().index();
      throw tokens.syntaxError();
    }
    return name;
  }

  static void refuseLong(List<String> name, int position) {
    if (name.size() > 3) {
      throw Errors.syntax(
          "improper qualified name (too many dotted names): " + String.join(".", name), position);
    }
  }

  // Lists

  <T> List<T> list(Supplier<T> item) {
    T first = item.get();
    if (!tokens.at(TokenKind.COMMA)) {
      return List.of(first);
    }
    List<T> items = new ArrayList<>();
    items.add(first);
    while (tokens.accept(TokenKind.COMMA)) {
      items.add(item.get());
    }
    return List.copyOf(items);
  }

  <T> List<T> parenthesized(Supplier<T> item) {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    List<T> items = list(item);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return items;
  }

  /** {@code (a, b)} or nothing. */
  List<String> optionalColumns() {
    return tokens.at(TokenKind.LEFT_PARENTHESIS) ? parenthesized(this::columnName) : List.of();
  }

  /** CASCADE, or RESTRICT, or nothing: true for CASCADE. */
  boolean cascade() {
    if (tokens.accept(Keyword.CASCADE)) {
      return true;
    }
    tokens.accept(Keyword.RESTRICT);
    return false;
  }

  // Numbers

  /** A number with an optional sign, as text. */
  String numeric() {
    String sign = sign();
    if (tokens.at(TokenKind.INTEGER) || tokens.at(TokenKind.NUMBER)) {
      return sign + tokens.next().value();
    }
    throw tokens.syntaxError();
  }

  boolean atNumeric() {
    return tokens.at(TokenKind.INTEGER)
        || tokens.at(TokenKind.NUMBER)
        || tokens.at(TokenKind.PLUS)
        || tokens.at(TokenKind.MINUS);
  }

  int integer() {
    return tokens.expect(TokenKind.INTEGER).number();
  }

  int signedInteger() {
    String sign = sign();
    int number = integer();
    return sign.isEmpty() ? number : -number;
  }

  private String sign() {
    if (tokens.accept(TokenKind.MINUS)) {
      return "-";
    }
    tokens.accept(TokenKind.PLUS);
    return "";
  }

  /** What stands as a setting's or option's value: a boolean word, a word or a string. */
  String booleanOrString() {
    if (tokens.atAny(Keyword.TRUE, Keyword.FALSE, Keyword.ON)) {
      return tokens.next().text();
    }
    return wordOrString();
  }

  OrbitException tooLarge(String number, int position) {
    return Errors.of(
        ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE,
        "value \"" + number + "\" is out of range for type bigint",
        position);
  }

  /** A whole number of 64 bits, for the options of sequences. */
  long bigInteger() {
    int position = tokens.position();
    String number = numeric();
    try {
      return new BigDecimal(number).longValueExact();
    } catch (ArithmeticException unfit) {
      throw tooLarge(number, position);
    }
  }
}
