package io.orbit.query.routine;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.Query;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Row;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Expressions;
import io.orbit.query.plan.BoundStatement.Use;
import io.orbit.query.plan.Scalars;
import io.orbit.query.routine.NestedStatements.Nested;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SQL of a procedure: an expression or a statement over its variables, bound when it runs first and
 * again when what it stands on has changed. Any number of threads.
 */
final class SqlCode {
  private static final @Nullable Object[] NO_ROW = {};

  private final NestedStatements statements;
  private final Code code;
  private final ProcedureNames names;
  private final List<Slot> slots;
  private final boolean columnsFirst;
  private final @Nullable Expression simple;
  private volatile @Nullable Bound bound;
  private volatile @Nullable Prepared prepared;

  /** A value with its type. */
  record Typed(@Nullable Object value, DataType type) {}

  /** An expression that needs no plan. */
  private record Bound(
      long catalogVersion,
      List<Row.Shape> shapes,
      Expressions.@Nullable Compiled compiled,
      int variables,
      DataType type,
      List<Use> uses) {}

  private record Prepared(List<Row.Shape> shapes, Nested nested) {}

  SqlCode(NestedStatements statements, Code code, ProcedureNames names, List<Slot> slots) {
    this(statements, code, names, slots, false);
  }

  SqlCode(
      NestedStatements statements,
      Code code,
      ProcedureNames names,
      List<Slot> slots,
      boolean columnsFirst) {
    this.statements = statements;
    this.code = code;
    this.names = names;
    this.slots = slots;
    this.columnsFirst = columnsFirst;
    simple = onlyExpression(code);
  }

  Code code() {
    return code;
  }

  private static @Nullable Expression onlyExpression(Code code) {
    boolean plain =
        code.statement() instanceof Query query
            && query.with().tables().isEmpty()
            && query.orderBy().isEmpty()
            && query.limit() == null
            && query.offset() == null
            && query.locking().isEmpty();
    if (plain
        && code.statement() instanceof Query query
        && query.body() instanceof Query.Select select
        && select.items().size() == 1
        && select.from().isEmpty()
        && select.where() == null
        && select.groupBy().isEmpty()
        && select.having() == null
        && select.distinct() == null) {
      return select.items().getFirst().expression();
    }
    return null;
  }

  /** The type of a record of that shape that has no name of its own. */
  static DataType recordType(String name, Row.Shape shape) {
    return DataType.of(new CompositeDefinition(0, name, shape));
  }

  // ---- names

  private VariableNames variables(Frame frame) {
    return new VariableNames() {
      @Override
      public Optional<Found> find(List<String> name) {
        ProcedureNames.Found found = names.find(name);
        if (found == null) {
          return Optional.empty();
        }
        if (!found.fields().isEmpty()
            && frame.slots.get(found.slot()).isDynamicRecord()
            && frame.values[found.slot()] == null) {
          throw new OrbitException(
                  ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                  "record \"" + frame.slots.get(found.slot()).name() + "\" is not assigned yet")
              .withDetail("The tuple structure of a not-yet-assigned record is indeterminate.");
        }
        return Optional.of(new Found(found.slot(), frame.type(found.slot()), found.fields()));
      }

      @Override
      public boolean columnsFirst() {
        return columnsFirst;
      }
    };
  }

  private List<DataType> types(Frame frame) {
    List<DataType> types = new ArrayList<>(slots.size());
    for (int i = 0; i < frame.slots.size(); i++) {
      types.add(frame.type(i));
    }
    return types;
  }

  /** The shapes that records have now: a plan is right for one set of them. */
  private List<Row.Shape> shapes(Frame frame) {
    List<Row.Shape> shapes = List.of();
    for (int i = 0; i < frame.slots.size(); i++) {
      if (frame.slots.get(i).isDynamicRecord() && frame.values[i] instanceof Row row) {
        if (shapes.isEmpty()) {
          shapes = new ArrayList<>();
        }
        shapes.add(row.shape());
      }
    }
    return shapes;
  }

  // ---- values

  /** The value of an expression; of a query, that of its only row and column. */
  Typed value(Frame frame) {
    Bound ready = simple == null ? null : bound(frame);
    Expressions.Compiled compiled = ready == null ? null : ready.compiled();
    if (ready != null && compiled != null) {
      for (Use use : ready.uses()) {
        statements
            .catalog(frame.session)
            .object(use.object())
            .ifPresent(object -> frame.session.require(object, use.privilege()));
      }
      Evaluation evaluation =
          statements.evaluation(frame.session, frame.parameters(), ready.variables());
      try {
        return new Typed(compiled.evaluate(evaluation, NO_ROW), ready.type());
      } finally {
        evaluation.end();
      }
    }
    return single(frame);
  }

  private Bound bound(Frame frame) {
    Bound known = bound;
    long version = statements.catalog(frame.session).version();
    List<Row.Shape> shapes = shapes(frame);
    if (known != null && known.catalogVersion() == version && known.shapes().equals(shapes)) {
      return known;
    }
    Bound fresh = bind(frame, version, shapes);
    bound = fresh;
    return fresh;
  }

  /** Without compiled code where it takes a plan after all: subqueries, aggregates. */
  private Bound bind(Frame frame, long version, List<Row.Shape> shapes) {
    Bound planned = new Bound(version, shapes, null, 0, DataType.UNKNOWN, List.of());
    Expression expression = simple;
    if (expression == null) {
      return planned;
    }
    List<Use> uses = new ArrayList<>();
    try {
      Binder.RowExpression row =
          statements
              .binder()
              .bindOverVariables(
                  frame.session,
                  statements.catalog(frame.session),
                  statements.sql(),
                  expression,
                  types(frame),
                  variables(frame),
                  uses);
      if (Scalars.hasSubquery(row.scalar())) {
        return planned;
      }
      return new Bound(
          version,
          shapes,
          Expressions.compile(row.scalar(), List.of()),
          row.variableCount(),
          row.scalar().type(),
          uses);
    } catch (OrbitException toldByThePlan) {
      return planned;
    }
  }

  private Typed single(Frame frame) {
    Nested nested = nested(frame);
    if (nested.columns().size() != 1) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "query returned " + nested.columns().size() + " columns");
    }
    DataType type = nested.columns().getFirst().type();
    try (Execution execution = nested.run(frame.session, frame.parameters(), frame.mode)) {
      Batch batch = execution.next(2);
      if (batch == null) {
        return new Typed(null, type);
      }
      if (batch.rows() > 1 || execution.next(1) != null) {
        throw new OrbitException(
            ErrorCode.CARDINALITY_VIOLATION, "query returned more than one row");
      }
      return new Typed(batch.column(0).get(0), type);
    }
  }

  // ---- statements

  /** The statement, planned for what the variables are now. */
  Nested nested(Frame frame) {
    Prepared known = prepared;
    List<Row.Shape> shapes = shapes(frame);
    if (known != null && known.shapes().equals(shapes) && known.nested().isCurrent(frame.session)) {
      return known.nested();
    }
    Nested fresh = statements.prepare(frame.session, code, types(frame), variables(frame));
    prepared = new Prepared(shapes, fresh);
    return fresh;
  }
}
