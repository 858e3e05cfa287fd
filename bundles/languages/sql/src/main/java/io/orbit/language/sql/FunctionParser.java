package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Expression.Argument;
import io.orbit.api.query.tree.Expression.Conditional;
import io.orbit.api.query.tree.Expression.ConditionalKind;
import io.orbit.api.query.tree.Expression.SpecialValueKind;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.query.tree.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Calls: of functions, aggregates and window functions, and the forms the standard gives a syntax
 * of their own, which become calls of the functions PostgreSQL has for them.
 */
final class FunctionParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  /** Where the last argument with a name stands. */
  private int namedPosition;

  /** Where the ORDER BY of the call read last stands. */
  private int orderPosition;

  FunctionParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  /** A call of one of PostgreSQL's own functions. */
  static Expression.Call system(String name, int position, Expression... arguments) {
    List<Argument> values =
        Arrays.stream(arguments).map(argument -> new Argument(null, argument)).toList();
    return plain(List.of("pg_catalog", name), values, position);
  }

  private static Expression.Call plain(List<String> name, List<Argument> arguments, int position) {
    return new Expression.Call(
        name, arguments, false, false, false, List.of(), false, null, null, position);
  }

  // Ordinary calls

  /** Reads on from the opening parenthesis behind a function's name. */
  Expression call(List<String> name, Token first) {
    Expression.Call call = application(name, first);
    if (tokens.at(TokenKind.STRING)) {
      return typed(call, first);
    }
    return qualified(call);
  }

  /** {@code name(…)} alone, as CALL and FROM have it. */
  Expression.Call application(List<String> name, Token first) {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    if (tokens.accept(TokenKind.RIGHT_PARENTHESIS)) {
      return plain(name, List.of(), first.start());
    }
    if (tokens.at(TokenKind.STAR)) {
      tokens.next();
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      return new Expression.Call(
          name, List.of(), true, false, false, List.of(), false, null, null, first.start());
    }
    boolean distinct = tokens.accept(Keyword.DISTINCT);
    boolean all = !distinct && tokens.accept(Keyword.ALL);
    List<Argument> arguments = new ArrayList<>();
    boolean variadic = false;
    do {
      variadic = !distinct && !all && tokens.accept(Keyword.VARIADIC);
      arguments.add(argument());
    } while (!variadic && tokens.accept(TokenKind.COMMA));
    int orderAt = tokens.position();
    List<SortKey> order = parser.queries().orderBy();
    orderPosition = orderAt;
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return new Expression.Call(
        name,
        List.copyOf(arguments),
        false,
        distinct,
        variadic,
        order,
        false,
        null,
        null,
        first.start());
  }

  private Argument argument() {
    String name = null;
    if (isNamed()) {
      namedPosition = tokens.position();
      name = names.typeOrFunctionName();
      tokens.next();
    }
    return new Argument(name, parser.expressions().expression());
  }

  private boolean isNamed() {
    Token following = tokens.peek(1);
    return (following.is(TokenKind.COLON_EQUALS) || following.is(TokenKind.EQUALS_GREATER))
        && names.isTypeOrFunctionName(tokens.peek());
  }

  /** {@code type(modifiers) 'text'}. */
  private Expression typed(Expression.Call call, Token first) {
    for (Argument argument : call.arguments()) {
      if (argument.name() != null) {
        throw Errors.syntax("type modifier cannot have parameter name", namedPosition);
      }
    }
    if (!call.orderBy().isEmpty()) {
      throw Errors.syntax("type modifier cannot have ORDER BY", orderPosition);
    }
    if (call.star() || call.distinct() || call.variadic() || call.arguments().isEmpty()) {
      throw tokens.syntaxError();
    }
    List<Expression> modifiers = call.arguments().stream().map(Argument::value).toList();
    TypeName type = new TypeName(call.name(), modifiers, "", 0, false, first.start());
    return parser.primaries().constant(type, first);
  }

  /** Adds WITHIN GROUP, FILTER and OVER. */
  Expression qualified(Expression.Call call) {
    List<SortKey> order = call.orderBy();
    boolean withinGroup = tokens.at(Keyword.WITHIN);
    if (withinGroup) {
      order = withinGroup(call);
    }
    Expression filter = filter();
    Window over = tokens.accept(Keyword.OVER) ? parser.windows().over() : null;
    if (!withinGroup && filter == null && over == null) {
      return call;
    }
    return new Expression.Call(
        call.name(),
        call.arguments(),
        call.star(),
        call.distinct(),
        call.variadic(),
        order,
        withinGroup,
        filter,
        over,
        call.position());
  }

  private List<SortKey> withinGroup(Expression.Call call) {
    Token within = tokens.next();
    tokens.expect(Keyword.GROUP);
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    if (!tokens.at(Keyword.ORDER)) {
      throw tokens.syntaxError();
    }
    List<SortKey> order = parser.queries().orderBy();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    String refused =
        !call.orderBy().isEmpty()
            ? "multiple ORDER BY clauses"
            : call.distinct() ? "DISTINCT" : call.variadic() ? "VARIADIC" : null;
    if (refused != null) {
      throw Errors.syntax("cannot use " + refused + " with WITHIN GROUP", within.start());
    }
    return order;
  }

  private @Nullable Expression filter() {
    if (!tokens.accept(Keyword.FILTER)) {
      return null;
    }
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    tokens.expect(Keyword.WHERE);
    Expression condition = parser.expressions().expression();
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return condition;
  }

  // Forms with a syntax of their own

  /**
   * A form that begins with the key word at hand, or null where that is a name here.
   *
   * @param call whether a parenthesis follows
   */
  @Nullable Expression special(Token token, boolean call) {
    return switch (token.keyword()) {
      case CURRENT_DATE -> value(token, SpecialValueKind.CURRENT_DATE, false);
      case CURRENT_TIME -> value(token, SpecialValueKind.CURRENT_TIME, true);
      case CURRENT_TIMESTAMP -> value(token, SpecialValueKind.CURRENT_TIMESTAMP, true);
      case LOCALTIME -> value(token, SpecialValueKind.LOCALTIME, true);
      case LOCALTIMESTAMP -> value(token, SpecialValueKind.LOCALTIMESTAMP, true);
      case CURRENT_ROLE -> value(token, SpecialValueKind.CURRENT_ROLE, false);
      case CURRENT_USER, USER -> value(token, SpecialValueKind.CURRENT_USER, false);
      case SESSION_USER -> value(token, SpecialValueKind.SESSION_USER, false);
      case SYSTEM_USER -> value(token, SpecialValueKind.SYSTEM_USER, false);
      case CURRENT_CATALOG -> value(token, SpecialValueKind.CURRENT_CATALOG, false);
      case CURRENT_SCHEMA ->
          call || tokens.peek(1).is(TokenKind.STRING)
              ? null
              : value(token, SpecialValueKind.CURRENT_SCHEMA, false);
      case CAST -> cast(token);
      case COLLATION -> tokens.peek(1).is(Keyword.FOR) ? collationFor(token) : null;
      case null -> null;
      default -> call ? form(token) : null;
    };
  }

  private @Nullable Expression form(Token token) {
    return switch (token.keyword()) {
      case COALESCE -> conditional(token, ConditionalKind.COALESCE);
      case GREATEST -> conditional(token, ConditionalKind.GREATEST);
      case LEAST -> conditional(token, ConditionalKind.LEAST);
      case NULLIF -> nullIf(token);
      case EXTRACT -> extract(token);
      case NORMALIZE -> normalize(token);
      case OVERLAY -> overlay(token);
      case POSITION -> position(token);
      case SUBSTRING -> substring(token);
      case TREAT -> treat(token);
      case TRIM -> trim(token);
      case MERGE_ACTION -> {
        open();
        yield close(plain(List.of("merge_action"), List.of(), token.start()));
      }
      case XMLCONCAT,
          XMLELEMENT,
          XMLEXISTS,
          XMLFOREST,
          XMLPARSE,
          XMLPI,
          XMLROOT,
          XMLSERIALIZE,
          JSON_OBJECT,
          JSON_ARRAY,
          JSON,
          JSON_SCALAR,
          JSON_SERIALIZE,
          JSON_QUERY,
          JSON_EXISTS,
          JSON_VALUE,
          JSON_OBJECTAGG,
          JSON_ARRAYAGG ->
          unsupported(token);
      case null, default -> null;
    };
  }

  /** XML and SQL/JSON constructors: read, not carried out. */
  private @Nullable Expression unsupported(Token token) {
    Keyword word = token.keyword();
    if (word == null || word == Keyword.JSON && isTypedConstant()) {
      return null;
    }
    parser.syntax().read(word.word);
    tokens.unsupported(word.name());
    Expression.Call call = plain(List.of("pg_catalog", word.word), List.of(), token.start());
    boolean aggregate = word == Keyword.JSON_OBJECTAGG || word == Keyword.JSON_ARRAYAGG;
    return aggregate && !tokens.at(Keyword.WITHIN) ? qualified(call) : call;
  }

  private boolean isTypedConstant() {
    return !tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS);
  }

  private Expression value(Token token, SpecialValueKind kind, boolean mayHavePrecision) {
    tokens.next();
    int precision = -1;
    if (mayHavePrecision && tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      precision = names.integer();
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    }
    return new Expression.SpecialValue(kind, precision, token.start());
  }

  private void open() {
    tokens.next();
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
  }

  private <T> T close(T result) {
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return result;
  }

  private Expression expression() {
    return parser.expressions().expression();
  }

  private Expression cast(Token token) {
    open();
    Expression operand = expression();
    tokens.expect(Keyword.AS);
    return close(new Expression.Cast(operand, parser.types().typeName(), token.start()));
  }

  private Expression collationFor(Token token) {
    tokens.next();
    open();
    return close(system("pg_collation_for", token.start(), expression()));
  }

  private Expression conditional(Token token, ConditionalKind kind) {
    open();
    return close(new Conditional(kind, parser.expressions().list(), token.start()));
  }

  private Expression nullIf(Token token) {
    open();
    Expression first = expression();
    tokens.expect(TokenKind.COMMA);
    return close(
        new Conditional(ConditionalKind.NULLIF, List.of(first, expression()), token.start()));
  }

  private Expression extract(Token token) {
    open();
    Token field = tokens.peek();
    boolean word =
        field.is(TokenKind.IDENTIFIER)
            || field.is(TokenKind.STRING)
            || tokens.atAny(
                Keyword.YEAR,
                Keyword.MONTH,
                Keyword.DAY,
                Keyword.HOUR,
                Keyword.MINUTE,
                Keyword.SECOND);
    if (!word) {
      throw tokens.syntaxError();
    }
    tokens.next();
    tokens.expect(Keyword.FROM);
    return close(
        system(
            "extract", token.start(), Literals.string(field.text(), field.start()), expression()));
  }

  private Expression normalize(Token token) {
    open();
    Expression operand = expression();
    if (!tokens.accept(TokenKind.COMMA)) {
      return close(system("normalize", token.start(), operand));
    }
    Token form = tokens.peek();
    if (!tokens.atAny(Keyword.NFC, Keyword.NFD, Keyword.NFKC, Keyword.NFKD)) {
      throw tokens.syntaxError();
    }
    tokens.next();
    Expression name = Literals.string(form.text().toUpperCase(Locale.ROOT), form.start());
    return close(system("normalize", token.start(), operand, name));
  }

  private Expression overlay(Token token) {
    open();
    if (tokens.accept(TokenKind.RIGHT_PARENTHESIS)) {
      return plain(List.of("overlay"), List.of(), token.start());
    }
    Argument first = argument();
    if (first.name() != null || !tokens.at(Keyword.PLACING)) {
      return close(plain(List.of("overlay"), arguments(first), token.start()));
    }
    tokens.next();
    List<Expression> arguments = new ArrayList<>(List.of(first.value(), expression()));
    tokens.expect(Keyword.FROM);
    arguments.add(expression());
    if (tokens.accept(Keyword.FOR)) {
      arguments.add(expression());
    }
    return close(system("overlay", token.start(), arguments.toArray(Expression[]::new)));
  }

  private List<Argument> arguments(Argument first) {
    List<Argument> arguments = new ArrayList<>();
    arguments.add(first);
    while (tokens.accept(TokenKind.COMMA)) {
      arguments.add(argument());
    }
    return List.copyOf(arguments);
  }

  private Expression position(Token token) {
    open();
    Expression substring = parser.expressions().basicExpression();
    tokens.expect(Keyword.IN);
    Expression string = parser.expressions().basicExpression();
    return close(system("position", token.start(), string, substring));
  }

  private Expression substring(Token token) {
    open();
    if (tokens.accept(TokenKind.RIGHT_PARENTHESIS)) {
      return plain(List.of("substring"), List.of(), token.start());
    }
    Argument first =
        isNamed() ? argument() : new Argument(null, parser.expressions().beforeSimilar());
    boolean keywords = tokens.atAny(Keyword.FROM, Keyword.FOR, Keyword.SIMILAR);
    if (first.name() != null || !keywords) {
      return close(plain(List.of("substring"), arguments(first), token.start()));
    }
    Expression text = first.value();
    if (tokens.accept(Keyword.SIMILAR)) {
      Expression pattern = expression();
      tokens.expect(Keyword.ESCAPE);
      return close(system("substring", token.start(), text, pattern, expression()));
    }
    if (tokens.accept(Keyword.FROM)) {
      Expression from = expression();
      return close(
          tokens.accept(Keyword.FOR)
              ? system("substring", token.start(), text, from, expression())
              : system("substring", token.start(), text, from));
    }
    tokens.expect(Keyword.FOR);
    Expression length = expression();
    if (tokens.accept(Keyword.FROM)) {
      return close(system("substring", token.start(), text, expression(), length));
    }
    TypeName integer = new TypeName(List.of("pg_catalog", "int4"), List.of(), "", 0, false, -1);
    return close(
        system(
            "substring",
            token.start(),
            text,
            Literals.integer(1, -1),
            new Expression.Cast(length, integer, -1)));
  }

  private Expression treat(Token token) {
    open();
    Expression operand = expression();
    tokens.expect(Keyword.AS);
    TypeName type = parser.types().typeName();
    return close(system(type.name().getLast(), token.start(), operand));
  }

  private Expression trim(Token token) {
    open();
    String function = "btrim";
    if (tokens.accept(Keyword.LEADING)) {
      function = "ltrim";
    } else if (tokens.accept(Keyword.TRAILING)) {
      function = "rtrim";
    } else {
      tokens.accept(Keyword.BOTH);
    }
    List<Expression> arguments = new ArrayList<>();
    if (tokens.accept(Keyword.FROM)) {
      arguments.addAll(parser.expressions().list());
    } else {
      Expression first = expression();
      if (tokens.accept(Keyword.FROM)) {
        arguments.addAll(parser.expressions().list());
        arguments.add(first);
      } else {
        arguments.add(first);
        while (tokens.accept(TokenKind.COMMA)) {
          arguments.add(expression());
        }
      }
    }
    return close(system(function, token.start(), arguments.toArray(Expression[]::new)));
  }

  /**
   * A call as FROM, index and partition definitions have it: no window, no filter.
   *
   * @return null where none stands here
   */
  @Nullable Expression windowless() {
    Token token = tokens.peek();
    boolean call = tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS);
    if (token.is(TokenKind.KEYWORD)) {
      Expression special = special(token, call);
      if (special != null) {
        return special;
      }
    }
    int start = tokens.index();
    boolean column = names.isColumnName(token);
    boolean function = names.isTypeOrFunctionName(token);
    if (!column && !function) {
      return null;
    }
    List<String> name = new ArrayList<>(2);
    name.add(tokens.next().text());
    while (column && tokens.at(TokenKind.DOT) && names.isLabel(tokens.peek(1))) {
      tokens.next();
      name.add(names.label());
      function = true;
    }
    if (!column && !tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      throw tokens.syntaxError();
    }
    if (!function || !tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      tokens.moveTo(start);
      return null;
    }
    return application(List.copyOf(name), token);
  }
}
