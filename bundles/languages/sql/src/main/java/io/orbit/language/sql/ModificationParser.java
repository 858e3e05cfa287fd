package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Modification.Assignment;
import io.orbit.api.query.tree.Modification.ConflictElement;
import io.orbit.api.query.tree.Modification.MatchKind;
import io.orbit.api.query.tree.Modification.MergeAction;
import io.orbit.api.query.tree.Modification.MergeWhen;
import io.orbit.api.query.tree.Modification.OnConflict;
import io.orbit.api.query.tree.Modification.Overriding;
import io.orbit.api.query.tree.Modification.Target;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Query.SelectItem;
import io.orbit.api.query.tree.Query.With;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** INSERT, UPDATE, DELETE, MERGE, TRUNCATE. */
final class ModificationParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  ModificationParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  // INSERT

  Modification.Insert insert(With with, int position) {
    tokens.expect(Keyword.INSERT, Keyword.INTO);
    List<String> table = names.qualifiedName();
    String alias = tokens.accept(Keyword.AS) ? names.columnName() : null;
    List<Target> columns = List.of();
    Overriding overriding = Overriding.NONE;
    Query source = null;
    if (tokens.accept(Keyword.DEFAULT)) {
      tokens.expect(Keyword.VALUES);
    } else {
      if (tokens.at(TokenKind.LEFT_PARENTHESIS) && !opensQuery()) {
        columns = names.parenthesized(this::target);
      }
      overriding = overriding();
      source = parser.queries().query();
    }
    OnConflict onConflict = tokens.at(Keyword.ON) ? onConflict() : null;
    return new Modification.Insert(
        with, table, alias, columns, overriding, source, onConflict, returning(), position);
  }

  private boolean opensQuery() {
    return tokens.peek(1).is(TokenKind.LEFT_PARENTHESIS) || parser.queries().atQuery(1);
  }

  private Overriding overriding() {
    if (!tokens.accept(Keyword.OVERRIDING)) {
      return Overriding.NONE;
    }
    Overriding overriding = Overriding.USER;
    if (!tokens.accept(Keyword.USER)) {
      tokens.expect(Keyword.SYSTEM);
      overriding = Overriding.SYSTEM;
    }
    tokens.expect(Keyword.VALUE);
    return overriding;
  }

  private OnConflict onConflict() {
    int position = tokens.expect(Keyword.ON).start();
    tokens.expect(Keyword.CONFLICT);
    List<ConflictElement> elements = List.of();
    Expression predicate = null;
    String constraint = null;
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      elements = names.parenthesized(this::conflictElement);
      predicate = parser.queries().where();
    } else if (tokens.accept(Keyword.ON)) {
      tokens.expect(Keyword.CONSTRAINT);
      constraint = names.columnName();
    }
    tokens.expect(Keyword.DO);
    if (tokens.accept(Keyword.NOTHING)) {
      return new OnConflict(elements, predicate, constraint, null, null, position);
    }
    tokens.expect(Keyword.UPDATE, Keyword.SET);
    List<Assignment> update = names.list(this::assignment);
    Expression where = parser.queries().where();
    return new OnConflict(elements, predicate, constraint, update, where, position);
  }

  private ConflictElement conflictElement() {
    var element = parser.statements().indexes().element();
    return new ConflictElement(element.expression(), element.collation(), element.opclass());
  }

  // Targets and assignments

  private Target target() {
    int position = tokens.position();
    String column = names.columnName();
    List<Expression.Index> indexes = new ArrayList<>();
    List<String> fields = new ArrayList<>();
    while (true) {
      if (tokens.at(TokenKind.LEFT_BRACKET)) {
        indexes.add(parser.primaries().index());
      } else if (tokens.accept(TokenKind.DOT)) {
        fields.add(tokens.accept(TokenKind.STAR) ? "*" : names.label());
      } else {
        return new Target(column, List.copyOf(indexes), List.copyOf(fields), position);
      }
    }
  }

  private Assignment assignment() {
    if (tokens.at(TokenKind.LEFT_PARENTHESIS)) {
      List<Target> targets = names.parenthesized(this::target);
      tokens.expect(TokenKind.EQUALS);
      return new Assignment.Multiple(targets, parser.expressions().expression());
    }
    Target target = target();
    tokens.expect(TokenKind.EQUALS);
    return new Assignment.Single(target, parser.expressions().expression());
  }

  private List<SelectItem> returning() {
    if (!tokens.accept(Keyword.RETURNING)) {
      return List.of();
    }
    if (tokens.accept(Keyword.WITH)) {
      names.parenthesized(this::returningAlias);
      tokens.unsupported("RETURNING WITH");
    }
    return parser.queries().items();
  }

  private String returningAlias() {
    if (!tokens.accept(Keyword.OLD)) {
      tokens.expect(Keyword.NEW);
    }
    tokens.expect(Keyword.AS);
    return names.columnName();
  }

  // UPDATE and DELETE

  Modification.Update update(With with, int position) {
    tokens.expect(Keyword.UPDATE);
    From.Table table = parser.sources().target();
    tokens.expect(Keyword.SET);
    List<Assignment> assignments = names.list(this::assignment);
    List<From> from = tokens.accept(Keyword.FROM) ? parser.sources().list() : List.of();
    Expression where = whereOrCurrent();
    return new Modification.Update(with, table, assignments, from, where, returning(), position);
  }

  Modification.Delete delete(With with, int position) {
    tokens.expect(Keyword.DELETE, Keyword.FROM);
    From.Table table = parser.sources().target();
    List<From> using = tokens.accept(Keyword.USING) ? parser.sources().list() : List.of();
    Expression where = whereOrCurrent();
    return new Modification.Delete(with, table, using, where, returning(), position);
  }

  private @Nullable Expression whereOrCurrent() {
    if (tokens.at(Keyword.WHERE)
        && tokens.peek(1).is(Keyword.CURRENT)
        && tokens.peek(2).is(Keyword.OF)) {
      tokens.next();
      int position = tokens.next().start();
      tokens.next();
      return new Expression.CurrentOf(names.columnName(), position);
    }
    return parser.queries().where();
  }

  // MERGE

  Modification.Merge merge(With with, int position) {
    tokens.expect(Keyword.MERGE, Keyword.INTO);
    From.Table target = parser.sources().target();
    tokens.expect(Keyword.USING);
    From source = parser.sources().source();
    tokens.expect(Keyword.ON);
    Expression on = parser.expressions().expression();
    List<MergeWhen> branches = new ArrayList<>();
    do {
      branches.add(mergeWhen());
    } while (tokens.at(Keyword.WHEN));
    return new Modification.Merge(
        with, target, source, on, List.copyOf(branches), returning(), position);
  }

  private MergeWhen mergeWhen() {
    tokens.expect(Keyword.WHEN);
    MatchKind kind = MatchKind.MATCHED;
    if (tokens.accept(Keyword.NOT)) {
      kind = MatchKind.NOT_MATCHED_BY_TARGET;
      tokens.expect(Keyword.MATCHED);
      if (tokens.accept(Keyword.BY)) {
        if (tokens.accept(Keyword.SOURCE)) {
          kind = MatchKind.NOT_MATCHED_BY_SOURCE;
        } else {
          tokens.expect(Keyword.TARGET);
        }
      }
    } else {
      tokens.expect(Keyword.MATCHED);
    }
    Expression condition = tokens.accept(Keyword.AND) ? parser.expressions().expression() : null;
    tokens.expect(Keyword.THEN);
    return new MergeWhen(kind, condition, mergeAction(kind));
  }

  private MergeAction mergeAction(MatchKind kind) {
    if (tokens.accept(Keyword.DO)) {
      tokens.expect(Keyword.NOTHING);
      return new MergeAction.DoNothing();
    }
    if (kind == MatchKind.NOT_MATCHED_BY_TARGET) {
      tokens.expect(Keyword.INSERT);
      return mergeInsert();
    }
    if (tokens.accept(Keyword.DELETE)) {
      return new MergeAction.DoDelete();
    }
    tokens.expect(Keyword.UPDATE, Keyword.SET);
    return new MergeAction.DoUpdate(names.list(this::assignment));
  }

  private MergeAction mergeInsert() {
    if (tokens.accept(Keyword.DEFAULT)) {
      tokens.expect(Keyword.VALUES);
      return new MergeAction.DoInsert(List.of(), Overriding.NONE, null);
    }
    List<Target> columns =
        tokens.at(TokenKind.LEFT_PARENTHESIS) ? names.parenthesized(this::target) : List.of();
    Overriding overriding = overriding();
    tokens.expect(Keyword.VALUES);
    return new MergeAction.DoInsert(
        columns, overriding, names.parenthesized(parser.expressions()::expression));
  }

  // TRUNCATE

  Modification.Truncate truncate() {
    int position = tokens.expect(Keyword.TRUNCATE).start();
    tokens.accept(Keyword.TABLE);
    List<From.Table> tables = names.list(parser.sources()::relation);
    boolean restart = tokens.accept(Keyword.RESTART);
    if (restart || tokens.accept(Keyword.CONTINUE)) {
      tokens.expect(Keyword.IDENTITY);
    }
    return new Modification.Truncate(tables, restart, names.cascade(), position);
  }
}
