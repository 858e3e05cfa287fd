package io.orbit.kernel.feed;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.kernel.feed.ChangeDecoder.Decoded;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.LogRecord;
import io.orbit.kernel.log.Timestamps;
import io.orbit.kernel.record.ChangeFormat;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A feed from the log's files. Reading is guarded by a lock, so that any thread can close it. */
final class StoreFeed implements ChangeFeed {
  private final CommitLog log;
  private final FeedRequest request;
  private final LogPlace start;
  private final Runnable onClose;
  private final CommittedChanges commits;
  private final ChangeDecoder decoder = new ChangeDecoder();
  private final ReentrantLock reading = new ReentrantLock();
  private final AtomicBoolean closed = new AtomicBoolean();

  private long limit;
  private volatile LogPlace place;
  private CommittedChanges.@Nullable Commit open;
  private int entry;
  private boolean begun;
  private @Nullable Decoded pending;

  /**
   * @param onClose run once, when this is closed
   */
  StoreFeed(CommitLog log, FeedRequest request, LogPlace start, Runnable onClose) {
    this.log = log;
    this.request = request;
    this.start = start;
    this.place = start;
    this.onClose = onClose;
    this.commits = new CommittedChanges(log, start.from());
  }

  @Override
  public @Nullable FeedEvent next(long timeoutMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
    while (true) {
      FeedEvent event = read();
      if (event != null) {
        return event;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return null;
      }
      await(left);
    }
  }

  private void await(long millis) {
    try {
      log.progress().await(this::reached, limit, millis, closed::get);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OrbitException(ErrorCode.QUERY_CANCELED, "canceled while waiting for changes", e);
    }
  }

  private long reached() {
    return request.durable() ? log.durablePosition() : log.endPosition();
  }

  /** The next event that is there, or null. */
  private @Nullable FeedEvent read() {
    reading.lock();
    try {
      if (closed.get()) {
        throw new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, "The change feed is closed");
      }
      while (open != null || begin()) {
        FeedEvent event = nextOfCommit();
        if (event != null) {
          return event;
        }
      }
      return null;
    } finally {
      reading.unlock();
    }
  }

  /** Opens the next commit; false when there is none yet. */
  private boolean begin() {
    CommittedChanges.Commit next = nextCommit();
    if (next == null) {
      limit = reached();
      next = nextCommit();
    }
    if (next == null) {
      long commit = Math.max(place.commit(), commits.position());
      place = new LogPlace(start.log(), commit, 0, commits.from(commit));
      return false;
    }
    open = next;
    entry = 0;
    begun = false;
    pending = null;
    decoder.reset();
    return true;
  }

  private CommittedChanges.@Nullable Commit nextCommit() {
    try {
      return commits.next(start.commit(), limit);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.DATA_CORRUPTED && commits.position() == start.from()) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE,
            "\"" + start.position() + "\" is no position of this log",
            e);
      }
      throw e;
    }
  }

  /** The next event of the open commit that the filter leaves; null at its end. */
  private @Nullable FeedEvent nextOfCommit() {
    CommittedChanges.Commit commit = open;
    if (commit == null) {
      return null;
    }
    LogRecord record = commit.record();
    int skipped = record.position() == start.commit() ? start.entry() : 0;
    if (skipped > 0 && !begun) {
      return begin(record, skipped);
    }
    Decoded change = pending;
    while (change == null && commit.changes().hasMore()) {
      ChangeFormat.readOne(commit.changes(), decoder);
      entry++;
      change = decoder.take();
      if (change != null && (entry <= skipped || !matches(change))) {
        change = null;
      }
    }
    if (change == null) {
      return end(record);
    }
    if (!begun) {
      pending = change;
      int before = change.before() == null ? entry - 1 : entry - 2;
      return begin(record, before);
    }
    pending = null;
    return change(record, change);
  }

  private boolean matches(Decoded change) {
    return request.operations().contains(change.operation())
        && request.spaces().test(change.space());
  }

  private FeedEvent begin(LogRecord record, int entries) {
    begun = true;
    long timestamp = record.timestamp();
    return new FeedEvent.Begin(inside(record, entries), timestamp, Timestamps.toMillis(timestamp));
  }

  private FeedEvent change(LogRecord record, Decoded change) {
    return new FeedEvent.Change(
        inside(record, entry),
        record.timestamp(),
        change.space(),
        change.key(),
        change.operation(),
        change.after(),
        change.before());
  }

  private FeedPosition inside(LogRecord record, int entries) {
    place = new LogPlace(start.log(), record.position(), entries, commits.from(record.position()));
    return place.position();
  }

  private @Nullable FeedEvent end(LogRecord record) {
    commits.forget(record);
    open = null;
    place = new LogPlace(start.log(), record.end(), 0, commits.from(record.end()));
    return begun ? new FeedEvent.Commit(place.position(), record.timestamp()) : null;
  }

  @Override
  public FeedPosition position() {
    return place.position();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    log.progress().wake();
    reading.lock();
    try {
      commits.close();
    } finally {
      reading.unlock();
    }
    onClose.run();
  }
}
