package io.orbit.query.execute;

import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A compiled statement: opens rows, or modifies. Immutable, any number of runs at once. */
public final class Program {
  private final @Nullable OperatorFactory rows;
  private final @Nullable Function<Evaluation, Modifications.Outcome> modification;
  private final Explanation explanation;

  private Program(
      @Nullable OperatorFactory rows,
      @Nullable Function<Evaluation, Modifications.Outcome> modification,
      Explanation explanation) {
    this.rows = rows;
    this.modification = modification;
    this.explanation = explanation;
  }

  public static Program compile(Plan plan, Cardinality cardinality) {
    PlanCompiler compiler = new PlanCompiler(cardinality);
    Plan body = plan instanceof Plan.With with ? with.input() : plan;
    boolean modifies =
        body instanceof Plan.Insert || body instanceof Plan.Update || body instanceof Plan.Delete;
    if (!modifies) {
      OperatorFactory factory = compiler.arranged(compiler.compile(plan), plan.outputs());
      return new Program(factory, null, factory.explain());
    }
    Function<Evaluation, Modifications.Outcome> before =
        e -> new Modifications.Outcome(0, java.util.List.of());
    if (plan instanceof Plan.With with) {
      OperatorFactory tables =
          compiler.compile(new Plan.With(with.ctes(), new Plan.Unit())).factory();
      before =
          e -> {
            try (Operator none = tables.open(e)) {
              none.next();
              e.finishCommonTables();
            }
            return new Modifications.Outcome(0, java.util.List.of());
          };
    }
    ModificationCompiler.Runnable runnable = ModificationCompiler.compile(compiler, body);
    Function<Evaluation, Modifications.Outcome> first = before;
    return new Program(
        null,
        e -> {
          first.apply(e);
          return runnable.run().apply(e);
        },
        runnable.explanation());
  }

  /** True when it changes records (and so does all its work when it is opened). */
  public boolean modifies() {
    return modification != null;
  }

  /** What opening a program gives. @param count rows changed; −1 for a query */
  public record Opened(Operator rows, long count) {}

  public Opened open(Evaluation evaluation) {
    Function<Evaluation, Modifications.Outcome> change = modification;
    OperatorFactory factory = rows;
    if (change != null) {
      Modifications.Outcome outcome = change.apply(evaluation);
      return new Opened(new Sources.Rows(outcome.returned()), outcome.count());
    }
    if (factory == null) {
      throw new IllegalStateException("a program without body");
    }
    return new Opened(factory.open(evaluation), -1);
  }

  public Explanation explain() {
    return explanation;
  }
}
