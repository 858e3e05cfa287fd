package io.orbit.transfer;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Transfers.Format;
import io.orbit.api.ops.Transfers.Kind;
import io.orbit.api.ops.Transfers.Part;
import io.orbit.api.ops.Transfers.State;
import io.orbit.api.ops.Transfers.Transfer;
import io.orbit.api.security.Session;
import io.orbit.api.security.Session.CancelReason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One export or import and how far it is. Told by its own thread, read by any. */
final class RunningTransfer implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger(RunningTransfer.class);

  private final String id;
  private final Kind kind;
  private final Format format;
  private final String database;
  private final long startedAt;
  private final LongAdder rows = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile State state = State.RUNNING;
  private volatile String phase = "waiting";
  private volatile String problem = "";
  private volatile int total;
  private volatile boolean canceled;
  private volatile @Nullable Session session;

  /** The work itself. */
  interface Work {
    void run() throws IOException;
  }

  RunningTransfer(String id, Kind kind, Format format, String database, long startedAt) {
    this.id = id;
    this.kind = kind;
    this.format = format;
    this.database = database;
    this.startedAt = startedAt;
  }

  boolean isRunning() {
    return state == State.RUNNING;
  }

  /** Runs the work; the session is closed when it has ended. */
  void start(Session worker, Work work) {
    session = worker;
    Thread.ofVirtual().name("orbit-transfer-" + id).start(() -> run(worker, work));
  }

  private void run(Session worker, Work work) {
    State end = State.FAILED;
    try (worker) {
      work.run();
      end = State.DONE;
      LOG.info("{} {} is done: {} rows", kind, id, rows.sum());
    } catch (OrbitException | IOException failure) {
      end = canceled ? State.CANCELED : State.FAILED;
      note(String.valueOf(failure.getMessage()));
      LOG.warn("{} {} ended early: {}", kind, id, failure.getMessage());
    } catch (RuntimeException failure) {
      note(failure.toString());
      LOG.error("{} {} failed", kind, id, failure);
    } finally {
      phase = "";
      state = end;
      ended.countDown();
    }
  }

  void cancel() {
    canceled = true;
    Session worker = session;
    if (worker != null && isRunning()) {
      worker.cancel(CancelReason.USER_REQUEST);
    }
  }

  /** Waits until it has ended. */
  void await() {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  Transfer describe() {
    List<Part> now;
    synchronized (parts) {
      now = List.copyOf(parts.values());
    }
    return new Transfer(
        id,
        kind,
        format,
        database,
        state,
        phase,
        rows.sum(),
        bytes.sum(),
        total,
        now,
        startedAt,
        problem);
  }

  // ---- told by the work

  @Override
  public void phase(String words) {
    phase = words;
  }

  @Override
  public void total(int count) {
    total = count;
  }

  @Override
  public void row() {
    rows.increment();
    stopIfAsked();
  }

  @Override
  public void bytes(long more) {
    bytes.add(more);
    stopIfAsked();
  }

  /** A statement forgets what was asked before it began: this does not. */
  private void stopIfAsked() {
    if (canceled) {
      throw new OrbitException(ErrorCode.QUERY_CANCELED, "stopped by request");
    }
  }

  @Override
  public void part(Part part) {
    synchronized (parts) {
      parts.put(part.name(), part);
    }
  }

  @Override
  public void note(String words) {
    problem = problem.isEmpty() ? words : problem + "; " + words;
  }
}
