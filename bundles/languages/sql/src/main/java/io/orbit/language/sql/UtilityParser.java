package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.query.tree.Utility.CopyEndpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** EXPLAIN, COPY, VACUUM and other statements for the operator. */
final class UtilityParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  UtilityParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Statement statement() {
    Token first = tokens.peek();
    return switch (first.keyword()) {
      case EXPLAIN -> explain();
      case COPY -> copy();
      case VACUUM -> vacuum();
      case ANALYZE, ANALYSE -> analyze();
      case REINDEX -> reindex();
      case REFRESH -> refresh();
      case CHECKPOINT -> new Utility.Checkpoint(tokens.next().start());
      case CALL -> call();
      case DO -> doBlock();
      case null, default -> throw tokens.syntaxError();
    };
  }

  // EXPLAIN

  private Statement explain() {
    int position = tokens.expect(Keyword.EXPLAIN).start();
    Map<String, String> options = new LinkedHashMap<>();
    if (tokens.at(TokenKind.LEFT_PARENTHESIS) && !opensQuery()) {
      options.putAll(parser.options().utility());
    } else {
      if (tokens.accept(Keyword.ANALYZE) || tokens.accept(Keyword.ANALYSE)) {
        options.put("analyze", "true");
      }
      if (tokens.accept(Keyword.VERBOSE)) {
        options.put("verbose", "true");
      }
    }
    return new Utility.Explain(Collections.unmodifiableMap(options), explained(), position);
  }

  private boolean opensQuery() {
    return tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS) || parser.queries().atQuery(1);
  }

  private Statement explained() {
    Token token = tokens.peek();
    if (token.is(TokenKind.LEFT_PARENTHESIS)) {
      return parser.statements().preparable();
    }
    return switch (token.keyword()) {
      case SELECT, VALUES, TABLE, WITH, INSERT, UPDATE, DELETE, MERGE ->
          parser.statements().preparable();
      case DECLARE -> parser.statements().cursors().declare();
      case EXECUTE -> parser.statements().cursors().execute();
      case CREATE -> createAs();
      case REFRESH -> refresh();
      case null, default -> throw tokens.syntaxError();
    };
  }

  private Statement createAs() {
    Token what = tokens.peek(1);
    boolean begins =
        switch (what.keyword()) {
          case TABLE, TEMP, TEMPORARY, LOCAL, GLOBAL, UNLOGGED, MATERIALIZED -> true;
          case null, default -> false;
        };
    if (!begins) {
      throw tokens.syntaxError(what);
    }
    Statement statement = parser.statements().definitions().create();
    boolean query =
        statement instanceof Definition.CreateTable table && table.query() != null
            || statement instanceof Definition.CreateView view && view.materialized();
    if (!query) {
      throw tokens.syntaxError(what);
    }
    return statement;
  }

  // COPY

  private Statement copy() {
    int position = tokens.expect(Keyword.COPY).start();
    Map<String, String> options = new LinkedHashMap<>();
    List<String> table = null;
    List<String> columns = List.of();
    Statement query = null;
    boolean from = false;
    if (tokens.accept(TokenKind.LEFT_PARENTHESIS)) {
      query = parser.statements().preparable();
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
      tokens.expect(Keyword.TO);
    } else {
      if (tokens.accept(Keyword.BINARY)) {
        options.put("format", "binary");
      }
      table = names.qualifiedName();
      columns = names.optionalColumns();
      from = tokens.accept(Keyword.FROM);
      if (!from) {
        tokens.expect(Keyword.TO);
      }
    }
    boolean program = tokens.accept(Keyword.PROGRAM);
    String file = null;
    if (!tokens.accept(Keyword.STDIN) && !tokens.accept(Keyword.STDOUT)) {
      file = tokens.string();
    }
    copyOptions(options, query == null);
    Token whereToken = tokens.peek();
    Expression where = query == null ? parser.queries().where() : null;
    if (program && file == null) {
      throw Errors.syntax("STDIN/STDOUT not allowed with PROGRAM", -1);
    }
    if (where != null && !from) {
      throw Errors.syntax("WHERE clause not allowed with COPY TO", whereToken.start())
          .withHint("Try the COPY FROM variant.");
    }
    return new Utility.Copy(
        table,
        columns,
        query,
        from,
        endpoint(program, file, from),
        file,
        Collections.unmodifiableMap(options),
        where,
        position);
  }

  private static CopyEndpoint endpoint(boolean program, @Nullable String file, boolean from) {
    if (program) {
      return CopyEndpoint.PROGRAM;
    }
    if (file != null) {
      return CopyEndpoint.FILE;
    }
    return from ? CopyEndpoint.STDIN : CopyEndpoint.STDOUT;
  }

  private void copyOptions(Map<String, String> options, boolean mayHaveDelimiters) {
    boolean using = mayHaveDelimiters && tokens.accept(Keyword.USING);
    if (using || mayHaveDelimiters && tokens.at(Keyword.DELIMITERS)) {
      tokens.expect(Keyword.DELIMITERS);
      options.put("delimiter", tokens.string());
    }
    tokens.accept(Keyword.WITH);
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      options.putAll(parser.options().copy());
      return;
    }
    while (oldCopyOption(options)) {
      // Each is noted as it is read.
    }
  }

  private boolean oldCopyOption(Map<String, String> options) {
    switch (tokens.peek().keyword()) {
      case BINARY -> flag(options, "format", "binary");
      case CSV -> flag(options, "format", "csv");
      case FREEZE -> flag(options, "freeze", "true");
      case HEADER -> flag(options, "header", "true");
      case DELIMITER -> text(options, "delimiter", true);
      case NULL -> text(options, "null", true);
      case QUOTE -> text(options, "quote", true);
      case ESCAPE -> text(options, "escape", true);
      case ENCODING -> text(options, "encoding", false);
      case FORCE -> force(options);
      case null, default -> {
        return false;
      }
    }
    return true;
  }

  private void flag(Map<String, String> options, String name, String value) {
    tokens.next();
    options.put(name, value);
  }

  private void text(Map<String, String> options, String name, boolean as) {
    tokens.next();
    if (as) {
      tokens.accept(Keyword.AS);
    }
    options.put(name, tokens.string());
  }

  private void force(Map<String, String> options) {
    tokens.next();
    String name;
    if (tokens.accept(Keyword.QUOTE)) {
      name = "force_quote";
    } else if (tokens.accept(Keyword.NOT)) {
      tokens.expect(Keyword.NULL);
      name = "force_not_null";
    } else {
      tokens.expect(Keyword.NULL);
      name = "force_null";
    }
    options.put(
        name,
        tokens.accept(TokenKind.STAR) ? "*" : String.join(",", names.list(names::columnName)));
  }

  // VACUUM, ANALYZE, REINDEX

  private Statement vacuum() {
    int position = tokens.expect(Keyword.VACUUM).start();
    Map<String, String> options = new LinkedHashMap<>();
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      options.putAll(parser.options().utility());
    } else {
      for (Keyword word : new Keyword[] {Keyword.FULL, Keyword.FREEZE, Keyword.VERBOSE}) {
        if (tokens.accept(word)) {
          options.put(word.word, "true");
        }
      }
      if (tokens.accept(Keyword.ANALYZE) || tokens.accept(Keyword.ANALYSE)) {
        options.put("analyze", "true");
      }
    }
    return relations(false, options, position);
  }

  private Statement analyze() {
    int position = tokens.next().start();
    Map<String, String> options = new LinkedHashMap<>();
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      options.putAll(parser.options().utility());
    } else if (tokens.accept(Keyword.VERBOSE)) {
      options.put("verbose", "true");
    }
    return relations(true, options, position);
  }

  private Statement relations(boolean analyze, Map<String, String> options, int position) {
    List<List<String>> tables = new ArrayList<>();
    List<List<String>> columns = new ArrayList<>();
    if (!tokens.at(TokenKind.END) && !tokens.at(TokenKind.SEMICOLON)) {
      do {
        tables.add(parser.sources().relation().name());
        columns.add(names.optionalColumns());
      } while (tokens.accept(TokenKind.COMMA));
    }
    return new Utility.Vacuum(
        analyze,
        Collections.unmodifiableMap(options),
        List.copyOf(tables),
        List.copyOf(columns),
        position);
  }

  private Statement reindex() {
    int position = tokens.expect(Keyword.REINDEX).start();
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      parser.options().utility();
    }
    Token kind = tokens.next();
    boolean concurrently = false;
    List<String> name =
        switch (kind.keyword()) {
          case INDEX, TABLE -> {
            concurrently = tokens.accept(Keyword.CONCURRENTLY);
            yield names.qualifiedName();
          }
          case SCHEMA -> {
            concurrently = tokens.accept(Keyword.CONCURRENTLY);
            yield List.of(names.columnName());
          }
          case SYSTEM, DATABASE -> {
            concurrently = tokens.accept(Keyword.CONCURRENTLY);
            yield names.isColumnName(tokens.peek()) ? List.of(names.columnName()) : null;
          }
          case null, default -> throw tokens.syntaxError(kind);
        };
    return new Utility.Reindex(kind.text().toUpperCase(Locale.ROOT), name, concurrently, position);
  }

  private Statement refresh() {
    int position = tokens.expect(Keyword.REFRESH).start();
    tokens.expect(Keyword.MATERIALIZED, Keyword.VIEW);
    boolean concurrently = tokens.accept(Keyword.CONCURRENTLY);
    List<String> name = names.qualifiedName();
    boolean without = false;
    if (tokens.accept(Keyword.WITH)) {
      without = tokens.accept(Keyword.NO);
      tokens.expect(Keyword.DATA);
    }
    return new Utility.RefreshView(name, concurrently, without, position);
  }

  // CALL and DO

  private Statement call() {
    int position = tokens.expect(Keyword.CALL).start();
    Token token = tokens.peek();
    List<String> name = parser.sources().functionName();
    if (!tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      throw tokens.syntaxError();
    }
    return new Utility.CallProcedure(parser.functions().application(name, token), position);
  }

  private Statement doBlock() {
    int position = tokens.expect(Keyword.DO).start();
    String language = "plpgsql";
    String body = null;
    do {
      if (tokens.accept(Keyword.LANGUAGE)) {
        language = names.wordOrString();
      } else {
        body = tokens.string();
      }
    } while (tokens.at(Keyword.LANGUAGE) || tokens.at(TokenKind.STRING));
    if (body == null) {
      tokens.unsupported("DO without a block");
      body = "";
    }
    return new Utility.DoBlock(language, body, position);
  }
}
