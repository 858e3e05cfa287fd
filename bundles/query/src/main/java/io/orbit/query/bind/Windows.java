package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.Window;
import io.orbit.api.value.DataType;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Window calls of one SELECT block, gathered by partitioning and order. */
final class Windows {
  private final BindContext context;
  private final QueryBinder queries;
  private final Scope scope;
  private final Query.Select select;
  private final Grouping grouping;
  private final List<Group> groups = new ArrayList<>();

  private record Group(
      List<Scalar> partitionBy, List<SortItem> orderBy, List<Plan.WindowCall> calls) {}

  Windows(
      BindContext context,
      QueryBinder queries,
      Scope scope,
      Query.Select select,
      Grouping grouping) {
    this.context = context;
    this.queries = queries;
    this.scope = scope;
    this.select = select;
    this.grouping = grouping;
  }

  Scalar call(Expression.Call call) {
    Window window = resolve(java.util.Objects.requireNonNull(call.over()));
    ExpressionBinder binder =
        new ExpressionBinder(context, queries, scope, new InsideWindow(), "window definitions");
    List<Scalar> partitionBy =
        binder.bindAll(window.partitionBy()).stream().map(context.coercion::settled).toList();
    List<SortItem> orderBy = new ArrayList<>();
    for (SortKey key : window.orderBy()) {
      orderBy.add(queries.sortItem(key, context.coercion.settled(binder.bind(key.expression()))));
    }
    Plan.Frame frame = frame(window.frame(), binder, orderBy);
    Plan.WindowCall bound = windowCall(call, binder, frame);
    for (Group group : groups) {
      if (group.partitionBy().equals(partitionBy) && group.orderBy().equals(orderBy)) {
        group.calls().add(bound);
        return new Scalar.Reference(bound.output());
      }
    }
    groups.add(new Group(partitionBy, orderBy, new ArrayList<>(List.of(bound))));
    return new Scalar.Reference(bound.output());
  }

  /** Aggregates may stand inside a window call's arguments and definition; windows may not. */
  private final class InsideWindow implements ExpressionBinder.Calls {
    @Override
    public Scalar aggregate(Expression.Call call, FunctionDefinition probe) {
      return grouping.aggregate(call, probe);
    }

    @Override
    public Scalar window(Expression.Call call) {
      throw new OrbitException(ErrorCode.WINDOWING_ERROR, "window function calls cannot be nested")
          .at(call.position());
    }

    @Override
    public Scalar table(Overloads.Resolved resolved, Body.OfTable body, Expression.Call call) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED,
              "window function calls cannot contain set-returning function calls")
          .at(call.position());
    }

    @Override
    public Scalar grouping(Expression.Grouping call) {
      return grouping.grouping(call);
    }
  }

  private Plan.WindowCall windowCall(
      Expression.Call call, ExpressionBinder binder, Plan.Frame frame) {
    String name = binder.functionName(call);
    if (call.distinct()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "DISTINCT is not implemented for window functions")
          .at(call.position());
    }
    Overloads.Resolved resolved =
        context.overloads.function(name, binder.arguments(call), call.variadic(), call.position());
    Variable output = context.variable(name, resolved.result());
    Expression condition = call.filter();
    Optional<Scalar> filter =
        condition == null ? Optional.empty() : Optional.of(binder.truth(condition, "FILTER"));
    return switch (resolved.definition().body()) {
      case Body.OfWindow body ->
          new Plan.WindowCall(
              output, name, body.function(), null, resolved.arguments(), filter, frame);
      case Body.OfAggregate body ->
          new Plan.WindowCall(
              output, name, null, body.function(), resolved.arguments(), filter, frame);
      case Body.OfScalar body -> throw notAWindow(name, call.position());
      case Body.OfTable body -> throw notAWindow(name, call.position());
    };
  }

  private static OrbitException notAWindow(String name, int position) {
    return new OrbitException(
            ErrorCode.WRONG_OBJECT_TYPE,
            "OVER specified, but " + name + " is not a window function nor an aggregate function")
        .at(position);
  }

  /** The window with what its named base says. */
  private Window resolve(Window window) {
    String name = window.reference();
    if (name == null) {
      return window;
    }
    Window base =
        select.windows().stream()
            .filter(named -> named.name().equals(name))
            .map(Query.NamedWindow::window)
            .findFirst()
            .orElseThrow(
                () ->
                    new OrbitException(
                            ErrorCode.UNDEFINED_OBJECT, "window \"" + name + "\" does not exist")
                        .at(window.position()));
    Window resolved = resolve(base);
    if (window.plainReference()) {
      return resolved;
    }
    if (!window.partitionBy().isEmpty()) {
      throw new OrbitException(
              ErrorCode.WINDOWING_ERROR,
              "cannot override PARTITION BY clause of window \"" + name + "\"")
          .at(window.position());
    }
    if (!window.orderBy().isEmpty() && !resolved.orderBy().isEmpty()) {
      throw new OrbitException(
              ErrorCode.WINDOWING_ERROR,
              "cannot override ORDER BY clause of window \"" + name + "\"")
          .at(window.position());
    }
    return new Window(
        null,
        false,
        resolved.partitionBy(),
        window.orderBy().isEmpty() ? resolved.orderBy() : window.orderBy(),
        window.frame(),
        window.position());
  }

  private Plan.Frame frame(
      Window.@Nullable Frame frame, ExpressionBinder binder, List<SortItem> orderBy) {
    if (frame == null) {
      return Plan.Frame.DEFAULT;
    }
    boolean offsets = frame.start().offset() != null || frame.end().offset() != null;
    ScalarFunction add = null;
    ScalarFunction subtract = null;
    Scalar start = offset(frame.start(), frame, binder, orderBy);
    Scalar end = offset(frame.end(), frame, binder, orderBy);
    if (frame.unit() == Window.Unit.RANGE && offsets) {
      if (orderBy.size() != 1) {
        throw new OrbitException(
            ErrorCode.WINDOWING_ERROR,
            "RANGE with offset PRECEDING/FOLLOWING requires exactly one ORDER BY column");
      }
      Scalar by = start != null ? start : java.util.Objects.requireNonNull(end);
      add = shift("+", orderBy.getFirst().scalar(), by);
      subtract = shift("-", orderBy.getFirst().scalar(), by);
    }
    return new Plan.Frame(
        Plan.FrameUnit.valueOf(frame.unit().name()),
        Plan.FrameBound.valueOf(frame.start().kind().name()),
        start,
        Plan.FrameBound.valueOf(frame.end().kind().name()),
        end,
        Plan.FrameExclusion.valueOf(frame.exclusion().name()),
        add,
        subtract);
  }

  private @Nullable Scalar offset(
      Window.Bound bound, Window.Frame frame, ExpressionBinder binder, List<SortItem> orderBy) {
    Expression offset = bound.offset();
    if (offset == null) {
      return null;
    }
    Scalar scalar = binder.bind(offset);
    if (frame.unit() != Window.Unit.RANGE) {
      return context.coercion.explicit(scalar, DataType.INT64, offset.position());
    }
    if (orderBy.isEmpty()) {
      return context.coercion.settled(scalar);
    }
    Overloads.Resolved resolved =
        context.overloads.operator(
            "+", List.of(orderBy.getFirst().scalar(), scalar), offset.position());
    return resolved.arguments().get(1);
  }

  /** key ± offset, coerced back to the key's type. */
  private ScalarFunction shift(String symbol, Scalar key, Scalar offset) {
    Overloads.Resolved resolved = context.overloads.operator(symbol, List.of(key, offset), -1);
    if (!(resolved.definition().body() instanceof Body.OfScalar body)
        || !resolved.result().unmodified().equals(key.type().unmodified())) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "RANGE with offset PRECEDING/FOLLOWING is not supported for this column type");
    }
    return body.function();
  }

  void rewrite(UnaryOperator<Scalar> rule) {
    List<Group> rewritten = new ArrayList<>();
    for (Group group : groups) {
      Plan.Window window =
          new Plan.Window(
              new Plan.Unit(), group.partitionBy(), group.orderBy(), List.copyOf(group.calls()));
      Plan.Window over = (Plan.Window) io.orbit.query.plan.Plans.withScalars(window, rule);
      rewritten.add(new Group(over.partitionBy(), over.orderBy(), new ArrayList<>(over.calls())));
    }
    groups.clear();
    groups.addAll(rewritten);
  }

  Plan over(Plan input) {
    Plan plan = input;
    for (Group group : groups) {
      plan = new Plan.Window(plan, group.partitionBy(), group.orderBy(), group.calls());
    }
    return plan;
  }
}
