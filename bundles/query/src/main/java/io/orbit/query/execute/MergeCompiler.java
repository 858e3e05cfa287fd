package io.orbit.query.execute;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes MERGE runnable. */
final class MergeCompiler {
  private MergeCompiler() {}

  static ModificationCompiler.Runnable compile(PlanCompiler compiler, Plan.Merge merge) {
    used(merge).forEach(compiler::want);
    PlanCompiler.Node source = compiler.compile(merge.source());
    ExpressionCompiler expressions = compiler.expressions(source.outputs());
    List<Variable> after = new ArrayList<>(merge.newRow());
    after.add(merge.action());
    after.addAll(source.outputs());
    Variable there = merge.there();
    Merging.Compiled compiled =
        new Merging.Compiled(
            merge.collection(),
            ModificationCompiler.layout(merge.row(), merge.key(), source.outputs()),
            there == null ? -1 : source.outputs().indexOf(there),
            expressions.compile(merge.on()),
            merge.branches().stream().map(branch -> branch(expressions, branch)).toList(),
            compiler
                .expressions(after)
                .compileAll(ModificationCompiler.scalars(merge.returning())));
    return new ModificationCompiler.Runnable(
        e -> new Merging(e, compiled).run(source.factory().open(e)),
        ModificationCompiler.explanation(
            "Merge", new Plan.Target.OfCollection(merge.collection()), source));
  }

  /** Everything that is computed over the source's rows. */
  private static List<Scalar> used(Plan.Merge merge) {
    List<Scalar> used = new ArrayList<>(ModificationCompiler.scalars(merge.returning()));
    used.add(merge.on());
    Variable there = merge.there();
    if (there != null) {
      used.add(new Scalar.Reference(there));
    }
    for (Plan.MergeBranch branch : merge.branches()) {
      branch.condition().ifPresent(used::add);
      switch (branch.action()) {
        case Plan.MergeAction.Nothing nothing -> {}
        case Plan.MergeAction.Delete delete -> {}
        case Plan.MergeAction.Update update ->
            update.assignments().forEach(assignment -> used.add(assignment.scalar()));
        case Plan.MergeAction.Insert insert -> used.addAll(insert.values());
      }
    }
    return used;
  }

  private static Merging.Branch branch(ExpressionCompiler expressions, Plan.MergeBranch branch) {
    @Nullable Evaluator condition = branch.condition().map(expressions::compile).orElse(null);
    Merging.Step step =
        switch (branch.action()) {
          case Plan.MergeAction.Nothing nothing -> new Merging.Step.Nothing();
          case Plan.MergeAction.Delete delete -> new Merging.Step.Delete();
          case Plan.MergeAction.Update update ->
              new Merging.Step.Update(
                  update.assignments().stream().map(Plan.ColumnAssignment::column).toList(),
                  expressions.compileAll(
                      update.assignments().stream().map(Plan.ColumnAssignment::scalar).toList()));
          case Plan.MergeAction.Insert insert ->
              new Merging.Step.Insert(insert.columns(), expressions.compileAll(insert.values()));
        };
    return new Merging.Branch(branch.kind(), condition, step);
  }
}
