package io.orbit.query.execute;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes INSERT, UPDATE and DELETE runnable, and rows of any modification. */
final class ModificationCompiler {
  private ModificationCompiler() {}

  /** A modification ready to run. */
  record Runnable(Function<Evaluation, Modifications.Outcome> run, Explanation explanation) {}

  /** As a node whose rows are RETURNING's (inside WITH). */
  static PlanCompiler.Node rows(PlanCompiler compiler, Plan plan) {
    Runnable runnable = compile(compiler, plan);
    return new PlanCompiler.Node(
        new PlanCompiler.Factory(
            runnable.explanation(), e -> new Sources.Rows(runnable.run().apply(e).returned())),
        plan.outputs());
  }

  static Runnable compile(PlanCompiler compiler, Plan plan) {
    return switch (plan) {
      case Plan.Insert insert -> insert(compiler, insert);
      case Plan.Update update -> update(compiler, update);
      case Plan.Delete delete -> delete(compiler, delete);
      case Plan.Merge merge -> MergeCompiler.compile(compiler, merge);
      default -> throw new IllegalArgumentException(plan.getClass().getName());
    };
  }

  static Explanation explanation(String verb, Plan.Target target, PlanCompiler.Node source) {
    String name =
        switch (target) {
          case Plan.Target.OfCollection stored -> stored.collection().name();
          case Plan.Target.OfVirtual virtual ->
              virtual.table().schema() + "." + virtual.table().name();
        };
    Explanation below = source.factory().explain();
    return new Explanation(
        verb + " on " + name, List.of(), below.rows(), below.cost(), List.of(below));
  }

  static List<Scalar> scalars(Plan.Returning returning) {
    return returning.assignments().stream().map(Plan.Assignment::scalar).toList();
  }

  private static Runnable insert(PlanCompiler compiler, Plan.Insert insert) {
    scalars(insert.returning()).forEach(compiler::want);
    insert.conflict().ifPresent(conflict -> want(compiler, conflict));
    PlanCompiler.Node source = compiler.compile(insert.source());
    OperatorFactory rows = compiler.arranged(source, insert.source().outputs());
    Modifications.Compiled returning =
        new Modifications.Compiled(
            List.of(),
            List.of(),
            null,
            compiler.expressions(insert.row()).compileAll(scalars(insert.returning())));
    Modifications.Compiled conflict =
        insert.conflict().map(c -> conflict(compiler, insert, c)).orElse(null);
    return new Runnable(
        e -> new Modifications(e).insert(insert, rows.open(e), returning, conflict),
        explanation("Insert", insert.target(), source));
  }

  private static void want(PlanCompiler compiler, Plan.Conflict conflict) {
    conflict.condition().ifPresent(compiler::want);
    List<Plan.ColumnAssignment> assignments = conflict.assignments();
    if (assignments != null) {
      assignments.forEach(assignment -> compiler.want(assignment.scalar()));
    }
  }

  private static Modifications.@Nullable Compiled conflict(
      PlanCompiler compiler, Plan.Insert insert, Plan.Conflict conflict) {
    List<Plan.ColumnAssignment> assignments = conflict.assignments();
    if (assignments == null) {
      return null;
    }
    List<Variable> both = new ArrayList<>(insert.row());
    both.addAll(conflict.excluded());
    ExpressionCompiler expressions = compiler.expressions(both);
    return new Modifications.Compiled(
        expressions.compileAll(assignments.stream().map(Plan.ColumnAssignment::scalar).toList()),
        assignments.stream().map(Plan.ColumnAssignment::column).toList(),
        conflict.condition().map(expressions::compile).orElse(null),
        List.of());
  }

  static SourceLayout layout(List<Variable> row, @Nullable Variable key, List<Variable> outputs) {
    return new SourceLayout(
        row.stream().mapToInt(outputs::indexOf).toArray(), key == null ? -1 : outputs.indexOf(key));
  }

  private static Runnable update(PlanCompiler compiler, Plan.Update update) {
    if (update.target() instanceof Plan.Target.OfVirtual) {
      compiler.wantAll(update.row());
    }
    update.recheck().ifPresent(compiler::want);
    update.assignments().forEach(a -> compiler.want(a.scalar()));
    scalars(update.returning()).forEach(compiler::want);
    PlanCompiler.Node source = compiler.compile(update.source());
    ExpressionCompiler expressions = compiler.expressions(source.outputs());
    List<Variable> after = new ArrayList<>(update.newRow());
    after.addAll(source.outputs());
    Modifications.Compiled compiled =
        new Modifications.Compiled(
            expressions.compileAll(
                update.assignments().stream().map(Plan.ColumnAssignment::scalar).toList()),
            update.assignments().stream().map(Plan.ColumnAssignment::column).toList(),
            update.recheck().map(expressions::compile).orElse(null),
            compiler.expressions(after).compileAll(scalars(update.returning())));
    SourceLayout layout = layout(update.row(), update.key().orElse(null), source.outputs());
    return new Runnable(
        e -> new Modifications(e).update(update, source.factory().open(e), layout, compiled),
        explanation("Update", update.target(), source));
  }

  private static Runnable delete(PlanCompiler compiler, Plan.Delete delete) {
    if (delete.target() instanceof Plan.Target.OfVirtual) {
      compiler.wantAll(delete.row());
    }
    delete.recheck().ifPresent(compiler::want);
    scalars(delete.returning()).forEach(compiler::want);
    PlanCompiler.Node source = compiler.compile(delete.source());
    ExpressionCompiler expressions = compiler.expressions(source.outputs());
    Modifications.Compiled compiled =
        new Modifications.Compiled(
            List.of(),
            List.of(),
            delete.recheck().map(expressions::compile).orElse(null),
            expressions.compileAll(scalars(delete.returning())));
    SourceLayout layout = layout(delete.row(), delete.key().orElse(null), source.outputs());
    return new Runnable(
        e -> new Modifications(e).delete(delete, source.factory().open(e), layout, compiled),
        explanation("Delete", delete.target(), source));
  }
}
