package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Type names, in SQL's words and PostgreSQL's. */
final class TypeParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  TypeParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /** Any type, SETOF and array bounds included. */
  TypeName typeName() {
    boolean setOf = tokens.accept(Keyword.SETOF);
    TypeName simple = simpleTypeName();
    int dimensions = 0;
    if (tokens.accept(Keyword.ARRAY)) {
      dimensions = 1;
      if (tokens.accept(TokenKind.LEFT_BRACKET)) {
        names.integer();
        tokens.expect(TokenKind.RIGHT_BRACKET);
      }
    } else {
      while (tokens.accept(TokenKind.LEFT_BRACKET)) {
        if (!tokens.at(TokenKind.RIGHT_BRACKET)) {
          names.integer();
        }
        tokens.expect(TokenKind.RIGHT_BRACKET);
        dimensions++;
      }
    }
    return new TypeName(
        simple.name(),
        simple.modifiers(),
        simple.intervalFields(),
        dimensions,
        setOf,
        simple.position());
  }

  /** A type without SETOF and array bounds. */
  TypeName simpleTypeName() {
    TypeName spelled = spelledOut();
    if (spelled == null) {
      return generic();
    }
    if (!spelled.name().getLast().equals("interval")) {
      return spelled;
    }
    return spelled.modifiers().isEmpty() ? withFields(spelled) : spelled;
  }

  private TypeName generic() {
    int position = tokens.position();
    List<String> name = new ArrayList<>(2);
    name.add(names.typeOrFunctionName());
    while (tokens.accept(TokenKind.DOT)) {
      name.add(names.label());
    }
    return new TypeName(List.copyOf(name), modifiers(), "", 0, false, position);
  }

  private List<Expression> modifiers() {
    return tokens.at(TokenKind.LEFT_PARENTHESIS)
        ? names.parenthesized(parser.expressions()::expression)
        : List.of();
  }

  /** True at a type that SQL spells in words of its own, so also at {@code type 'constant'}. */
  boolean atSpelledOut() {
    Keyword word = tokens.peek().keyword();
    return word != null
        && switch (word) {
          case INT,
              INTEGER,
              SMALLINT,
              BIGINT,
              REAL,
              FLOAT,
              DECIMAL,
              DEC,
              NUMERIC,
              BOOLEAN,
              BIT,
              CHARACTER,
              CHAR,
              VARCHAR,
              NATIONAL,
              NCHAR,
              TIMESTAMP,
              TIME,
              INTERVAL,
              JSON ->
              true;
          case DOUBLE -> tokens.peek(1).is(Keyword.PRECISION);
          default -> false;
        };
  }

  /** Such a type without the fields an interval may have, or null where none stands. */
  @Nullable TypeName spelledOut() {
    if (!atSpelledOut()) {
      return null;
    }
    Token token = tokens.next();
    int position = token.start();
    return switch (token.keyword()) {
      case INT, INTEGER -> system("int4", List.of(), position);
      case SMALLINT -> system("int2", List.of(), position);
      case BIGINT -> system("int8", List.of(), position);
      case REAL -> system("float4", List.of(), position);
      case FLOAT -> floating(position);
      case DOUBLE -> {
        tokens.expect(Keyword.PRECISION);
        yield system("float8", List.of(), position);
      }
      case DECIMAL, DEC, NUMERIC -> system("numeric", modifiers(), position);
      case BOOLEAN -> system("bool", List.of(), position);
      case BIT -> bit(position);
      case NATIONAL -> {
        if (!tokens.accept(Keyword.CHARACTER)) {
          tokens.expect(Keyword.CHAR);
        }
        yield character(position, tokens.accept(Keyword.VARYING));
      }
      case CHARACTER, CHAR, NCHAR -> character(position, tokens.accept(Keyword.VARYING));
      case VARCHAR -> character(position, true);
      case TIMESTAMP -> withZone("timestamp", position);
      case TIME -> withZone("time", position);
      case INTERVAL -> system("interval", precision(), position);
      case JSON -> system("json", List.of(), position);
      case null, default -> throw tokens.syntaxError(token);
    };
  }

  private TypeName floating(int position) {
    if (!tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      return system("float8", List.of(), position);
    }
    int at = tokens.position();
    int precision = names.integer();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    if (precision < 1) {
      throw Errors.of(
          ErrorCode.INVALID_PARAMETER_VALUE, "precision for type float must be at least 1 bit", at);
    }
    if (precision > 53) {
      throw Errors.of(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "precision for type float must be less than 54 bits",
          at);
    }
    return system(precision <= 24 ? "float4" : "float8", List.of(), position);
  }

  private TypeName bit(int position) {
    boolean varying = tokens.accept(Keyword.VARYING);
    List<Expression> modifiers = modifiers();
    if (modifiers.isEmpty() && !varying) {
      modifiers = one(position);
    }
    return system(varying ? "varbit" : "bit", modifiers, position);
  }

  private TypeName character(int position, boolean varying) {
    List<Expression> length = precision();
    if (length.isEmpty() && !varying) {
      length = one(position);
    }
    return system(varying ? "varchar" : "bpchar", length, position);
  }

  private static List<Expression> one(int position) {
    return List.of(new Expression.Literal(1, DataType.INT32, position));
  }

  private TypeName withZone(String type, int position) {
    List<Expression> precision = precision();
    boolean zoned = false;
    if (tokens.at(Keyword.WITH, Keyword.TIME) || tokens.at(Keyword.WITHOUT, Keyword.TIME)) {
      zoned = tokens.next().is(Keyword.WITH);
      tokens.next();
      tokens.expect(Keyword.ZONE);
    }
    return system(zoned ? type + "tz" : type, precision, position);
  }

  private List<Expression> precision() {
    if (!tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      return List.of();
    }
    int at = tokens.position();
    int precision = names.integer();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return List.of(new Expression.Literal(precision, DataType.INT32, at));
  }

  private static TypeName system(String name, List<Expression> modifiers, int position) {
    return new TypeName(List.of("pg_catalog", name), modifiers, "", 0, false, position);
  }

  // INTERVAL's fields

  /** The interval type with the fields that follow here, if any. */
  TypeName withFields(TypeName interval) {
    Keyword first = tokens.peek().keyword();
    if (first == null || !isField(first)) {
      return interval;
    }
    tokens.next();
    StringBuilder fields = new StringBuilder(first.name());
    List<Expression> precision = first == Keyword.SECOND ? precision() : List.of();
    if (first != Keyword.SECOND && first != Keyword.MONTH && tokens.at(Keyword.TO)) {
      tokens.next();
      Keyword last = tokens.peek().keyword();
      if (last == null || !mayEnd(first, last)) {
        throw tokens.syntaxError();
      }
      tokens.next();
      fields.append(" TO ").append(last.name());
      precision = last == Keyword.SECOND ? precision() : precision;
    }
    return new TypeName(
        interval.name(), precision, fields.toString(), 0, false, interval.position());
  }

  private static boolean isField(Keyword word) {
    return switch (word) {
      case YEAR, MONTH, DAY, HOUR, MINUTE, SECOND -> true;
      default -> false;
    };
  }

  private static boolean mayEnd(Keyword first, Keyword last) {
    return switch (first) {
      case YEAR -> last == Keyword.MONTH;
      case DAY -> last == Keyword.HOUR || last == Keyword.MINUTE || last == Keyword.SECOND;
      case HOUR -> last == Keyword.MINUTE || last == Keyword.SECOND;
      case MINUTE -> last == Keyword.SECOND;
      default -> false;
    };
  }
}
