package io.orbit.language.sql;

import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Block;
import io.orbit.api.query.tree.ProcedureStatement.Branch;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Declaration;
import io.orbit.api.query.tree.ProcedureStatement.Handler;
import io.orbit.api.query.tree.ProcedureStatement.Target;
import io.orbit.api.query.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PL/pgSQL (PostgreSQL manual, chapter 43): blocks, declarations, control. */
final class ProcedureParser {
  private static final int LEVEL = 4;

  private final ProcedureTokens words;
  private final Tokens tokens;
  private final ProcedureActions actions;

  ProcedureParser(String body) {
    words = new ProcedureTokens(body);
    tokens = words.tokens();
    actions = new ProcedureActions(words);
  }

  Block parse() {
    while (tokens.at(TokenKind.OTHER) || tokens.peek().value().equals("#")) {
      directive();
    }
    Block block = block(label());
    tokens.accept(TokenKind.SEMICOLON);
    tokens.expect(TokenKind.END);
    return block;
  }

  /** {@code #variable_conflict error}: what is done anyhow; the others are refused. */
  private void directive() {
    tokens.next();
    String name = words.name();
    String value = words.name();
    if (!name.equals("variable_conflict") || !value.equals("error")) {
      throw Errors.unsupported("#" + name + " " + value + " is not supported", -1);
    }
  }

  /** {@code <<name>>}, empty where none stands. */
  private String label() {
    if (!tokens.peek().value().equals("<<")) {
      return "";
    }
    tokens.next();
    String label = words.name();
    if (!tokens.peek().value().equals(">>")) {
      throw tokens.syntaxError();
    }
    tokens.next();
    return label;
  }

  private Block block(String label) {
    int line = words.line();
    List<Declaration> declarations = new ArrayList<>();
    while (words.accept("declare")) {
      while (!words.at("begin") && !words.at("declare")) {
        declarations.add(declaration());
      }
    }
    words.expect("begin");
    List<ProcedureStatement> body = statements("end", "exception");
    List<Handler> handlers = new ArrayList<>();
    if (words.accept("exception")) {
      while (words.at("when")) {
        handlers.add(handler());
      }
    }
    words.expect("end");
    if (!tokens.at(TokenKind.SEMICOLON) && !tokens.at(TokenKind.END)) {
      requireLabel(label);
    }
    return new Block(label, List.copyOf(declarations), body, List.copyOf(handlers), line);
  }

  private void requireLabel(String label) {
    Token token = tokens.peek();
    String name = words.name();
    if (label.isEmpty()) {
      throw Errors.syntax(
          "end label \"" + name + "\" specified for unlabeled block", token.start());
    }
    if (!name.equals(label)) {
      throw Errors.syntax(
          "end label \"" + name + "\" differs from block's label \"" + label + "\"", token.start());
    }
  }

  // ---- declarations

  private Declaration declaration() {
    String name = words.name();
    if (words.accept("alias")) {
      words.expect("for");
      List<String> of = new ArrayList<>();
      if (tokens.at(TokenKind.PARAMETER)) {
        of.add("$" + tokens.next().number());
      } else {
        of.addAll(words.parser().names().anyName());
      }
      words.semicolon();
      return declared(name, null, false, false, null, List.copyOf(of));
    }
    if (words.at("cursor") || words.at("no") || words.at("scroll")) {
      return cursor(name);
    }
    boolean constant = words.accept("constant");
    TypeName type = RoutineParser.type(words.parser());
    if (words.accept("collate")) {
      words.parser().names().anyName();
    }
    boolean notNull = false;
    if (words.accept("not")) {
      words.expect("null");
      notNull = true;
    }
    Code value = null;
    if (words.accept("default")
        || tokens.accept(TokenKind.COLON_EQUALS)
        || tokens.accept(TokenKind.EQUALS)) {
      value = words.expression();
    }
    words.semicolon();
    return declared(name, type, constant, notNull, value, List.of());
  }

  private static Declaration declared(
      String name,
      @Nullable TypeName type,
      boolean constant,
      boolean notNull,
      @Nullable Code value,
      List<String> aliasFor) {
    return new Declaration(
        name, type, constant, notNull, value, aliasFor, null, List.of(), List.of());
  }

  private Declaration cursor(String name) {
    words.accept("no");
    words.accept("scroll");
    words.expect("cursor");
    List<String> parameters = new ArrayList<>();
    List<TypeName> types = new ArrayList<>();
    if (tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      do {
        parameters.add(words.name());
        types.add(RoutineParser.type(words.parser()));
      } while (tokens.accept(TokenKind.COMMA));
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    }
    if (!words.accept("for")) {
      words.expect("is");
    }
    Code query = words.statement();
    words.semicolon();
    return new Declaration(
        name,
        null,
        false,
        false,
        null,
        List.of(),
        query,
        List.copyOf(parameters),
        List.copyOf(types));
  }

  private Handler handler() {
    words.expect("when");
    List<String> conditions = new ArrayList<>();
    do {
      if (words.accept("sqlstate")) {
        conditions.add(tokens.string());
      } else {
        conditions.add(words.name());
      }
    } while (words.accept("or"));
    words.expect("then");
    return new Handler(List.copyOf(conditions), statements("when", "end"));
  }

  // ---- statements

  private List<ProcedureStatement> statements(String... ends) {
    Set<String> stops = Set.of(ends);
    List<ProcedureStatement> statements = new ArrayList<>();
    while (!stops.contains(words.word())) {
      statements.add(statement());
    }
    return List.copyOf(statements);
  }

  private ProcedureStatement statement() {
    tokens.enter(LEVEL);
    try {
      return labelled(label());
    } finally {
      tokens.leave(LEVEL);
    }
  }

  private ProcedureStatement labelled(String label) {
    int line = words.line();
    switch (words.word()) {
      case "declare", "begin" -> {
        Block block = block(label);
        words.semicolon();
        return block;
      }
      case "loop" -> {
        return new ProcedureStatement.Loop(label, null, loop(label), line);
      }
      case "while" -> {
        tokens.next();
        Code condition = words.expression("loop");
        return new ProcedureStatement.Loop(label, condition, loop(label), line);
      }
      case "for" -> {
        return loopFor(label, line);
      }
      case "foreach" -> {
        return loopForEach(label, line);
      }
      default -> {
        if (!label.isEmpty()) {
          throw tokens.syntaxError();
        }
      }
    }
    return switch (words.word()) {
      case "if" -> choice(line);
      case "case" -> caseOf(line);
      default -> actions.statement(line);
    };
  }

  /** LOOP … END LOOP [label]; */
  private List<ProcedureStatement> loop(String label) {
    words.expect("loop");
    List<ProcedureStatement> body = statements("end");
    words.expect("end");
    words.expect("loop");
    if (!tokens.at(TokenKind.SEMICOLON)) {
      requireLabel(label);
    }
    words.semicolon();
    return body;
  }

  private ProcedureStatement choice(int line) {
    words.expect("if");
    List<Branch> branches = new ArrayList<>();
    List<ProcedureStatement> otherwise = null;
    do {
      Code condition = words.expression("then");
      words.expect("then");
      branches.add(new Branch(condition, statements("elsif", "elseif", "else", "end")));
    } while (words.accept("elsif") || words.accept("elseif"));
    if (words.accept("else")) {
      otherwise = statements("end");
    }
    words.expect("end");
    words.expect("if");
    words.semicolon();
    return new ProcedureStatement.Choice(List.copyOf(branches), otherwise, false, line);
  }

  private ProcedureStatement caseOf(int line) {
    words.expect("case");
    Code operand = words.at("when") ? null : words.expression("when");
    List<List<Code>> values = new ArrayList<>();
    List<List<ProcedureStatement>> bodies = new ArrayList<>();
    List<ProcedureStatement> otherwise = null;
    while (words.accept("when")) {
      values.add(operand == null ? List.of(words.expression("then")) : words.expressions("then"));
      words.expect("then");
      bodies.add(statements("when", "else", "end"));
    }
    if (words.accept("else")) {
      otherwise = statements("end");
    }
    words.expect("end");
    words.expect("case");
    words.semicolon();
    if (operand != null) {
      return new ProcedureStatement.Switch(
          operand, List.copyOf(values), List.copyOf(bodies), otherwise, line);
    }
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      branches.add(new Branch(values.get(i).getFirst(), bodies.get(i)));
    }
    return new ProcedureStatement.Choice(List.copyOf(branches), otherwise, true, line);
  }

  private ProcedureStatement loopFor(String label, int line) {
    words.expect("for");
    List<Target> targets = actions.targets();
    words.expect("in");
    if (words.accept("execute")) {
      Code text = words.expression("using", "loop");
      List<Code> using = words.accept("using") ? words.expressions("loop") : List.of();
      return new ProcedureStatement.ForRows(
          label, targets, null, text, null, using, loop(label), line);
    }
    boolean plain = targets.size() == 1 && targets.getFirst().name().size() == 1;
    boolean reverse = words.at("reverse");
    if (plain && (reverse || isRange())) {
      words.accept("reverse");
      Code low = words.expression(Set.of(TokenKind.DOT_DOT), "loop");
      tokens.expect(TokenKind.DOT_DOT);
      Code high = words.expression("by", "loop");
      Code step = words.accept("by") ? words.expression("loop") : null;
      return new ProcedureStatement.ForRange(
          label, targets.getFirst().name().getFirst(), reverse, low, high, step, loop(label), line);
    }
    if (isCursor()) {
      String cursor = words.name();
      List<Code> arguments = List.of();
      if (tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
        arguments = words.expressions();
        tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      }
      return new ProcedureStatement.ForRows(
          label, targets, null, null, cursor, arguments, loop(label), line);
    }
    Code query = words.statement("loop");
    return new ProcedureStatement.ForRows(
        label, targets, query, null, null, List.of(), loop(label), line);
  }

  /** Whether two dots come before LOOP. */
  private boolean isRange() {
    int depth = 0;
    for (int i = 0; ; i++) {
      Token token = tokens.peek(i);
      if (token.is(TokenKind.LEFT_PARENTHESIS)) {
        depth++;
      } else if (token.is(TokenKind.RIGHT_PARENTHESIS)) {
        depth--;
      } else if (depth == 0 && token.is(TokenKind.DOT_DOT)) {
        return true;
      } else if (token.is(TokenKind.END)
          || token.is(TokenKind.SEMICOLON)
          || words.word(i).equals("loop")) {
        return false;
      }
    }
  }

  /** A name alone, or with arguments, is a cursor. */
  private boolean isCursor() {
    return !words.word().isEmpty()
        && !words.at("select")
        && !words.at("with")
        && !words.at("values")
        && (words.word(1).equals("loop") || tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS));
  }

  private ProcedureStatement loopForEach(String label, int line) {
    words.expect("foreach");
    Target target = actions.target();
    int slice = words.accept("slice") ? words.parser().names().integer() : 0;
    words.expect("in");
    words.expect("array");
    Code array = words.expression("loop");
    return new ProcedureStatement.ForEach(label, target, slice, array, loop(label), line);
  }
}
