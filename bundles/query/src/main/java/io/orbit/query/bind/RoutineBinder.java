package io.orbit.query.bind;

import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.plan.Scalar;
import io.orbit.query.routine.RoutineFunction;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds what users defined among the functions that a call may mean. */
final class RoutineBinder {
  private final BindContext context;

  RoutineBinder(BindContext context) {
    this.context = context;
  }

  /** Functions of that name along the search path; those of a schema where it is named. */
  List<Routine> named(List<String> name) {
    List<Routine> found = new ArrayList<>();
    for (Schema schema : UserTypes.schemas(context.session, context.catalog, name)) {
      for (Routine routine : context.catalog.routines(schema.id(), name.getLast())) {
        boolean hidden = found.stream().anyMatch(other -> types(other).equals(types(routine)));
        if (!routine.procedure() && !hidden) {
          found.add(routine);
        }
      }
    }
    return found;
  }

  private static List<DataType> types(Routine routine) {
    return routine.inputs().stream().map(parameter -> parameter.type().unmodified()).toList();
  }

  /** Whether the call names a schema that is not PostgreSQL's own. */
  static boolean isQualified(Expression.Call call) {
    return call.name().size() > 1
        && !call.name().get(call.name().size() - 2).equals("pg_catalog")
        && !call.name().get(call.name().size() - 2).equals("information_schema");
  }

  /**
   * The call's choice; null where no function takes these arguments.
   *
   * @param builtIn functions of PostgreSQL's own of that name, which go before
   */
  Overloads.@Nullable Resolved resolve(
      Expression.Call call,
      List<FunctionDefinition> builtIn,
      List<Routine> routines,
      List<Scalar> arguments) {
    boolean plain = call.arguments().stream().allMatch(argument -> argument.name() == null);
    if (plain) {
      List<FunctionDefinition> all = new ArrayList<>(builtIn);
      routines.forEach(routine -> all.add(definition(routine)));
      Overloads.Resolved resolved =
          context.overloads.choose(all, arguments, call.variadic(), call.position());
      if (resolved != null) {
        return used(resolved);
      }
    }
    List<Overloads.Resolved> matches = new ArrayList<>();
    for (Routine routine : routines) {
      List<Scalar> laidOut = layOut(call, routine, arguments);
      Overloads.Resolved resolved =
          laidOut == null
              ? null
              : context.overloads.choose(
                  List.of(definition(routine)), laidOut, false, call.position());
      if (resolved != null) {
        matches.add(resolved);
      }
    }
    if (matches.size() > 1) {
      throw new OrbitException(
              ErrorCode.AMBIGUOUS_FUNCTION,
              "function "
                  + call.name().getLast()
                  + Overloads.shownTypes(arguments)
                  + " is not unique")
          .withHint(
              "Could not choose a best candidate function. You might need to add explicit type"
                  + " casts.")
          .at(call.position());
    }
    return matches.isEmpty() ? null : used(matches.getFirst());
  }

  private Overloads.Resolved used(Overloads.Resolved resolved) {
    RoutineFunction function = RoutineFunction.of(resolved.definition());
    if (function != null) {
      context.use(function.routine().id(), Privilege.EXECUTE, List.of());
    }
    return resolved;
  }

  /**
   * The arguments in the order of the parameters, defaults where none is given; null for no fit.
   */
  private @Nullable List<Scalar> layOut(
      Expression.Call call, Routine routine, List<Scalar> arguments) {
    List<Routine.Parameter> inputs = routine.inputs();
    if (arguments.size() > inputs.size()) {
      return null;
    }
    @Nullable Scalar[] laidOut = new Scalar[inputs.size()];
    for (int i = 0; i < arguments.size(); i++) {
      String name = call.arguments().get(i).name();
      int position = name == null ? i : position(inputs, name);
      if (position < 0 || laidOut[position] != null) {
        return null;
      }
      laidOut[position] = arguments.get(i);
    }
    List<Scalar> all = new ArrayList<>();
    for (int i = 0; i < laidOut.length; i++) {
      Scalar given = laidOut[i];
      String text = inputs.get(i).defaultText();
      if (given == null && text.isEmpty()) {
        return null;
      }
      all.add(given == null ? value(text, inputs.get(i).type()) : given);
    }
    return all;
  }

  private static int position(List<Routine.Parameter> inputs, String name) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private Scalar value(String text, DataType type) {
    ExpressionBinder binder =
        new ExpressionBinder(
            context, new QueryBinder(context), new Scope(null), null, "DEFAULT expressions");
    Scalar bound = binder.bind(context.stored().expression(text));
    return context.coercion.assignment(bound, type, "default", -1);
  }

  private FunctionDefinition definition(Routine routine) {
    return RoutineFunction.definition(routine);
  }
}
