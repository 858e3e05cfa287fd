package io.orbit.kernel.feed;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedGroup;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.storage.Store;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.record.WantedImages;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The feeds of one store, over its log's files. */
public final class StoreFeeds implements ChangeFeeds, AutoCloseable {
  private final CommitLog log;
  private final long logId;
  private final WantedImages images;
  private final StoredGroups groups;
  private final Set<StoreFeed> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * @param logId the log's identity
   * @param images where spaces are noted of which before images are wanted
   */
  public StoreFeeds(Store store, CommitLog log, long logId, WantedImages images) {
    this.log = log;
    this.logId = logId;
    this.images = images;
    this.groups = new StoredGroups(store, log, logId, images);
    log.retention().bindGroups(groups::slowest);
  }

  @Override
  public FeedPosition now() {
    log.lock();
    try {
      long end = log.endPosition();
      return new LogPlace(logId, end, 0, log.replayPosition()).position();
    } finally {
      log.unlock();
    }
  }

  @Override
  public FeedPosition oldest() {
    long oldest = log.oldestPosition();
    return new LogPlace(logId, oldest, 0, oldest).position();
  }

  /** A place of this log that the log still has. */
  private LogPlace require(FeedPosition position) {
    LogPlace place = known(position);
    if (place.from() < log.oldestPosition()) {
      throw new OrbitException(
              ErrorCode.SNAPSHOT_TOO_OLD,
              "The commit log no longer has what follows position " + position)
          .withHint("Read the collections anew and follow the log from then on.");
    }
    return place;
  }

  /** A place of this log. */
  private LogPlace known(FeedPosition position) {
    LogPlace place = LogPlace.parse(position);
    if (place.log() != logId || place.from() > place.commit() || place.from() < 0) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE, "Position " + position + " belongs to another log")
          .withHint(
              "The store was restored, or made anew, since. Read the collections anew and follow"
                  + " the log from then on.");
    }
    if (place.commit() > log.endPosition()) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "Position " + position + " lies beyond the end of the log");
    }
    return place;
  }

  @Override
  public ChangeFeed open(FeedRequest request) {
    return open(request, require(request.from()), () -> {});
  }

  private ChangeFeed open(FeedRequest request, LogPlace place, Runnable onClose) {
    images.add(request.images());
    StoreFeed[] self = new StoreFeed[1];
    StoreFeed feed =
        new StoreFeed(
            log,
            request,
            place,
            () -> {
              open.remove(self[0]);
              images.remove(request.images());
              onClose.run();
            });
    self[0] = feed;
    open.add(feed);
    if (closed) {
      feed.close();
    }
    return feed;
  }

  @Override
  public Following follow(FeedRequest request, Consumer<FeedEvent> observer) {
    FeedFollower follower = new FeedFollower(open(request), observer);
    follower.start();
    return follower;
  }

  @Override
  public List<FeedGroup> groups() {
    return groups.list();
  }

  @Override
  public FeedGroup createGroup(String name, FeedPosition from, Set<Integer> imageSpaces) {
    return groups.create(name, require(from), imageSpaces);
  }

  @Override
  public void dropGroup(String name) {
    groups.drop(name);
  }

  @Override
  public ChangeFeed openGroup(String name, FeedRequest request) {
    LogPlace place = groups.enter(name);
    try {
      return open(request, require(place.position()), () -> groups.leave(name));
    } catch (OrbitException e) {
      groups.leave(name);
      throw e;
    }
  }

  @Override
  public void acknowledge(String name, FeedPosition position) {
    groups.acknowledge(name, known(position));
  }

  /** Ends all feeds. */
  @Override
  public void close() {
    closed = true;
    List.copyOf(open).forEach(StoreFeed::close);
  }
}
