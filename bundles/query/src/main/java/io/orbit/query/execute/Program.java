package io.orbit.query.execute;

import io.orbit.query.optimize.Cardinality;
import io.orbit.query.plan.Plan;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A compiled statement: opens rows, or modifies. Immutable, any number of runs at once. */
public final class Program {
  private final @Nullable OperatorFactory rows;
  private final @Nullable Function<Evaluation, Modifications.Outcome> modification;
  private final Explanation explanation;
  private final boolean point;

  private Program(
      @Nullable OperatorFactory rows,
      @Nullable Function<Evaluation, Modifications.Outcome> modification,
      Explanation explanation,
      boolean point) {
    this.rows = rows;
    this.point = point;
    this.modification = modification;
    this.explanation = explanation;
  }

  public static Program compile(Plan plan, Cardinality cardinality) {
    PlanCompiler compiler = new PlanCompiler(cardinality, EarlyScans.of(plan));
    Plan body = plan instanceof Plan.With with ? with.input() : plan;
    boolean modifies =
        body instanceof Plan.Insert
            || body instanceof Plan.Update
            || body instanceof Plan.Delete
            || body instanceof Plan.Merge;
    if (!modifies) {
      OperatorFactory factory = compiler.arranged(compiler.compile(plan), plan.outputs());
      return new Program(factory, null, factory.explain(), PointQueries.isPoint(plan));
    }
    Consumer<Evaluation> before = e -> {};
    if (plan instanceof Plan.With with) {
      OperatorFactory tables =
          compiler.compile(new Plan.With(with.ctes(), new Plan.Unit())).factory();
      before =
          e -> {
            try (Operator none = tables.open(e)) {
              none.next();
              e.finishCommonTables();
            }
          };
    }
    ModificationCompiler.Runnable runnable = ModificationCompiler.compile(compiler, body);
    Consumer<Evaluation> first = before;
    return new Program(
        null,
        e -> {
          first.accept(e);
          return runnable.run().apply(e);
        },
        runnable.explanation(),
        PointChanges.isPoint(plan));
  }

  /** True when it changes records (and so does all its work when it is opened). */
  public boolean modifies() {
    return modification != null;
  }

  /** True when it reads or changes one record, and no more than that. */
  public boolean isPoint() {
    return point;
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

  /** All rows read, in memory or on disk, before the first is answered. */
  public static Operator kept(Evaluation evaluation, Operator rows) {
    return Kept.drain(evaluation, rows).scan();
  }

  public Explanation explain() {
    return explanation;
  }
}
