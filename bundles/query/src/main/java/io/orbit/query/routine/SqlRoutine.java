package io.orbit.query.routine;

import io.orbit.api.catalog.Routine;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeKind;
import io.orbit.query.routine.NestedStatements.Nested;
import io.orbit.query.routine.SqlCode.Typed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A routine in SQL: its statements one after the other; what the last one answers is the result.
 * Any number of threads.
 */
final class SqlRoutine {
  private final NestedStatements statements;
  private final Routine routine;
  private final List<Slot> slots;
  private final List<SqlCode> codes;

  SqlRoutine(NestedStatements statements, Routine routine) {
    this.statements = statements;
    this.routine = routine;
    List<Slot> all = new ArrayList<>();
    ProcedureNames names = new ProcedureNames(null, routine.name(), all);
    for (Routine.Parameter parameter : routine.inputs()) {
      if (!parameter.name().isEmpty()) {
        names.define(parameter.name(), all.size());
      }
      all.add(new Slot(parameter.name(), parameter.type(), false, false));
    }
    slots = List.copyOf(all);
    codes = new ArrayList<>();
    for (ParsedStatement parsed : statements.sql().parse(routine.body())) {
      if (!(parsed.statement() instanceof Utility.Empty)) {
        codes.add(
            new SqlCode(
                statements, new Code(routine.body(), parsed.statement()), names, slots, true));
      }
    }
  }

  List<Slot> slots() {
    return slots;
  }

  /**
   * Refuses a body whose last statement does not answer what the routine is declared to.
   *
   * @throws OrbitException INVALID_FUNCTION_DEFINITION
   */
  void check(Frame frame) {
    for (int i = 0; i < codes.size(); i++) {
      Nested nested = codes.get(i).nested(frame);
      if (i == codes.size() - 1 && routine.result().kind() != TypeKind.VOID) {
        requireResult(nested);
      }
    }
    if (codes.isEmpty() && routine.result().kind() != TypeKind.VOID) {
      throw mismatch(
          "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
    }
  }

  private void requireResult(Nested last) {
    if (!last.returnsRows()) {
      throw mismatch(
          "Function's final statement must be SELECT or INSERT/UPDATE/DELETE RETURNING.");
    }
    CompositeDefinition composite = routine.result().composite();
    int columns = last.columns().size();
    if (composite == null && routine.result().kind() != TypeKind.RECORD && columns != 1) {
      throw mismatch("Final statement must return exactly one column.");
    }
    boolean whole = columns == 1 && last.columns().getFirst().type().kind() == TypeKind.RECORD;
    if (composite != null && columns != composite.shape().types().size() && !whole) {
      throw mismatch(
          "Final statement returns too "
              + (columns < composite.shape().types().size() ? "few" : "many")
              + " columns.");
    }
    for (int i = 0; i < columns && !whole; i++) {
      DataType wanted = composite == null ? routine.result() : composite.shape().types().get(i);
      requireFits(last.columns().get(i), wanted, composite != null, i);
    }
  }

  private void requireFits(ResultColumn column, DataType wanted, boolean ofRow, int index) {
    boolean fits =
        wanted.kind() == TypeKind.RECORD
            || new io.orbit.query.type.StandardCasts()
                    .find(
                        column.type().unmodified(),
                        wanted,
                        io.orbit.query.type.CastContext.ASSIGNMENT)
                != null;
    if (!fits) {
      String given = io.orbit.query.type.TypeNames.displayBase(column.type());
      throw mismatch(
          ofRow
              ? "Final statement returns "
                  + given
                  + " instead of "
                  + io.orbit.query.type.TypeNames.displayBase(wanted)
                  + " at column "
                  + (index + 1)
                  + "."
              : "Actual return type is " + given + ".");
    }
  }

  private OrbitException mismatch(String detail) {
    return new OrbitException(
            ErrorCode.INVALID_FUNCTION_DEFINITION,
            "return type mismatch in function declared to return "
                + (routine.result().composite() != null && routine.result().composite().id() == 0
                    ? "record"
                    : io.orbit.query.type.TypeNames.displayBase(routine.result())))
        .withDetail(detail);
  }

  // ---- running

  /** All rows of the last statement, each a value of the result's type or a row of its fields. */
  List<@Nullable Object[]> run(Frame frame, boolean all) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (int i = 0; i < codes.size(); i++) {
      Nested nested = codes.get(i).nested(frame);
      boolean last = i == codes.size() - 1 && routine.result().kind() != TypeKind.VOID;
      try (Execution execution = nested.run(frame.session, frame.parameters(), frame.mode)) {
        int most = last && !all ? 1 : 1024;
        for (Batch batch = execution.next(most); batch != null; batch = execution.next(most)) {
          if (last) {
            add(rows, nested, batch);
            if (!all) {
              break;
            }
          }
        }
      }
    }
    return rows;
  }

  private static void add(List<@Nullable Object[]> rows, Nested nested, Batch batch) {
    Row.Shape shape = Assignments.shape(nested.columns());
    for (int r = 0; r < batch.rows(); r++) {
      @Nullable Object[] values = new Object[nested.columns().size()];
      for (int c = 0; c < values.length; c++) {
        values[c] = batch.column(c).get(r);
      }
      rows.add(
          new @Nullable Object[] {
            new SqlActions.Returned(
                new Typed(new Row(shape, values), SqlCode.recordType("", shape)))
          });
    }
  }

  NestedStatements statements() {
    return statements;
  }
}
