package io.orbit.query.routine;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.records.RowExpressions.TriggerCall;
import io.orbit.api.security.Session;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.query.routine.NestedStatements.Mode;
import io.orbit.query.routine.SqlCode.Typed;
import io.orbit.query.type.UserTypes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls of triggers, whatever wrote the row. Any number of threads. */
public final class TriggerCalls {
  /** What a trigger's function finds: OLD, NEW and the variables whose names begin with TG. */
  static final List<Slot> VARIABLES =
      List.of(
          slot("new", DataType.RECORD),
          slot("old", DataType.RECORD),
          slot("tg_name", DataType.NAME),
          slot("tg_when", DataType.TEXT),
          slot("tg_level", DataType.TEXT),
          slot("tg_op", DataType.TEXT),
          slot("tg_relid", DataType.OID),
          slot("tg_relname", DataType.NAME),
          slot("tg_table_name", DataType.NAME),
          slot("tg_table_schema", DataType.NAME),
          slot("tg_nargs", DataType.INT32),
          slot("tg_argv", DataType.array(DataType.TEXT)));

  private static final int NEW = 0;
  private static final int OLD = 1;
  private static final @Nullable Object[] AS_IT_IS = {};

  private record Condition(long version, SqlCode code) {}

  private record Shaped(long version, Row.Shape shape) {}

  private final RoutineCalls calls;
  private final Map<Long, Condition> conditions = new ConcurrentHashMap<>();
  private final Map<Long, Shaped> shapes = new ConcurrentHashMap<>();
  private final Map<Long, Deque<TriggerCall>> running = new ConcurrentHashMap<>();

  TriggerCalls(RoutineCalls calls) {
    this.calls = calls;
  }

  private static Slot slot(String name, DataType type) {
    return new Slot(name, type, false, false);
  }

  /** The same for a table whose rows OLD and NEW are; they are null where there is none. */
  static List<Slot> variables(CatalogView catalog, long table) {
    if (!(catalog.object(table).orElse(null) instanceof Collection found)) {
      return VARIABLES;
    }
    DataType type = UserTypes.rowType(found);
    List<Slot> variables = new ArrayList<>(VARIABLES);
    variables.set(NEW, slot("new", type));
    variables.set(OLD, slot("old", type));
    return List.copyOf(variables);
  }

  /** See {@link io.orbit.api.records.RowExpressions#fire}. */
  public @Nullable Object @Nullable [] fire(Session session, TriggerCall call) {
    Trigger trigger = call.trigger();
    NestedStatements statements = calls.statements();
    List<@Nullable Object> variables = variables(statements, session, call);
    if (!trigger.whenText().isEmpty() && !holds(statements, session, call, variables)) {
      return AS_IT_IS;
    }
    if (!(statements.catalog(session).object(trigger.routine()).orElse(null)
        instanceof Routine routine)) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_FUNCTION,
          "the function of trigger \"" + trigger.name() + "\" does not exist");
    }
    Deque<TriggerCall> stack = running.computeIfAbsent(session.id(), id -> new ArrayDeque<>());
    stack.push(call);
    try {
      Object result = calls.trigger(session, routine, call.collection().id(), variables);
      boolean beforeRow = trigger.row() && trigger.timing() != Trigger.Timing.AFTER;
      return beforeRow ? answered(statements, session, call, result) : AS_IT_IS;
    } finally {
      stack.pop();
      if (stack.isEmpty()) {
        running.remove(session.id());
      }
    }
  }

  /** What a BEFORE ROW trigger answered as a row of its table. */
  private @Nullable Object @Nullable [] answered(
      NestedStatements statements, Session session, TriggerCall call, @Nullable Object result) {
    if (!(result instanceof Row row)) {
      return null;
    }
    if (call.row() == null) {
      return AS_IT_IS;
    }
    Row.Shape wanted = shape(call.collection());
    if (row.size() != wanted.types().size()) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "returned row structure does not match the structure of the triggering table")
          .withDetail(
              "Number of returned columns ("
                  + row.size()
                  + ") does not match expected column count ("
                  + wanted.types().size()
                  + ").");
    }
    if (row.shape().equals(wanted)) {
      return row.toArray();
    }
    Frame frame = new Frame(session, List.of(), new Mode(true, false), false);
    @Nullable Object[] values = new Object[row.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          Assignments.converted(
              statements, frame, new Typed(row.get(i), row.type(i)), wanted.types().get(i));
    }
    return values;
  }

  private Row.Shape shape(Collection table) {
    Shaped known = shapes.get(table.id());
    if (known != null && known.version() == table.version()) {
      return known.shape();
    }
    Row.Shape shape =
        new Row.Shape(
            table.columns().stream().map(Column::name).toList(),
            table.columns().stream().map(Column::type).toList());
    shapes.put(table.id(), new Shaped(table.version(), shape));
    return shape;
  }

  private List<@Nullable Object> variables(
      NestedStatements statements, Session session, TriggerCall call) {
    Collection table = call.collection();
    Trigger trigger = call.trigger();
    Row.Shape shape = shape(table);
    String schema =
        statements.catalog(session).object(table.schema()).map(CatalogObject::name).orElse("");
    List<@Nullable Object> variables = new ArrayList<>(VARIABLES.size());
    @Nullable Object[] row = call.row();
    @Nullable Object[] old = call.old();
    variables.add(row == null ? null : new Row(shape, row.clone()));
    variables.add(old == null ? null : new Row(shape, old.clone()));
    variables.add(trigger.name());
    variables.add(trigger.timing().name().replace('_', ' '));
    variables.add(trigger.row() ? "ROW" : "STATEMENT");
    variables.add(call.event().name());
    variables.add(table.id());
    variables.add(table.name());
    variables.add(table.name());
    variables.add(schema);
    variables.add(trigger.arguments().size());
    variables.add(
        trigger.arguments().isEmpty()
            ? Array.EMPTY
            : new Array(
                List.copyOf(trigger.arguments()), List.of(trigger.arguments().size()), List.of(0)));
    return variables;
  }

  private boolean holds(
      NestedStatements statements,
      Session session,
      TriggerCall call,
      List<@Nullable Object> variables) {
    Frame frame =
        new Frame(
            session,
            variables(statements.catalog(session), call.collection().id()),
            new Mode(false, false),
            false);
    frame.values[NEW] = variables.get(NEW);
    frame.values[OLD] = variables.get(OLD);
    return Boolean.TRUE.equals(condition(statements, call).value(frame).value());
  }

  private SqlCode condition(NestedStatements statements, TriggerCall call) {
    Trigger trigger = call.trigger();
    Condition known = conditions.get(trigger.id());
    if (known != null && known.version() == call.collection().version()) {
      return known.code();
    }
    SqlCode code = condition(statements, trigger.whenText());
    conditions.put(trigger.id(), new Condition(call.collection().version(), code));
    return code;
  }

  private static SqlCode condition(NestedStatements statements, String text) {
    ProcedureNames names = new ProcedureNames(null, "", VARIABLES);
    names.define("new", NEW);
    names.define("old", OLD);
    String sql = "SELECT " + text;
    Code code = new Code(sql, statements.sql().parse(sql).getFirst().statement());
    return new SqlCode(statements, code, names, VARIABLES);
  }

  /** Reads a condition once, as CREATE TRIGGER does, over a row of nulls. */
  public void check(Session session, Collection table, Trigger trigger) {
    Row.Shape shape = shape(table);
    Frame frame = new Frame(session, VARIABLES, new Mode(false, false), false);
    Row nothing = new Row(shape, new @Nullable Object[shape.types().size()]);
    boolean hasNew = !trigger.events().contains(Trigger.Event.DELETE) && trigger.row();
    boolean hasOld = !trigger.events().contains(Trigger.Event.INSERT) && trigger.row();
    frame.values[NEW] = hasNew ? nothing : null;
    frame.values[OLD] = hasOld ? nothing : null;
    DataType type = type(frame, trigger);
    if (!type.equals(DataType.BOOLEAN)) {
      throw new OrbitException(
          ErrorCode.DATATYPE_MISMATCH,
          "argument of WHEN must be type boolean, not type "
              + io.orbit.query.type.TypeNames.displayBase(type));
    }
  }

  private DataType type(Frame frame, Trigger trigger) {
    try {
      return condition(calls.statements(), trigger.whenText()).value(frame).type();
    } catch (OrbitException unfit) {
      if (unfit.code() != ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE) {
        throw unfit;
      }
      String message =
          !trigger.row()
              ? "statement trigger's WHEN condition cannot reference column values"
              : frame.values[NEW] == null
                  ? "DELETE trigger's WHEN condition cannot reference NEW values"
                  : "INSERT trigger's WHEN condition cannot reference OLD values";
      throw new OrbitException(ErrorCode.INVALID_OBJECT_DEFINITION, message);
    }
  }

  /** How deep triggers stand in each other now. */
  public int depth(Session session) {
    Deque<TriggerCall> stack = running.get(session.id());
    return stack == null ? 0 : stack.size();
  }

  // ---- transition tables

  /** The transition table of that name of the trigger that runs now. */
  public Optional<VirtualTable> transition(Session session, String name) {
    Deque<TriggerCall> stack = running.get(session.id());
    TriggerCall call = stack == null ? null : stack.peek();
    if (call == null) {
      return Optional.empty();
    }
    return call.trigger().oldTable().equals(name) || call.trigger().newTable().equals(name)
        ? Optional.of(new TransitionTable(this, call.collection(), name))
        : Optional.empty();
  }

  List<@Nullable Object[]> transitionRows(Session session, String name) {
    Deque<TriggerCall> stack = running.get(session.id());
    TriggerCall call = stack == null ? null : stack.peek();
    if (call == null) {
      return List.of();
    }
    return call.trigger().oldTable().equals(name) ? call.before() : call.after();
  }
}
