package io.orbit.language.sql;

import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ObjectKind;
import io.orbit.api.query.tree.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DROP and COMMENT ON. */
final class DropParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  DropParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Statement drop() {
    Keyword second = tokens.peek(1).keyword();
    return switch (second) {
      case TABLE -> named(ObjectKind.TABLE);
      case SEQUENCE -> named(ObjectKind.SEQUENCE);
      case VIEW -> named(ObjectKind.VIEW);
      case MATERIALIZED -> named(ObjectKind.MATERIALIZED_VIEW);
      case INDEX -> named(ObjectKind.INDEX);
      case SCHEMA -> named(ObjectKind.SCHEMA);
      case EXTENSION -> named(ObjectKind.EXTENSION);
      case TYPE -> named(ObjectKind.TYPE);
      case DOMAIN -> named(ObjectKind.DOMAIN);
      case DATABASE -> database();
      case ROLE, GROUP -> role();
      case USER ->
          tokens.peek(2).is(Keyword.MAPPING) && !endsName(tokens.peek(3))
              ? parser.statements().objects().statement()
              : role();
      case null, default -> parser.statements().objects().statement();
    };
  }

  private static boolean endsName(Token token) {
    return switch (token.kind()) {
      case COMMA, SEMICOLON, END -> true;
      default -> false;
    };
  }

  private Statement named(ObjectKind kind) {
    int position = tokens.expect(Keyword.DROP).start();
    tokens.next();
    if (kind == ObjectKind.MATERIALIZED_VIEW) {
      tokens.expect(Keyword.VIEW);
    }
    boolean concurrently = kind == ObjectKind.INDEX && tokens.accept(Keyword.CONCURRENTLY);
    boolean ifExists = tokens.acceptIfExists();
    List<List<String>> objects =
        switch (kind) {
          case SCHEMA, EXTENSION -> names.list(() -> List.of(names.columnName()));
          case TYPE, DOMAIN -> names.list(() -> parser.types().typeName().name());
          default -> names.list(names::anyName);
        };
    return new Definition.Drop(kind, objects, ifExists, names.cascade(), concurrently, position);
  }

  private Statement database() {
    int position = tokens.expect(Keyword.DROP).start();
    tokens.expect(Keyword.DATABASE);
    boolean ifExists = tokens.acceptIfExists();
    String name = names.columnName();
    boolean with = tokens.accept(Keyword.WITH);
    boolean force = with || tokens.at(TokenKind.LEFT_PARENTHESIS);
    if (force) {
      names.parenthesized(() -> tokens.expect(Keyword.FORCE));
    }
    return new Definition.Drop(
        ObjectKind.DATABASE, List.of(List.of(name)), ifExists, force, false, position);
  }

  private Statement role() {
    int position = tokens.expect(Keyword.DROP).start();
    tokens.next();
    boolean ifExists = tokens.acceptIfExists();
    List<List<String>> roles = names.list(() -> List.of(names.role()));
    return new Definition.Drop(ObjectKind.ROLE, roles, ifExists, false, false, position);
  }

  // COMMENT ON

  Statement comment() {
    if (!tokens.peek(1).is(Keyword.ON)) {
      return parser.statements().objects().statement();
    }
    ObjectKind kind = commented(tokens.peek(2).keyword());
    boolean ofDomain =
        kind == ObjectKind.CONSTRAINT
            && tokens.peek(4).is(Keyword.ON)
            && tokens.peek(5).is(Keyword.DOMAIN);
    if (kind == null || ofDomain) {
      return parser.statements().objects().statement();
    }
    int position = tokens.expect(Keyword.COMMENT).start();
    tokens.expect(Keyword.ON);
    tokens.next();
    if (kind == ObjectKind.MATERIALIZED_VIEW) {
      tokens.expect(Keyword.VIEW);
    }
    List<String> name = commentedName(kind);
    tokens.expect(Keyword.IS);
    String text = tokens.accept(Keyword.NULL) ? null : tokens.string();
    return new Definition.Comment(kind, name, text, position);
  }

  private static @Nullable ObjectKind commented(@Nullable Keyword word) {
    return switch (word) {
      case TABLE -> ObjectKind.TABLE;
      case COLUMN -> ObjectKind.COLUMN;
      case INDEX -> ObjectKind.INDEX;
      case VIEW -> ObjectKind.VIEW;
      case MATERIALIZED -> ObjectKind.MATERIALIZED_VIEW;
      case SEQUENCE -> ObjectKind.SEQUENCE;
      case SCHEMA -> ObjectKind.SCHEMA;
      case DATABASE -> ObjectKind.DATABASE;
      case ROLE -> ObjectKind.ROLE;
      case EXTENSION -> ObjectKind.EXTENSION;
      case TYPE -> ObjectKind.TYPE;
      case DOMAIN -> ObjectKind.DOMAIN;
      case CONSTRAINT -> ObjectKind.CONSTRAINT;
      case null, default -> null;
    };
  }

  /** A constraint comes as its table's name and its own behind it. */
  private List<String> commentedName(ObjectKind kind) {
    return switch (kind) {
      case SCHEMA, DATABASE, ROLE, EXTENSION -> List.of(names.columnName());
      case TYPE, DOMAIN -> parser.types().typeName().name();
      case CONSTRAINT -> {
        String constraint = names.columnName();
        tokens.expect(Keyword.ON);
        List<String> name = new ArrayList<>(names.anyName());
        name.add(constraint);
        yield List.copyOf(name);
      }
      case TABLE,
          INDEX,
          VIEW,
          MATERIALIZED_VIEW,
          SEQUENCE,
          FUNCTION,
          PROCEDURE,
          TRIGGER,
          POLICY,
          COLUMN ->
          names.anyName();
    };
  }
}
