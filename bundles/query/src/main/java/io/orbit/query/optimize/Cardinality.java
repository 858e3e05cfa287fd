package io.orbit.query.optimize;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.Array;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import io.orbit.query.statistics.ColumnStatistics;
import io.orbit.query.statistics.Statistics;
import io.orbit.query.statistics.TableStatistics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many rows the plans of one statement are likely to answer, never below one half. Joins as in
 * Selinger et al. 1979, from the columns' numbers of different values. One thread; answers are
 * remembered by node.
 */
public final class Cardinality {
  private static final double VIRTUAL = 200;
  private static final double FUNCTION = 100;
  private static final double UNKNOWN_LIMIT = 100;
  private static final double RECURSION = 10;

  private final Statistics statistics;
  private final KnownValues values;
  private final Map<Variable, ColumnStatistics> columns = new HashMap<>();
  private final Map<Variable, Double> tableRows = new HashMap<>();
  private final Map<Integer, Plan> commonTables = new HashMap<>();
  private final Map<Plan, Double> known = new IdentityHashMap<>();
  private final Selectivity selectivity;

  /**
   * @param plan the whole statement: its tables are looked up
   */
  public Cardinality(Statistics statistics, KnownValues values, Plan plan) {
    this.statistics = statistics;
    this.values = values;
    selectivity = new Selectivity(values, columns, tableRows);
    note(plan);
  }

  /** Whether an estimate depended on the value of a parameter, and on a large table. */
  public boolean isSensitive() {
    return selectivity.isSensitive();
  }

  private void note(Plan plan) {
    Plans.children(plan).forEach(this::note);
    Plans.withScalars(
        plan,
        scalar -> {
          Scalars.visit(
              scalar,
              s -> {
                if (s instanceof Scalar.Subquery subquery) {
                  note(subquery.plan());
                }
              });
          return scalar;
        });
    switch (plan) {
      case Plan.Scan scan -> noteColumns(scan);
      case Plan.Project project -> project.assignments().forEach(this::noteAlias);
      case Plan.With with -> with.ctes().forEach(cte -> commonTables.put(cte.id(), cte.plan()));
      default -> {}
    }
  }

  private void noteColumns(Plan.Scan scan) {
    Optional<TableStatistics> table = statistics.of(scan.collection());
    double rows = statistics.rows(scan.collection());
    for (int i = 0; i < scan.variables().size(); i++) {
      Variable variable = scan.variables().get(i);
      tableRows.put(variable, rows);
      int id = scan.collection().columns().get(i).id();
      table.flatMap(t -> t.column(id)).ifPresent(column -> columns.put(variable, column));
    }
  }

  private void noteAlias(Plan.Assignment assignment) {
    if (assignment.scalar() instanceof Scalar.Reference reference) {
      ColumnStatistics column = columns.get(reference.variable());
      if (column != null) {
        columns.put(assignment.variable(), column);
        tableRows.put(assignment.variable(), tableRows.getOrDefault(reference.variable(), 0.0));
      }
    }
  }

  /** Whether a scan of a table reads columns instead of rows. */
  public boolean isColumnar(Collection table) {
    return statistics.isColumnar(table);
  }

  public double rows(Plan plan) {
    Double before = known.get(plan);
    if (before == null) {
      before = Math.max(0.5, estimate(plan));
      known.put(plan, before);
    }
    return before;
  }

  /** The share of rows for which all conditions hold. */
  public double share(List<Scalar> conditions) {
    return selectivity.of(conditions);
  }

  private double estimate(Plan plan) {
    return switch (plan) {
      case Plan.Unit p -> 1;
      case Plan.Scan p -> statistics.rows(p.collection());
      case Plan.VirtualScan p -> VIRTUAL;
      case Plan.Values p -> p.rows().size();
      case Plan.FunctionScan p -> function(p);
      case Plan.CteScan p -> {
        Plan table = commonTables.get(p.cte());
        yield table == null ? UNKNOWN_LIMIT : rows(table);
      }
      case Plan.Project p -> rows(p.input());
      case Plan.Filter p -> filter(p);
      case Plan.Barrier p -> rows(p.input());
      case Plan.Join p -> join(p);
      case Plan.Aggregate p -> aggregate(p);
      case Plan.Window p -> rows(p.input());
      case Plan.Sort p -> rows(p.input());
      case Plan.Limit p -> limit(p);
      case Plan.Distinct p -> groups(p.on(), rows(p.input()));
      case Plan.SetOperation p ->
          p.kind() == Plan.SetKind.UNION ? rows(p.left()) + rows(p.right()) : rows(p.left()) * 0.5;
      case Plan.With p -> rows(p.input());
      case Plan.Recursive p -> recursive(p);
      case Plan.LockRows p -> rows(p.input());
      case Plan.Insert p -> rows(p.source());
      case Plan.Update p -> rows(p.source());
      case Plan.Delete p -> rows(p.source());
      case Plan.Merge p -> rows(p.source());
    };
  }

  private double recursive(Plan.Recursive recursion) {
    commonTables.putIfAbsent(recursion.id(), recursion.base());
    return rows(recursion.base()) * RECURSION;
  }

  private double function(Plan.FunctionScan scan) {
    List<Object> known = new java.util.ArrayList<>();
    for (Scalar argument : scan.arguments()) {
      Object value = values.of(argument);
      if (value == null || value == KnownValues.UNKNOWN) {
        return FUNCTION;
      }
      known.add(value);
    }
    boolean series = scan.name().equals("generate_series") && known.size() >= 2;
    if (series
        && known.get(0) instanceof Number from
        && known.get(1) instanceof Number to
        && (known.size() == 2 || known.get(2) instanceof Number)) {
      double step = known.size() == 2 ? 1 : ((Number) known.get(2)).doubleValue();
      return step == 0 ? 1 : Math.floor((to.doubleValue() - from.doubleValue()) / step) + 1;
    }
    return scan.name().equals("unnest") && known.getFirst() instanceof Array array
        ? array.elements().size()
        : FUNCTION;
  }

  private double limit(Plan.Limit limit) {
    double input = rows(limit.input());
    if (limit.limit().isEmpty()) {
      return input;
    }
    Object value = values.of(limit.limit().get());
    if (value == null) {
      return input;
    }
    return Math.min(input, value instanceof Number count ? count.doubleValue() : UNKNOWN_LIMIT);
  }

  private double filter(Plan.Filter filter) {
    List<Scalar> conditions = Scalars.conjuncts(filter.condition());
    double rows = rows(filter.input()) * selectivity.of(conditions);
    return filter.input() instanceof Plan.Scan scan && isUnique(scan, conditions) ? 1 : rows;
  }

  /** Whether the conditions fix all columns of a key. */
  private static boolean isUnique(Plan.Scan scan, List<Scalar> conditions) {
    Set<Variable> fixed = new HashSet<>();
    for (Scalar condition : conditions) {
      if (condition instanceof Scalar.Apply apply
          && apply.name().equals("=")
          && apply.arguments().size() == 2) {
        apply.arguments().stream()
            .filter(Scalar.Reference.class::isInstance)
            .forEach(side -> fixed.add(((Scalar.Reference) side).variable()));
      }
    }
    Collection table = scan.collection();
    if (!table.primaryKey().isEmpty()
        && table.primaryKey().stream().allMatch(p -> fixed.contains(scan.variables().get(p)))) {
      return true;
    }
    Set<Integer> ids = new HashSet<>();
    for (int i = 0; i < scan.variables().size(); i++) {
      if (fixed.contains(scan.variables().get(i))) {
        ids.add(table.columns().get(i).id());
      }
    }
    return table.indexes().stream().anyMatch(index -> isFixed(index, ids));
  }

  private static boolean isFixed(Index index, Set<Integer> columns) {
    return index.unique()
        && index.predicateText().isEmpty()
        && index.elements().stream().allMatch(element -> columns.contains(element.column()));
  }

  // ---- groups

  private double aggregate(Plan.Aggregate aggregate) {
    double rows = 0;
    for (List<Integer> set : aggregate.sets()) {
      List<Scalar> keys =
          set.stream().<Scalar>map(k -> new Scalar.Reference(aggregate.keys().get(k))).toList();
      rows += groups(keys, rows(aggregate.input()));
    }
    return rows;
  }

  /** Different combinations of the keys' values among so many rows. */
  private double groups(List<Scalar> keys, double rows) {
    if (keys.isEmpty()) {
      return 1;
    }
    double groups = 1;
    for (Scalar key : keys) {
      ColumnStatistics column = selectivity.column(key);
      groups *=
          column == null
              ? Math.pow(rows, 0.75)
              : Math.max(1, column.distinct() + (column.nullFraction() > 0 ? 1 : 0));
    }
    return Math.min(groups, rows);
  }

  // ---- joins

  private double join(Plan.Join join) {
    double left = rows(join.left());
    double right = rows(join.right());
    Set<Variable> ofLeft = new HashSet<>(join.left().outputs());
    double pairs = 1;
    double matching = 1;
    boolean keyed = false;
    List<Scalar> rest = new java.util.ArrayList<>();
    for (Scalar condition : Scalars.conjuncts(join.condition())) {
      Sides sides = Sides.of(condition, ofLeft);
      if (sides == null) {
        rest.add(condition);
        continue;
      }
      ColumnStatistics one = selectivity.column(sides.left());
      ColumnStatistics other = selectivity.column(sides.right());
      double distinctLeft = distinct(one, left);
      double distinctRight = distinct(other, right);
      double present = present(one) * present(other);
      pairs *= present / Math.max(distinctLeft, distinctRight);
      matching *= present(one) * Math.min(1, distinctRight / distinctLeft);
      keyed = true;
    }
    double others = selectivity.of(rest);
    double both = Math.max(left * right * pairs * others, 0);
    double semi = left * (keyed ? matching * Math.max(0.5, others) : 0.5);
    return switch (join.kind()) {
      case INNER -> both;
      case LEFT -> Math.max(left, both);
      case RIGHT -> Math.max(right, both);
      case FULL -> Math.max(left, both) + Math.max(0, right - both);
      case SEMI -> Math.min(left, semi);
      case ANTI -> Math.max(left - semi, left * 0.05);
    };
  }

  /** The sides of an equality between the inputs of a join. */
  private record Sides(Scalar left, Scalar right) {
    static @Nullable Sides of(Scalar condition, Set<Variable> ofLeft) {
      if (!(condition instanceof Scalar.Apply apply)
          || !apply.name().equals("=")
          || apply.arguments().size() != 2) {
        return null;
      }
      Scalar one = apply.arguments().get(0);
      Scalar other = apply.arguments().get(1);
      Set<Variable> inOne = Scalars.free(one);
      Set<Variable> inOther = Scalars.free(other);
      if (inOne.isEmpty() || inOther.isEmpty()) {
        return null;
      }
      boolean oneIsLeft = ofLeft.containsAll(inOne);
      boolean otherIsLeft = ofLeft.containsAll(inOther);
      if (oneIsLeft == otherIsLeft) {
        return null;
      }
      return oneIsLeft ? new Sides(one, other) : new Sides(other, one);
    }
  }

  private static double distinct(@Nullable ColumnStatistics column, double rows) {
    return Math.max(1, column == null ? rows : Math.min(rows, column.distinct()));
  }

  private static double present(@Nullable ColumnStatistics column) {
    return column == null ? 1 : 1 - column.nullFraction();
  }
}
