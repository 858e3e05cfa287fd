package io.orbit.language.sql;

/** One parse of one text: the tokens and the parts of the parser that share them. */
final class Parser {
  private final Tokens tokens;
  private final Names names;
  private final TypeParser types;
  private final ExpressionParser expressions;
  private final PrimaryParser primaries;
  private final FunctionParser functions;
  private final WindowParser windows;
  private final QueryParser queries;
  private final FromParser sources;
  private final ModificationParser modifications;
  private final OptionParser options;
  private final Syntax syntax;
  private final StatementParser statements;

  Parser(String text) {
    tokens = new Tokens(text);
    names = new Names(this);
    types = new TypeParser(this);
    primaries = new PrimaryParser(this);
    expressions = new ExpressionParser(this);
    functions = new FunctionParser(this);
    windows = new WindowParser(this);
    queries = new QueryParser(this);
    sources = new FromParser(this);
    modifications = new ModificationParser(this);
    options = new OptionParser(this);
    syntax = new Syntax(this);
    statements = new StatementParser(this);
  }

  Tokens tokens() {
    return tokens;
  }

  Names names() {
    return names;
  }

  TypeParser types() {
    return types;
  }

  ExpressionParser expressions() {
    return expressions;
  }

  PrimaryParser primaries() {
    return primaries;
  }

  FunctionParser functions() {
    return functions;
  }

  WindowParser windows() {
    return windows;
  }

  QueryParser queries() {
    return queries;
  }

  FromParser sources() {
    return sources;
  }

  ModificationParser modifications() {
    return modifications;
  }

  OptionParser options() {
    return options;
  }

  Syntax syntax() {
    return syntax;
  }

  StatementParser statements() {
    return statements;
  }
}
