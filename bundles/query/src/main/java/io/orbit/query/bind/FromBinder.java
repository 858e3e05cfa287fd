package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Query;
import io.orbit.api.records.Sequences;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.function.Lockstep;
import io.orbit.query.function.TableFunction;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.JoinKind;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import io.orbit.query.routine.RoutineFunction;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds FROM clauses. */
final class FromBinder {
  private final BindContext context;
  private final QueryBinder queries;
  private final Scope outer;
  private final boolean withKeys;

  /**
   * @param outer what lateral items and common tables are looked up in
   * @param withKeys whether scans bring their record keys (for FOR UPDATE)
   */
  FromBinder(BindContext context, QueryBinder queries, Scope outer, boolean withKeys) {
    this.context = context;
    this.queries = queries;
    this.outer = outer;
    this.withKeys = withKeys;
  }

  /** All items of a FROM list, joined; none is one empty row. */
  Scope.Bound bind(List<From> items) {
    Plan plan = new Plan.Unit();
    List<Scope.Item> names = new ArrayList<>();
    for (From item : items) {
      Scope.Bound bound = bind(item, names);
      boolean lateral = uses(bound.plan(), plan);
      plan =
          plan instanceof Plan.Unit
              ? bound.plan()
              : new Plan.Join(JoinKind.INNER, plan, bound.plan(), Scalar.Constant.TRUE, lateral);
      names.addAll(bound.items());
      checkAliases(names);
    }
    return new Scope.Bound(plan, names);
  }

  private static void checkAliases(List<Scope.Item> names) {
    new Scope(null).addAll(names);
  }

  private static boolean uses(Plan right, Plan left) {
    Set<Variable> free = Plans.free(right);
    return left.outputs().stream().anyMatch(free::contains);
  }

  /** One item; {@code before} are the items to its left, for LATERAL. */
  private Scope.Bound bind(From item, List<Scope.Item> before) {
    return switch (item) {
      case From.Table table -> table(table);
      case From.Subquery subquery -> subquery(subquery, before);
      case From.Function function -> function(function, before);
      case From.Join join -> join(join, before);
    };
  }

  private Scope lateral(List<Scope.Item> before) {
    Scope scope = new Scope(outer);
    scope.addAll(before);
    return scope;
  }

  // ---- tables

  private Scope.Bound table(From.Table table) {
    if (table.name().size() == 1) {
      Scope.CommonTable common = outer.commonTable(table.name().getFirst()).orElse(null);
      if (common != null) {
        requireNoSample(table);
        return commonTable(common, table);
      }
    }
    return switch (context.names.relation(table.name(), table.position())) {
      case Names.Relation.Virtual virtual -> {
        requireNoSample(table);
        yield virtual(virtual.table(), table);
      }
      case Names.Relation.Stored stored -> stored(stored, table);
    };
  }

  private static void requireNoSample(From.Table table) {
    if (table.sample() != null) {
      throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "TABLESAMPLE clause can only be applied to tables and materialized views")
          .at(table.position());
    }
  }

  private Scope.Bound commonTable(Scope.CommonTable common, From.Table table) {
    if (!common.returnsRows()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "WITH query \"" + common.name() + "\" does not have a RETURNING clause")
          .at(table.position());
    }
    List<Variable> fresh = new ArrayList<>();
    common.columns().forEach(column -> fresh.add(context.variable(column.name(), column.type())));
    Plan plan = new Plan.CteScan(common.id(), common.name(), fresh);
    return new Scope.Bound(plan, List.of(named(table.alias(), common.name(), null, fresh)));
  }

  private Scope.Bound virtual(VirtualTable table, From.Table from) {
    List<Variable> variables = new ArrayList<>();
    for (Column column : table.columns()) {
      variables.add(context.variable(column.name(), column.type()));
    }
    String alias = from.alias() == null ? table.name() : from.alias().name();
    Plan plan = new Plan.VirtualScan(table, alias, variables);
    Scope.Item item = named(from.alias(), table.name(), table.schema(), variables);
    long relation =
        SystemRelations.find(table.schema(), table.name()).map(SystemRelation::oid).orElse(0L);
    return new Scope.Bound(
        plan, List.of(new Scope.Item(item.alias(), item.schema(), item.columns(), relation)));
  }

  private Scope.Bound stored(Names.Relation.Stored stored, From.Table from) {
    Collection collection = stored.collection();
    return switch (collection.kind()) {
      case TABLE -> {
        requirePopulated(collection);
        From.Sample sample = from.sample();
        TableScan scan = scan(collection, from, withKeys || sample != null);
        context.use(collection.id(), Privilege.SELECT, List.of());
        List<Policy.Command> commands =
            withKeys
                ? List.of(Policy.Command.SELECT, Policy.Command.UPDATE)
                : List.of(Policy.Command.SELECT);
        List<Scalar> visible =
            new RowSecurityBinder(context, queries, collection)
                .conditions(scan.plan().variables(), commands);
        Plan rows =
            sample == null ? scan.plan() : Sampling.of(context, queries, scan.plan(), sample);
        yield new Scope.Bound(RowSecurityBinder.guarded(rows, visible), List.of(scan.item()));
      }
      case VIEW -> {
        requireNoSample(from);
        yield view(collection, stored.schema(), from);
      }
      case SEQUENCE -> {
        requireNoSample(from);
        yield sequence(collection, stored.schema(), from);
      }
    };
  }

  private static void requirePopulated(Collection view) {
    if (!view.isPopulated()) {
      throw new OrbitException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "materialized view \"" + view.name() + "\" has not been populated")
          .withHint("Use the REFRESH MATERIALIZED VIEW command.");
    }
  }

  /** A sequence is a table of one row. */
  private Scope.Bound sequence(Collection sequence, String schema, From.Table from) {
    context.use(sequence.id(), Privilege.SELECT, List.of());
    List<Variable> outputs =
        List.of(
            context.variable("last_value", DataType.INT64),
            context.variable("log_cnt", DataType.INT64),
            context.variable("is_called", DataType.BOOLEAN));
    Plan plan =
        new Plan.FunctionScan(
            new SequenceRow(sequence), sequence.name(), List.of(), outputs, false);
    Scope.Item item = named(from.alias(), sequence.name(), schema, outputs);
    return new Scope.Bound(
        plan, List.of(new Scope.Item(item.alias(), item.schema(), item.columns(), sequence.id())));
  }

  /** What a sequence has reached. */
  private record SequenceRow(Collection sequence) implements TableFunction {
    @Override
    public Iterator<@Nullable Object[]> rows(Evaluation evaluation, @Nullable Object[] arguments) {
      Sequences.State state =
          evaluation.services().sequences().state(evaluation.transaction(), sequence);
      @Nullable Object[] row = {state.lastValue(), 0L, state.called()};
      return List.<@Nullable Object[]>of(row).iterator();
    }
  }

  /** A scan with its names. */
  record TableScan(Plan.Scan plan, Scope.Item item) {}

  TableScan scan(Collection collection, From.Table from, boolean withKey) {
    List<Variable> variables = new ArrayList<>();
    List<Scope.Column> columns = new ArrayList<>();
    List<String> renamed = from.alias() == null ? List.of() : from.alias().columns();
    checkColumnCount(
        renamed.size(), collection.columns().size(), collection.name(), from.position());
    for (int i = 0; i < collection.columns().size(); i++) {
      Column column = collection.columns().get(i);
      Variable variable = context.variable(column.name(), column.type());
      variables.add(variable);
      String name = i < renamed.size() ? renamed.get(i) : column.name();
      columns.add(new Scope.Column(name, variable, collection.id(), column.id(), false));
    }
    Variable key = withKey ? context.variable("(key)", DataType.BYTES) : null;
    String alias = from.alias() == null ? collection.name() : from.alias().name();
    String schema = from.alias() == null ? context.names.schemaName(collection) : null;
    return new TableScan(
        new Plan.Scan(collection, alias, variables, key),
        new Scope.Item(alias, schema, columns, collection.id()));
  }

  private Scope.Bound view(Collection view, String schema, From.Table from) {
    context.use(view.id(), Privilege.SELECT, List.of());
    Query query = context.stored().query(view.definition());
    context.enter();
    try {
      QueryBinder.BoundQuery bound = context.as(view.owner(), () -> queries.subquery(query, null));
      List<Variable> outputs = new ArrayList<>();
      for (int i = 0; i < bound.outputs().size(); i++) {
        Variable output = bound.outputs().get(i);
        String name = i < view.columns().size() ? view.columns().get(i).name() : output.name();
        outputs.add(new Variable(output.id(), name, output.type()));
      }
      return new Scope.Bound(
          bound.plan(), List.of(named(from.alias(), view.name(), schema, outputs)));
    } finally {
      context.leave();
    }
  }

  private static Scope.Item named(
      From.@Nullable Alias alias, String name, @Nullable String schema, List<Variable> variables) {
    List<String> renamed = alias == null ? List.of() : alias.columns();
    checkColumnCount(renamed.size(), variables.size(), alias == null ? name : alias.name(), -1);
    List<Scope.Column> columns = new ArrayList<>();
    for (int i = 0; i < variables.size(); i++) {
      Variable variable = variables.get(i);
      String column = i < renamed.size() ? renamed.get(i) : variable.name();
      columns.add(new Scope.Column(column, variable, 0, 0, false));
    }
    return new Scope.Item(
        alias == null ? name : alias.name(), alias == null ? schema : null, columns);
  }

  private static void checkColumnCount(int given, int there, String name, int position) {
    if (given > there) {
      throw new OrbitException(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              "table \""
                  + name
                  + "\" has "
                  + there
                  + " columns available but "
                  + given
                  + " columns specified")
          .at(position);
    }
  }

  // ---- subqueries and functions

  private Scope.Bound subquery(From.Subquery subquery, List<Scope.Item> before) {
    Scope scope = subquery.lateral() ? lateral(before) : outer;
    QueryBinder.BoundQuery bound = queries.subquery(subquery.query(), scope);
    List<Variable> outputs = new ArrayList<>();
    for (int i = 0; i < bound.outputs().size(); i++) {
      Variable output = bound.outputs().get(i);
      outputs.add(new Variable(output.id(), bound.columns().get(i).name(), output.type()));
    }
    Scope.Item item =
        subquery.alias() == null
            ? new Scope.Item(null, null, named(null, "", null, outputs).columns())
            : named(subquery.alias(), "", null, outputs);
    return new Scope.Bound(bound.plan(), List.of(item));
  }

  private Scope.Bound function(From.Function function, List<Scope.Item> before) {
    ExpressionBinder binder =
        new ExpressionBinder(context, queries, lateral(before), null, "functions in FROM");
    List<Plan.FunctionScan> calls =
        function.functions().stream().map(item -> call(binder, function, item)).toList();
    Plan.FunctionScan first = calls.getFirst();
    Plan plan =
        calls.size() == 1 && first.function() == Lockstep.SINGLE && !function.withOrdinality()
            ? new Plan.Project(
                new Plan.Unit(),
                List.of(
                    new Plan.Assignment(first.outputs().getFirst(), first.arguments().getFirst())))
            : Plans.sideBySide(
                calls,
                function.withOrdinality() ? context.variable("ordinality", DataType.INT64) : null);
    return new Scope.Bound(
        plan, List.of(named(function.alias(), first.name(), null, plan.outputs())));
  }

  private Plan.FunctionScan call(
      ExpressionBinder binder, From.Function function, From.FunctionItem item) {
    if (!(item.call() instanceof Expression.Call call)) {
      return value(binder.bind(item.call()), "value", function);
    }
    String name = call.name().getLast();
    Overloads.Resolved resolved = binder.resolved(call);
    RoutineFunction own = RoutineFunction.of(resolved.definition());
    Body.OfTable body =
        resolved.definition().body() instanceof Body.OfTable table
            ? table
            : own != null && (own.hasColumns() || !item.columns().isEmpty()) ? own.table() : null;
    if (body == null) {
      return value(binder.bind(call), name, function);
    }
    List<Variable> outputs = new ArrayList<>();
    if (!item.columns().isEmpty()) {
      for (From.ColumnDefinition column : item.columns()) {
        outputs.add(context.variable(column.name(), context.type(column.type())));
      }
    } else if (body.columnTypes().isEmpty()) {
      outputs.add(
          context.variable(
              body.columnNames().isEmpty()
                  ? columnName(name, function)
                  : body.columnNames().getFirst(),
              resolved.result()));
    } else {
      for (int i = 0; i < body.columnTypes().size(); i++) {
        outputs.add(context.variable(body.columnNames().get(i), body.columnTypes().get(i)));
      }
    }
    return new Plan.FunctionScan(body.function(), name, resolved.arguments(), outputs, false);
  }

  /** A value is a function of one row. */
  private Plan.FunctionScan value(Scalar value, String name, From.Function function) {
    Scalar settled = context.coercion.settled(value);
    Variable output = context.variable(columnName(name, function), settled.type());
    return new Plan.FunctionScan(Lockstep.SINGLE, name, List.of(settled), List.of(output), false);
  }

  /** The only column of the only function bears the alias. */
  private static String columnName(String name, From.Function function) {
    From.Alias alias = function.alias();
    return alias == null || function.functions().size() > 1 ? name : alias.name();
  }

  // ---- joins

  private Scope.Bound join(From.Join join, List<Scope.Item> before) {
    Scope.Bound left = bind(join.left(), before);
    List<Scope.Item> visible = new ArrayList<>(before);
    visible.addAll(left.items());
    Scope.Bound right = bind(join.right(), visible);
    JoinKind kind =
        switch (join.kind()) {
          case CROSS, INNER -> JoinKind.INNER;
          case LEFT -> JoinKind.LEFT;
          case RIGHT -> JoinKind.RIGHT;
          case FULL -> JoinKind.FULL;
        };
    boolean lateral = uses(right.plan(), left.plan());
    if (lateral && (kind == JoinKind.RIGHT || kind == JoinKind.FULL)) {
      throw new OrbitException(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              "The combining JOIN type must be INNER or LEFT for a LATERAL reference.")
          .at(join.position());
    }
    List<String> using = join.natural() ? shared(left, right) : join.using();
    Scope.Bound bound;
    if (!using.isEmpty()) {
      bound = using(join, kind, left, right, using, lateral);
    } else {
      List<Scope.Item> items = new ArrayList<>(left.items());
      items.addAll(right.items());
      checkAliases(items);
      Scope scope = new Scope(outer);
      scope.addAll(items);
      Expression on = join.on();
      Scalar condition =
          on == null
              ? Scalar.Constant.TRUE
              : new ExpressionBinder(context, queries, scope, null, "JOIN conditions")
                  .truth(on, "JOIN/ON");
      bound =
          new Scope.Bound(
              new Plan.Join(kind, left.plan(), right.plan(), condition, lateral), items);
    }
    From.Alias alias = join.alias();
    return alias == null ? bound : aliased(bound, alias);
  }

  private static Scope.Bound aliased(Scope.Bound bound, From.Alias alias) {
    Scope scope = new Scope(null);
    scope.addAll(bound.items());
    List<Variable> variables = scope.all().stream().map(Scope.Column::variable).toList();
    List<Scope.Column> columns = new ArrayList<>();
    List<Scope.Column> all = scope.all();
    for (int i = 0; i < variables.size(); i++) {
      String name = i < alias.columns().size() ? alias.columns().get(i) : all.get(i).name();
      columns.add(new Scope.Column(name, variables.get(i), 0, 0, false));
    }
    return new Scope.Bound(bound.plan(), List.of(new Scope.Item(alias.name(), null, columns)));
  }

  private static List<String> shared(Scope.Bound left, Scope.Bound right) {
    Set<String> names = new LinkedHashSet<>();
    visible(left).forEach(column -> names.add(column.name()));
    Set<String> others = new HashSet<>();
    visible(right).forEach(column -> others.add(column.name()));
    names.retainAll(others);
    return List.copyOf(names);
  }

  private static List<Scope.Column> visible(Scope.Bound bound) {
    return bound.items().stream()
        .flatMap(item -> item.columns().stream())
        .filter(column -> !column.hidden())
        .toList();
  }

  private static Scope.Column find(Scope.Bound bound, String name, String side, int position) {
    List<Scope.Column> found =
        visible(bound).stream().filter(column -> column.name().equals(name)).toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    throw (found.isEmpty()
            ? new OrbitException(
                ErrorCode.UNDEFINED_COLUMN,
                "column \""
                    + name
                    + "\" specified in USING clause does not exist in "
                    + side
                    + " table")
            : new OrbitException(
                ErrorCode.AMBIGUOUS_COLUMN,
                "common column name \"" + name + "\" appears more than once in " + side + " table"))
        .at(position);
  }

  private Scope.Bound using(
      From.Join join,
      JoinKind kind,
      Scope.Bound left,
      Scope.Bound right,
      List<String> using,
      boolean lateral) {
    List<Scalar> conditions = new ArrayList<>();
    List<Scope.Column> merged = new ArrayList<>();
    List<Plan.Assignment> computed = new ArrayList<>();
    for (String name : using) {
      Scope.Column one = find(left, name, "left", join.position());
      Scope.Column other = find(right, name, "right", join.position());
      Overloads.Resolved equal =
          context.overloads.operator(
              "=",
              List.of(new Scalar.Reference(one.variable()), new Scalar.Reference(other.variable())),
              join.position());
      if (equal.definition().body() instanceof Body.OfScalar body) {
        conditions.add(new Scalar.Apply("=", body.function(), equal.arguments(), DataType.BOOLEAN));
      }
      merged.add(mergedColumn(name, kind, one, other, computed));
    }
    Plan plan =
        new Plan.Join(kind, left.plan(), right.plan(), Scalars.conjunction(conditions), lateral);
    if (!computed.isEmpty()) {
      List<Plan.Assignment> all = new ArrayList<>();
      plan.outputs().forEach(o -> all.add(new Plan.Assignment(o, new Scalar.Reference(o))));
      all.addAll(computed);
      plan = new Plan.Project(plan, all);
    }
    List<Scope.Item> items = new ArrayList<>();
    items.add(new Scope.Item(join.usingAlias(), null, merged));
    left.items().forEach(item -> items.add(hide(item, using)));
    right.items().forEach(item -> items.add(hide(item, using)));
    checkAliases(items);
    return new Scope.Bound(plan, items);
  }

  /** The merged column: the left one, the right one, or the first that is not null (FULL). */
  private Scope.Column mergedColumn(
      String name,
      JoinKind kind,
      Scope.Column one,
      Scope.Column other,
      List<Plan.Assignment> computed) {
    if (kind == JoinKind.RIGHT) {
      return new Scope.Column(name, other.variable(), other.collection(), other.columnId(), false);
    }
    if (kind != JoinKind.FULL) {
      return new Scope.Column(name, one.variable(), one.collection(), one.columnId(), false);
    }
    DataType type =
        context.coercion.common(
            List.of(one.variable().type(), other.variable().type()), "JOIN/USING", -1);
    Variable variable = context.variable(name, type);
    List<Scalar> both =
        context.coercion.toCommon(
            List.of(new Scalar.Reference(one.variable()), new Scalar.Reference(other.variable())),
            type,
            "JOIN/USING",
            -1);
    computed.add(new Plan.Assignment(variable, new Scalar.Coalesce(both, type)));
    return new Scope.Column(name, variable, 0, 0, false);
  }

  private static Scope.Item hide(Scope.Item item, List<String> names) {
    List<Scope.Column> columns = new ArrayList<>();
    for (Scope.Column column : item.columns()) {
      boolean hidden = column.hidden() || names.contains(column.name());
      columns.add(
          new Scope.Column(
              column.name(), column.variable(), column.collection(), column.columnId(), hidden));
    }
    return new Scope.Item(item.alias(), item.schema(), columns);
  }
}
