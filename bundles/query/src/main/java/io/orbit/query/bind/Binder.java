package io.orbit.query.bind;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Policy;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Language;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.QueryServices;
import io.orbit.query.plan.BoundStatement;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import io.orbit.query.type.Casts;
import java.util.ArrayList;
import java.util.List;

/** Binds whole statements, and single expressions over a collection's row. Thread-safe. */
public final class Binder {
  private final QueryServices services;
  private final Casts casts;

  public Binder(QueryServices services, Casts casts) {
    this.services = services;
    this.casts = casts;
  }

  /**
   * Binds a query or a modification (not TRUNCATE).
   *
   * @param language what view definitions are written in
   * @param parameterTypes given types, UNKNOWN where not given
   * @param variables names that stand for parameters
   */
  public BoundStatement bind(
      Session session,
      CatalogView catalog,
      Language language,
      Statement statement,
      List<DataType> parameterTypes,
      int parameterCount,
      VariableNames variables) {
    BindContext context =
        context(session, catalog, language, parameterTypes, parameterCount, variables);
    QueryBinder queries = new QueryBinder(context);
    return switch (statement) {
      case Query query -> {
        QueryBinder.BoundQuery bound = queries.bind(query);
        yield statement(context, bound.plan(), "SELECT", true, bound.columns());
      }
      case Modification modification -> {
        ModificationBinder.Bound bound =
            new ModificationBinder(context, queries).bind(modification, null);
        yield statement(context, bound.plan(), bound.tag(), bound.returnsRows(), bound.columns());
      }
      default -> throw new IllegalArgumentException(statement.getClass().getName());
    };
  }

  private static BoundStatement statement(
      BindContext context,
      Plan plan,
      String tag,
      boolean returnsRows,
      List<io.orbit.api.query.ResultColumn> columns) {
    return new BoundStatement(
        plan,
        tag,
        returnsRows,
        columns,
        context.parameters.settled(),
        context.uses(),
        context.variableCount(),
        context.isRoleDependent());
  }

  private BindContext context(
      Session session,
      CatalogView catalog,
      Language language,
      List<DataType> parameterTypes,
      int parameterCount) {
    return context(session, catalog, language, parameterTypes, parameterCount, VariableNames.NONE);
  }

  private BindContext context(
      Session session,
      CatalogView catalog,
      Language language,
      List<DataType> parameterTypes,
      int parameterCount,
      VariableNames variables) {
    return new BindContext(
        session,
        catalog,
        services,
        language.dialect(),
        casts,
        new Parameters(parameterTypes, parameterCount),
        variables,
        new StoredInLanguage(language));
  }

  /** What the catalog keeps, in the language it is kept in. */
  private record StoredInLanguage(Language language) implements BindContext.StoredText {
    @Override
    public Query query(String text) {
      return viewQuery(language, text);
    }

    @Override
    public Expression expression(String text) {
      return language.parseExpression(text);
    }
  }

  private static Query viewQuery(Language language, String text) {
    List<ParsedStatement> statements = language.parse(text);
    if (statements.size() == 1 && statements.getFirst().statement() instanceof Query query) {
      return query;
    }
    throw new OrbitException(ErrorCode.DATA_CORRUPTED, "a view's definition is no query: " + text);
  }

  /**
   * An expression over a row of a collection.
   *
   * @param variables one per column, in order
   * @param variableCount one more than the highest variable id
   */
  public record RowExpression(Scalar scalar, List<Variable> variables, int variableCount) {}

  /**
   * Binds an expression that may use the collection's columns and no subquery.
   *
   * @param place where it stands, for what it may hold
   * @param type what it is assigned to; DYNAMIC leaves it as it is
   */
  public RowExpression bindRow(
      Session session,
      CatalogView catalog,
      Language language,
      Collection collection,
      Expression expression,
      StoredPlace place,
      DataType type) {
    BindContext context = context(session, catalog, language, List.of(), 0);
    List<Variable> variables = new ArrayList<>();
    List<Scope.Column> columns = new ArrayList<>();
    for (Column column : collection.columns()) {
      Variable variable = context.variable(column.name(), column.type());
      variables.add(variable);
      columns.add(new Scope.Column(column.name(), variable, collection.id(), column.id(), false));
    }
    Scope scope = new Scope(null);
    scope.add(new Scope.Item(collection.name(), null, columns));
    ExpressionBinder binder = new ExpressionBinder(context, new QueryBinder(context), scope, place);
    Scalar bound = binder.bind(expression);
    Scalar typed =
        type.equals(DataType.DYNAMIC)
            ? context.coercion.settled(bound)
            : context.coercion.assignment(bound, type, "expression", expression.position());
    return new RowExpression(typed, variables, context.variableCount());
  }

  /**
   * Binds what row-level security asks of a row of a table, which its policies restrict.
   *
   * @param check whether the row is to be written (WITH CHECK) or is there (USING)
   * @return a query that answers the row, which comes as parameters, where it is allowed
   */
  public BoundStatement bindPolicies(
      Session session,
      CatalogView catalog,
      Language language,
      Collection table,
      Policy.Command command,
      boolean check) {
    List<DataType> types = table.columns().stream().map(Column::type).toList();
    BindContext context = context(session, catalog, language, types, types.size());
    List<Variable> row = new ArrayList<>();
    List<Scalar> given = new ArrayList<>();
    for (Column column : table.columns()) {
      given.add(new Scalar.Parameter(row.size(), column.type()));
      row.add(context.variable(column.name(), column.type()));
    }
    List<Scalar> conditions =
        new RowSecurityBinder(context, new QueryBinder(context), table)
            .conditions(row, command, check);
    context.dependsOnRole();
    Plan plan = Plans.filter(new Plan.Values(row, List.of(given)), conditions);
    return statement(context, plan, "SELECT", true, List.of());
  }

  /**
   * Binds a policy's condition, for its errors alone.
   *
   * @param text as the catalog keeps it
   */
  public void checkPolicy(
      Session session, CatalogView catalog, Language language, Collection table, String text) {
    BindContext context = context(session, catalog, language, List.of(), 0);
    List<Variable> row = new ArrayList<>();
    table.columns().forEach(column -> row.add(context.variable(column.name(), column.type())));
    Scalar ignored =
        new RowSecurityBinder(context, new QueryBinder(context), table).condition(text, row);
  }

  /**
   * Binds an expression over a routine's variables.
   *
   * @return the expression with no variables of its own; what it uses must be authorised
   */
  public RowExpression bindOverVariables(
      Session session,
      CatalogView catalog,
      Language language,
      Expression expression,
      List<DataType> parameterTypes,
      VariableNames variables,
      List<io.orbit.query.plan.BoundStatement.Use> uses) {
    BindContext context =
        context(session, catalog, language, parameterTypes, parameterTypes.size(), variables);
    ExpressionBinder binder =
        new ExpressionBinder(
            context, new QueryBinder(context), new Scope(null), null, "this expression");
    Scalar bound = context.coercion.settled(binder.bind(expression));
    uses.addAll(context.uses());
    return new RowExpression(bound, List.of(), context.variableCount());
  }

  /** Binds an expression without columns (EXECUTE's arguments, SET's values). */
  public RowExpression bindConstant(
      Session session,
      CatalogView catalog,
      Language language,
      Expression expression,
      DataType type) {
    BindContext context = context(session, catalog, language, List.of(), 0);
    ExpressionBinder binder =
        new ExpressionBinder(
            context, new QueryBinder(context), new Scope(null), null, "this expression");
    Scalar bound =
        context.coercion.assignment(
            binder.bind(expression), type, "argument", expression.position());
    return new RowExpression(bound, List.of(), context.variableCount());
  }
}
