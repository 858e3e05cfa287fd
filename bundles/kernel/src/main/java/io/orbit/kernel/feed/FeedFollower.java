package io.orbit.kernel.feed;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.feed.FeedEvent;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a feed on a virtual thread for an observer inside the server, until closed. */
final class FeedFollower implements ChangeFeeds.Following {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);
  private static final long ROUND_MILLIS = 60_000;

  private final ChangeFeed feed;
  private final Consumer<FeedEvent> observer;
  private volatile boolean closed;

  FeedFollower(ChangeFeed feed, Consumer<FeedEvent> observer) {
    this.feed = feed;
    this.observer = observer;
  }

  void start() {
    Thread.ofVirtual().name("orbit-feed-observer").start(this::run);
  }

  private void run() {
    while (!closed) {
      try {
        FeedEvent event = feed.next(ROUND_MILLIS);
        if (event != null) {
          show(event);
        }
      } catch (OrbitException e) {
        if (e.code() != ErrorCode.CANNOT_CONNECT_NOW) {
          LOG.error("An observer of changes gets no more of them: {}", e.getMessage());
        }
        close();
      }
    }
  }

  private void show(FeedEvent event) {
    try {
      observer.accept(event);
    } catch (RuntimeException e) {
      LOG.error("An observer failed at the change at {}", event.position(), e);
    }
  }

  @Override
  public void close() {
    closed = true;
    feed.close();
  }
}
