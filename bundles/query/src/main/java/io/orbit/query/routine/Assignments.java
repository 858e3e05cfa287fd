package io.orbit.query.routine;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Target;
import io.orbit.api.value.Array;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ArrayParts;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.function.library.ValueOutput;
import io.orbit.query.routine.SqlCode.Typed;
import io.orbit.query.type.CastContext;
import io.orbit.query.type.Casts;
import io.orbit.query.type.StandardCasts;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values into variables, records and their parts. One thread, one run. */
final class Assignments {
  private static final Casts CASTS = new StandardCasts();

  private final NestedStatements statements;
  private final Procedure procedure;
  private final Frame frame;

  Assignments(NestedStatements statements, Procedure procedure, Frame frame) {
    this.statements = statements;
    this.procedure = procedure;
    this.frame = frame;
  }

  // ---- one value

  /** The value as another type has it: by assignment, or by its text. */
  static @Nullable Object converted(
      NestedStatements statements, Frame frame, Typed given, DataType to) {
    DataType from = given.type().kind() == TypeKind.UNKNOWN ? DataType.TEXT : given.type();
    boolean anyRecord = to.kind() == TypeKind.RECORD && to.definition() == null;
    if (from.equals(to) || anyRecord && from.kind() == TypeKind.RECORD) {
      return given.value();
    }
    if (given.value() == null && to.domain() == null) {
      return null;
    }
    Evaluation evaluation = statements.evaluation(frame.session, List.of(), 0);
    ScalarFunction cast = CASTS.find(from, to, CastContext.ASSIGNMENT);
    if (cast != null) {
      return cast.apply(evaluation, new @Nullable Object[] {given.value()});
    }
    if (given.value() == null) {
      return null;
    }
    String text = ValueOutput.of(evaluation, given.value(), from);
    Object parsed =
        ValueText.parse(
            text,
            to,
            io.orbit.query.execute.SessionText.of(frame.session, evaluation.statementMicros()));
    return parsed;
  }

  void assign(Object statement, Target target, Typed given) {
    ProcedureNames.Found found = procedure.namesAt(statement).find(target.name());
    if (found == null) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR,
          "\"" + String.join(".", target.name()) + "\" is not a known variable");
    }
    if (!target.subscripts().isEmpty()) {
      element(target, found, given);
    } else if (found.fields().isEmpty()) {
      set(found.slot(), given);
    } else {
      field(found, given);
    }
  }

  /** A whole variable. */
  void set(int slot, Typed given) {
    Slot variable = frame.slots.get(slot);
    if (variable.constant()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "variable \"" + variable.name() + "\" is declared CONSTANT");
    }
    initialize(slot, given);
  }

  /** As {@link #set}, for a constant too. */
  void initialize(int slot, Typed given) {
    Slot variable = frame.slots.get(slot);
    Object value = converted(statements, frame, given, variable.type());
    if (value == null && variable.notNull()) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED,
          "null value cannot be assigned to variable \""
              + variable.name()
              + "\" declared NOT NULL");
    }
    frame.values[slot] = value;
  }

  private void field(ProcedureNames.Found found, Typed given) {
    Slot variable = frame.slots.get(found.slot());
    CompositeDefinition composite = frame.type(found.slot()).composite();
    if (composite == null || found.fields().size() != 1) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_COLUMN,
          "record \"" + variable.name() + "\" has no field \"" + found.fields().getFirst() + "\"");
    }
    int field = composite.shape().names().indexOf(found.fields().getFirst());
    if (field < 0) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_COLUMN,
          "record \"" + variable.name() + "\" has no field \"" + found.fields().getFirst() + "\"");
    }
    @Nullable Object[] values = new Object[composite.shape().types().size()];
    if (frame.values[found.slot()] instanceof List<?> old) {
      for (int i = 0; i < values.length; i++) {
        values[i] = old.get(i);
      }
    }
    values[field] = converted(statements, frame, given, composite.shape().types().get(field));
    frame.values[found.slot()] = new Row(composite.shape(), values);
  }

  private void element(Target target, ProcedureNames.Found found, Typed given) {
    DataType type = frame.type(found.slot());
    if (type.kind() != TypeKind.ARRAY) {
      throw new OrbitException(
          ErrorCode.DATATYPE_MISMATCH,
          "cannot subscript type "
              + TypeNames.displayBase(type)
              + " because it does not support subscripting");
    }
    List<@Nullable Object> indexes = new ArrayList<>();
    for (Code subscript : target.subscripts()) {
      indexes.add(
          converted(statements, frame, procedure.code(subscript).value(frame), DataType.INT32));
    }
    Object value = converted(statements, frame, given, type.elementType());
    Array old = frame.values[found.slot()] instanceof Array array ? array : null;
    frame.values[found.slot()] = ArrayParts.with(old, indexes, value);
  }

  // ---- rows

  /** A row of a query into targets; nulls where there is none. */
  void row(
      Object statement,
      List<Target> targets,
      List<ResultColumn> columns,
      @Nullable Object @Nullable [] row) {
    if (targets.size() == 1 && isRecord(statement, targets.getFirst())) {
      record(statement, targets.getFirst(), columns, row);
      return;
    }
    for (int i = 0; i < targets.size(); i++) {
      boolean there = row != null && i < row.length;
      Object value = there ? row[i] : null;
      DataType type = there ? columns.get(i).type() : DataType.UNKNOWN;
      assign(statement, targets.get(i), new Typed(value, type));
    }
  }

  private boolean isRecord(Object statement, Target target) {
    ProcedureNames.Found found = procedure.namesAt(statement).find(target.name());
    return found != null
        && found.fields().isEmpty()
        && frame.slots.get(found.slot()).type().kind() == TypeKind.RECORD;
  }

  private void record(
      Object statement,
      Target target,
      List<ResultColumn> columns,
      @Nullable Object @Nullable [] row) {
    ProcedureNames.Found found = procedure.namesAt(statement).find(target.name());
    if (found == null) {
      return;
    }
    Slot variable = frame.slots.get(found.slot());
    boolean whole =
        columns.size() == 1
            && columns.getFirst().type().kind() == TypeKind.RECORD
            && columns.getFirst().type().equals(variable.type());
    if (whole) {
      set(found.slot(), new Typed(row == null ? null : row[0], variable.type()));
      return;
    }
    Row.Shape shape = shape(columns);
    Row value =
        row == null ? new Row(shape, new @Nullable Object[columns.size()]) : new Row(shape, row);
    CompositeDefinition composite = variable.type().composite();
    if (composite == null) {
      frame.values[found.slot()] = value;
      return;
    }
    Row.Shape wanted = composite.shape();
    @Nullable Object[] values = new Object[wanted.types().size()];
    for (int i = 0; i < Math.min(values.length, columns.size()); i++) {
      values[i] =
          converted(
              statements,
              frame,
              new Typed(value.get(i), columns.get(i).type()),
              wanted.types().get(i));
    }
    frame.values[found.slot()] = row == null ? null : new Row(wanted, values);
  }

  static Row.Shape shape(List<ResultColumn> columns) {
    return new Row.Shape(
        columns.stream().map(ResultColumn::name).toList(),
        columns.stream().map(ResultColumn::type).toList());
  }
}
