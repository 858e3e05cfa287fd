package io.orbit.query.execute;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Grouping by several threads: each groups its part of the rows, and the parts are merged. For few
 * groups only; where these take too much memory after all, one thread does it anew, which has the
 * disk.
 */
final class ParallelAggregate {
  private ParallelAggregate() {}

  static Operator run(Evaluation evaluation, HashAggregate.Shape shape, OperatorFactory input) {
    ParallelSource source = input.parallel(evaluation);
    Workers workers = evaluation.services().workers();
    int helpers = source == null ? 0 : workers.take(source.pieces());
    if (source != null && helpers > 0) {
      try {
        HashAggregate merged = together(evaluation, shape, source, helpers);
        if (merged != null) {
          return merged.answer();
        }
      } finally {
        workers.giveBack(helpers);
      }
    }
    return new HashAggregate(evaluation, shape).run(input.open(evaluation));
  }

  /** Null where there is not enough memory for it. */
  private static @Nullable HashAggregate together(
      Evaluation evaluation, HashAggregate.Shape shape, ParallelSource source, int helpers) {
    List<FutureTask<HashAggregate>> parts = new ArrayList<>();
    List<Evaluation> forks = new ArrayList<>();
    for (int i = 0; i < helpers; i++) {
      Evaluation fork = evaluation.fork();
      FutureTask<HashAggregate> part = new FutureTask<>(() -> part(fork, shape, source.part(fork)));
      forks.add(fork);
      parts.add(part);
      Thread.ofVirtual().name("orbit-scan").start(part);
    }
    HashAggregate all = HashAggregate.inMemory(evaluation, shape);
    try {
      all.consume(source.main(evaluation));
      for (FutureTask<HashAggregate> part : parts) {
        all.merge(result(part));
      }
      return all;
    } catch (OrbitException failure) {
      if (failure.code() != ErrorCode.OUT_OF_MEMORY) {
        throw failure;
      }
      all.giveBack();
      return null;
    } finally {
      source.stop();
      parts.forEach(ParallelAggregate::await);
      forks.forEach(Evaluation::end);
    }
  }

  private static HashAggregate part(Evaluation fork, HashAggregate.Shape shape, Operator rows) {
    HashAggregate part = HashAggregate.inMemory(fork, shape);
    part.consume(rows);
    return part;
  }

  private static HashAggregate result(FutureTask<HashAggregate> part) {
    try {
      return part.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof OrbitException failure) {
        throw failure;
      }
      throw new OrbitException(
          ErrorCode.INTERNAL_ERROR, "a thread that helped has failed", failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new OrbitException(ErrorCode.QUERY_CANCELED, "canceled while rows were grouped");
    }
  }

  /** A helper ends soon after its source has stopped; nothing of it outlives the statement. */
  private static void await(FutureTask<HashAggregate> part) {
    boolean interrupted = false;
    while (true) {
      try {
        HashAggregate ignored = part.get();
        break;
      } catch (ExecutionException told) {
        break;
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
