package io.orbit.query.bind;

import io.orbit.api.catalog.Routine;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import io.orbit.query.type.CastContext;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds calls of functions: PostgreSQL's, and those that users defined. */
final class CallBinder {
  private final BindContext context;
  private final ExpressionBinder expressions;

  CallBinder(BindContext context, ExpressionBinder expressions) {
    this.context = context;
    this.expressions = expressions;
  }

  Scalar call(Expression.Call call) {
    List<Routine> own = context.routines.named(call.name());
    boolean qualified = RoutineBinder.isQualified(call) && !own.isEmpty();
    String name = qualified ? call.name().getLast() : functionName(call);
    List<FunctionDefinition> named =
        qualified ? List.of() : context.services.functions().named(name);
    if (call.over() != null) {
      return expressions.allowed(call.position(), "window functions").window(call);
    }
    if (name.equals("merge_action") && call.arguments().isEmpty()) {
      return mergeAction(call.position());
    }
    if (call.star()
        || call.withinGroup()
        || (!named.isEmpty() && named.getFirst().body() instanceof Body.OfAggregate)) {
      if (named.isEmpty()) {
        throw context.overloads.missing(name, List.of(), call.position());
      }
      return expressions
          .allowed(call.position(), "aggregate functions")
          .aggregate(call, named.getFirst());
    }
    if (call.distinct() || !call.orderBy().isEmpty() || call.filter() != null) {
      throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE,
              (call.distinct() ? "DISTINCT" : call.filter() != null ? "FILTER" : "ORDER BY")
                  + " specified, but "
                  + name
                  + " is not an aggregate function")
          .at(call.position());
    }
    List<Scalar> arguments = own.isEmpty() ? arguments(call) : values(call);
    if (named.isEmpty() && own.isEmpty() && arguments.size() == 1) {
      Scalar converted = functionalCast(name, arguments.getFirst(), call.position());
      if (converted != null) {
        return converted;
      }
    }
    Overloads.Resolved resolved = resolved(call, name, named, own, arguments);
    return switch (resolved.definition().body()) {
      case Body.OfScalar body -> expressions.apply(resolved, call.position());
      case Body.OfTable body ->
          expressions
              .allowed(call.position(), "set-returning functions")
              .table(resolved, body, call);
      case Body.OfWindow body ->
          throw new OrbitException(
                  ErrorCode.WINDOWING_ERROR, "window function " + name + " requires an OVER clause")
              .at(call.position());
      case Body.OfAggregate body -> throw new IllegalStateException(name);
    };
  }

  private Overloads.Resolved resolved(
      Expression.Call call,
      String name,
      List<FunctionDefinition> named,
      List<Routine> own,
      List<Scalar> arguments) {
    if (own.isEmpty()) {
      return context.overloads.function(name, arguments, call.variadic(), call.position());
    }
    Overloads.Resolved resolved = context.routines.resolve(call, named, own, arguments);
    if (resolved == null) {
      throw context.overloads.missing(name, arguments, call.position());
    }
    return resolved;
  }

  /** As {@link #call} finds it, for FROM. */
  Overloads.Resolved resolved(Expression.Call call) {
    List<Routine> own = context.routines.named(call.name());
    boolean qualified = RoutineBinder.isQualified(call) && !own.isEmpty();
    String name = qualified ? call.name().getLast() : functionName(call);
    List<FunctionDefinition> named =
        qualified ? List.of() : context.services.functions().named(name);
    return resolved(call, name, named, own, own.isEmpty() ? arguments(call) : values(call));
  }

  /** The arguments as they stand, named or not. */
  private List<Scalar> values(Expression.Call call) {
    return expressions.bindAll(call.arguments().stream().map(Expression.Argument::value).toList());
  }

  List<Scalar> arguments(Expression.Call call) {
    List<Scalar> arguments = new ArrayList<>();
    for (Expression.Argument argument : call.arguments()) {
      if (argument.name() != null) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED, "named arguments are not supported")
            .at(call.position());
      }
      arguments.add(expressions.bind(argument.value()));
    }
    return arguments;
  }

  /** {@code int4('1')}: a type's name used as a function. */
  private @Nullable Scalar functionalCast(String name, Scalar argument, int position) {
    try {
      DataType type =
          context.type(
              new io.orbit.api.query.tree.TypeName(
                  List.of(name), List.of(), "", 0, false, position));
      return context.coercion.tryCoerce(argument, type, CastContext.EXPLICIT, position);
    } catch (OrbitException notAType) {
      return null;
    }
  }

  /** The name, all built-in functions being in pg_catalog. */
  static String functionName(Expression.Call call) {
    List<String> name = call.name();
    String schema = name.getLast().startsWith("_pg_") ? "information_schema" : "pg_catalog";
    if (name.size() > 1 && !name.get(name.size() - 2).equals(schema)) {
      throw new OrbitException(
              ErrorCode.UNDEFINED_FUNCTION,
              "function " + String.join(".", name) + " does not exist")
          .at(call.position());
    }
    return name.getLast();
  }

  private Scalar mergeAction(int position) {
    Variable action = context.mergeAction();
    if (action == null) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              "MERGE_ACTION() can only be used in the RETURNING list of a MERGE command")
          .at(position);
    }
    return new Scalar.Reference(action);
  }
}
