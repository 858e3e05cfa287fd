package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Definition.MatchType;
import io.orbit.api.query.tree.Definition.ReferentialAction;
import io.orbit.api.query.tree.Definition.SequenceOptions;
import io.orbit.api.query.tree.Expression;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Constraints of columns and tables. */
final class ConstraintParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;
  private final SequenceParser sequences;

  ConstraintParser(Parser parser, SequenceParser sequences) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
    this.sequences = sequences;
  }

  // Columns

  /** The constraints and the collation behind a column's type. */
  record ColumnQualifiers(List<ConstraintClause> constraints, List<String> collation) {}

  ColumnQualifiers columnQualifiers() {
    List<ConstraintClause> constraints = new ArrayList<>();
    List<String> collation = List.of();
    while (true) {
      Token token = tokens.peek();
      if (tokens.accept(Keyword.COLLATE)) {
        if (!collation.isEmpty()) {
          throw Errors.syntax("multiple COLLATE clauses not allowed", token.start());
        }
        collation = names.anyName();
      } else if (atAttribute()) {
        attribute(constraints);
      } else {
        String name = tokens.accept(Keyword.CONSTRAINT) ? names.columnName() : null;
        ConstraintClause constraint = columnConstraint(name);
        if (constraint == null) {
          if (name != null) {
            throw tokens.syntaxError();
          }
          return new ColumnQualifiers(List.copyOf(constraints), collation);
        }
        constraints.add(constraint);
      }
    }
  }

  private boolean atAttribute() {
    return tokens.atAny(Keyword.DEFERRABLE, Keyword.INITIALLY, Keyword.ENFORCED)
        || tokens.at(Keyword.NOT, Keyword.DEFERRABLE)
        || tokens.at(Keyword.NOT, Keyword.ENFORCED);
  }

  /** An attribute on its own says something of the constraint before it. */
  private void attribute(List<ConstraintClause> constraints) {
    Attributes attributes = new Attributes();
    attributes.next();
    if (attributes.enforcement) {
      tokens.unsupported("ENFORCED");
    }
    if (constraints.isEmpty()) {
      tokens.unsupported("a constraint attribute without its constraint");
      return;
    }
    boolean deferrable = attributes.deferrable || attributes.deferred;
    ConstraintClause last = constraints.removeLast();
    constraints.add(
        switch (last) {
          case ConstraintClause.Key key ->
              key(
                  key,
                  key.deferrable() || deferrable,
                  key.initiallyDeferred() || attributes.deferred);
          case ConstraintClause.ForeignKey key ->
              foreignKey(
                  key,
                  key.deferrable() || deferrable,
                  key.initiallyDeferred() || attributes.deferred);
          default -> {
            tokens.unsupported("DEFERRABLE here");
            yield last;
          }
        });
  }

  private static ConstraintClause key(
      ConstraintClause.Key key, boolean deferrable, boolean deferred) {
    return new ConstraintClause.Key(
        key.name(),
        key.primary(),
        key.columns(),
        key.include(),
        key.nullsNotDistinct(),
        deferrable,
        deferred,
        key.usingIndex(),
        key.position());
  }

  private static ConstraintClause foreignKey(
      ConstraintClause.ForeignKey key, boolean deferrable, boolean deferred) {
    return new ConstraintClause.ForeignKey(
        key.name(),
        key.columns(),
        key.table(),
        key.referenced(),
        key.match(),
        key.onDelete(),
        key.onUpdate(),
        deferrable,
        deferred,
        key.valid(),
        key.position());
  }

  private @Nullable ConstraintClause columnConstraint(@Nullable String name) {
    Token token = tokens.peek();
    return switch (token.keyword()) {
      case NOT -> {
        tokens.next();
        tokens.expect(Keyword.NULL);
        noInherit();
        yield new ConstraintClause.NotNull(name);
      }
      case NULL -> {
        tokens.next();
        yield new ConstraintClause.Nullability(name);
      }
      case UNIQUE, PRIMARY -> columnKey(name, token);
      case CHECK -> check(name, false);
      case DEFAULT -> {
        tokens.next();
        int start = tokens.position();
        Expression value = parser.expressions().basicExpression();
        yield new ConstraintClause.DefaultValue(
            name, value, tokens.text(start, tokens.previousEnd()));
      }
      case GENERATED -> generated(name);
      case REFERENCES -> {
        tokens.next();
        yield references(name, List.of(), token.start());
      }
      case null, default -> null;
    };
  }

  private ConstraintClause columnKey(@Nullable String name, Token token) {
    boolean primary = tokens.next().is(Keyword.PRIMARY);
    boolean nullsNotDistinct = false;
    if (primary) {
      tokens.expect(Keyword.KEY);
    } else {
      nullsNotDistinct = parser.statements().indexes().nullsNotDistinct();
    }
    indexOptions();
    return new ConstraintClause.Key(
        name, primary, List.of(), List.of(), nullsNotDistinct, false, false, null, token.start());
  }

  private void indexOptions() {
    if (tokens.at(Keyword.WITH) && tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS)) {
      tokens.next();
      parser.options().definition();
    }
    if (tokens.at(Keyword.USING)) {
      tokens.next();
      tokens.expect(Keyword.INDEX, Keyword.TABLESPACE);
      names.columnName();
      tokens.unsupported("TABLESPACE");
    }
  }

  private boolean noInherit() {
    if (tokens.accept(Keyword.NO)) {
      tokens.expect(Keyword.INHERIT);
      return true;
    }
    return false;
  }

  private ConstraintClause check(@Nullable String name, boolean ofTable) {
    tokens.expect(Keyword.CHECK);
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    int start = tokens.position();
    Expression condition = parser.expressions().expression();
    String text = tokens.text(start, tokens.previousEnd());
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    if (!ofTable) {
      return new ConstraintClause.Check(name, condition, text, noInherit(), true);
    }
    Attributes attributes = attributes("CHECK", false, true, true);
    return new ConstraintClause.Check(
        name, condition, text, attributes.noInherit, !attributes.notValid);
  }

  private ConstraintClause generated(@Nullable String name) {
    tokens.next();
    Token when = tokens.peek();
    boolean always = generatedWhen();
    tokens.expect(Keyword.AS);
    if (tokens.accept(Keyword.IDENTITY)) {
      SequenceOptions options = sequences.parenthesized();
      return new ConstraintClause.Identity(name, always, options);
    }
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    int start = tokens.position();
    Expression value = parser.expressions().expression();
    String text = tokens.text(start, tokens.previousEnd());
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    boolean stored = tokens.accept(Keyword.STORED);
    if (!stored) {
      tokens.accept(Keyword.VIRTUAL);
    }
    if (!always) {
      throw Errors.syntax(
          "for a generated column, GENERATED ALWAYS must be specified", when.start());
    }
    return new ConstraintClause.Generated(name, value, text, stored);
  }

  /** ALWAYS, or BY DEFAULT: true for ALWAYS. */
  boolean generatedWhen() {
    if (tokens.accept(Keyword.ALWAYS)) {
      return true;
    }
    tokens.expect(Keyword.BY, Keyword.DEFAULT);
    return false;
  }

  // Foreign keys

  private ConstraintClause.ForeignKey references(
      @Nullable String name, List<String> columns, int position) {
    List<String> table = names.qualifiedName();
    List<String> referenced =
        tokens.at(TokenKind.LEFT_PARENTHESIS) ? keyColumns(Keyword.PERIOD) : List.of();
    MatchType match = match();
    ReferentialAction onDelete = ReferentialAction.NO_ACTION;
    ReferentialAction onUpdate = ReferentialAction.NO_ACTION;
    boolean deletes = false;
    boolean updates = false;
    while (tokens.at(Keyword.ON) && !(updates && deletes)) {
      Token on = tokens.next();
      if (!updates && tokens.at(Keyword.UPDATE)) {
        tokens.next();
        updates = true;
        onUpdate = action(on, false);
      } else {
        if (deletes) {
          throw tokens.syntaxError();
        }
        tokens.expect(Keyword.DELETE);
        deletes = true;
        onDelete = action(on, true);
      }
    }
    return new ConstraintClause.ForeignKey(
        name, columns, table, referenced, match, onDelete, onUpdate, false, false, true, position);
  }

  private MatchType match() {
    Token token = tokens.peek();
    if (!tokens.accept(Keyword.MATCH)) {
      return MatchType.SIMPLE;
    }
    if (tokens.accept(Keyword.FULL)) {
      return MatchType.FULL;
    }
    if (tokens.accept(Keyword.PARTIAL)) {
      throw Errors.unsupported("MATCH PARTIAL not yet implemented", token.start());
    }
    tokens.expect(Keyword.SIMPLE);
    return MatchType.SIMPLE;
  }

  private ReferentialAction action(Token on, boolean onDelete) {
    Token token = tokens.peek();
    tokens.next();
    return switch (token.keyword()) {
      case NO -> {
        tokens.expect(Keyword.ACTION);
        yield ReferentialAction.NO_ACTION;
      }
      case RESTRICT -> ReferentialAction.RESTRICT;
      case CASCADE -> ReferentialAction.CASCADE;
      case SET -> {
        boolean toNull = tokens.accept(Keyword.NULL);
        if (!toNull) {
          tokens.expect(Keyword.DEFAULT);
        }
        actionColumns(on, toNull, onDelete);
        yield toNull ? ReferentialAction.SET_NULL : ReferentialAction.SET_DEFAULT;
      }
      case null, default -> throw tokens.syntaxError(token);
    };
  }

  private void actionColumns(Token action, boolean toNull, boolean onDelete) {
    if (!tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      return;
    }
    names.parenthesized(names::columnName);
    String what = toNull ? "SET NULL" : "SET DEFAULT";
    if (!onDelete) {
      throw Errors.unsupported(
          "a column list with " + what + " is only supported for ON DELETE actions",
          action.start());
    }
    tokens.unsupported("ON DELETE " + what + " of columns");
  }

  // Tables

  boolean atTableConstraint() {
    return tokens.atAny(
            Keyword.CONSTRAINT,
            Keyword.CHECK,
            Keyword.UNIQUE,
            Keyword.PRIMARY,
            Keyword.FOREIGN,
            Keyword.NOT)
        || tokens.at(Keyword.EXCLUDE) && isExclusion();
  }

  /** EXCLUDE may be a column's name, too. */
  private boolean isExclusion() {
    Token following = tokens.peek(1);
    return following.is(Keyword.USING) || following.is(TokenKind.LEFT_PARENTHESIS);
  }

  ConstraintClause tableConstraint() {
    String name = tokens.accept(Keyword.CONSTRAINT) ? names.columnName() : null;
    Token token = tokens.peek();
    return switch (token.keyword()) {
      case CHECK -> check(name, true);
      case UNIQUE, PRIMARY -> tableKey(name, token);
      case FOREIGN -> tableForeignKey(name, token);
      case NOT -> {
        tokens.next();
        tokens.expect(Keyword.NULL);
        names.columnName();
        attributes("NOT NULL", false, true, true);
        tokens.unsupported("NOT NULL as a constraint of the table");
        yield new ConstraintClause.NotNull(name);
      }
      case EXCLUDE -> {
        parser.syntax().read("exclusion_constraint");
        attributes("EXCLUDE", true, false, false);
        tokens.unsupported("EXCLUDE");
        yield new ConstraintClause.NotNull(name);
      }
      case null, default -> throw tokens.syntaxError();
    };
  }

  private List<String> keyColumns(Keyword period) {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    List<String> columns = new ArrayList<>();
    boolean last = false;
    do {
      if (!columns.isEmpty() && tokens.at(period) && names.isColumnName(tokens.peek(1))) {
        tokens.next();
        tokens.unsupported("PERIOD");
        last = true;
      }
      columns.add(names.columnName());
    } while (!last && tokens.accept(TokenKind.COMMA));
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return List.copyOf(columns);
  }

  private List<String> uniqueColumns() {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    List<String> columns = names.list(names::columnName);
    if (tokens.at(Keyword.WITHOUT)) {
      tokens.next();
      tokens.expect(Keyword.OVERLAPS);
      tokens.unsupported("WITHOUT OVERLAPS");
    }
    tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    return columns;
  }

  private ConstraintClause tableKey(@Nullable String name, Token token) {
    boolean primary = tokens.next().is(Keyword.PRIMARY);
    boolean nullsNotDistinct = false;
    if (primary) {
      tokens.expect(Keyword.KEY);
    } else {
      nullsNotDistinct = parser.statements().indexes().nullsNotDistinct();
    }
    List<String> columns = List.of();
    List<String> include = List.of();
    String index = null;
    if (!nullsNotDistinct && tokens.at(Keyword.USING)) {
      tokens.next();
      tokens.expect(Keyword.INDEX);
      index = names.columnName();
    } else {
      columns = uniqueColumns();
      if (tokens.accept(Keyword.INCLUDE)) {
        include = names.parenthesized(names::columnName);
      }
      indexOptions();
    }
    Attributes attributes = attributes(primary ? "PRIMARY KEY" : "UNIQUE", true, false, false);
    return new ConstraintClause.Key(
        name,
        primary,
        columns,
        include,
        nullsNotDistinct,
        attributes.isDeferrable(),
        attributes.deferred,
        index,
        token.start());
  }

  private ConstraintClause tableForeignKey(@Nullable String name, Token token) {
    tokens.next();
    tokens.expect(Keyword.KEY);
    List<String> columns = keyColumns(Keyword.PERIOD);
    tokens.expect(Keyword.REFERENCES);
    ConstraintClause.ForeignKey key = references(name, columns, token.start());
    Attributes attributes = attributes("FOREIGN KEY", true, true, false);
    return new ConstraintClause.ForeignKey(
        name,
        columns,
        key.table(),
        key.referenced(),
        key.match(),
        key.onDelete(),
        key.onUpdate(),
        attributes.isDeferrable(),
        attributes.deferred,
        !attributes.notValid,
        token.start());
  }

  // Attributes

  /** DEFERRABLE, INITIALLY DEFERRED, NOT VALID, NO INHERIT, ENFORCED, in any number and order. */
  final class Attributes {
    boolean deferrable;
    boolean notDeferrable;
    boolean deferred;
    boolean immediate;
    boolean notValid;
    boolean noInherit;
    boolean enforced;
    boolean notEnforced;
    boolean enforcement;

    boolean isDeferrable() {
      return deferrable || deferred;
    }

    /** Reads one, if there is one. */
    boolean next() {
      Token token = tokens.peek();
      if (tokens.accept(Keyword.DEFERRABLE)) {
        deferrable = true;
      } else if (tokens.accept(Keyword.NOT)) {
        not();
      } else if (tokens.accept(Keyword.INITIALLY)) {
        if (tokens.accept(Keyword.DEFERRED)) {
          deferred = true;
        } else {
          tokens.expect(Keyword.IMMEDIATE);
          immediate = true;
        }
      } else if (tokens.accept(Keyword.NO)) {
        tokens.expect(Keyword.INHERIT);
        noInherit = true;
      } else if (tokens.accept(Keyword.ENFORCED)) {
        enforced = true;
        enforcement = true;
      } else {
        return false;
      }
      refuseConflict(token);
      return true;
    }

    private void not() {
      if (tokens.accept(Keyword.VALID)) {
        notValid = true;
      } else if (tokens.accept(Keyword.ENFORCED)) {
        notEnforced = true;
        enforcement = true;
      } else {
        tokens.expect(Keyword.DEFERRABLE);
        notDeferrable = true;
      }
    }

    private void refuseConflict(Token token) {
      if (notDeferrable && deferred) {
        throw Errors.syntax(
            "constraint declared INITIALLY DEFERRED must be DEFERRABLE", token.start());
      }
      if (deferrable && notDeferrable || deferred && immediate || enforced && notEnforced) {
        throw Errors.syntax("conflicting constraint properties", token.start());
      }
    }
  }

  /** The attributes of a constraint whose kind does not limit them. */
  Attributes attributes() {
    Attributes attributes = new Attributes();
    while (attributes.next()) {
      // Each one is noted by next().
    }
    return attributes;
  }

  Attributes attributes(String kind, boolean deferrable, boolean validity, boolean inheritance) {
    int position = tokens.position();
    Attributes attributes = attributes();
    if (!deferrable && (attributes.isDeferrable())) {
      throw refused(kind, "DEFERRABLE", position);
    }
    if (!validity && attributes.notValid) {
      throw refused(kind, "NOT VALID", position);
    }
    if (!inheritance && attributes.noInherit) {
      throw refused(kind, "NO INHERIT", position);
    }
    boolean mayBeUnenforced = kind.equals("CHECK") || kind.equals("FOREIGN KEY");
    if (attributes.notEnforced) {
      if (!mayBeUnenforced) {
        throw refused(kind, "NOT ENFORCED", position);
      }
      tokens.unsupported("NOT ENFORCED");
    }
    if (attributes.enforced && !mayBeUnenforced) {
      throw refused(kind, "ENFORCED", position);
    }
    return attributes;
  }

  private static RuntimeException refused(String kind, String attribute, int position) {
    return Errors.of(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        kind + " constraints cannot be marked " + attribute,
        position);
  }
}
