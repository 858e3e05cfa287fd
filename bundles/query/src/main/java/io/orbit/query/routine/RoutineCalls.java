package io.orbit.query.routine;

import io.orbit.api.catalog.Routine;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.api.value.TypeKind;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.routine.NestedStatements.Acting;
import io.orbit.query.routine.NestedStatements.Mode;
import io.orbit.query.routine.SqlCode.Typed;
import io.orbit.query.type.TemporarySchema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Calls of what users defined, each compiled once per version of it. Any number of threads. */
public final class RoutineCalls {
  /** Calls within calls; each takes some kilobytes of stack. */
  private static final int DEEPEST = 100;

  private record Compiled(
      long version, long catalogVersion, @Nullable Procedure procedure, @Nullable SqlRoutine sql) {}

  /** Names mean what the search path of the caller makes them mean. */
  private record Key(long routine, long table, String path) {}

  private final Map<Key, Compiled> compiled = new ConcurrentHashMap<>();
  private final Map<Long, Integer> depths = new ConcurrentHashMap<>();
  private final TriggerCalls triggers = new TriggerCalls(this);
  private volatile @Nullable NestedStatements nested;

  /** Told once, when the engine is put together, what runs statements. */
  public void runBy(NestedStatements statements) {
    nested = statements;
  }

  /** What fires triggers. */
  public TriggerCalls triggers() {
    return triggers;
  }

  NestedStatements statements() {
    NestedStatements statements = nested;
    if (statements == null) {
      throw new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, "the query engine is not running");
    }
    return statements;
  }

  private Routine routine(Session session, long id) {
    return statements().catalog(session).object(id).orElse(null) instanceof Routine routine
        ? routine
        : missing(id);
  }

  private static Routine missing(long id) {
    throw new OrbitException(
        ErrorCode.UNDEFINED_FUNCTION, "function with OID " + id + " does not exist");
  }

  // ---- compiling

  private Compiled compiled(Session session, Routine routine) {
    return compiled(session, routine, 0);
  }

  /** Of a trigger's function each table has its own, since its records have other fields. */
  private Compiled compiled(Session session, Routine routine, long table) {
    Key key =
        new Key(
            routine.id(),
            table,
            session.settings().getOrDefault("search_path", "")
                + ";"
                + session.settings().getOrDefault(TemporarySchema.MARK, ""));
    long catalogVersion = statements().catalog(session).version();
    Compiled known = compiled.get(key);
    if (known != null
        && known.version() == routine.version()
        && known.catalogVersion() == catalogVersion) {
      return known;
    }
    Compiled fresh =
        routine.language().equals("sql")
            ? new Compiled(
                routine.version(), catalogVersion, null, new SqlRoutine(statements(), routine))
            : new Compiled(
                routine.version(),
                catalogVersion,
                new ProcedureCompiler(statements(), session)
                    .compile(
                        routine.name(),
                        routine.body(),
                        routine.parameters(),
                        routine.trigger()
                            ? TriggerCalls.variables(statements().catalog(session), table)
                            : List.of()),
                null);
    if (compiled.size() > 10_000) {
      compiled.clear();
    }
    compiled.put(key, fresh);
    return fresh;
  }

  /**
   * Reads a body, as CREATE does, so that a bad one is refused.
   *
   * @throws OrbitException SYNTAX_ERROR, INVALID_FUNCTION_DEFINITION and what binding finds
   */
  public void check(Session session, Routine routine) {
    try {
      if (routine.language().equals("sql")) {
        SqlRoutine sql = new SqlRoutine(statements(), routine);
        sql.check(new Frame(session, sql.slots(), new Mode(true, false), false));
        return;
      }
      new ProcedureCompiler(statements(), session)
          .compile(
              routine.name(),
              routine.body(),
              routine.parameters(),
              routine.trigger() ? TriggerCalls.VARIABLES : List.of());
    } catch (OrbitException inside) {
      throw inside.at(-1);
    }
  }

  // ---- calling

  /** A function's value. */
  @Nullable Object call(Evaluation evaluation, long id, @Nullable Object[] arguments) {
    evaluation.transaction();
    Session session = evaluation.session();
    Routine routine = routine(session, id);
    if (routine.trigger()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "trigger functions can only be called as triggers");
    }
    return guarded(
        session,
        routine,
        () -> {
          List<@Nullable Object[]> rows =
              run(session, routine, arguments, mode(routine, false), false, false);
          if (routine.result().kind() == TypeKind.VOID) {
            return "";
          }
          return rows.isEmpty() ? null : value(session, routine, rows.getFirst());
        });
  }

  /** A function's rows, each with its columns. */
  Iterator<@Nullable Object[]> rows(Evaluation evaluation, long id, @Nullable Object[] arguments) {
    evaluation.transaction();
    Session session = evaluation.session();
    Routine routine = routine(session, id);
    for (Object argument : arguments) {
      if (argument == null && routine.strict()) {
        return List.<@Nullable Object[]>of().iterator();
      }
    }
    return guarded(
        session,
        routine,
        () -> {
          List<@Nullable Object[]> rows =
              run(session, routine, arguments, mode(routine, false), routine.returnsSet(), false);
          CompositeDefinition composite = routine.result().composite();
          List<@Nullable Object[]> shaped = new ArrayList<>(rows.size());
          for (@Nullable Object[] row : rows) {
            shaped.add(columns(session, routine, composite, row));
          }
          return shaped.iterator();
        });
  }

  /**
   * A procedure's outputs.
   *
   * @param outside whether a client calls it outside of a transaction of its own, so that it may
   *     end transactions
   */
  public @Nullable Object[] callProcedure(
      Session session, Routine routine, @Nullable Object[] arguments, boolean outside) {
    return guarded(
        session,
        routine,
        () -> {
          boolean ends = outside && !routine.securityDefiner() && routine.settings().isEmpty();
          List<@Nullable Object[]> rows =
              run(session, routine, arguments, new Mode(true, true), false, ends);
          CompositeDefinition composite = routine.result().composite();
          return rows.isEmpty()
              ? new @Nullable Object[0]
              : columns(session, routine, composite, rows.getFirst());
        });
  }

  /** An anonymous block. */
  public void block(Session session, String language, String body, boolean outside) {
    if (!language.equals("plpgsql")) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "language \"" + language + "\" does not support inline code execution");
    }
    Procedure procedure =
        new ProcedureCompiler(statements(), session)
            .compile("inline_code_block", body, List.of(), List.of());
    Frame frame = new Frame(session, procedure.slots(), new Mode(true, true), outside);
    deeper(
        session,
        () -> {
          new Interpreter(statements(), procedure, frame).run();
          return frame;
        });
  }

  private static Mode mode(Routine routine, boolean newSnapshots) {
    return new Mode(routine.volatility() == Routine.Volatility.VOLATILE, newSnapshots);
  }

  // ---- around a call

  interface Body<T> {
    T run();
  }

  /** Under the owner's rights and the settings that the routine is declared with. */
  <T> T guarded(Session session, Routine routine, Body<T> body) {
    Map<String, @Nullable String> before = new HashMap<>();
    for (Map.Entry<String, String> setting : routine.settings().entrySet()) {
      before.put(setting.getKey(), session.settings().get(setting.getKey()));
      session.settings().put(setting.getKey(), setting.getValue());
    }
    Acting acting =
        routine.securityDefiner() ? statements().actAs(session, routine.owner()) : () -> {};
    try {
      return deeper(session, body);
    } finally {
      acting.close();
      before.forEach(
          (name, value) -> {
            if (value == null) {
              session.settings().remove(name);
            } else {
              session.settings().put(name, value);
            }
          });
    }
  }

  private <T> T deeper(Session session, Body<T> body) {
    int depth = depths.merge(session.id(), 1, Integer::sum);
    try {
      if (depth > DEEPEST) {
        throw tooDeep();
      }
      return body.run();
    } catch (OrbitException inside) {
      throw inside.position() < 0 ? inside : inside.at(-1);
    } catch (StackOverflowError overflow) {
      throw tooDeep();
    } finally {
      if (depth == 1) {
        depths.remove(session.id());
      } else {
        depths.put(session.id(), depth - 1);
      }
    }
  }

  private static OrbitException tooDeep() {
    return new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded")
        .withHint("Calls may stand " + DEEPEST + " deep in each other.");
  }

  // ---- running

  private List<@Nullable Object[]> run(
      Session session,
      Routine routine,
      @Nullable Object[] arguments,
      Mode mode,
      boolean all,
      boolean endsTransactions) {
    Compiled ready = compiled(session, routine);
    SqlRoutine sql = ready.sql();
    Procedure procedure = ready.procedure();
    if (sql != null) {
      Frame frame = new Frame(session, sql.slots(), mode, false);
      System.arraycopy(arguments, 0, frame.values, 0, arguments.length);
      return sql.run(frame, all);
    }
    if (procedure == null) {
      throw new IllegalStateException(routine.name());
    }
    Frame frame = new Frame(session, procedure.slots(), mode, endsTransactions);
    for (int i = 0; i < arguments.length; i++) {
      frame.values[procedure.arguments().get(i)] = arguments[i];
    }
    boolean returned = new Interpreter(statements(), procedure, frame).run();
    return routine.returnsSet() ? frame.rows : one(routine, procedure, frame, returned);
  }

  /** The row of a routine that answers one: its outputs, or what RETURN said. */
  private static List<@Nullable Object[]> one(
      Routine routine, Procedure procedure, Frame frame, boolean returned) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    if (!procedure.outputs().isEmpty()) {
      @Nullable Object[] row = new Object[procedure.outputs().size()];
      for (int i = 0; i < row.length; i++) {
        row[i] = frame.values[procedure.outputs().get(i)];
      }
      rows.add(row);
      return rows;
    }
    Typed result = frame.result;
    if (!returned && routine.result().kind() != TypeKind.VOID) {
      throw new OrbitException(
              ErrorCode.RAISE_EXCEPTION, "control reached end of function without RETURN")
          .withSqlState("2F005");
    }
    Object value =
        new SqlActions.Returned(result == null ? new Typed(null, DataType.UNKNOWN) : result);
    rows.add(new @Nullable Object[] {value});
    return rows;
  }

  // ---- results

  /** A row as one value of the routine's type. */
  private @Nullable Object value(Session session, Routine routine, @Nullable Object[] row) {
    CompositeDefinition composite = routine.result().composite();
    if (row.length == 1 && row[0] instanceof SqlActions.Returned returned) {
      return composite == null
          ? single(session, routine.result(), returned.value())
          : whole(session, composite, returned.value());
    }
    return composite == null ? row[0] : new Row(composite.shape(), row);
  }

  private @Nullable Object single(Session session, DataType type, Typed value) {
    Typed given = value;
    boolean row = value.value() instanceof Row fields && fields.size() == 1;
    if (row && type.kind() != TypeKind.RECORD && value.value() instanceof Row fields) {
      given = new Typed(fields.get(0), fields.type(0));
    }
    return Assignments.converted(statements(), plain(session), given, type);
  }

  private @Nullable Object whole(Session session, CompositeDefinition composite, Typed value) {
    if (value.value() instanceof Row row
        && row.size() == 1
        && row.get(0) instanceof Row inner
        && composite.shape().types().size() != 1) {
      return Assignments.converted(
          statements(),
          plain(session),
          new Typed(inner, SqlCode.recordType("", inner.shape())),
          DataType.of(composite));
    }
    return Assignments.converted(statements(), plain(session), value, DataType.of(composite));
  }

  private static Frame plain(Session session) {
    return new Frame(session, List.of(), new Mode(true, false), false);
  }

  /** A row as the columns that FROM shows. */
  private @Nullable Object[] columns(
      Session session,
      Routine routine,
      @Nullable CompositeDefinition composite,
      @Nullable Object[] row) {
    if (composite == null) {
      if (routine.result().kind() == TypeKind.RECORD
          && row.length == 1
          && row[0] instanceof SqlActions.Returned returned
          && returned.value().value() instanceof Row fields) {
        return fields.toArray();
      }
      return new @Nullable Object[] {value(session, routine, row)};
    }
    Object whole = value(session, routine, row);
    return whole instanceof List<?> fields
        ? fields.toArray()
        : new @Nullable Object[composite.shape().types().size()];
  }

  // ---- triggers

  /** Runs a trigger's function over variables that are set already. */
  @Nullable Object trigger(
      Session session, Routine routine, long table, List<@Nullable Object> variables) {
    return guarded(
        session,
        routine,
        () -> {
          Procedure procedure = compiled(session, routine, table).procedure();
          if (procedure == null) {
            throw new OrbitException(
                ErrorCode.WRONG_OBJECT_TYPE,
                "function " + routine.name() + " cannot be used as a trigger");
          }
          Frame frame = new Frame(session, procedure.slots(), new Mode(true, false), false);
          for (int i = 0; i < variables.size(); i++) {
            frame.values[i] = variables.get(i);
          }
          boolean returned = new Interpreter(statements(), procedure, frame).run();
          if (!returned) {
            throw new OrbitException(
                    ErrorCode.RAISE_EXCEPTION,
                    "control reached end of trigger procedure without RETURN")
                .withSqlState("2F005");
          }
          Typed result = frame.result;
          return result == null ? null : result.value();
        });
  }
}
