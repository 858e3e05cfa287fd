package io.orbit.language.sql;

import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Diagnostic;
import io.orbit.api.query.tree.ProcedureStatement.RaiseOption;
import io.orbit.api.query.tree.ProcedureStatement.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The statements of PL/pgSQL that hold no others. */
final class ProcedureActions {
  private static final Set<String> LEVELS =
      Set.of("debug", "log", "info", "notice", "warning", "exception");

  private final ProcedureTokens words;
  private final Tokens tokens;

  ProcedureActions(ProcedureTokens words) {
    this.words = words;
    this.tokens = words.tokens();
  }

  ProcedureStatement statement(int line) {
    ProcedureStatement statement =
        switch (words.word()) {
          case "exit", "continue" -> leave(line);
          case "return" -> returns(line);
          case "raise" -> raise(line);
          case "assert" -> assertion(line);
          case "perform" -> perform(line);
          case "execute" -> execute(line);
          case "get" -> diagnostics(line);
          case "open" -> open(line);
          case "fetch", "move" -> fetch(line);
          case "close" -> {
            tokens.next();
            yield new ProcedureStatement.Close(words.name(), line);
          }
          case "null" -> {
            tokens.next();
            yield new ProcedureStatement.Nothing(line);
          }
          case "commit", "rollback" -> {
            boolean commit = tokens.next().text().equals("commit");
            words.accept("work");
            words.accept("transaction");
            yield new ProcedureStatement.EndTransaction(commit, line);
          }
          default -> isAssignment() ? assignment(line) : sql(line);
        };
    words.semicolon();
    return statement;
  }

  // ---- targets

  Target target() {
    List<String> name = new ArrayList<>();
    if (tokens.at(TokenKind.PARAMETER)) {
      name.add("$" + tokens.next().number());
    } else {
      name.add(words.name());
    }
    while (tokens.accept(TokenKind.DOT)) {
      name.add(words.name());
    }
    List<Code> subscripts = new ArrayList<>();
    while (tokens.accept(TokenKind.LEFT_BRACKET)) {
      subscripts.add(words.expression(Set.of(TokenKind.COLON)));
      tokens.expect(TokenKind.RIGHT_BRACKET);
    }
    return new Target(List.copyOf(name), List.copyOf(subscripts));
  }

  List<Target> targets() {
    List<Target> targets = new ArrayList<>();
    do {
      targets.add(target());
    } while (tokens.accept(TokenKind.COMMA));
    return List.copyOf(targets);
  }

  /** Whether {@code :=} or {@code =} follows a name, with or without subscripts. */
  private boolean isAssignment() {
    if (words.word().isEmpty() && !tokens.at(TokenKind.PARAMETER)) {
      return false;
    }
    int at = 1;
    while (tokens.peek(at).is(TokenKind.DOT)) {
      at += 2;
    }
    int depth = 0;
    while (tokens.peek(at).is(TokenKind.LEFT_BRACKET) || depth > 0) {
      Token token = tokens.peek(at++);
      if (token.is(TokenKind.END)) {
        return false;
      }
      depth += token.is(TokenKind.LEFT_BRACKET) ? 1 : token.is(TokenKind.RIGHT_BRACKET) ? -1 : 0;
    }
    return tokens.peek(at).is(TokenKind.COLON_EQUALS) || tokens.peek(at).is(TokenKind.EQUALS);
  }

  private ProcedureStatement assignment(int line) {
    Target target = target();
    tokens.next();
    return new ProcedureStatement.Assign(target, words.expression(), line);
  }

  // ---- control

  private ProcedureStatement leave(int line) {
    boolean exit = tokens.next().text().equals("exit");
    String label = tokens.at(TokenKind.SEMICOLON) || words.at("when") ? "" : words.name();
    Code condition = words.accept("when") ? words.expression() : null;
    return new ProcedureStatement.Leave(exit, label, condition, line);
  }

  private ProcedureStatement returns(int line) {
    words.expect("return");
    if (words.accept("next")) {
      Code value = tokens.at(TokenKind.SEMICOLON) ? null : words.expression();
      return new ProcedureStatement.ReturnNext(value, line);
    }
    if (words.accept("query")) {
      if (words.accept("execute")) {
        Code text = words.expression("using");
        List<Code> using = words.accept("using") ? words.expressions() : List.of();
        return new ProcedureStatement.ReturnQuery(null, text, using, line);
      }
      return new ProcedureStatement.ReturnQuery(words.statement(), null, List.of(), line);
    }
    Code value = tokens.at(TokenKind.SEMICOLON) ? null : words.expression();
    return new ProcedureStatement.Return(value, line);
  }

  private ProcedureStatement raise(int line) {
    words.expect("raise");
    String level =
        LEVELS.contains(words.word()) ? tokens.next().text().toUpperCase(Locale.ROOT) : "EXCEPTION";
    String format = null;
    String condition = "";
    List<Code> arguments = List.of();
    if (tokens.at(TokenKind.STRING)) {
      format = tokens.string();
      if (tokens.accept(TokenKind.COMMA)) {
        arguments = words.expressions("using");
      }
    } else if (words.accept("sqlstate")) {
      condition = tokens.string();
    } else if (!words.at("using") && !tokens.at(TokenKind.SEMICOLON)) {
      condition = words.name();
    }
    List<RaiseOption> options = new ArrayList<>();
    if (words.accept("using")) {
      do {
        String name = words.name();
        if (!tokens.accept(TokenKind.EQUALS)) {
          tokens.expect(TokenKind.COLON_EQUALS);
        }
        options.add(new RaiseOption(name, words.expression(Set.of(TokenKind.COMMA))));
      } while (tokens.accept(TokenKind.COMMA));
    }
    if (format != null) {
      checkPlaces(format, arguments.size());
    }
    return new ProcedureStatement.Raise(
        level, format, condition, arguments, List.copyOf(options), line);
  }

  private static void checkPlaces(String format, int given) {
    int places = 0;
    for (int i = 0; i < format.length(); i++) {
      if (format.charAt(i) == '%') {
        if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
          i++;
        } else {
          places++;
        }
      }
    }
    if (places != given) {
      throw Errors.syntax(
          "too " + (given > places ? "many" : "few") + " parameters specified for RAISE", -1);
    }
  }

  private ProcedureStatement assertion(int line) {
    words.expect("assert");
    List<Code> parts = words.expressions();
    return new ProcedureStatement.Assertion(
        parts.getFirst(), parts.size() > 1 ? parts.get(1) : null, line);
  }

  // ---- SQL

  private ProcedureStatement perform(int line) {
    words.expect("perform");
    return new ProcedureStatement.Perform(words.expression(), line);
  }

  /** A statement without its INTO. */
  private ProcedureStatement sql(int line) {
    int start = tokens.position();
    List<Target> into = List.of();
    boolean strict = false;
    int intoStart = -1;
    int intoEnd = -1;
    int depth = 0;
    String previous = "";
    while (!tokens.at(TokenKind.SEMICOLON) || depth > 0) {
      if (tokens.at(TokenKind.END)) {
        throw tokens.syntaxError();
      }
      boolean isInto =
          words.at("into")
              && depth == 0
              && intoStart < 0
              && !previous.equals("insert")
              && !previous.equals("merge");
      if (isInto) {
        intoStart = tokens.position();
        tokens.next();
        strict = words.accept("strict");
        into = targets();
        intoEnd = tokens.previousEnd();
        previous = "";
        continue;
      }
      Token token = tokens.peek();
      depth += token.is(TokenKind.LEFT_PARENTHESIS) ? 1 : 0;
      depth -= token.is(TokenKind.RIGHT_PARENTHESIS) ? 1 : 0;
      previous = words.word();
      tokens.next();
    }
    int end = tokens.previousEnd();
    String text =
        intoStart < 0
            ? words.text(start, end)
            : words.text(start, intoStart)
                + " ".repeat(intoEnd - intoStart)
                + words.text(intoEnd, Math.max(end, intoEnd));
    return new ProcedureStatement.Sql(words.parse(text), into, strict, line);
  }

  private ProcedureStatement execute(int line) {
    words.expect("execute");
    Code text = words.expression("into", "using");
    List<Target> into = List.of();
    boolean strict = false;
    List<Code> using = List.of();
    while (!tokens.at(TokenKind.SEMICOLON)) {
      if (words.accept("into")) {
        strict = words.accept("strict");
        into = targets();
      } else {
        words.expect("using");
        using = words.expressions("into");
      }
    }
    return new ProcedureStatement.Execute(text, into, strict, using, line);
  }

  private ProcedureStatement diagnostics(int line) {
    words.expect("get");
    boolean stacked = words.accept("stacked");
    words.accept("current");
    words.expect("diagnostics");
    List<Diagnostic> items = new ArrayList<>();
    do {
      Target target = target();
      if (!tokens.accept(TokenKind.EQUALS)) {
        tokens.expect(TokenKind.COLON_EQUALS);
      }
      items.add(new Diagnostic(target, words.name()));
    } while (tokens.accept(TokenKind.COMMA));
    return new ProcedureStatement.GetDiagnostics(stacked, List.copyOf(items), line);
  }

  // ---- cursors

  private ProcedureStatement open(int line) {
    words.expect("open");
    String cursor = words.name();
    if (tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      List<Code> arguments = words.expressions();
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      return new ProcedureStatement.Open(cursor, null, null, arguments, line);
    }
    words.accept("no");
    words.accept("scroll");
    if (!words.accept("for")) {
      return new ProcedureStatement.Open(cursor, null, null, List.of(), line);
    }
    if (words.accept("execute")) {
      Code text = words.expression("using");
      List<Code> using = words.accept("using") ? words.expressions() : List.of();
      return new ProcedureStatement.Open(cursor, null, text, using, line);
    }
    return new ProcedureStatement.Open(cursor, words.statement(), null, List.of(), line);
  }

  private ProcedureStatement fetch(int line) {
    boolean move = tokens.next().text().equals("move");
    String direction = "NEXT";
    Code count = null;
    switch (words.word()) {
      case "next", "prior", "first", "last" ->
          direction = tokens.next().text().toUpperCase(Locale.ROOT);
      case "absolute", "relative" -> {
        direction = tokens.next().text().toUpperCase(Locale.ROOT);
        count = words.expression("from", "in");
      }
      case "forward", "backward" -> {
        direction = tokens.next().text().equals("forward") ? "RELATIVE" : "PRIOR";
        boolean bare = words.at("from") || words.at("in") || words.word(1).isEmpty();
        if (direction.equals("PRIOR") || bare) {
          direction = direction.equals("PRIOR") ? "PRIOR" : "NEXT";
        } else {
          count = words.expression("from", "in");
        }
      }
      default -> {}
    }
    if (!words.accept("from")) {
      words.accept("in");
    }
    String cursor = words.name();
    List<Target> into = List.of();
    if (!move) {
      words.expect("into");
      into = targets();
    }
    return new ProcedureStatement.Fetch(move, cursor, direction, count, into, line);
  }
}
