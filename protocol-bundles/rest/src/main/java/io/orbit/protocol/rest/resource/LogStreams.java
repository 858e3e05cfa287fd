package io.orbit.protocol.rest.resource;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Logs;
import io.orbit.api.security.ApiKeys;
import io.orbit.protocol.rest.security.BrowserSessions;
import io.orbit.protocol.rest.security.Caller;
import io.orbit.protocol.rest.security.StreamLife;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/**
 * The server's log to those who follow it, each on a virtual thread of its own that looks several
 * times a second what was written. Who is slow misses what the buffer no longer has. Thread-safe.
 */
public final class LogStreams implements AutoCloseable {
  private static final int MOST = 50;
  private static final int AT_ONCE = 500;
  private static final int FIRST = 200;
  private static final long LOOK_MILLIS = 250;
  private static final int QUIET_LOOKS = 40;

  private final Logs logs;
  private final BrowserSessions browsers;
  private final ApiKeys keys;
  private final Set<Thread> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** What is wanted of the log, and where it goes. */
  private record Follower(
      SseEventSink sink, Sse sse, String level, String logger, BooleanSupplier isOver) {}

  public LogStreams(Logs logs, BrowserSessions browsers, ApiKeys keys) {
    this.logs = logs;
    this.browsers = browsers;
    this.keys = keys;
  }

  void add(String level, String logger, SseEventSink sink, Sse sse, HttpServletRequest request) {
    if (closed || open.size() >= MOST) {
      throw new OrbitException(
          ErrorCode.TOO_MANY_CONNECTIONS, "at most " + MOST + " can follow the log");
    }
    BooleanSupplier isOver = StreamLife.over(Caller.of(request), browsers, keys);
    Follower follower = new Follower(sink, sse, level, logger, isOver);
    Thread thread = Thread.ofVirtual().name("orbit-rest-log").unstarted(() -> run(follower));
    open.add(thread);
    thread.start();
  }

  private void run(Follower follower) {
    try (SseEventSink sink = follower.sink()) {
      Logs.Tail tail = logs.after(0, FIRST, follower.level(), follower.logger());
      int quiet = 0;
      while (!closed && !sink.isClosed() && !follower.isOver().getAsBoolean()) {
        for (Logs.Entry entry : tail.entries()) {
          send(follower, "entry", entry);
        }
        quiet = tail.entries().isEmpty() ? quiet + 1 : 0;
        if (quiet == QUIET_LOOKS) {
          // So that a client that went away is noticed.
          send(follower, "quiet", tail.position());
          quiet = 0;
        }
        Thread.sleep(LOOK_MILLIS);
        tail = logs.after(tail.position(), AT_ONCE, follower.level(), follower.logger());
      }
    } catch (CompletionException | IllegalStateException gone) {
      // The client is gone, or the server has closed the stream.
      return;
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(Thread.currentThread());
    }
  }

  private static void send(Follower follower, String name, Object data) {
    follower
        .sink()
        .send(
            follower
                .sse()
                .newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data)
                .build())
        .toCompletableFuture()
        .join();
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(Thread::interrupt);
  }
}
