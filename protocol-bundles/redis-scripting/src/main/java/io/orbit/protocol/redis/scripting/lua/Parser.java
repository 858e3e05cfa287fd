package io.orbit.protocol.redis.scripting.lua;

import io.orbit.protocol.redis.scripting.lua.Prototype.Variable;
import java.util.ArrayList;
import java.util.List;

/** Tokens to statements: the grammar of Lua 5.1. */
final class Parser {
  private static final int MOST_LEVELS = 200;
  private static final Expression[] NO_EXPRESSIONS = new Expression[0];

  private final Lexer lexer;
  private final String source;
  private final ExpressionParser expressions;
  private Scope scope;
  private int levels;

  private Parser(Lexer lexer, String source) {
    this.lexer = lexer;
    this.source = source;
    this.scope = new Scope(null, true, 0);
    this.expressions = new ExpressionParser(lexer, this);
  }

  static Prototype parse(byte[] text, String source) {
    if (text.length > 0 && text[0] == 0x1B) {
      throw new LuaError(LuaString.of("attempt to load bytecode"), source, 0);
    }
    Lexer lexer = new Lexer(text, source);
    Parser parser = new Parser(lexer, source);
    Statement body = parser.block();
    if (lexer.token() != Token.END_OF_TEXT) {
      throw lexer.error("'<eof>' expected", true);
    }
    return parser.prototype(parser.scope, new Variable[0], body);
  }

  private Prototype prototype(Scope of, Variable[] parameters, Statement body) {
    return new Prototype(
        source, of.line, of.isVariadic, parameters, of.captures(), of.slotCount(), body);
  }

  Scope scope() {
    return scope;
  }

  void enterLevel() {
    if (++levels > MOST_LEVELS) {
      throw lexer.error("chunk has too many syntax levels", false);
    }
  }

  void leaveLevel() {
    levels--;
  }

  // ---- tokens

  boolean take(Token token) {
    if (lexer.token() != token) {
      return false;
    }
    lexer.next();
    return true;
  }

  void expect(Token token) {
    if (!take(token)) {
      throw lexer.error("'" + token.text + "' expected", true);
    }
  }

  /** What ends something that began on a line. */
  void expectEnd(Token end, Token begin, int line) {
    if (take(end)) {
      return;
    }
    String message = "'" + end.text + "' expected";
    throw lexer.error(
        line == lexer.line()
            ? message
            : message + " (to close '" + begin.text + "' at line " + line + ")",
        true);
  }

  LuaString name() {
    if (lexer.token() != Token.NAME) {
      throw lexer.error("'<name>' expected", true);
    }
    LuaString name = lexer.string();
    lexer.next();
    return name;
  }

  // ---- statements

  private Statement block() {
    int line = lexer.line();
    int mark = scope.mark();
    Statement body = openBlock(line);
    scope.endBlock(mark);
    return body;
  }

  /** A block whose variables are still seen behind it. */
  private Statement openBlock(int line) {
    enterLevel();
    List<Statement> statements = new ArrayList<>();
    boolean last = false;
    while (!last && !endsBlock()) {
      last = lexer.token() == Token.RETURN || lexer.token() == Token.BREAK;
      statements.add(statement());
      boolean ignored = take(Token.SEMICOLON);
    }
    leaveLevel();
    return new Statement.Block(line, statements.toArray(new Statement[0]));
  }

  private boolean endsBlock() {
    return switch (lexer.token()) {
      case ELSE, ELSEIF, END, END_OF_TEXT, UNTIL -> true;
      default -> false;
    };
  }

  private Statement statement() {
    int line = lexer.line();
    return switch (lexer.token()) {
      case IF -> ifStatement(line);
      case WHILE -> {
        lexer.next();
        Expression condition = expressions.expression();
        expect(Token.DO);
        Statement body = loopBody();
        expectEnd(Token.END, Token.WHILE, line);
        yield new Statement.While(line, condition, body);
      }
      case DO -> {
        lexer.next();
        Statement body = block();
        expectEnd(Token.END, Token.DO, line);
        yield body;
      }
      case FOR -> forStatement(line);
      case REPEAT -> repeat(line);
      case FUNCTION -> functionStatement(line);
      case LOCAL -> {
        lexer.next();
        yield take(Token.FUNCTION) ? localFunction(line) : local(line);
      }
      case RETURN -> {
        lexer.next();
        boolean bare = endsBlock() || lexer.token() == Token.SEMICOLON;
        yield new Statement.Return(line, bare ? NO_EXPRESSIONS : expressions.list());
      }
      case BREAK -> {
        lexer.next();
        if (scope.loops == 0) {
          throw lexer.error("no loop to break", true);
        }
        yield new Statement.Break(line);
      }
      default -> expressionStatement(line);
    };
  }

  private Statement loopBody() {
    scope.loops++;
    Statement body = block();
    scope.loops--;
    return body;
  }

  private Statement ifStatement(int line) {
    List<Expression> conditions = new ArrayList<>();
    List<Statement> blocks = new ArrayList<>();
    Statement otherwise = null;
    do {
      lexer.next();
      conditions.add(expressions.expression());
      expect(Token.THEN);
      blocks.add(block());
    } while (lexer.token() == Token.ELSEIF);
    if (take(Token.ELSE)) {
      otherwise = block();
    }
    expectEnd(Token.END, Token.IF, line);
    return new Statement.If(
        line, conditions.toArray(NO_EXPRESSIONS), blocks.toArray(new Statement[0]), otherwise);
  }

  private Statement forStatement(int line) {
    lexer.next();
    int mark = scope.mark();
    LuaString first = name();
    Statement loop =
        switch (lexer.token()) {
          case ASSIGN -> numericFor(line, first);
          case COMMA, IN -> genericFor(line, first);
          default -> throw lexer.error("'=' or 'in' expected", true);
        };
    expectEnd(Token.END, Token.FOR, line);
    scope.endBlock(mark);
    return loop;
  }

  private Statement numericFor(int line, LuaString name) {
    lexer.next();
    Expression first = expressions.expression();
    expect(Token.COMMA);
    Expression last = expressions.expression();
    Expression step =
        take(Token.COMMA) ? expressions.expression() : new Expression.Constant(line, 1.0);
    expect(Token.DO);
    Variable variable = scope.declare(lexer, name.toString());
    return new Statement.NumericFor(line, variable, first, last, step, loopBody());
  }

  private Statement genericFor(int line, LuaString name) {
    List<String> names = new ArrayList<>();
    names.add(name.toString());
    while (take(Token.COMMA)) {
      names.add(name().toString());
    }
    expect(Token.IN);
    Expression[] iterator = expressions.list();
    expect(Token.DO);
    Variable[] variables =
        names.stream().map(each -> scope.declare(lexer, each)).toArray(Variable[]::new);
    return new Statement.GenericFor(line, variables, iterator, loopBody());
  }

  private Statement repeat(int line) {
    lexer.next();
    int mark = scope.mark();
    scope.loops++;
    Statement body = openBlock(line);
    scope.loops--;
    expectEnd(Token.UNTIL, Token.REPEAT, line);
    Expression condition = expressions.expression();
    scope.endBlock(mark);
    return new Statement.Repeat(line, body, condition);
  }

  private Statement functionStatement(int line) {
    lexer.next();
    Expression target = expressions.variable(name(), line);
    boolean method = false;
    while (!method && (lexer.token() == Token.DOT || lexer.token() == Token.COLON)) {
      method = lexer.token() == Token.COLON;
      lexer.next();
      target = new Expression.Index(line, target, new Expression.Constant(line, name()));
    }
    Expression function = function(line, method);
    return new Statement.Assignment(line, new Expression[] {target}, new Expression[] {function});
  }

  private Statement localFunction(int line) {
    Variable variable = scope.declare(lexer, name().toString());
    return new Statement.LocalFunction(line, variable, function(line, false));
  }

  private Statement local(int line) {
    List<String> names = new ArrayList<>();
    do {
      names.add(name().toString());
    } while (take(Token.COMMA));
    Expression[] values = take(Token.ASSIGN) ? expressions.list() : NO_EXPRESSIONS;
    Variable[] variables =
        names.stream().map(each -> scope.declare(lexer, each)).toArray(Variable[]::new);
    return new Statement.LocalAssignment(line, variables, values);
  }

  private Statement expressionStatement(int line) {
    Expression first = expressions.suffixed();
    if (first instanceof Expression.Call call) {
      return new Statement.CallStatement(line, call);
    }
    if (lexer.token() == Token.ASSIGN || lexer.token() == Token.COMMA) {
      List<Expression> targets = new ArrayList<>();
      targets.add(assignable(first));
      while (take(Token.COMMA)) {
        targets.add(assignable(expressions.suffixed()));
      }
      expect(Token.ASSIGN);
      return new Statement.Assignment(line, targets.toArray(NO_EXPRESSIONS), expressions.list());
    }
    throw lexer.error("'=' expected", true);
  }

  private Expression assignable(Expression target) {
    if (target instanceof Expression.Call || target instanceof Expression.Parenthesized) {
      throw lexer.error("syntax error", true);
    }
    return target;
  }

  /** Parameters and body; the word function has been read. */
  Expression function(int line, boolean method) {
    Scope outer = scope;
    List<String> names = new ArrayList<>();
    if (method) {
      names.add("self");
    }
    expect(Token.OPEN);
    boolean variadic = false;
    if (lexer.token() != Token.CLOSE) {
      do {
        variadic = take(Token.VARARGS);
        if (!variadic) {
          if (lexer.token() != Token.NAME) {
            throw lexer.error("<name> or '...' expected", true);
          }
          names.add(name().toString());
        }
      } while (!variadic && take(Token.COMMA));
    }
    expect(Token.CLOSE);
    scope = new Scope(outer, variadic, line);
    Variable[] parameters =
        names.stream().map(each -> scope.declare(lexer, each)).toArray(Variable[]::new);
    Statement body = block();
    expectEnd(Token.END, Token.FUNCTION, line);
    Prototype prototype = prototype(scope, parameters, body);
    scope = outer;
    return new Expression.Closure(line, prototype);
  }
}
