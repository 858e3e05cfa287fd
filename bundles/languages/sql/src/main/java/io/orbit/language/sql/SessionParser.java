package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.SessionControl.DiscardKind;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.TypeName;
import java.util.List;

/** Settings, notifications and table locks. */
final class SessionParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final TransactionParser transactions;

  SessionParser(Parser parser, TransactionParser transactions) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.transactions = transactions;
  }

  Statement statement() {
    Token first = tokens.peek();
    return switch (first.keyword()) {
      case SET -> set();
      case RESET -> reset();
      case SHOW -> show();
      case DISCARD -> discard();
      case LISTEN -> {
        tokens.next();
        yield new SessionControl.Listen(names.columnName(), first.start());
      }
      case UNLISTEN -> {
        tokens.next();
        String channel = tokens.accept(TokenKind.STAR) ? null : names.columnName();
        yield new SessionControl.Unlisten(channel, first.start());
      }
      case NOTIFY -> {
        tokens.next();
        String channel = names.columnName();
        String payload = tokens.accept(TokenKind.COMMA) ? tokens.string() : "";
        yield new SessionControl.Notify(channel, payload, first.start());
      }
      case LOCK -> lock();
      case null, default -> throw tokens.syntaxError();
    };
  }

  /** SET or RESET as ALTER ROLE, ALTER DATABASE and functions have it. */
  Statement setOrReset() {
    if (tokens.at(Keyword.RESET)) {
      return reset();
    }
    int position = tokens.expect(Keyword.SET).start();
    return setRest(false, position);
  }

  // SET

  private Statement set() {
    int position = tokens.expect(Keyword.SET).start();
    if (tokens.at(Keyword.CONSTRAINTS) && !isVariable()) {
      return constraints(position);
    }
    if (isVariable()) {
      return variable(false, position);
    }
    boolean local = tokens.accept(Keyword.LOCAL);
    if (!local && tokens.at(Keyword.SESSION) && !isSessionForm()) {
      tokens.next();
    }
    return setRest(local, position);
  }

  /** True where the words at hand are a setting's name, whatever key words they are. */
  private boolean isVariable() {
    Token following = tokens.peek(1);
    return following.is(TokenKind.EQUALS)
        || following.is(TokenKind.DOT)
        || following.is(Keyword.TO)
        || following.is(Keyword.FROM);
  }

  private boolean isSessionForm() {
    Keyword following = tokens.peek(1).keyword();
    return following == Keyword.CHARACTERISTICS || following == Keyword.AUTHORIZATION;
  }

  private Statement setRest(boolean local, int position) {
    if (isVariable()) {
      return variable(local, position);
    }
    Token token = tokens.peek();
    return switch (token.keyword()) {
      case TRANSACTION -> transaction(local, position);
      case SESSION -> session(position);
      case TIME -> {
        tokens.next();
        tokens.expect(Keyword.ZONE);
        yield new SessionControl.SetVariable("timezone", zone(), local, position);
      }
      case CATALOG -> {
        tokens.next();
        int at = tokens.position();
        tokens.string();
        throw Errors.unsupported("current database cannot be changed", at);
      }
      case SCHEMA -> {
        tokens.next();
        int at = tokens.position();
        Expression schema = Literals.string(tokens.string(), at);
        yield new SessionControl.SetVariable("search_path", List.of(schema), local, position);
      }
      case NAMES -> namesClause(local, position);
      case ROLE -> {
        tokens.next();
        String role = names.wordOrString();
        yield new SessionControl.SetRole(role.equals("none") ? null : role, false, position);
      }
      case XML -> {
        tokens.next();
        tokens.expect(Keyword.OPTION);
        if (!tokens.accept(Keyword.DOCUMENT)) {
          tokens.expect(Keyword.CONTENT);
        }
        tokens.unsupported("SET XML OPTION");
        yield new SessionControl.ResetVariable("xmloption", position);
      }
      case null, default -> variable(local, position);
    };
  }

  private Statement transaction(boolean local, int position) {
    tokens.next();
    if (tokens.accept(Keyword.SNAPSHOT)) {
      tokens.string();
      tokens.unsupported("SET TRANSACTION SNAPSHOT");
      return new SessionControl.ResetVariable("transaction_snapshot", position);
    }
    return new SessionControl.SetTransaction(false, transactions.modes(), position);
  }

  private Statement session(int position) {
    tokens.expect(Keyword.SESSION);
    if (tokens.accept(Keyword.CHARACTERISTICS)) {
      tokens.expect(Keyword.AS, Keyword.TRANSACTION);
      return new SessionControl.SetTransaction(true, transactions.modes(), position);
    }
    tokens.expect(Keyword.AUTHORIZATION);
    String role = tokens.accept(Keyword.DEFAULT) ? null : names.wordOrString();
    return new SessionControl.SetRole(role, true, position);
  }

  private Statement namesClause(boolean local, int position) {
    tokens.next();
    int at = tokens.position();
    List<Expression> encoding = List.of();
    if (tokens.at(TokenKind.STRING)) {
      encoding = List.of(Literals.string(tokens.string(), at));
    } else {
      tokens.accept(Keyword.DEFAULT);
    }
    return new SessionControl.SetVariable("client_encoding", encoding, local, position);
  }

  private List<Expression> zone() {
    Token token = tokens.peek();
    if (tokens.accept(Keyword.DEFAULT) || tokens.accept(Keyword.LOCAL)) {
      return List.of();
    }
    if (names.atNumeric()) {
      return List.of(number());
    }
    if (token.is(Keyword.INTERVAL)) {
      return List.of(zoneInterval(token));
    }
    if (token.is(TokenKind.IDENTIFIER) || token.is(TokenKind.STRING)) {
      return List.of(Literals.string(tokens.next().text(), token.start()));
    }
    throw tokens.syntaxError();
  }

  private Expression zoneInterval(Token token) {
    TypeName type = parser.types().spelledOut();
    if (type == null) {
      throw tokens.syntaxError();
    }
    Token value = tokens.expect(TokenKind.STRING);
    int fieldsAt = tokens.position();
    TypeName fielded = type.modifiers().isEmpty() ? parser.types().withFields(type) : type;
    String fields = fielded.intervalFields();
    if (!fields.isEmpty() && !fields.equals("HOUR") && !fields.equals("HOUR TO MINUTE")) {
      throw Errors.syntax("time zone interval must be HOUR or HOUR TO MINUTE", fieldsAt);
    }
    return new Expression.Cast(
        Literals.string(value.text(), value.start()), fielded, token.start());
  }

  private Statement variable(boolean local, int position) {
    String name = variableName();
    if (tokens.accept(Keyword.FROM)) {
      tokens.expect(Keyword.CURRENT);
      tokens.unsupported("SET … FROM CURRENT");
      return new SessionControl.ResetVariable(name, position);
    }
    if (!tokens.accept(Keyword.TO)) {
      tokens.expect(TokenKind.EQUALS);
    }
    List<Expression> values = tokens.accept(Keyword.DEFAULT) ? List.of() : names.list(this::value);
    boolean authorization = name.equals("session_authorization");
    boolean role = authorization || name.equals("role");
    if (role
        && values.size() <= 1
        && (values.isEmpty() || values.getFirst() instanceof Expression.Literal)) {
      return role(values, authorization, position);
    }
    return new SessionControl.SetVariable(name, values, local, position);
  }

  /** SET role TO x is SET ROLE x. */
  private static Statement role(List<Expression> values, boolean authorization, int position) {
    String role = null;
    if (!values.isEmpty() && values.getFirst() instanceof Expression.Literal literal) {
      role = String.valueOf(literal.value());
    }
    boolean none = !authorization && "none".equals(role);
    return new SessionControl.SetRole(none ? null : role, authorization, position);
  }

  private Expression value() {
    int at = tokens.position();
    return names.atNumeric() ? number() : Literals.string(names.booleanOrString(), at);
  }

  private Expression number() {
    int at = tokens.position();
    return Literals.number(names.numeric(), at);
  }

  private String variableName() {
    StringBuilder name = new StringBuilder(names.columnName());
    while (tokens.accept(TokenKind.DOT)) {
      name.append('.').append(names.columnName());
    }
    return name.toString();
  }

  private Statement constraints(int position) {
    tokens.expect(Keyword.CONSTRAINTS);
    List<List<String>> constraints =
        tokens.accept(Keyword.ALL) ? List.of() : names.list(names::qualifiedName);
    boolean deferred = tokens.accept(Keyword.DEFERRED);
    if (!deferred) {
      tokens.expect(Keyword.IMMEDIATE);
    }
    return new SessionControl.SetConstraints(constraints, deferred, position);
  }

  // RESET, SHOW, DISCARD

  private Statement reset() {
    int position = tokens.expect(Keyword.RESET).start();
    if (tokens.accept(Keyword.ALL)) {
      return new SessionControl.ResetVariable(null, position);
    }
    return new SessionControl.ResetVariable(settingName(), position);
  }

  private Statement show() {
    int position = tokens.expect(Keyword.SHOW).start();
    if (tokens.accept(Keyword.ALL)) {
      return new SessionControl.ShowVariable(null, position);
    }
    return new SessionControl.ShowVariable(settingName(), position);
  }

  private String settingName() {
    if (tokens.accept(Keyword.TIME, Keyword.ZONE)) {
      return "timezone";
    }
    if (tokens.accept(Keyword.TRANSACTION, Keyword.ISOLATION)) {
      tokens.expect(Keyword.LEVEL);
      return "transaction_isolation";
    }
    if (tokens.accept(Keyword.SESSION, Keyword.AUTHORIZATION)) {
      return "session_authorization";
    }
    return variableName();
  }

  private Statement discard() {
    int position = tokens.expect(Keyword.DISCARD).start();
    DiscardKind kind =
        switch (tokens.peek().keyword()) {
          case ALL -> DiscardKind.ALL;
          case PLANS -> DiscardKind.PLANS;
          case SEQUENCES -> DiscardKind.SEQUENCES;
          case TEMP, TEMPORARY -> DiscardKind.TEMPORARY;
          case null, default -> throw tokens.syntaxError();
        };
    tokens.next();
    return new SessionControl.Discard(kind, position);
  }

  // LOCK

  private Statement lock() {
    int position = tokens.expect(Keyword.LOCK).start();
    tokens.accept(Keyword.TABLE);
    List<From.Table> tables = names.list(parser.sources()::relation);
    String mode = "ACCESS EXCLUSIVE";
    if (tokens.accept(Keyword.IN)) {
      mode = mode();
      tokens.expect(Keyword.MODE);
    }
    return new SessionControl.LockTables(tables, mode, tokens.accept(Keyword.NOWAIT), position);
  }

  private String mode() {
    Token first = tokens.next();
    return switch (first.keyword()) {
      case ACCESS -> "ACCESS " + shareOrExclusive();
      case ROW -> "ROW " + shareOrExclusive();
      case EXCLUSIVE -> "EXCLUSIVE";
      case SHARE -> {
        if (tokens.accept(Keyword.UPDATE)) {
          tokens.expect(Keyword.EXCLUSIVE);
          yield "SHARE UPDATE EXCLUSIVE";
        }
        if (tokens.accept(Keyword.ROW)) {
          tokens.expect(Keyword.EXCLUSIVE);
          yield "SHARE ROW EXCLUSIVE";
        }
        yield "SHARE";
      }
      case null, default -> throw tokens.syntaxError(first);
    };
  }

  private String shareOrExclusive() {
    if (tokens.accept(Keyword.SHARE)) {
      return "SHARE";
    }
    tokens.expect(Keyword.EXCLUSIVE);
    return "EXCLUSIVE";
  }
}
