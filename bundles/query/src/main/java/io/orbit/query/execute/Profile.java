package io.orbit.query.execute;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What EXPLAIN ANALYZE measured of one run, by plan node. One thread. */
public final class Profile {
  private final Map<Explanation, Actual> nodes = new IdentityHashMap<>();

  /** What a node did. */
  public static final class Actual {
    private long firstRowNanos = -1;
    private long totalNanos;
    private long rows;
    private long loops;

    /** Until its first batch, in all loops together. */
    public long firstRowNanos() {
      return Math.max(0, firstRowNanos);
    }

    public long totalNanos() {
      return totalNanos;
    }

    public long rows() {
      return rows;
    }

    public long loops() {
      return loops;
    }
  }

  /** What became of a node; empty when it never ran. */
  public Optional<Actual> of(Explanation node) {
    return Optional.ofNullable(nodes.get(node));
  }

  /** Opens a node's operator and measures it from there on. */
  Operator open(Explanation node, OperatorFactory factory, Evaluation evaluation) {
    Actual actual = nodes.computeIfAbsent(node, key -> new Actual());
    actual.loops++;
    long start = System.nanoTime();
    Operator operator = factory.open(evaluation);
    actual.totalNanos += System.nanoTime() - start;
    return new Measured(operator, actual);
  }

  private record Measured(Operator operator, Actual actual) implements Operator {
    @Override
    public @Nullable RowBatch next() {
      long start = System.nanoTime();
      RowBatch batch = operator.next();
      actual.totalNanos += System.nanoTime() - start;
      if (actual.firstRowNanos < 0) {
        actual.firstRowNanos = actual.totalNanos;
      }
      actual.rows += batch == null ? 0 : batch.rows();
      return batch;
    }

    @Override
    public void close() {
      operator.close();
    }
  }
}
