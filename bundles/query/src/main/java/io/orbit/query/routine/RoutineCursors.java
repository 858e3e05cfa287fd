package io.orbit.query.routine;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Declaration;
import io.orbit.query.routine.Frame.Reading;
import io.orbit.query.routine.Frame.RoutineCursor;
import io.orbit.query.routine.NestedStatements.Nested;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** OPEN, FETCH, MOVE and CLOSE of a procedure's cursors, which end with it. */
final class RoutineCursors {
  private final Procedure procedure;
  private final Frame frame;
  private final Assignments assignments;
  private final SqlActions actions;

  RoutineCursors(Procedure procedure, Frame frame, Assignments assignments, SqlActions actions) {
    this.procedure = procedure;
    this.frame = frame;
    this.assignments = assignments;
    this.actions = actions;
  }

  private int slot(Object statement, String name) {
    ProcedureNames.Found found = procedure.namesAt(statement).find(List.of(name));
    if (found == null) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "\"" + name + "\" is not a known variable");
    }
    return found.slot();
  }

  void open(ProcedureStatement.Open open) {
    int slot = slot(open, open.cursor());
    String name = frame.values[slot] == null ? open.cursor() : frame.values[slot].toString();
    if (frame.cursors.containsKey(name)) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_CURSOR, "cursor \"" + name + "\" already in use");
    }
    Code query = open.query();
    Code text = open.dynamic();
    Nested nested;
    List<@Nullable Object> parameters = frame.parameters();
    if (text != null) {
      SqlActions.Dynamic dynamic = actions.dynamic(text, open.arguments());
      nested = dynamic.nested();
      parameters = dynamic.parameters();
    } else {
      nested = query == null ? bound(slot, open.arguments()) : procedure.code(query).nested(frame);
    }
    frame.cursors.put(
        name,
        new RoutineCursor(
            nested,
            nested.runKept(frame.session, new ArrayList<>(parameters), frame.mode),
            new Reading()));
    frame.values[slot] = name;
  }

  /** The query of a declared cursor, its parameters being set. */
  private Nested bound(int slot, List<Code> arguments) {
    Declaration declaration = procedure.cursors().get(slot);
    Code query = declaration == null ? null : declaration.cursor();
    if (declaration == null || query == null) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR,
          "cursor variable \"" + frame.slots.get(slot).name() + "\" is not bound to a query");
    }
    if (arguments.size() != declaration.cursorParameters().size()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR,
          (arguments.size() < declaration.cursorParameters().size()
                  ? "not enough arguments for cursor \""
                  : "too many arguments for cursor \"")
              + declaration.name()
              + "\"");
    }
    for (int i = 0; i < arguments.size(); i++) {
      int first = procedure.slotOf(query);
      assignments.initialize(first + i, procedure.code(arguments.get(i)).value(frame));
    }
    return procedure.code(query).nested(frame);
  }

  RowLoop loop(ProcedureStatement.ForRows loop) {
    String name = loop.cursor();
    if (name == null) {
      throw new IllegalStateException("a loop over nothing");
    }
    Nested nested = bound(slot(loop, name), loop.using());
    return actions.rows(nested, frame.parameters());
  }

  private RoutineCursor named(Object statement, String variable) {
    Object name = frame.values[slot(statement, variable)];
    RoutineCursor cursor = name == null ? null : frame.cursors.get(name.toString());
    if (name == null) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "cursor variable \"" + variable + "\" is null");
    }
    if (cursor == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_CURSOR, "cursor \"" + name + "\" does not exist");
    }
    return cursor;
  }

  void fetch(ProcedureStatement.Fetch fetch) {
    RoutineCursor cursor = named(fetch, fetch.cursor());
    Code code = fetch.count();
    int count =
        code == null
            ? 1
            : procedure.code(code).value(frame).value() instanceof Number number
                ? number.intValue()
                : 0;
    Reading reading = cursor.reading();
    int to =
        switch (fetch.direction()) {
          case "PRIOR" -> reading.position - 1;
          case "FIRST" -> 1;
          case "LAST" -> last(cursor);
          case "ABSOLUTE" -> count < 0 ? last(cursor) + 1 + count : count;
          case "RELATIVE" -> reading.position + count;
          default -> reading.position + 1;
        };
    boolean there = to > 0 && has(cursor, to);
    reading.position = there ? to : to <= 0 ? 0 : reading.rows.size() + 1;
    if (!fetch.move()) {
      assignments.row(
          fetch, fetch.into(), cursor.nested().columns(), there ? reading.rows.get(to - 1) : null);
    }
    frame.rowCount = there ? 1 : 0;
    frame.values[procedure.found()] = there;
  }

  private static int last(RoutineCursor cursor) {
    has(cursor, Integer.MAX_VALUE);
    return cursor.reading().rows.size();
  }

  private static boolean has(RoutineCursor cursor, int row) {
    Reading reading = cursor.reading();
    while (reading.rows.size() < row && !reading.exhausted) {
      Batch batch = cursor.execution().next(100);
      if (batch == null) {
        reading.exhausted = true;
        break;
      }
      for (int r = 0; r < batch.rows(); r++) {
        @Nullable Object[] values = new Object[cursor.nested().columns().size()];
        for (int c = 0; c < values.length; c++) {
          values[c] = batch.column(c).get(r);
        }
        reading.rows.add(values);
      }
    }
    return row <= reading.rows.size();
  }

  void close(ProcedureStatement.Close close) {
    RoutineCursor cursor = named(close, close.cursor());
    Object name = frame.values[slot(close, close.cursor())];
    cursor.close();
    frame.cursors.remove(String.valueOf(name));
  }
}
