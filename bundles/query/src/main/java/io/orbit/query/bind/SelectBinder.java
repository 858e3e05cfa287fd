package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds one SELECT block with its ORDER BY and LIMIT. */
final class SelectBinder {
  private final BindContext context;
  private final QueryBinder queries;
  private final Scope outer;

  SelectBinder(BindContext context, QueryBinder queries, Scope outer) {
    this.context = context;
    this.queries = queries;
    this.outer = outer;
  }

  /** One output column. */
  private record Item(
      String name, Scalar scalar, Expression expression, long collection, int columnId) {}

  QueryBinder.BoundQuery bind(Query query, Query.Select select) {
    boolean locking = !query.locking().isEmpty();
    FromBinder fromBinder = new FromBinder(context, queries, outer, locking);
    Scope.Bound from = fromBinder.bind(select.from());
    Scope scope = new Scope(outer);
    scope.addAll(from.items());
    Plan plan = from.plan();
    List<Scalar> conditions = new ArrayList<>();
    Expression where = select.where();
    if (where != null) {
      Scalar condition =
          new ExpressionBinder(context, queries, scope, null, "WHERE").truth(where, "WHERE");
      conditions.addAll(Scalars.conjuncts(condition));
      plan = Plans.filter(plan, conditions);
    }
    Grouping grouping = new Grouping(context, queries, scope, select);
    ExpressionBinder binder =
        new ExpressionBinder(context, queries, scope, grouping, "this clause");
    List<Item> items = items(select, scope, binder);
    List<Scalar> groups = groups(select, items, scope, grouping);
    Expression having = select.having();
    Scalar havingCondition = having == null ? null : binder.truth(having, "HAVING");
    List<SortItem> sort = sortItems(query, select, items, binder);
    List<Scalar> distinctOn = distinctOn(select, items, binder);
    if (locking) {
      boolean first = !query.withTies();
      plan = locked(query, plan, first ? sort : List.of(), from, conditions);
      sort = first ? List.of() : sort;
    }
    return grouping.isGrouped(havingCondition != null)
        ? grouped(query, select, plan, grouping, groups, havingCondition, items, sort, distinctOn)
        : finish(query, select, grouping.withTables(plan), grouping, items, sort, distinctOn);
  }

  // ---- select list

  private List<Item> items(Query.Select select, Scope scope, ExpressionBinder binder) {
    List<Item> items = new ArrayList<>();
    for (Query.SelectItem item : select.items()) {
      if (item.expression() instanceof Expression.Star star) {
        if (addFields(star, scope, binder, items)) {
          continue;
        }
        for (Scope.Column column : star(star, scope, select)) {
          items.add(
              new Item(
                  column.name(),
                  new Scalar.Reference(column.variable()),
                  new Expression.ColumnReference(List.of(column.name()), star.position()),
                  column.collection(),
                  column.columnId()));
        }
        continue;
      }
      items.add(item(item, scope, binder));
    }
    return items;
  }

  /** {@code record.*} of a routine's variable; false where it is a table's. */
  private static boolean addFields(
      Expression.Star star, Scope scope, ExpressionBinder binder, List<Item> items) {
    List<String> names = new ArrayList<>();
    boolean table = star.qualifier().isEmpty() || scope.item(star.qualifier()).isPresent();
    List<Scalar> fields = table ? null : binder.fieldsOfVariable(star.qualifier(), names);
    if (fields == null) {
      return false;
    }
    for (int i = 0; i < fields.size(); i++) {
      items.add(new Item(names.get(i), fields.get(i), star, 0, 0));
    }
    return true;
  }

  private Item item(Query.SelectItem item, Scope scope, ExpressionBinder binder) {
    Scalar scalar = binder.bind(item.expression());
    String alias = item.alias();
    String name = alias == null ? ColumnNames.of(item.expression()) : alias;
    if (item.expression() instanceof Expression.ColumnReference reference) {
      Optional<Scope.Column> column = scope.tryResolve(reference.name(), reference.position());
      if (column.isPresent()) {
        return new Item(
            name, scalar, item.expression(), column.get().collection(), column.get().columnId());
      }
    }
    return new Item(name, scalar, item.expression(), 0, 0);
  }

  static List<Scope.Column> star(Expression.Star star, Scope scope, Query.@Nullable Select select) {
    if (!star.qualifier().isEmpty()) {
      return scope
          .item(star.qualifier())
          .orElseThrow(
              () ->
                  new OrbitException(
                          ErrorCode.UNDEFINED_TABLE,
                          "missing FROM-clause entry for table \""
                              + star.qualifier().getLast()
                              + "\"")
                      .at(star.position()))
          .columns();
    }
    if (select != null && select.from().isEmpty()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "SELECT * with no tables specified is not valid")
          .at(star.position());
    }
    return scope.all();
  }

  // ---- GROUP BY, ORDER BY, DISTINCT ON: names and ordinals of the select list

  private List<Scalar> groups(
      Query.Select select, List<Item> items, Scope scope, Grouping grouping) {
    ExpressionBinder plain = new ExpressionBinder(context, queries, scope, null, "GROUP BY");
    return grouping.bindGroups(
        select,
        expression -> {
          Optional<Integer> ordinal = QueryBinder.ordinal(expression, items.size(), "GROUP BY");
          if (ordinal.isPresent()) {
            return context.coercion.settled(items.get(ordinal.get()).scalar());
          }
          if (expression instanceof Expression.ColumnReference reference
              && reference.name().size() == 1
              && scope.tryResolve(reference.name(), reference.position()).isEmpty()) {
            for (Item item : items) {
              if (item.name().equals(reference.name().getFirst())) {
                return context.coercion.settled(item.scalar());
              }
            }
          }
          return context.coercion.settled(plain.bind(expression));
        });
  }

  private Scalar outputOrExpression(
      Expression expression, List<Item> items, ExpressionBinder binder, String clause) {
    Optional<Integer> ordinal = QueryBinder.ordinal(expression, items.size(), clause);
    if (ordinal.isPresent()) {
      return items.get(ordinal.get()).scalar();
    }
    if (expression instanceof Expression.ColumnReference reference
        && reference.name().size() == 1) {
      List<Scalar> named =
          items.stream()
              .filter(item -> item.name().equals(reference.name().getFirst()))
              .map(Item::scalar)
              .distinct()
              .toList();
      if (named.size() > 1) {
        throw new OrbitException(
                ErrorCode.AMBIGUOUS_COLUMN,
                clause + " \"" + reference.name().getFirst() + "\" is ambiguous")
            .at(reference.position());
      }
      if (named.size() == 1) {
        return named.getFirst();
      }
    }
    return binder.bind(expression);
  }

  private List<SortItem> sortItems(
      Query query, Query.Select select, List<Item> items, ExpressionBinder binder) {
    List<SortItem> sort = new ArrayList<>();
    for (SortKey key : query.orderBy()) {
      Scalar scalar =
          context.coercion.settled(outputOrExpression(key.expression(), items, binder, "ORDER BY"));
      boolean selected = items.stream().anyMatch(item -> item.scalar().equals(scalar));
      if (select.distinct() != null
          && select.distinct().on().isEmpty()
          && !selected
          && items.stream().noneMatch(i -> context.coercion.settled(i.scalar()).equals(scalar))) {
        throw new OrbitException(
                ErrorCode.INVALID_COLUMN_REFERENCE,
                "for SELECT DISTINCT, ORDER BY expressions must appear in select list")
            .at(key.expression().position());
      }
      sort.add(queries.sortItem(key, scalar));
    }
    return sort;
  }

  private List<Scalar> distinctOn(Query.Select select, List<Item> items, ExpressionBinder binder) {
    Query.Distinct distinct = select.distinct();
    if (distinct == null) {
      return List.of();
    }
    List<Scalar> on = new ArrayList<>();
    for (Expression expression : distinct.on()) {
      on.add(
          context.coercion.settled(
              outputOrExpression(expression, items, binder, "SELECT DISTINCT ON")));
    }
    return on;
  }

  // ---- FOR UPDATE

  /** Sorted before they are locked, so that LIMIT locks no more rows than it lets through. */
  private Plan locked(
      Query query, Plan plan, List<SortItem> sort, Scope.Bound from, List<Scalar> conditions) {
    List<Plan.LockTarget> targets = new ArrayList<>();
    for (Query.Locking locking : query.locking()) {
      targets.addAll(new LockTargets(context).find(locking, plan, from.items()));
    }
    List<SortItem> settled =
        sort.stream()
            .map(
                item ->
                    new SortItem(
                        context.coercion.settled(item.scalar()),
                        item.descending(),
                        item.nullsFirst()))
            .toList();
    Plan sorted = settled.isEmpty() ? plan : new Plan.Sort(plan, settled);
    List<Scalar> recheck = LockTargets.policies(plan);
    recheck.addAll(conditions);
    return new Plan.LockRows(sorted, targets, Optional.of(Scalars.conjunction(recheck)));
  }

  // ---- assembling

  private QueryBinder.BoundQuery grouped(
      Query query,
      Query.Select select,
      Plan input,
      Grouping grouping,
      List<Scalar> groups,
      @Nullable Scalar having,
      List<Item> items,
      List<SortItem> sort,
      List<Scalar> distinctOn) {
    if (!query.locking().isEmpty()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "FOR UPDATE is not allowed with "
              + (select.groupBy().isEmpty() ? "aggregate functions" : "GROUP BY clause"));
    }
    Plan plan = grouping.plan(input, groups);
    Plan filtered =
        having == null
            ? plan
            : Plans.filter(plan, Scalars.conjuncts(grouping.overGroups(having, -1)));
    List<Item> over = new ArrayList<>();
    for (Item item : items) {
      over.add(
          new Item(
              item.name(),
              grouping.overGroups(item.scalar(), item.expression().position()),
              item.expression(),
              item.collection(),
              item.columnId()));
    }
    List<SortItem> sorted =
        sort.stream()
            .map(
                one ->
                    new SortItem(
                        grouping.overGroups(one.scalar(), -1), one.descending(), one.nullsFirst()))
            .toList();
    List<Scalar> on = distinctOn.stream().map(s -> grouping.overGroups(s, -1)).toList();
    grouping.rewriteWindowsOverGroups();
    return finish(query, select, grouping.withTables(filtered), grouping, over, sorted, on);
  }

  private QueryBinder.BoundQuery finish(
      Query query,
      Query.Select select,
      Plan input,
      Grouping grouping,
      List<Item> items,
      List<SortItem> sort,
      List<Scalar> distinctOn) {
    if (!query.locking().isEmpty() && select.distinct() != null) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "FOR UPDATE is not allowed with DISTINCT clause");
    }
    Plan plan = grouping.withWindows(input);
    List<Assignment> assignments = new ArrayList<>();
    List<Variable> outputs = new ArrayList<>();
    List<ResultColumn> columns = new ArrayList<>();
    for (Item item : items) {
      Variable output = context.variable(item.name(), item.scalar().type());
      outputs.add(output);
      context.shapes.assigned(output, item.scalar());
      assignments.add(new Assignment(output, item.scalar()));
      columns.add(
          new ResultColumn(item.name(), item.scalar().type(), item.collection(), item.columnId()));
    }
    List<Assignment> visible = List.copyOf(assignments);
    List<SortItem> over = overOutputs(sort, assignments);
    List<Scalar> on = new ArrayList<>();
    for (Scalar scalar : distinctOn) {
      on.add(new Scalar.Reference(assigned(scalar, assignments)));
    }
    requireDistinctFirst(select, on, over);
    if (select.distinct() == null) {
      plan = new Plan.Project(plan, assignments);
      plan = over.isEmpty() ? plan : new Plan.Sort(plan, over);
      plan = queries.limited(query, outer, plan, over);
    } else {
      plan = new Plan.Project(plan, assignments);
      boolean sortFirst = !on.isEmpty();
      plan = sortFirst && !over.isEmpty() ? new Plan.Sort(plan, over) : plan;
      plan =
          new Plan.Distinct(
              plan,
              on.isEmpty() ? outputs.stream().<Scalar>map(Scalar.Reference::new).toList() : on);
      plan = !sortFirst && !over.isEmpty() ? new Plan.Sort(plan, over) : plan;
      plan = queries.limited(query, outer, plan, over);
    }
    if (assignments.size() > visible.size()) {
      List<Assignment> last = new ArrayList<>();
      List<Variable> lastOutputs = new ArrayList<>();
      for (Variable output : outputs) {
        Variable fresh = context.variable(output.name(), output.type());
        context.shapes.assigned(fresh, new Scalar.Reference(output));
        last.add(new Assignment(fresh, new Scalar.Reference(output)));
        lastOutputs.add(fresh);
      }
      return new QueryBinder.BoundQuery(new Plan.Project(plan, last), lastOutputs, columns);
    }
    return new QueryBinder.BoundQuery(plan, outputs, columns);
  }

  /** DISTINCT ON takes the first row of each: the order has to begin with its expressions. */
  private static void requireDistinctFirst(
      Query.Select select, List<Scalar> on, List<SortItem> order) {
    for (int i = 0; i < Math.min(on.size(), order.size()); i++) {
      int at = on.indexOf(order.get(i).scalar());
      if (at < 0) {
        throw new OrbitException(
                ErrorCode.INVALID_COLUMN_REFERENCE,
                "SELECT DISTINCT ON expressions must match initial ORDER BY expressions")
            .at(select.distinct().on().get(i).position());
      }
    }
  }

  /** Sort keys as references to outputs; what is not selected becomes a hidden output. */
  private List<SortItem> overOutputs(List<SortItem> sort, List<Assignment> assignments) {
    List<SortItem> over = new ArrayList<>();
    for (SortItem item : sort) {
      over.add(
          new SortItem(
              new Scalar.Reference(assigned(item.scalar(), assignments)),
              item.descending(),
              item.nullsFirst()));
    }
    return over;
  }

  private Variable assigned(Scalar scalar, List<Assignment> assignments) {
    for (int i = 0; i < assignments.size(); i++) {
      Assignment assignment = assignments.get(i);
      if (assignment.scalar().equals(scalar)) {
        return assignment.variable();
      }
      boolean untyped = assignment.scalar().type().kind() == TypeKind.UNKNOWN;
      if (untyped && context.coercion.settled(assignment.scalar()).equals(scalar)) {
        return assignment.variable();
      }
    }
    Variable hidden = context.variable("(sort)", scalar.type());
    assignments.add(new Assignment(hidden, scalar));
    return hidden;
  }
}
