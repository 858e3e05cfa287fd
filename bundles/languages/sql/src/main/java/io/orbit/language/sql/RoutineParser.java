package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition.ObjectKind;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.ParameterMode;
import io.orbit.api.query.tree.ObjectDefinition.RoutineKind;
import io.orbit.api.query.tree.ObjectDefinition.RoutineName;
import io.orbit.api.query.tree.ObjectDefinition.RoutineParameter;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.TypeName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER and DROP of functions and procedures, once their syntax is known to be right. */
final class RoutineParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  RoutineParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  @Nullable Statement create(int position) {
    tokens.expect(Keyword.CREATE);
    boolean orReplace = tokens.accept(Keyword.OR, Keyword.REPLACE);
    RoutineKind kind = kind();
    List<String> name = parser.sources().functionName();
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    List<RoutineParameter> parameters = new ArrayList<>();
    if (!tokens.at(TokenKind.RIGHT_PARENTHESIS)) {
      parameters.addAll(names.list(this::parameter));
    }
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    TypeName result = null;
    boolean table = false;
    if (tokens.at(Keyword.RETURNS) && !tokens.peek(1).is(Keyword.NULL)) {
      tokens.next();
      table = tokens.accept(Keyword.TABLE);
      if (table) {
        parameters.addAll(names.parenthesized(this::column));
      } else {
        result = type();
      }
    }
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    while (option(options, settings)) {
      // Each call reads one of them.
    }
    body(options);
    return new ObjectDefinition.CreateRoutine(
        kind,
        orReplace,
        name,
        List.copyOf(parameters),
        result,
        table,
        Collections.unmodifiableMap(options),
        Collections.unmodifiableMap(settings),
        position);
  }

  private RoutineKind kind() {
    return switch (tokens.next().keyword()) {
      case PROCEDURE -> RoutineKind.PROCEDURE;
      case ROUTINE -> RoutineKind.ROUTINE;
      case null, default -> RoutineKind.FUNCTION;
    };
  }

  // ---- parameters

  private @Nullable ParameterMode mode() {
    if (tokens.accept(Keyword.IN)) {
      return tokens.accept(Keyword.OUT) ? ParameterMode.INOUT : ParameterMode.IN;
    }
    if (tokens.accept(Keyword.OUT)) {
      return ParameterMode.OUT;
    }
    if (tokens.accept(Keyword.INOUT)) {
      return ParameterMode.INOUT;
    }
    return tokens.accept(Keyword.VARIADIC) ? ParameterMode.VARIADIC : null;
  }

  private RoutineParameter parameter() {
    ParameterMode before = mode();
    String name = "";
    if (!isTypeAlone()) {
      name = names.typeOrFunctionName();
    }
    ParameterMode behind = before == null ? mode() : null;
    ParameterMode mode = before == null ? behind : before;
    TypeName type = type();
    String text = "";
    if (tokens.accept(Keyword.DEFAULT) || tokens.accept(TokenKind.EQUALS)) {
      int start = tokens.position();
      parser.expressions().expression();
      text = tokens.text(start, tokens.previousEnd());
    }
    return new RoutineParameter(name, mode == null ? ParameterMode.IN : mode, type, text);
  }

  /** Whether what stands here up to the parameter's end is a type, without a name before it. */
  private boolean isTypeAlone() {
    int start = tokens.index();
    try {
      type();
      Token behind = tokens.peek();
      return behind.is(TokenKind.COMMA)
          || behind.is(TokenKind.RIGHT_PARENTHESIS)
          || behind.is(TokenKind.EQUALS)
          || behind.is(Keyword.DEFAULT);
    } catch (io.orbit.api.error.OrbitException noType) {
      return false;
    } finally {
      tokens.moveTo(start);
    }
  }

  private RoutineParameter column() {
    String name = names.typeOrFunctionName();
    return new RoutineParameter(name, ParameterMode.TABLE, type(), "");
  }

  /** A type, or {@code table.column%TYPE}. */
  TypeName type() {
    return type(parser);
  }

  static TypeName type(Parser parser) {
    Tokens tokens = parser.tokens();
    TypeName type = parser.types().typeName();
    if (!tokens.at(TokenKind.PERCENT)) {
      return type;
    }
    tokens.next();
    boolean row = tokens.next().value().toString().equals("rowtype");
    List<String> name = new ArrayList<>(type.name());
    name.add(row ? TypeName.ROW_TYPE : TypeName.COLUMN_TYPE);
    return new TypeName(List.copyOf(name), List.of(), "", 0, type.setOf(), type.position());
  }

  // ---- options

  private boolean option(Map<String, String> options, Map<String, String> settings) {
    Token token = tokens.peek();
    Keyword word = token.keyword();
    switch (word) {
      case AS -> {
        tokens.next();
        options.put("as", tokens.string());
        if (tokens.accept(TokenKind.COMMA)) {
          tokens.string();
          tokens.unsupported("a function in an object file");
        }
      }
      case LANGUAGE -> {
        tokens.next();
        options.put("language", names.wordOrString().toLowerCase(java.util.Locale.ROOT));
      }
      case IMMUTABLE, STABLE, VOLATILE ->
          options.put("volatility", tokens.next().text().toUpperCase(java.util.Locale.ROOT));
      case STRICT -> {
        tokens.next();
        options.put("strict", "true");
      }
      case CALLED, RETURNS -> {
        options.put("strict", String.valueOf(word == Keyword.RETURNS));
        while (!tokens.accept(Keyword.INPUT)) {
          tokens.next();
        }
      }
      case EXTERNAL, SECURITY -> {
        tokens.accept(Keyword.EXTERNAL);
        tokens.expect(Keyword.SECURITY);
        options.put("security", tokens.next().text());
      }
      case NOT, LEAKPROOF -> {
        tokens.accept(Keyword.NOT);
        tokens.expect(Keyword.LEAKPROOF);
      }
      case COST, ROWS -> {
        tokens.next();
        names.numeric();
      }
      case PARALLEL -> {
        tokens.next();
        names.columnName();
      }
      case SET, RESET -> setting(settings);
      case TRANSFORM, SUPPORT, WINDOW -> {
        tokens.unsupported(word + " of a function");
        return false;
      }
      case null, default -> {
        return false;
      }
    }
    return true;
  }

  /** RESET is an empty value. */
  private void setting(Map<String, String> settings) {
    boolean set = tokens.next().is(Keyword.SET);
    StringBuilder name = new StringBuilder(tokens.next().value().toString());
    while (tokens.accept(TokenKind.DOT)) {
      name.append('.').append(tokens.next().value());
    }
    if (!set) {
      settings.put(name.toString(), "");
      return;
    }
    tokens.next();
    StringBuilder value = new StringBuilder(tokens.next().value().toString());
    while (tokens.accept(TokenKind.COMMA)) {
      value.append(", ").append(tokens.next().value());
    }
    settings.put(name.toString(), value.toString());
  }

  /** SQL's own form of a body: RETURN expression, or BEGIN ATOMIC … END. */
  private void body(Map<String, String> options) {
    if (tokens.accept(Keyword.RETURN)) {
      int start = tokens.position();
      parser.expressions().expression();
      options.put("as", "SELECT " + tokens.text(start, tokens.previousEnd()));
    } else if (tokens.at(Keyword.BEGIN)) {
      tokens.next();
      tokens.next();
      int start = tokens.position();
      int end = start;
      while (!tokens.at(TokenKind.END) && !tokens.at(Keyword.END)) {
        parser.statements().statement();
        end = tokens.previousEnd();
        tokens.expect(TokenKind.SEMICOLON);
      }
      tokens.expect(Keyword.END);
      options.put("as", tokens.text(start, end));
    }
  }

  // ---- ALTER and DROP

  @Nullable Statement alter(int position) {
    tokens.expect(Keyword.ALTER);
    RoutineKind kind = kind();
    RoutineName routine = routineName();
    ObjectKind object = kind == RoutineKind.PROCEDURE ? ObjectKind.PROCEDURE : ObjectKind.FUNCTION;
    Statement action =
        ObjectParser.action(parser, object, routine.name(), routine.types(), position);
    if (action != null) {
      return action;
    }
    Map<String, String> options = new LinkedHashMap<>();
    Map<String, String> settings = new LinkedHashMap<>();
    while (option(options, settings)) {
      // Each call reads one of them.
    }
    tokens.accept(Keyword.RESTRICT);
    return new ObjectDefinition.AlterRoutine(kind, routine, options, settings, position);
  }

  Statement drop(int position) {
    tokens.expect(Keyword.DROP);
    RoutineKind kind = kind();
    boolean ifExists = tokens.acceptIfExists();
    List<RoutineName> routines = names.list(this::routineName);
    return new ObjectDefinition.DropRoutine(kind, routines, ifExists, names.cascade(), position);
  }

  /** Several of them, as GRANT has them. */
  List<RoutineName> routineNames() {
    return names.list(this::routineName);
  }

  /** A name with the types of what goes in, where they are given. */
  private RoutineName routineName() {
    int position = tokens.position();
    List<String> name = parser.sources().functionName();
    if (!tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      return new RoutineName(name, null, position);
    }
    List<RoutineParameter> parameters =
        tokens.at(TokenKind.RIGHT_PARENTHESIS) ? List.of() : names.list(this::parameter);
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    List<TypeName> types =
        parameters.stream()
            .filter(parameter -> parameter.mode() != ParameterMode.OUT)
            .map(RoutineParameter::type)
            .toList();
    return new RoutineName(name, types, position);
  }
}
