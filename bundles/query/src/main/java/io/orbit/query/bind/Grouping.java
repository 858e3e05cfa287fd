package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.value.DataType;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.AggregateCall;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates, window calls and set-returning calls of one SELECT block, and GROUP BY. Expressions
 * are bound over the ungrouped input first; {@link #overGroups} then replaces what GROUP BY names
 * by its key and refuses what is neither key nor aggregate.
 */
final class Grouping implements ExpressionBinder.Calls {
  private final BindContext context;
  private final QueryBinder queries;
  private final Scope scope;
  private final Query.Select select;
  private final List<AggregateCall> aggregates = new ArrayList<>();
  private final List<Variable> keys = new ArrayList<>();
  private final Map<Scalar, Variable> keyOf = new LinkedHashMap<>();
  private final List<List<Integer>> sets = new ArrayList<>();
  private final Windows windows;
  private final List<Plan.FunctionScan> tables = new ArrayList<>();
  private final Map<Variable, List<Scalar>> groupingCalls = new HashMap<>();
  private final Map<Variable, Scalar> groupingMasks = new HashMap<>();
  private @Nullable Variable groupingSet;

  Grouping(BindContext context, QueryBinder queries, Scope scope, Query.Select select) {
    this.context = context;
    this.queries = queries;
    this.scope = scope;
    this.select = select;
    windows = new Windows(context, queries, scope, select, this);
  }

  boolean isGrouped(boolean having) {
    return having || !aggregates.isEmpty() || !select.groupBy().isEmpty();
  }

  // ---- aggregates

  @Override
  public Scalar aggregate(Expression.Call call, FunctionDefinition probe) {
    AggregateCall bound = aggregateCall(call);
    for (AggregateCall known : aggregates) {
      if (sameCall(known, bound)) {
        return new Scalar.Reference(known.output());
      }
    }
    aggregates.add(bound);
    return new Scalar.Reference(bound.output());
  }

  private static boolean sameCall(AggregateCall one, AggregateCall other) {
    return one.function() == other.function()
        && one.arguments().equals(other.arguments())
        && one.distinct() == other.distinct()
        && one.orderBy().equals(other.orderBy())
        && one.filter().equals(other.filter());
  }

  /** An aggregate over the ungrouped input (also used for aggregates as window calls). */
  AggregateCall aggregateCall(Expression.Call call) {
    ExpressionBinder inner =
        new ExpressionBinder(context, queries, scope, null, "aggregate function calls");
    String name = inner.functionName(call);
    List<Scalar> arguments = new ArrayList<>(inner.arguments(call));
    List<SortItem> order = new ArrayList<>();
    for (SortKey key : call.orderBy()) {
      Scalar scalar = context.coercion.settled(inner.bind(key.expression()));
      order.add(queries.sortItem(key, scalar));
      if (call.withinGroup()) {
        arguments.add(scalar);
      }
    }
    Overloads.Resolved resolved =
        context.overloads.function(
            call.star() ? name : name, arguments, call.variadic(), call.position());
    if (!(resolved.definition().body() instanceof Body.OfAggregate body)) {
      throw new OrbitException(ErrorCode.WRONG_OBJECT_TYPE, name + " is not an aggregate function")
          .at(call.position());
    }
    Expression filter = call.filter();
    return new AggregateCall(
        context.variable(name, resolved.result()),
        name,
        body.function(),
        resolved.arguments(),
        call.distinct(),
        order,
        filter == null ? Optional.empty() : Optional.of(inner.truth(filter, "FILTER")));
  }

  // ---- GROUP BY

  /** Binds GROUP BY; answers the key expressions. */
  List<Scalar> bindGroups(Query.Select grouped, Function<Expression, Scalar> binder) {
    List<Scalar> expressions = new ArrayList<>();
    List<List<Integer>> product = new ArrayList<>(List.of(List.of()));
    for (Query.GroupItem item : grouped.groupBy()) {
      product = cross(product, sets(item, expressions, binder));
    }
    sets.addAll(grouped.groupByDistinct() ? product.stream().distinct().toList() : product);
    return expressions;
  }

  private static List<List<Integer>> cross(List<List<Integer>> left, List<List<Integer>> right) {
    List<List<Integer>> product = new ArrayList<>();
    for (List<Integer> one : left) {
      for (List<Integer> other : right) {
        List<Integer> both = new ArrayList<>(one);
        other.stream().filter(key -> !both.contains(key)).forEach(both::add);
        product.add(both);
      }
    }
    return product;
  }

  private static int key(Scalar scalar, List<Scalar> expressions) {
    int known = expressions.indexOf(scalar);
    if (known >= 0) {
      return known;
    }
    expressions.add(scalar);
    return expressions.size() - 1;
  }

  private List<List<Integer>> sets(
      Query.GroupItem item, List<Scalar> expressions, Function<Expression, Scalar> binder) {
    return switch (item) {
      case Query.GroupItem.Simple simple ->
          List.of(keysOf(simple.expression(), expressions, binder));
      case Query.GroupItem.Empty empty -> List.of(List.of());
      case Query.GroupItem.Rollup rollup -> {
        List<List<Integer>> parts =
            rollup.expressions().stream().map(e -> keysOf(e, expressions, binder)).toList();
        List<List<Integer>> all = new ArrayList<>();
        for (int length = parts.size(); length >= 0; length--) {
          all.add(parts.subList(0, length).stream().flatMap(List::stream).distinct().toList());
        }
        yield all;
      }
      case Query.GroupItem.Cube cube -> {
        List<List<Integer>> parts =
            cube.expressions().stream().map(e -> keysOf(e, expressions, binder)).toList();
        if (parts.size() > 12) {
          throw new OrbitException(ErrorCode.TOO_MANY_COLUMNS, "CUBE is limited to 12 elements");
        }
        List<List<Integer>> all = new ArrayList<>();
        for (int mask = (1 << parts.size()) - 1; mask >= 0; mask--) {
          List<Integer> set = new ArrayList<>();
          for (int i = 0; i < parts.size(); i++) {
            if ((mask & (1 << (parts.size() - 1 - i))) != 0) {
              parts.get(i).stream().filter(k -> !set.contains(k)).forEach(set::add);
            }
          }
          all.add(set);
        }
        yield all;
      }
      case Query.GroupItem.GroupingSets grouping ->
          grouping.sets().stream()
              .flatMap(inner -> sets(inner, expressions, binder).stream())
              .toList();
    };
  }

  private static List<Integer> keysOf(
      Expression expression, List<Scalar> expressions, Function<Expression, Scalar> binder) {
    List<Expression> parts =
        expression instanceof Expression.Row row && !row.explicit()
            ? row.fields()
            : List.of(expression);
    return parts.stream().map(part -> key(binder.apply(part), expressions)).distinct().toList();
  }

  /** The aggregation over the input. */
  Plan plan(Plan input, List<Scalar> groups) {
    List<Assignment> assignments = new ArrayList<>();
    for (Scalar group : groups) {
      Variable key = context.variable(keyName(group), group.type());
      keys.add(key);
      keyOf.put(group, key);
      assignments.add(new Assignment(key, group));
    }
    addDependentColumns(input, assignments);
    List<Variable> allKeys = assignments.stream().map(Assignment::variable).toList();
    Plan keyed = input;
    if (!assignments.isEmpty()) {
      List<Assignment> all = new ArrayList<>();
      input.outputs().forEach(o -> all.add(new Assignment(o, new Scalar.Reference(o))));
      all.addAll(assignments);
      keyed = new Plan.Project(input, all);
    }
    List<List<Integer>> plain = sets.isEmpty() ? List.of(List.of()) : sets;
    if (!groupingCalls.isEmpty() || plain.size() > 1) {
      groupingSet = context.variable("(grouping set)", DataType.INT32);
    }
    groupingCalls.forEach(
        (output, arguments) -> groupingMasks.put(output, groupingMask(arguments, groups)));
    return new Plan.Aggregate(
        keyed, allKeys, dependent(plain, allKeys.size()), groupingSet, aggregates);
  }

  /** Columns that depend on grouped ones go along with every set. */
  private List<List<Integer>> dependent(List<List<Integer>> plain, int count) {
    if (count == keys.size()) {
      return plain;
    }
    List<List<Integer>> widened = new ArrayList<>();
    for (List<Integer> set : plain) {
      List<Integer> wider = new ArrayList<>(set);
      for (int extra = keys.size(); extra < count; extra++) {
        wider.add(extra);
      }
      widened.add(wider);
    }
    return widened;
  }

  private static String keyName(Scalar group) {
    return group instanceof Scalar.Reference reference ? reference.variable().name() : "(group)";
  }

  /** With a table's whole primary key among the keys, its other columns count as keys too. */
  private void addDependentColumns(Plan input, List<Assignment> assignments) {
    if (sets.size() > 1) {
      return;
    }
    List<Plan.Scan> scans = new ArrayList<>();
    scans(input, scans);
    for (Plan.Scan scan : scans) {
      List<Integer> primaryKey = scan.collection().primaryKey();
      boolean whole =
          !primaryKey.isEmpty()
              && primaryKey.stream()
                  .allMatch(p -> keyOf.containsKey(new Scalar.Reference(scan.variables().get(p))));
      if (whole) {
        for (Variable variable : scan.variables()) {
          Scalar reference = new Scalar.Reference(variable);
          if (!keyOf.containsKey(reference)) {
            Variable key = context.variable(variable.name(), variable.type());
            keyOf.put(reference, key);
            assignments.add(new Assignment(key, reference));
          }
        }
      }
    }
  }

  private static void scans(Plan plan, List<Plan.Scan> found) {
    if (plan instanceof Plan.Scan scan) {
      found.add(scan);
    }
    if (plan instanceof Plan.Join || plan instanceof Plan.Filter || plan instanceof Plan.Project) {
      io.orbit.query.plan.Plans.children(plan).forEach(child -> scans(child, found));
    }
  }

  /** The scalar over keys and aggregates. */
  Scalar overGroups(Scalar scalar, int position) {
    Scalar over =
        Scalars.rewrite(
            scalar,
            s -> {
              if (s instanceof Scalar.Constant || s instanceof Scalar.Parameter) {
                return null;
              }
              if (s instanceof Scalar.Reference reference
                  && groupingMasks.containsKey(reference.variable())) {
                return groupingMasks.get(reference.variable());
              }
              Variable key = keyOf.get(s);
              return key == null ? null : new Scalar.Reference(key);
            });
    Set<Variable> inputs = new java.util.HashSet<>();
    scope.items().forEach(item -> item.columns().forEach(column -> inputs.add(column.variable())));
    for (Variable variable : Scalars.free(over)) {
      if (inputs.contains(variable)) {
        throw new OrbitException(
                ErrorCode.GROUPING_ERROR,
                "column \""
                    + qualified(variable)
                    + "\" must appear in the GROUP BY clause or be used in an aggregate function")
            .at(position);
      }
    }
    return over;
  }

  private String qualified(Variable variable) {
    for (Scope.Item item : scope.items()) {
      for (Scope.Column column : item.columns()) {
        if (column.variable().equals(variable) && item.alias() != null) {
          return item.alias() + "." + column.name();
        }
      }
    }
    return variable.name();
  }

  // ---- GROUPING()

  @Override
  public Scalar grouping(Expression.Grouping grouping) {
    ExpressionBinder plain = new ExpressionBinder(context, queries, scope, null, "GROUPING");
    List<Scalar> arguments =
        plain.bindAll(grouping.arguments()).stream().map(context.coercion::settled).toList();
    Variable output = context.variable("grouping", DataType.INT32);
    groupingCalls.put(output, arguments);
    return new Scalar.Reference(output);
  }

  /** GROUPING as a choice by grouping set: a bit per argument, set where it is not grouped by. */
  private Scalar groupingMask(List<Scalar> arguments, List<Scalar> groups) {
    List<Scalar.Branch> branches = new ArrayList<>();
    Variable number = java.util.Objects.requireNonNull(groupingSet);
    for (int set = 0; set < sets.size(); set++) {
      int mask = 0;
      for (Scalar argument : arguments) {
        int key = groups.indexOf(argument);
        if (key < 0) {
          throw new OrbitException(
              ErrorCode.GROUPING_ERROR,
              "arguments to GROUPING must be grouping expressions of the associated query level");
        }
        mask = mask << 1 | (sets.get(set).contains(key) ? 0 : 1);
      }
      Scalar isSet =
          new Scalar.InList(
              new Scalar.Reference(number),
              List.of(new Scalar.Constant(set, DataType.INT32)),
              false);
      branches.add(new Scalar.Branch(isSet, new Scalar.Constant(mask, DataType.INT32)));
    }
    return new Scalar.Case(branches, new Scalar.Constant(0, DataType.INT32), DataType.INT32);
  }

  // ---- windows and set-returning calls

  @Override
  public Scalar window(Expression.Call call) {
    return windows.call(call);
  }

  Plan withWindows(Plan input) {
    return windows.over(input);
  }

  void rewriteWindowsOverGroups() {
    windows.rewrite(scalar -> overGroups(scalar, -1));
  }

  @Override
  public Scalar table(Overloads.Resolved resolved, Body.OfTable body, Expression.Call call) {
    boolean wide = !body.columnTypes().isEmpty();
    List<Variable> outputs = new ArrayList<>();
    if (wide) {
      for (int i = 0; i < body.columnTypes().size(); i++) {
        outputs.add(context.variable(body.columnNames().get(i), body.columnTypes().get(i)));
      }
    } else {
      outputs.add(context.variable(resolved.definition().name(), resolved.result()));
    }
    tables.add(
        new Plan.FunctionScan(
            body.function(), resolved.definition().name(), resolved.arguments(), outputs, false));
    return wide
        ? new Scalar.RowOf(
            outputs.stream().<Scalar>map(Scalar.Reference::new).toList(),
            body.columnNames(),
            DataType.RECORD)
        : new Scalar.Reference(outputs.getFirst());
  }

  /**
   * The input joined with the set-returning calls of the select list: those side by side that need
   * no other's rows, then those that take these for arguments, and so on.
   */
  Plan withTables(Plan input) {
    Plan plan = input;
    List<Plan.FunctionScan> left = new ArrayList<>(tables);
    while (!left.isEmpty()) {
      Set<Variable> missing = new HashSet<>();
      left.forEach(table -> missing.addAll(table.outputs()));
      List<Plan.FunctionScan> ready =
          left.stream().filter(table -> Collections.disjoint(Plans.free(table), missing)).toList();
      plan =
          new Plan.Join(
              Plan.JoinKind.INNER, plan, Plans.sideBySide(ready, null), Scalar.Constant.TRUE, true);
      left.removeAll(ready);
    }
    return plan;
  }
}
