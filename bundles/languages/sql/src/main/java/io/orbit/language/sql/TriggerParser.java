package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ObjectDefinition;
import io.orbit.api.query.tree.ObjectDefinition.TriggerEvent;
import io.orbit.api.query.tree.ObjectDefinition.TriggerTiming;
import io.orbit.api.query.tree.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** CREATE, ALTER and DROP TRIGGER, once their syntax is known to be right. */
final class TriggerParser {
  private final Parser parser;
  private final Tokens tokens;
  private final Names names;

  TriggerParser(Parser parser) {
    this.parser = parser;
    this.tokens = parser.tokens();
    this.names = parser.names();
  }

  Statement create(int position) {
    tokens.expect(Keyword.CREATE);
    boolean orReplace = tokens.accept(Keyword.OR, Keyword.REPLACE);
    boolean constraint = tokens.accept(Keyword.CONSTRAINT);
    tokens.expect(Keyword.TRIGGER);
    String name = names.columnName();
    TriggerTiming timing = timing();
    List<TriggerEvent> events = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    do {
      events.add(TriggerEvent.valueOf(tokens.next().text().toUpperCase(java.util.Locale.ROOT)));
      if (tokens.accept(Keyword.OF)) {
        columns.addAll(names.list(names::columnName));
      }
    } while (tokens.accept(Keyword.OR));
    tokens.expect(Keyword.ON);
    List<String> table = names.qualifiedName();
    if (tokens.accept(Keyword.FROM)) {
      names.qualifiedName();
      tokens.unsupported("FROM in CREATE CONSTRAINT TRIGGER");
    }
    boolean deferrable = false;
    boolean deferred = false;
    while (constraint && !tokens.at(Keyword.FOR)) {
      boolean not = tokens.accept(Keyword.NOT);
      deferrable |= !not && tokens.at(Keyword.DEFERRABLE);
      deferred |= tokens.at(Keyword.DEFERRED);
      tokens.next();
    }
    String[] transitions = transitions();
    boolean row = false;
    if (tokens.accept(Keyword.FOR)) {
      tokens.accept(Keyword.EACH);
      row = tokens.next().is(Keyword.ROW);
    }
    Expression when = null;
    String whenText = "";
    if (tokens.accept(Keyword.WHEN)) {
      tokens.expect(TokenKind.LEFT_PARENTHESIS);
      int start = tokens.position();
      when = parser.expressions().expression();
      whenText = tokens.text(start, tokens.previousEnd());
      tokens.expect(TokenKind.RIGHT_PARENTHESIS);
    }
    tokens.expect(Keyword.EXECUTE);
    tokens.next();
    List<String> function = parser.sources().functionName();
    return new ObjectDefinition.CreateTrigger(
        name,
        orReplace,
        constraint,
        timing,
        List.copyOf(events),
        List.copyOf(columns),
        table,
        transitions[0],
        transitions[1],
        row,
        when,
        whenText,
        function,
        arguments(),
        deferrable || deferred,
        deferred,
        position);
  }

  private TriggerTiming timing() {
    if (tokens.accept(Keyword.BEFORE)) {
      return TriggerTiming.BEFORE;
    }
    if (tokens.accept(Keyword.AFTER)) {
      return TriggerTiming.AFTER;
    }
    tokens.expect(Keyword.INSTEAD, Keyword.OF);
    return TriggerTiming.INSTEAD_OF;
  }

  /** Names of the tables of old and of new rows, empty where there is none. */
  private String[] transitions() {
    String[] transitions = {"", ""};
    if (!tokens.accept(Keyword.REFERENCING)) {
      return transitions;
    }
    while (tokens.atAny(Keyword.OLD, Keyword.NEW)) {
      int which = tokens.next().is(Keyword.OLD) ? 0 : 1;
      if (tokens.next().is(Keyword.ROW)) {
        tokens.unsupported("ROW variable naming in the REFERENCING clause");
      }
      tokens.accept(Keyword.AS);
      transitions[which] = names.columnName();
    }
    return transitions;
  }

  private List<String> arguments() {
    tokens.expect(TokenKind.LEFT_PARENTHESIS);
    List<String> arguments = new ArrayList<>();
    while (!tokens.accept(TokenKind.RIGHT_PARENTHESIS)) {
      arguments.add(tokens.next().value().toString());
      tokens.accept(TokenKind.COMMA);
    }
    return List.copyOf(arguments);
  }

  @Nullable Statement rename(int position) {
    tokens.expect(Keyword.ALTER);
    if (!tokens.accept(Keyword.TRIGGER)) {
      return null;
    }
    String name = names.columnName();
    tokens.expect(Keyword.ON);
    List<String> table = names.qualifiedName();
    return tokens.accept(Keyword.RENAME, Keyword.TO)
        ? new ObjectDefinition.RenameTrigger(name, table, names.columnName(), position)
        : null;
  }

  @Nullable Statement drop(int position) {
    tokens.expect(Keyword.DROP);
    if (!tokens.accept(Keyword.TRIGGER)) {
      return null;
    }
    boolean ifExists = tokens.acceptIfExists();
    String name = names.columnName();
    tokens.expect(Keyword.ON);
    List<String> table = names.anyName();
    return new ObjectDefinition.DropTrigger(name, table, ifExists, names.cascade(), position);
  }
}
