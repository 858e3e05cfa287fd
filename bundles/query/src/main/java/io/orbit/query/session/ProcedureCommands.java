package io.orbit.query.session;

import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.execute.Expressions;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** CALL and DO. */
public final class ProcedureCommands implements Commands {
  private static final @Nullable Object[] NO_ROW = {};

  @Override
  public boolean knows(Statement statement) {
    return statement instanceof Utility.CallProcedure || statement instanceof Utility.DoBlock;
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    if (!(statement instanceof Utility.CallProcedure call)) {
      return Optional.of(CommandShape.COMMAND);
    }
    CompositeDefinition outputs = found(context, call.call()).routine().result().composite();
    return Optional.of(
        outputs == null ? CommandShape.COMMAND : CommandShape.rows(columns(outputs)));
  }

  private static List<ResultColumn> columns(CompositeDefinition outputs) {
    List<ResultColumn> columns = new ArrayList<>();
    for (int i = 0; i < outputs.shape().names().size(); i++) {
      columns.add(
          new ResultColumn(outputs.shape().names().get(i), outputs.shape().types().get(i), 0, 0));
    }
    return columns;
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return true;
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    boolean outside = !context.session().inExplicitTransaction();
    if (statement instanceof Utility.DoBlock block) {
      context
          .services()
          .routines()
          .block(context.session(), block.language(), block.body(), outside);
      return CommandExecution.done("DO", -1);
    }
    Expression.Call call = ((Utility.CallProcedure) statement).call();
    Found found = found(context, call);
    Routine routine = found.routine();
    context.session().require(routine, Privilege.EXECUTE);
    @Nullable Object[] arguments = new Object[routine.inputs().size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = value(context, found.arguments().get(i), routine.inputs().get(i).type());
    }
    @Nullable Object[] outputs =
        context.services().routines().callProcedure(context.session(), routine, arguments, outside);
    CompositeDefinition shape = routine.result().composite();
    if (shape == null) {
      return CommandExecution.done("CALL", -1);
    }
    List<@Nullable Object[]> rows = new ArrayList<>();
    rows.add(outputs);
    return CommandExecution.rows("CALL", -1, RowBatch.of(shape.shape().types(), rows));
  }

  private static @Nullable Object value(
      CommandContext context, Expression expression, DataType type) {
    Binder.RowExpression bound =
        context
            .binder()
            .bindConstant(
                context.session(), context.catalog(), context.language(), expression, type);
    return Expressions.compile(bound.scalar(), List.of())
        .evaluate(context.evaluation(bound.variableCount()), NO_ROW);
  }

  /** A procedure with what is given for its inputs. */
  private record Found(Routine routine, List<Expression> arguments) {}

  private static Found found(CommandContext context, Expression.Call call) {
    List<Found> matches = new ArrayList<>();
    OrbitException refused = null;
    for (Schema schema : UserTypes.schemas(context.session(), context.catalog(), call.name())) {
      for (Routine routine : context.catalog().routines(schema.id(), call.name().getLast())) {
        List<Expression> arguments = layOut(context, routine, call);
        if (arguments == null) {
          continue;
        }
        if (!routine.procedure()) {
          refused =
              new OrbitException(
                      ErrorCode.WRONG_OBJECT_TYPE, shown(context, call) + " is not a procedure")
                  .withHint("To call a function, use SELECT.")
                  .at(call.position());
        } else if (fits(context, routine, arguments)) {
          matches.add(new Found(routine, arguments));
        }
      }
      if (!matches.isEmpty()) {
        break;
      }
    }
    if (matches.size() > 1) {
      throw new OrbitException(
              ErrorCode.AMBIGUOUS_FUNCTION, "procedure " + shown(context, call) + " is not unique")
          .withHint(
              "Could not choose a best candidate procedure. You might need to add explicit type"
                  + " casts.")
          .at(call.position());
    }
    if (matches.isEmpty()) {
      throw refused != null
          ? refused
          : new OrbitException(
                  ErrorCode.UNDEFINED_FUNCTION,
                  "procedure " + shown(context, call) + " does not exist")
              .withHint(
                  "No procedure matches the given name and argument types. You might need to add"
                      + " explicit type casts.")
              .at(call.position());
    }
    return matches.getFirst();
  }

  private static boolean fits(CommandContext context, Routine routine, List<Expression> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      try {
        context
            .binder()
            .bindConstant(
                context.session(),
                context.catalog(),
                context.language(),
                arguments.get(i),
                routine.inputs().get(i).type());
      } catch (OrbitException unfit) {
        if (unfit.code() != ErrorCode.DATATYPE_MISMATCH) {
          throw unfit;
        }
        return false;
      }
    }
    return true;
  }

  /** What is given for each input, defaults included; null where the numbers do not fit. */
  private static @Nullable List<Expression> layOut(
      CommandContext context, Routine routine, Expression.Call call) {
    List<Routine.Parameter> all =
        routine.parameters().stream()
            .filter(parameter -> parameter.mode() != Routine.Mode.TABLE)
            .toList();
    boolean withOutputs = call.arguments().size() > routine.inputs().size();
    List<Routine.Parameter> taken = withOutputs || routine.procedure() ? all : routine.inputs();
    if (call.arguments().size() > taken.size()) {
      return null;
    }
    @Nullable Expression[] given = new Expression[taken.size()];
    for (int i = 0; i < call.arguments().size(); i++) {
      String name = call.arguments().get(i).name();
      int at = i;
      for (int p = 0; name != null && p < taken.size(); p++) {
        at = taken.get(p).name().equals(name) ? p : at;
      }
      given[at] = call.arguments().get(i).value();
    }
    List<Expression> arguments = new ArrayList<>();
    for (int i = 0; i < given.length; i++) {
      Routine.Parameter parameter = taken.get(i);
      Expression value = given[i];
      if (value == null && parameter.defaultText().isEmpty()) {
        return null;
      }
      if (parameter.mode().isInput()) {
        arguments.add(
            value == null ? context.language().parseExpression(parameter.defaultText()) : value);
      }
    }
    return arguments;
  }

  private static String shown(CommandContext context, Expression.Call call) {
    return call.arguments().stream()
        .map(
            argument ->
                TypeNames.displayBase(
                    context
                        .binder()
                        .bindConstant(
                            context.session(),
                            context.catalog(),
                            context.language(),
                            argument.value(),
                            DataType.DYNAMIC)
                        .scalar()
                        .type()))
        .collect(Collectors.joining(", ", String.join(".", call.name()) + "(", ")"));
  }
}
