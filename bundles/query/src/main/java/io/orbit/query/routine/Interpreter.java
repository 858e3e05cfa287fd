package io.orbit.query.routine;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.ProcedureStatement;
import io.orbit.api.query.tree.ProcedureStatement.Block;
import io.orbit.api.query.tree.ProcedureStatement.Branch;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.ProcedureStatement.Declaration;
import io.orbit.api.query.tree.ProcedureStatement.Handler;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.ValueOrder;
import io.orbit.query.routine.SqlCode.Typed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a procedure: blocks, choices, loops, errors. One thread, one run. */
final class Interpreter {
  private final NestedStatements statements;
  private final Procedure procedure;
  private final Frame frame;
  private final Assignments assignments;
  private final SqlActions actions;
  private final Raising raising;

  /** What a statement did to the way on; null is none. */
  private sealed interface Way {
    record Exit(String label) implements Way {}

    record Continue(String label) implements Way {}

    record Return() implements Way {}
  }

  private static final Way RETURN = new Way.Return();

  Interpreter(NestedStatements statements, Procedure procedure, Frame frame) {
    this.statements = statements;
    this.procedure = procedure;
    this.frame = frame;
    assignments = new Assignments(statements, procedure, frame);
    actions = new SqlActions(statements, procedure, frame, assignments);
    raising = new Raising(statements, procedure, frame);
  }

  /** True when RETURN ended it. */
  boolean run() {
    frame.values[procedure.found()] = false;
    try {
      Way way = block(procedure.body());
      return way instanceof Way.Return;
    } finally {
      frame.end();
    }
  }

  // ---- blocks

  private @Nullable Way block(Block block) {
    for (Declaration declaration : block.declarations()) {
      declare(declaration);
    }
    Way way = block.handlers().isEmpty() ? body(block.body()) : guarded(block);
    return way instanceof Way.Exit exit
            && !exit.label().isEmpty()
            && exit.label().equals(block.label())
        ? null
        : way;
  }

  private void declare(Declaration declaration) {
    if (!declaration.aliasFor().isEmpty()) {
      return;
    }
    int slot = procedure.slotOf(declaration);
    if (declaration.cursor() != null) {
      frame.values[slot] = declaration.name();
      return;
    }
    frame.values[slot] = null;
    Code value = declaration.value();
    Typed given =
        value == null ? new Typed(null, DataType.UNKNOWN) : procedure.code(value).value(frame);
    Slot variable = frame.slots.get(slot);
    if (value != null || variable.notNull() || variable.type().domain() != null) {
      assignments.initialize(slot, given);
    }
  }

  /** A block with handlers is a savepoint: what it did is undone before a handler runs. */
  private @Nullable Way guarded(Block block) {
    Transaction transaction = frame.session.transaction();
    if (transaction == null) {
      throw new OrbitException(ErrorCode.INTERNAL_ERROR, "a procedure without a transaction");
    }
    long savepoint = transaction.savepoint();
    try {
      Way way = body(block.body());
      transaction.release(savepoint);
      return way;
    } catch (OrbitException error) {
      Handler handler =
          block.handlers().stream()
              .filter(one -> Conditions.takes(one.conditions(), error))
              .findFirst()
              .orElse(null);
      if (handler == null || !transaction.isActive()) {
        throw error;
      }
      transaction.rollbackTo(savepoint);
      transaction.release(savepoint);
      if (frame.session.isFailed()) {
        frame.session.unfail();
      }
      return handle(handler, error);
    }
  }

  private @Nullable Way handle(Handler handler, OrbitException error) {
    OrbitException before = frame.handled;
    Object state = frame.values[procedure.state()];
    Object message = frame.values[procedure.message()];
    frame.handled = error;
    frame.values[procedure.state()] = error.sqlState();
    frame.values[procedure.message()] = error.getMessage();
    try {
      return body(handler.body());
    } finally {
      frame.handled = before;
      frame.values[procedure.state()] = state;
      frame.values[procedure.message()] = message;
    }
  }

  private @Nullable Way body(List<ProcedureStatement> body) {
    for (ProcedureStatement statement : body) {
      Way way = statement(statement);
      if (way != null) {
        return way;
      }
    }
    return null;
  }

  // ---- statements

  private @Nullable Way statement(ProcedureStatement statement) {
    switch (statement) {
      case Block block -> {
        return block(block);
      }
      case ProcedureStatement.Choice choice -> {
        return choice(choice);
      }
      case ProcedureStatement.Switch choice -> {
        return choice(choice);
      }
      case ProcedureStatement.Loop loop -> {
        return loop(loop);
      }
      case ProcedureStatement.ForRange loop -> {
        return range(loop);
      }
      case ProcedureStatement.ForRows loop -> {
        return rows(loop);
      }
      case ProcedureStatement.ForEach loop -> {
        return elements(loop);
      }
      case ProcedureStatement.Leave leave -> {
        Code condition = leave.condition();
        if (condition != null && !holds(condition)) {
          return null;
        }
        return leave.exit() ? new Way.Exit(leave.label()) : new Way.Continue(leave.label());
      }
      case ProcedureStatement.Return value -> {
        Code code = value.value();
        frame.result = code == null ? null : procedure.code(code).value(frame);
        return RETURN;
      }
      case ProcedureStatement.Assign assign ->
          assignments.assign(assign, assign.target(), procedure.code(assign.value()).value(frame));
      case ProcedureStatement.Raise raise -> raising.raise(raise);
      case ProcedureStatement.Assertion assertion -> raising.check(assertion);
      case ProcedureStatement.Nothing nothing -> {}
      default -> actions.run(statement);
    }
    return null;
  }

  private boolean holds(Code condition) {
    Typed value = procedure.code(condition).value(frame);
    Object truth =
        value.type().kind() == TypeKind.BOOLEAN
            ? value.value()
            : Assignments.converted(statements, frame, value, DataType.BOOLEAN);
    return Boolean.TRUE.equals(truth);
  }

  private @Nullable Way choice(ProcedureStatement.Choice choice) {
    for (Branch branch : choice.branches()) {
      if (holds(branch.condition())) {
        return body(branch.body());
      }
    }
    return otherwise(choice.otherwise(), choice.isCase());
  }

  private @Nullable Way otherwise(@Nullable List<ProcedureStatement> body, boolean required) {
    if (body != null) {
      return body(body);
    }
    if (required) {
      throw new OrbitException(ErrorCode.RAISE_EXCEPTION, "case not found")
          .withHint("CASE statement is missing ELSE part.")
          .withSqlState("20000");
    }
    return null;
  }

  private @Nullable Way choice(ProcedureStatement.Switch choice) {
    Typed operand = procedure.code(choice.operand()).value(frame);
    for (int i = 0; i < choice.values().size(); i++) {
      for (Code code : choice.values().get(i)) {
        if (equal(operand, procedure.code(code).value(frame))) {
          return body(choice.bodies().get(i));
        }
      }
    }
    return otherwise(choice.otherwise(), true);
  }

  private boolean equal(Typed operand, Typed value) {
    DataType type = operand.type().kind() == TypeKind.UNKNOWN ? DataType.TEXT : operand.type();
    Object other = Assignments.converted(statements, frame, value, type.unmodified());
    return operand.value() != null
        && other != null
        && ValueOrder.equal(operand.value(), other, type.unmodified());
  }

  // ---- loops

  /** What a loop does about the way its body went. */
  private enum After {
    NEXT,
    END,
    PASS_ON
  }

  private static After after(@Nullable Way way, String label) {
    return switch (way) {
      case null -> After.NEXT;
      case Way.Return back -> After.PASS_ON;
      case Way.Exit exit ->
          exit.label().isEmpty() || exit.label().equals(label) ? After.END : After.PASS_ON;
      case Way.Continue next ->
          next.label().isEmpty() || next.label().equals(label) ? After.NEXT : After.PASS_ON;
    };
  }

  private @Nullable Way loop(ProcedureStatement.Loop loop) {
    Code condition = loop.condition();
    while (condition == null || holds(condition)) {
      frame.session.checkCanceled();
      Way way = body(loop.body());
      switch (after(way, loop.label())) {
        case NEXT -> {}
        case END -> {
          return null;
        }
        case PASS_ON -> {
          return way;
        }
      }
    }
    return null;
  }

  private @Nullable Way range(ProcedureStatement.ForRange loop) {
    int low = bound(loop.low(), "lower bound of FOR loop cannot be null");
    int high = bound(loop.high(), "upper bound of FOR loop cannot be null");
    Code by = loop.step();
    int step = by == null ? 1 : bound(by, "BY value of FOR loop cannot be null");
    if (step <= 0) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "BY value of FOR loop must be greater than zero");
    }
    int slot = procedure.slotOf(loop);
    boolean ran = false;
    Way result = null;
    for (long i = low; loop.reverse() ? i >= high : i <= high; i += loop.reverse() ? -step : step) {
      ran = true;
      frame.session.checkCanceled();
      frame.values[slot] = (int) i;
      Way way = body(loop.body());
      After after = after(way, loop.label());
      if (after == After.PASS_ON) {
        result = way;
      }
      if (after != After.NEXT) {
        break;
      }
    }
    frame.values[procedure.found()] = ran;
    return result;
  }

  private int bound(Code code, String message) {
    Object value =
        Assignments.converted(statements, frame, procedure.code(code).value(frame), DataType.INT32);
    if (value == null) {
      throw new OrbitException(ErrorCode.NULL_VALUE_NOT_ALLOWED, message);
    }
    return (Integer) value;
  }

  private @Nullable Way rows(ProcedureStatement.ForRows loop) {
    boolean ran = false;
    Way result = null;
    try (RowLoop rows = actions.open(loop)) {
      while (rows.next()) {
        ran = true;
        frame.session.checkCanceled();
        assignments.row(loop, loop.targets(), rows.columns(), rows.row());
        Way way = body(loop.body());
        After after = after(way, loop.label());
        if (after == After.PASS_ON) {
          result = way;
        }
        if (after != After.NEXT) {
          break;
        }
      }
      if (!ran) {
        assignments.row(loop, loop.targets(), rows.columns(), null);
      }
    }
    frame.values[procedure.found()] = ran;
    return result;
  }

  private @Nullable Way elements(ProcedureStatement.ForEach loop) {
    Typed array = procedure.code(loop.array()).value(frame);
    if (array.value() == null) {
      throw new OrbitException(
          ErrorCode.NULL_VALUE_NOT_ALLOWED, "FOREACH expression must not be null");
    }
    if (!(array.value() instanceof Array values)) {
      throw new OrbitException(
          ErrorCode.DATATYPE_MISMATCH, "FOREACH expression must yield an array");
    }
    boolean ran = false;
    Way result = null;
    for (Typed element : slices(values, array.type(), loop.slice())) {
      ran = true;
      frame.session.checkCanceled();
      assignments.assign(loop, loop.target(), element);
      Way way = body(loop.body());
      After after = after(way, loop.label());
      if (after == After.PASS_ON) {
        result = way;
      }
      if (after != After.NEXT) {
        break;
      }
    }
    frame.values[procedure.found()] = ran;
    return result;
  }

  /** The elements of an array, or its parts of so many dimensions. */
  private static List<Typed> slices(Array array, DataType type, int slice) {
    if (slice > array.dimensions().size()) {
      throw new OrbitException(
          ErrorCode.ARRAY_SUBSCRIPT_ERROR,
          "slice dimension ("
              + slice
              + ") is out of the valid range 0.."
              + array.dimensions().size());
    }
    List<Typed> parts = new ArrayList<>();
    if (slice == 0) {
      array.elements().forEach(element -> parts.add(new Typed(element, type.elementType())));
      return parts;
    }
    int from = array.dimensions().size() - slice;
    List<Integer> dimensions = array.dimensions().subList(from, array.dimensions().size());
    List<Integer> bounds = array.lowerBounds().subList(from, array.lowerBounds().size());
    int size = dimensions.stream().reduce(1, (a, b) -> a * b);
    for (int i = 0; i < array.elements().size(); i += size) {
      parts.add(
          new Typed(new Array(array.elements().subList(i, i + size), dimensions, bounds), type));
    }
    return parts;
  }
}
