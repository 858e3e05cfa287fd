package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.Assignment;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import io.orbit.query.type.CastContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Binds queries: what stands around a body, set operations, VALUES, common table expressions. */
final class QueryBinder {
  private final BindContext context;

  QueryBinder(BindContext context) {
    this.context = context;
  }

  /**
   * A bound query.
   *
   * @param columns what a client is told of its columns, one per output
   */
  record BoundQuery(Plan plan, List<Variable> outputs, List<ResultColumn> columns) {
    BoundQuery with(Plan other) {
      return new BoundQuery(other, outputs, columns);
    }
  }

  /** A query at the top of a statement. */
  BoundQuery bind(Query query) {
    return bind(query, null);
  }

  /** A query inside an expression or FROM, which may use the enclosing scope's names. */
  BoundQuery subquery(Query query, @Nullable Scope enclosing) {
    return bind(query, enclosing);
  }

  private BoundQuery bind(Query query, @Nullable Scope enclosing) {
    context.enter();
    try {
      Scope scope = new Scope(enclosing);
      List<Plan.Cte> ctes = commonTables(query.with(), scope);
      BoundQuery bound = settled(body(query, scope));
      return ctes.isEmpty() ? bound : bound.with(new Plan.With(ctes, bound.plan()));
    } finally {
      context.leave();
    }
  }

  private BoundQuery body(Query query, Scope scope) {
    return switch (query.body()) {
      case Query.Select select -> new SelectBinder(context, this, scope).bind(query, select);
      case Query.Values values -> ordered(query, scope, values(values, scope));
      case Query.SetOperation operation -> ordered(query, scope, setOperation(operation, scope));
    };
  }

  /** Columns of untyped literals become text. */
  private BoundQuery settled(BoundQuery bound) {
    if (bound.outputs().stream().noneMatch(output -> output.type().kind() == TypeKind.UNKNOWN)) {
      return bound;
    }
    List<Scalar> scalars = new ArrayList<>();
    for (Variable output : bound.outputs()) {
      scalars.add(new Scalar.Reference(output));
    }
    if (bound.plan() instanceof Plan.Project project) {
      List<Assignment> assignments = new ArrayList<>();
      List<Variable> outputs = new ArrayList<>();
      for (Assignment assignment : project.assignments()) {
        Scalar scalar = context.coercion.settled(assignment.scalar());
        Variable variable =
            scalar == assignment.scalar()
                ? assignment.variable()
                : context.variable(assignment.variable().name(), scalar.type());
        assignments.add(new Assignment(variable, scalar));
        outputs.add(variable);
      }
      return new BoundQuery(
          new Plan.Project(project.input(), assignments), outputs, retyped(bound, outputs));
    }
    return projected(bound, scalars.stream().map(context.coercion::settled).toList());
  }

  private static List<ResultColumn> retyped(BoundQuery bound, List<Variable> outputs) {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      ResultColumn old = bound.columns().get(i);
      columns.add(
          new ResultColumn(old.name(), outputs.get(i).type(), old.collection(), old.columnId()));
    }
    return columns;
  }

  /** The query with a projection over its outputs on top. */
  BoundQuery projected(BoundQuery bound, List<Scalar> scalars) {
    boolean same = true;
    for (int i = 0; i < scalars.size(); i++) {
      same &=
          scalars.get(i) instanceof Scalar.Reference reference
              && reference.variable().equals(bound.outputs().get(i));
    }
    if (same) {
      return bound;
    }
    List<Assignment> assignments = new ArrayList<>();
    List<Variable> outputs = new ArrayList<>();
    for (int i = 0; i < scalars.size(); i++) {
      Variable output = context.variable(bound.outputs().get(i).name(), scalars.get(i).type());
      outputs.add(output);
      assignments.add(new Assignment(output, scalars.get(i)));
    }
    return new BoundQuery(
        new Plan.Project(bound.plan(), assignments), outputs, retyped(bound, outputs));
  }

  // ---- VALUES

  private BoundQuery values(Query.Values values, Scope scope) {
    ExpressionBinder binder = new ExpressionBinder(context, this, scope, null, "VALUES");
    List<List<Scalar>> rows = new ArrayList<>();
    int width = values.rows().getFirst().size();
    for (List<Expression> row : values.rows()) {
      if (row.size() != width) {
        throw new OrbitException(ErrorCode.SYNTAX_ERROR, "VALUES lists must all be the same length")
            .at(row.getFirst().position());
      }
      rows.add(binder.bindAll(row));
    }
    List<Variable> outputs = new ArrayList<>();
    List<ResultColumn> columns = new ArrayList<>();
    for (int c = 0; c < width; c++) {
      int column = c;
      DataType type =
          context.coercion.common(
              rows.stream().map(row -> row.get(column).type()).toList(),
              "VALUES",
              values.position());
      for (int r = 0; r < rows.size(); r++) {
        List<Scalar> row = new ArrayList<>(rows.get(r));
        row.set(
            c,
            context
                .coercion
                .toCommon(List.of(row.get(c)), type, "VALUES", values.position())
                .getFirst());
        rows.set(r, row);
      }
      Variable output = context.variable("column" + (c + 1), type);
      outputs.add(output);
      columns.add(new ResultColumn(output.name(), type, 0, 0));
    }
    return new BoundQuery(new Plan.Values(outputs, rows), outputs, columns);
  }

  // ---- set operations

  private BoundQuery setOperation(Query.SetOperation operation, Scope scope) {
    BoundQuery left = bindOperand(operation.left(), scope);
    BoundQuery right = bindOperand(operation.right(), scope);
    String name = operation.operator().name();
    if (left.outputs().size() != right.outputs().size()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              "each " + name + " query must have the same number of columns")
          .at(operation.right().position());
    }
    List<DataType> types = new ArrayList<>();
    for (int i = 0; i < left.outputs().size(); i++) {
      types.add(
          context.coercion.common(
              List.of(left.outputs().get(i).type(), right.outputs().get(i).type()),
              name,
              operation.position()));
    }
    BoundQuery one = converted(left, types, name, operation.position());
    BoundQuery other = converted(right, types, name, operation.position());
    List<Variable> outputs = new ArrayList<>();
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      String column = left.columns().get(i).name();
      outputs.add(context.variable(column, types.get(i)));
      columns.add(new ResultColumn(column, types.get(i), 0, 0));
    }
    Plan plan =
        new Plan.SetOperation(
            Plan.SetKind.valueOf(name), operation.all(), one.plan(), other.plan(), outputs);
    return new BoundQuery(plan, outputs, columns);
  }

  /** An operand keeps its untyped columns, so that the other one may settle them. */
  private BoundQuery bindOperand(Query query, Scope scope) {
    Scope inner = new Scope(scope);
    List<Plan.Cte> ctes = commonTables(query.with(), inner);
    BoundQuery bound = body(query, inner);
    return ctes.isEmpty() ? bound : bound.with(new Plan.With(ctes, bound.plan()));
  }

  BoundQuery converted(BoundQuery bound, List<DataType> types, String what, int position) {
    List<Scalar> scalars = new ArrayList<>();
    Plan plan = bound.plan();
    boolean throughProject = plan instanceof Plan.Project;
    for (int i = 0; i < types.size(); i++) {
      Scalar source =
          throughProject
              ? ((Plan.Project) plan).assignments().get(i).scalar()
              : new Scalar.Reference(bound.outputs().get(i));
      scalars.add(
          context.coercion.toCommon(List.of(source), types.get(i), what, position).getFirst());
    }
    if (!throughProject) {
      return projected(bound, scalars);
    }
    List<Assignment> assignments = new ArrayList<>();
    List<Variable> outputs = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Variable output = context.variable(bound.outputs().get(i).name(), types.get(i));
      outputs.add(output);
      assignments.add(new Assignment(output, scalars.get(i)));
    }
    return new BoundQuery(
        new Plan.Project(((Plan.Project) plan).input(), assignments),
        outputs,
        retyped(bound, outputs));
  }

  // ---- ORDER BY and LIMIT around a body without FROM of its own

  private BoundQuery ordered(Query query, Scope scope, BoundQuery bound) {
    if (!query.locking().isEmpty()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "FOR UPDATE is not allowed with UNION/INTERSECT/EXCEPT or VALUES")
          .at(query.position());
    }
    List<SortItem> items = new ArrayList<>();
    for (SortKey key : query.orderBy()) {
      items.add(sortItem(key, new Scalar.Reference(outputOf(key.expression(), bound))));
    }
    Plan plan = items.isEmpty() ? bound.plan() : new Plan.Sort(bound.plan(), items);
    return bound.with(limited(query, scope, plan, items));
  }

  private static Variable outputOf(Expression expression, BoundQuery bound) {
    Optional<Integer> ordinal = ordinal(expression, bound.outputs().size(), "ORDER BY");
    if (ordinal.isPresent()) {
      return bound.outputs().get(ordinal.get());
    }
    if (expression instanceof Expression.ColumnReference reference
        && reference.name().size() == 1) {
      for (int i = 0; i < bound.outputs().size(); i++) {
        if (bound.columns().get(i).name().equals(reference.name().getFirst())) {
          return bound.outputs().get(i);
        }
      }
      throw new OrbitException(
              ErrorCode.UNDEFINED_COLUMN,
              "column \"" + reference.name().getFirst() + "\" does not exist")
          .at(reference.position());
    }
    throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "invalid UNION/INTERSECT/EXCEPT ORDER BY clause")
        .withDetail("Only result column names can be used, not expressions or functions.")
        .withHint(
            "Add the expression/function to every SELECT, or move the UNION into a FROM clause.")
        .at(expression.position());
  }

  /** The zero-based position an integer literal in ORDER BY or GROUP BY stands for. */
  static Optional<Integer> ordinal(Expression expression, int columns, String clause) {
    if (!(expression instanceof Expression.Literal literal) || literal.value() == null) {
      return Optional.empty();
    }
    if (!(literal.value() instanceof Integer number)) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "non-integer constant in " + clause)
          .at(literal.position());
    }
    if (number < 1 || number > columns) {
      throw new OrbitException(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              clause + " position " + number + " is not in select list")
          .at(literal.position());
    }
    return Optional.of(number - 1);
  }

  SortItem sortItem(SortKey key, Scalar scalar) {
    boolean descending = key.direction() == SortKey.Direction.DESCENDING;
    boolean nullsFirst =
        switch (key.nulls()) {
          case FIRST -> true;
          case LAST -> false;
          case DIALECT -> context.dialect.nullsLargest() == descending;
        };
    return new SortItem(scalar, descending, nullsFirst);
  }

  Plan limited(Query query, Scope scope, Plan plan, List<SortItem> ties) {
    Expression limit = query.limit();
    Expression offset = query.offset();
    if (limit == null && offset == null) {
      return plan;
    }
    return new Plan.Limit(
        plan,
        Optional.ofNullable(limit).map(expression -> count(expression, scope, "LIMIT")),
        Optional.ofNullable(offset).map(expression -> count(expression, scope, "OFFSET")),
        query.withTies() ? ties : List.of());
  }

  private Scalar count(Expression expression, Scope scope, String clause) {
    ExpressionBinder binder = new ExpressionBinder(context, this, new Scope(null), null, clause);
    Scalar bound = binder.bind(expression);
    Scalar coerced =
        context.coercion.tryCoerce(
            bound, DataType.INT64, CastContext.ASSIGNMENT, expression.position());
    if (coerced == null) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "argument of "
                  + clause
                  + " must be type bigint, not type "
                  + io.orbit.query.type.TypeNames.displayBase(bound.type()))
          .at(expression.position());
    }
    return coerced;
  }

  // ---- WITH

  List<Plan.Cte> commonTables(Query.With with, Scope scope) {
    List<Plan.Cte> ctes = new ArrayList<>();
    for (Query.CommonTable table : with.tables()) {
      if (ctes.stream().anyMatch(cte -> cte.name().equals(table.name()))) {
        throw new OrbitException(
                ErrorCode.DUPLICATE_ALIAS,
                "WITH query name \"" + table.name() + "\" specified more than once")
            .at(table.position());
      }
      ctes.add(commonTable(with.recursive(), table, scope));
    }
    return ctes;
  }

  private Plan.Cte commonTable(boolean recursive, Query.CommonTable table, Scope scope) {
    int id = context.nextCte();
    if (table.statement() instanceof Modification modification) {
      if (context.depth() > 1) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "WITH clause containing a data-modifying statement must be at the top level")
            .at(table.position());
      }
      ModificationBinder.Bound bound =
          new ModificationBinder(context, this).bind(modification, scope);
      define(table, id, bound.plan().outputs(), scope, bound.returnsRows());
      return new Plan.Cte(id, table.name(), bound.plan(), true);
    }
    Query query = query(table.statement(), table.position());
    if (recursive
        && query.body() instanceof Query.SetOperation operation
        && operation.operator() == Query.SetOperator.UNION
        && TreeSearch.mentions(operation.right(), table.name())) {
      return recursive(table, query, operation, id, scope);
    }
    BoundQuery bound = subquery(query, scope);
    define(table, id, bound.outputs(), scope, true);
    return new Plan.Cte(id, table.name(), bound.plan(), false);
  }

  private static Query query(Statement statement, int position) {
    if (statement instanceof Query query) {
      return query;
    }
    throw new OrbitException(ErrorCode.SYNTAX_ERROR, "WITH takes a query or a modification")
        .at(position);
  }

  private Plan.Cte recursive(
      Query.CommonTable table, Query query, Query.SetOperation operation, int id, Scope scope) {
    refuseAround(query);
    BoundQuery base = settled(bindOperand(operation.left(), scope));
    Scope inner = new Scope(scope);
    define(table, id, base.outputs(), inner, true);
    BoundQuery step = bindOperand(operation.right(), inner);
    List<DataType> types = base.outputs().stream().map(Variable::type).toList();
    if (step.outputs().size() != types.size()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "each UNION query must have the same number of columns")
          .at(operation.right().position());
    }
    for (int i = 0; i < types.size(); i++) {
      DataType overall =
          context.coercion.common(
              List.of(types.get(i), step.outputs().get(i).type()), "UNION", operation.position());
      if (!overall.unmodified().equals(types.get(i).unmodified())) {
        throw new OrbitException(
                ErrorCode.DATATYPE_MISMATCH,
                "recursive query \""
                    + table.name()
                    + "\" column "
                    + (i + 1)
                    + " has type "
                    + io.orbit.query.type.TypeNames.display(types.get(i))
                    + " in non-recursive term but type "
                    + io.orbit.query.type.TypeNames.display(overall)
                    + " overall")
            .withHint("Cast the output of the non-recursive term to the correct type.")
            .at(operation.position());
      }
    }
    BoundQuery converted = converted(step, types, "UNION", operation.position());
    List<Variable> outputs = new ArrayList<>();
    base.outputs().forEach(output -> outputs.add(context.variable(output.name(), output.type())));
    define(table, id, outputs, scope, true);
    return new Plan.Cte(
        id,
        table.name(),
        new Plan.Recursive(id, base.plan(), converted.plan(), !operation.all(), outputs),
        false);
  }

  /** What a recursive query may not have, as in PostgreSQL. */
  private static void refuseAround(Query query) {
    String refused =
        !query.orderBy().isEmpty()
            ? "ORDER BY"
            : query.offset() != null
                ? "OFFSET"
                : query.limit() != null
                    ? "LIMIT"
                    : !query.locking().isEmpty() ? "FOR UPDATE/SHARE" : null;
    if (refused != null) {
      Expression limit = query.offset() != null ? query.offset() : query.limit();
      int position =
          !query.orderBy().isEmpty()
              ? query.orderBy().getFirst().expression().position()
              : limit == null ? query.position() : limit.position();
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, refused + " in a recursive query is not implemented")
          .at(position);
    }
  }

  private void define(
      Query.CommonTable table, int id, List<Variable> outputs, Scope scope, boolean returnsRows) {
    if (table.columns().size() > outputs.size()) {
      throw new OrbitException(
              ErrorCode.INVALID_COLUMN_REFERENCE,
              "WITH query \""
                  + table.name()
                  + "\" has "
                  + outputs.size()
                  + " columns available but "
                  + table.columns().size()
                  + " columns specified")
          .at(table.position());
    }
    List<Variable> named = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      Variable output = outputs.get(i);
      named.add(
          i < table.columns().size()
              ? new Variable(output.id(), table.columns().get(i), output.type())
              : output);
    }
    scope.define(new Scope.CommonTable(id, table.name(), named, returnsRows));
  }
}
