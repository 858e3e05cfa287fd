package io.orbit.protocol.rest.resource;

import io.orbit.api.security.ApiKeys;
import io.orbit.protocol.rest.security.BrowserSession;
import io.orbit.protocol.rest.security.BrowserSessions;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the overview to all who follow it, every second. Who is slow misses some; whose log-in or
 * API key ended is let go, and after an hour everybody is, so as to come back with fresh
 * credentials. Thread-safe.
 */
public final class OverviewStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OverviewStream.class);
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int MOST_FOLLOWERS = 100;

  private final OverviewSource source;
  private final BrowserSessions browsers;
  private final ApiKeys keys;
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("orbit-rest-overview").daemon().factory());

  private static final class Follower {
    final SseEventSink sink;
    final Sse sse;
    final Optional<BrowserSession> browser;
    final Optional<String> key;
    final long since = System.nanoTime();
    volatile CompletableFuture<?> sending = CompletableFuture.completedFuture(null);

    Follower(SseEventSink sink, Sse sse, Caller caller) {
      this.sink = sink;
      this.sse = sse;
      this.browser = caller.browser();
      this.key = caller.session().apiKey();
    }
  }

  public OverviewStream(OverviewSource source, BrowserSessions browsers, ApiKeys keys) {
    this.source = source;
    this.browsers = browsers;
    this.keys = keys;
    ticker.scheduleAtFixedRate(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  void add(SseEventSink sink, Sse sse, HttpServletRequest request) {
    if (ticker.isShutdown() || followers.size() >= MOST_FOLLOWERS) {
      sink.close();
      return;
    }
    Follower follower = new Follower(sink, sse, Caller.of(request));
    send(follower, source.now());
    followers.add(follower);
  }

  private void tick() {
    if (followers.isEmpty()) {
      return;
    }
    try {
      Overview overview = source.now();
      for (Follower follower : followers) {
        if (isOver(follower)) {
          followers.remove(follower);
          follower.sink.close();
        } else if (follower.sending.isDone()) {
          send(follower, overview);
        }
      }
    } catch (RuntimeException failure) {
      LOG.warn("An overview could not be sent: {}", failure.getMessage(), failure);
    }
  }

  private boolean isOver(Follower follower) {
    return follower.sink.isClosed()
        || follower.sending.isCompletedExceptionally()
        || System.nanoTime() - follower.since > LONGEST_NANOS
        || follower.browser.filter(browser -> !browsers.isOpen(browser)).isPresent()
        || follower.key.filter(key -> !keys.isValid(key)).isPresent();
  }

  private static void send(Follower follower, Overview overview) {
    OutboundSseEvent event =
        follower
            .sse
            .newEventBuilder()
            .name("overview")
            .mediaType(MediaType.APPLICATION_JSON_TYPE)
            .data(Overview.class, overview)
            .build();
    follower.sending =
        CompletableFuture.runAsync(
            () -> follower.sink.send(event).toCompletableFuture().join(),
            task -> Thread.ofVirtual().name("orbit-rest-event").start(task));
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    followers.forEach(follower -> follower.sink.close());
    followers.clear();
  }
}
