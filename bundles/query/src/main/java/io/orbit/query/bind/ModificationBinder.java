package io.orbit.query.bind;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.value.DataType;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.ColumnAssignment;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Binds INSERT, UPDATE and DELETE. */
final class ModificationBinder {
  private final BindContext context;
  private final QueryBinder queries;

  ModificationBinder(BindContext context, QueryBinder queries) {
    this.context = context;
    this.queries = queries;
  }

  /** A bound modification; without RETURNING it has no columns. */
  record Bound(Plan plan, String tag, boolean returnsRows, List<ResultColumn> columns) {}

  Bound bind(Modification modification, @Nullable Scope enclosing) {
    Scope scope = new Scope(enclosing);
    return switch (modification) {
      case Modification.Insert insert -> {
        List<Plan.Cte> ctes = queries.commonTables(insert.with(), scope);
        yield with(ctes, insert(insert, scope));
      }
      case Modification.Update update -> {
        List<Plan.Cte> ctes = queries.commonTables(update.with(), scope);
        yield with(ctes, update(update, scope));
      }
      case Modification.Delete delete -> {
        List<Plan.Cte> ctes = queries.commonTables(delete.with(), scope);
        yield with(ctes, delete(delete, scope));
      }
      case Modification.Merge merge ->
          throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "MERGE is not supported")
              .at(merge.position());
      case Modification.Truncate truncate -> throw new IllegalArgumentException("TRUNCATE");
    };
  }

  private static Bound with(List<Plan.Cte> ctes, Bound bound) {
    return ctes.isEmpty()
        ? bound
        : new Bound(
            new Plan.With(ctes, bound.plan()), bound.tag(), bound.returnsRows(), bound.columns());
  }

  // ---- targets

  /** What is changed: its columns, and a scan of it with names. */
  private record Target(
      Plan.Target target,
      String name,
      List<Column> columns,
      Plan scan,
      Scope.Item item,
      List<Variable> row,
      Optional<Variable> key) {
    long collection() {
      return target instanceof Plan.Target.OfCollection stored ? stored.collection().id() : 0;
    }
  }

  private Target target(From.Table table, Privilege privilege) {
    return switch (context.names.relation(table.name(), table.position())) {
      case Names.Relation.Virtual virtual -> virtual(virtual.table(), table);
      case Names.Relation.Stored stored -> {
        Collection collection = stored.collection();
        if (collection.kind() != Collection.Kind.TABLE) {
          throw new OrbitException(
                  ErrorCode.WRONG_OBJECT_TYPE,
                  "cannot "
                      + verb(privilege)
                      + " "
                      + collection.kind().name().toLowerCase(java.util.Locale.ROOT)
                      + " \""
                      + collection.name()
                      + "\"")
              .at(table.position());
        }
        context.use(collection.id(), privilege, List.of());
        FromBinder.TableScan scan =
            new FromBinder(context, queries, new Scope(null), true).scan(collection, table, true);
        yield new Target(
            new Plan.Target.OfCollection(collection),
            collection.name(),
            collection.columns(),
            scan.plan(),
            scan.item(),
            scan.plan().variables(),
            Optional.ofNullable(scan.plan().key()));
      }
    };
  }

  private static String verb(Privilege privilege) {
    return switch (privilege) {
      case INSERT -> "insert into";
      case UPDATE -> "update";
      default -> "delete from";
    };
  }

  private Target virtual(VirtualTable table, From.Table from) {
    if (table.key().isEmpty()) {
      throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for table " + table.name())
          .withDetail("It is read-only.")
          .at(from.position());
    }
    List<Variable> row = new ArrayList<>();
    List<Scope.Column> columns = new ArrayList<>();
    for (Column column : table.columns()) {
      Variable variable = context.variable(column.name(), column.type());
      row.add(variable);
      columns.add(new Scope.Column(column.name(), variable, 0, 0, false));
    }
    String alias = from.alias() == null ? table.name() : from.alias().name();
    return new Target(
        new Plan.Target.OfVirtual(table),
        table.name(),
        table.columns(),
        new Plan.VirtualScan(table, alias, row),
        new Scope.Item(alias, from.alias() == null ? table.schema() : null, columns),
        row,
        Optional.empty());
  }

  private static int position(Target target, String column, int at) {
    for (int i = 0; i < target.columns().size(); i++) {
      if (target.columns().get(i).name().equals(column)) {
        return i;
      }
    }
    throw new OrbitException(
            ErrorCode.UNDEFINED_COLUMN,
            "column \"" + column + "\" of relation \"" + target.name() + "\" does not exist")
        .at(at);
  }

  // ---- INSERT

  private Bound insert(Modification.Insert insert, Scope scope) {
    From.Alias alias = insert.alias() == null ? null : new From.Alias(insert.alias(), List.of());
    Target target =
        target(
            new From.Table(insert.table(), false, alias, null, insert.position()),
            Privilege.INSERT);
    List<Integer> columns = insertColumns(insert, target);
    Plan source = insertSource(insert, target, columns, scope);
    columns = columns.subList(0, source.outputs().size());
    Scope rowScope = new Scope(scope);
    rowScope.add(target.item());
    Optional<Plan.Conflict> conflict =
        Optional.ofNullable(insert.onConflict()).map(on -> conflict(on, target, scope));
    Returning returning = returning(insert.returning(), rowScope);
    Plan plan =
        new Plan.Insert(
            target.target(),
            source,
            columns,
            target.row(),
            conflict,
            returning.plan(),
            !insert.returning().isEmpty());
    return new Bound(plan, "INSERT", !insert.returning().isEmpty(), returning.columns());
  }

  private static List<Integer> insertColumns(Modification.Insert insert, Target target) {
    List<Integer> columns = new ArrayList<>();
    if (insert.columns().isEmpty()) {
      for (int i = 0; i < target.columns().size(); i++) {
        columns.add(i);
      }
      return columns;
    }
    Set<Integer> seen = new HashSet<>();
    for (Modification.Target column : insert.columns()) {
      plain(column);
      int position = position(target, column.column(), column.position());
      if (!seen.add(position)) {
        throw new OrbitException(
                ErrorCode.DUPLICATE_COLUMN,
                "column \"" + column.column() + "\" specified more than once")
            .at(column.position());
      }
      columns.add(position);
    }
    return columns;
  }

  private static void plain(Modification.Target target) {
    if (!target.indexes().isEmpty() || !target.fields().isEmpty()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "assignment to a part of a column is not supported")
          .at(target.position());
    }
  }

  private Plan insertSource(
      Modification.Insert insert, Target target, List<Integer> columns, Scope scope) {
    Query query = insert.source();
    if (query == null) {
      return new Plan.Values(List.of(), List.of(List.of()));
    }
    if (query.body() instanceof Query.Values values
        && query.orderBy().isEmpty()
        && query.limit() == null
        && query.with().tables().isEmpty()) {
      return insertValues(insert, values, target, columns, scope);
    }
    QueryBinder.BoundQuery bound = queries.subquery(query, scope);
    checkWidth(insert, bound.outputs().size(), columns.size(), query.position());
    List<Assignment> assignments = new ArrayList<>();
    for (int i = 0; i < bound.outputs().size(); i++) {
      Column column = target.columns().get(columns.get(i));
      Scalar converted =
          context.coercion.assignment(
              new Scalar.Reference(bound.outputs().get(i)),
              column.type(),
              column.name(),
              query.position());
      assignments.add(new Assignment(context.variable(column.name(), column.type()), converted));
    }
    return new Plan.Project(bound.plan(), assignments);
  }

  private static void checkWidth(Modification.Insert insert, int given, int wanted, int position) {
    if (given > wanted) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "INSERT has more expressions than target columns")
          .at(position);
    }
    if (given < wanted && !insert.columns().isEmpty()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "INSERT has more target columns than expressions")
          .at(insert.columns().get(given).position());
    }
  }

  private Plan insertValues(
      Modification.Insert insert,
      Query.Values values,
      Target target,
      List<Integer> columns,
      Scope scope) {
    ExpressionBinder binder = new ExpressionBinder(context, queries, scope, null, "VALUES");
    int width = values.rows().getFirst().size();
    checkWidth(insert, width, columns.size(), values.rows().getFirst().getLast().position());
    List<Variable> outputs = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      Column column = target.columns().get(columns.get(i));
      outputs.add(context.variable(column.name(), column.type()));
    }
    List<List<Scalar>> rows = new ArrayList<>();
    for (List<Expression> expressions : values.rows()) {
      if (expressions.size() != width) {
        throw new OrbitException(ErrorCode.SYNTAX_ERROR, "VALUES lists must all be the same length")
            .at(expressions.getFirst().position());
      }
      List<Scalar> row = new ArrayList<>();
      for (int i = 0; i < width; i++) {
        Column column = target.columns().get(columns.get(i));
        row.add(assigned(expressions.get(i), column, binder));
      }
      rows.add(row);
    }
    return new Plan.Values(outputs, rows);
  }

  /** The value for a column; DEFAULT travels as a marker that records understand. */
  private Scalar assigned(Expression expression, Column column, ExpressionBinder binder) {
    if (expression instanceof Expression.Default) {
      return new Scalar.Constant(RecordStatement.DEFAULT, DataType.DYNAMIC);
    }
    return context.coercion.assignment(
        binder.bind(expression), column.type(), column.name(), expression.position());
  }

  // ---- ON CONFLICT

  private Plan.Conflict conflict(Modification.OnConflict on, Target target, Scope scope) {
    if (!(target.target() instanceof Plan.Target.OfCollection stored)) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "ON CONFLICT is not supported for virtual tables")
          .at(on.position());
    }
    Collection collection = stored.collection();
    Arbiters arbiters = arbiters(on, collection);
    List<Variable> excluded = new ArrayList<>();
    List<Scope.Column> excludedColumns = new ArrayList<>();
    for (Column column : collection.columns()) {
      Variable variable = context.variable(column.name(), column.type());
      excluded.add(variable);
      excludedColumns.add(new Scope.Column(column.name(), variable, 0, 0, false));
    }
    List<Modification.Assignment> update = on.update();
    if (update == null) {
      return new Plan.Conflict(
          arbiters.indexes(), arbiters.primaryKey(), excluded, null, Optional.empty());
    }
    context.use(collection.id(), Privilege.UPDATE, List.of());
    Scope both = new Scope(scope);
    both.add(target.item());
    both.add(new Scope.Item("excluded", null, excludedColumns));
    ExpressionBinder binder = new ExpressionBinder(context, queries, both, null, "ON CONFLICT");
    List<ColumnAssignment> assignments = assignments(update, target, binder);
    Expression condition = on.updateWhere();
    return new Plan.Conflict(
        arbiters.indexes(),
        arbiters.primaryKey(),
        excluded,
        assignments,
        condition == null ? Optional.empty() : Optional.of(binder.truth(condition, "WHERE")));
  }

  private record Arbiters(List<String> indexes, boolean primaryKey) {}

  private static Arbiters arbiters(Modification.OnConflict on, Collection collection) {
    String constraint = on.constraint();
    if (constraint != null) {
      if (constraint.equals(collection.primaryKeyName())) {
        return new Arbiters(List.of(), true);
      }
      for (Index index : collection.indexes()) {
        if (index.unique() && index.name().equals(constraint)) {
          return new Arbiters(List.of(constraint), false);
        }
      }
      throw new OrbitException(
              ErrorCode.UNDEFINED_OBJECT,
              "constraint \""
                  + constraint
                  + "\" for table \""
                  + collection.name()
                  + "\" does not exist")
          .at(on.position());
    }
    if (on.elements().isEmpty()) {
      if (on.update() != null) {
        throw new OrbitException(
                ErrorCode.SYNTAX_ERROR,
                "ON CONFLICT DO UPDATE requires inference specification or constraint name")
            .withHint("For example, ON CONFLICT (column_name).")
            .at(on.position());
      }
      return new Arbiters(List.of(), false);
    }
    Set<Integer> wanted = new HashSet<>();
    for (Modification.ConflictElement element : on.elements()) {
      if (!(element.expression() instanceof Expression.ColumnReference reference)) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "ON CONFLICT over expressions is not supported; name the constraint instead")
            .at(on.position());
      }
      wanted.add(columnId(collection, reference));
    }
    return matching(on, collection, wanted);
  }

  private static int columnId(Collection collection, Expression.ColumnReference reference) {
    return collection
        .column(reference.name().getLast())
        .map(Column::id)
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + reference.name().getLast() + "\" does not exist")
                    .at(reference.position()));
  }

  private static Arbiters matching(
      Modification.OnConflict on, Collection collection, Set<Integer> wanted) {
    Set<Integer> primary = new HashSet<>();
    collection.primaryKey().forEach(p -> primary.add(collection.columns().get(p).id()));
    boolean byPrimaryKey = !primary.isEmpty() && primary.equals(wanted);
    List<String> names = new ArrayList<>();
    for (Index index : collection.indexes()) {
      Set<Integer> ids = new HashSet<>();
      index.elements().forEach(element -> ids.add(element.column()));
      boolean partial = !index.predicateText().isEmpty() && on.indexPredicate() == null;
      if (index.unique() && ids.equals(wanted) && !partial) {
        names.add(index.name());
      }
    }
    if (!byPrimaryKey && names.isEmpty()) {
      throw new OrbitException(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              "there is no unique or exclusion constraint matching the ON CONFLICT specification")
          .at(on.position());
    }
    return new Arbiters(names, byPrimaryKey);
  }

  // ---- UPDATE

  private Bound update(Modification.Update update, Scope scope) {
    Target target = target(update.table(), Privilege.UPDATE);
    Scope visible = new Scope(scope);
    Plan source = source(target, update.from(), scope, visible);
    ExpressionBinder binder = new ExpressionBinder(context, queries, visible, null, "UPDATE");
    Optional<Scalar> condition = condition(update.where(), visible);
    if (condition.isPresent()) {
      source = Plans.filter(source, Scalars.conjuncts(condition.get()));
      use(target, Privilege.SELECT);
    }
    List<ColumnAssignment> assignments = assignments(update.assignments(), target, binder);
    List<Variable> newRow = new ArrayList<>();
    List<Scope.Column> newColumns = new ArrayList<>();
    for (int i = 0; i < target.columns().size(); i++) {
      Scope.Column old = target.item().columns().get(i);
      Variable variable = context.variable(old.name(), old.variable().type());
      newRow.add(variable);
      newColumns.add(
          new Scope.Column(old.name(), variable, old.collection(), old.columnId(), false));
    }
    Scope after = new Scope(scope);
    after.add(new Scope.Item(target.item().alias(), target.item().schema(), newColumns));
    visible.items().stream().skip(1).forEach(after::add);
    Returning returning = returning(update.returning(), after);
    Plan plan =
        new Plan.Update(
            target.target(),
            source,
            target.key(),
            target.row(),
            assignments,
            condition,
            newRow,
            returning.plan(),
            !update.returning().isEmpty());
    return new Bound(plan, "UPDATE", !update.returning().isEmpty(), returning.columns());
  }

  private void use(Target target, Privilege privilege) {
    if (target.collection() != 0) {
      context.use(target.collection(), privilege, List.of());
    }
  }

  /** The target joined with what FROM or USING brings; fills the scope with both. */
  private Plan source(Target target, List<From> others, Scope outer, Scope visible) {
    visible.add(target.item());
    if (others.isEmpty()) {
      return target.scan();
    }
    Scope.Bound from = new FromBinder(context, queries, outer, false).bind(others);
    visible.addAll(from.items());
    return new Plan.Join(
        Plan.JoinKind.INNER, target.scan(), from.plan(), Scalar.Constant.TRUE, false);
  }

  private Optional<Scalar> condition(@Nullable Expression where, Scope visible) {
    return where == null
        ? Optional.empty()
        : Optional.of(
            new ExpressionBinder(context, queries, visible, null, "WHERE").truth(where, "WHERE"));
  }

  private List<ColumnAssignment> assignments(
      List<Modification.Assignment> all, Target target, ExpressionBinder binder) {
    List<ColumnAssignment> bound = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (Modification.Assignment assignment : all) {
      switch (assignment) {
        case Modification.Assignment.Single single ->
            bound.add(assignment(single.target(), single.value(), target, binder, seen));
        case Modification.Assignment.Multiple multiple ->
            bound.addAll(multiple(multiple, target, binder, seen));
      }
    }
    return bound;
  }

  private ColumnAssignment assignment(
      Modification.Target column,
      Expression value,
      Target target,
      ExpressionBinder binder,
      Set<Integer> seen) {
    int position = assignable(column, target, seen);
    Column assigned = target.columns().get(position);
    Scalar scalar =
        value instanceof Expression.Default
            ? defaultValue(assigned, value.position())
            : assigned(value, assigned, binder);
    return new ColumnAssignment(position, scalar);
  }

  /** SET column = DEFAULT: what its definition says, or NULL. */
  private Scalar defaultValue(Column column, int position) {
    if (column.defaultText().isEmpty()) {
      if (column.identity() != Column.Identity.NONE) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "setting an identity column to DEFAULT is not supported")
            .at(position);
      }
      return new Scalar.Constant(null, column.type());
    }
    Expression expression = context.stored().expression(column.defaultText());
    ExpressionBinder plain =
        new ExpressionBinder(context, queries, new Scope(null), null, "DEFAULT");
    return context.coercion.assignment(
        plain.bind(expression), column.type(), column.name(), position);
  }

  private static int assignable(Modification.Target column, Target target, Set<Integer> seen) {
    plain(column);
    int position = position(target, column.column(), column.position());
    if (!seen.add(position)) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              "multiple assignments to same column \"" + column.column() + "\"")
          .at(column.position());
    }
    return position;
  }

  private List<ColumnAssignment> multiple(
      Modification.Assignment.Multiple multiple,
      Target target,
      ExpressionBinder binder,
      Set<Integer> seen) {
    List<ColumnAssignment> bound = new ArrayList<>();
    int width = multiple.targets().size();
    if (multiple.source() instanceof Expression.Row row) {
      checkSources(row.fields().size(), width, row.position());
      for (int i = 0; i < width; i++) {
        bound.add(assignment(multiple.targets().get(i), row.fields().get(i), target, binder, seen));
      }
      return bound;
    }
    if (!(multiple.source() instanceof Expression.ScalarQuery query)) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "source for a multiple-column UPDATE item must be a sub-SELECT or ROW() expression")
          .at(multiple.source().position());
    }
    QueryBinder.BoundQuery sub = queries.subquery(query.query(), binder.scope());
    checkSources(sub.outputs().size(), width, query.position());
    for (int i = 0; i < width; i++) {
      Modification.Target column = multiple.targets().get(i);
      int position = assignable(column, target, seen);
      Variable output = sub.outputs().get(i);
      Scalar value =
          new Scalar.Subquery(
              Scalar.SubqueryKind.SCALAR,
              queries.projected(only(sub, i), List.of(new Scalar.Reference(output))).plan(),
              List.of(output),
              List.of(),
              List.of(),
              output.type());
      bound.add(
          new ColumnAssignment(
              position,
              context.coercion.assignment(
                  value,
                  target.columns().get(position).type(),
                  column.column(),
                  column.position())));
    }
    return bound;
  }

  private static QueryBinder.BoundQuery only(QueryBinder.BoundQuery bound, int column) {
    Variable output = bound.outputs().get(column);
    Plan plan =
        new Plan.Project(
            bound.plan(), List.of(new Assignment(output, new Scalar.Reference(output))));
    return new QueryBinder.BoundQuery(plan, List.of(output), List.of(bound.columns().get(column)));
  }

  private static void checkSources(int given, int wanted, int position) {
    if (given != wanted) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "number of columns does not match number of values")
          .at(position);
    }
  }

  // ---- DELETE

  private Bound delete(Modification.Delete delete, Scope scope) {
    Target target = target(delete.table(), Privilege.DELETE);
    Scope visible = new Scope(scope);
    Plan source = source(target, delete.using(), scope, visible);
    Optional<Scalar> condition = condition(delete.where(), visible);
    if (condition.isPresent()) {
      source = Plans.filter(source, Scalars.conjuncts(condition.get()));
      use(target, Privilege.SELECT);
    }
    Returning returning = returning(delete.returning(), visible);
    Plan plan =
        new Plan.Delete(
            target.target(),
            source,
            target.key(),
            target.row(),
            condition,
            returning.plan(),
            !delete.returning().isEmpty());
    return new Bound(plan, "DELETE", !delete.returning().isEmpty(), returning.columns());
  }

  // ---- RETURNING

  private record Returning(Plan.Returning plan, List<ResultColumn> columns) {}

  private Returning returning(List<Query.SelectItem> items, Scope scope) {
    List<Assignment> assignments = new ArrayList<>();
    List<ResultColumn> columns = new ArrayList<>();
    ExpressionBinder binder = new ExpressionBinder(context, queries, scope, null, "RETURNING");
    for (Query.SelectItem item : items) {
      if (item.expression() instanceof Expression.Star star) {
        for (Scope.Column column : SelectBinder.star(star, scope, null)) {
          add(column.name(), new Scalar.Reference(column.variable()), column, assignments, columns);
        }
        continue;
      }
      Scalar scalar = context.coercion.settled(binder.bind(item.expression()));
      String alias = item.alias();
      Scope.Column origin =
          item.expression() instanceof Expression.ColumnReference reference
              ? scope.tryResolve(reference.name(), reference.position()).orElse(null)
              : null;
      add(
          alias == null ? ColumnNames.of(item.expression()) : alias,
          scalar,
          origin,
          assignments,
          columns);
    }
    return new Returning(new Plan.Returning(assignments), columns);
  }

  private void add(
      String name,
      Scalar scalar,
      Scope.@Nullable Column origin,
      List<Assignment> assignments,
      List<ResultColumn> columns) {
    assignments.add(new Assignment(context.variable(name, scalar.type()), scalar));
    columns.add(
        new ResultColumn(
            name,
            scalar.type(),
            origin == null ? 0 : origin.collection(),
            origin == null ? 0 : origin.columnId()));
  }
}
