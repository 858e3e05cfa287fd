package io.orbit.protocol.rest.changes;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.ChangeFeeds;
import io.orbit.api.feed.FeedEvent.Operation;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.records.Records;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import io.orbit.protocol.rest.security.BrowserSession;
import io.orbit.protocol.rest.security.BrowserSessions;
import io.orbit.protocol.rest.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * All streams of changes. Each has a session of its own, so that it is seen among the sessions and
 * can be stopped there; whose log-in or API key ended is let go, and after an hour everybody is, to
 * come back with fresh credentials and the place it had. Thread-safe.
 */
public final class ChangeStreams implements AutoCloseable {
  private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
  private static final int MOST = 100;
  private static final long HEARTBEAT_MILLIS = 10_000;

  /** Soon, so that a group whose reader is gone can be read by the next one. */
  private static final long GROUP_HEARTBEAT_MILLIS = 1_000;

  private final ChangeFeeds feeds;
  private final Catalog catalog;
  private final Records records;
  private final Sessions sessions;
  private final BrowserSessions browsers;
  private final ApiKeys keys;
  private final Set<ChangeStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * What a client asked for.
   *
   * @param collections by name; all that it may read when there are none
   * @param keys whether Redis' own keys too
   * @param operations see {@link Operation}
   * @param before whether the log is to carry before images meanwhile
   * @param from {@code now}, {@code oldest} or a place; not for a group
   * @param group empty for none
   * @param durable whether to wait for the disk
   */
  public record Wanted(
      List<String> collections,
      boolean keys,
      Set<Operation> operations,
      boolean before,
      String from,
      String group,
      boolean durable) {
    public Wanted {
      operations =
          operations.isEmpty() ? EnumSet.allOf(Operation.class) : EnumSet.copyOf(operations);
    }
  }

  public ChangeStreams(
      ChangeFeeds feeds,
      Catalog catalog,
      Records records,
      Sessions sessions,
      BrowserSessions browsers,
      ApiKeys keys) {
    this.feeds = feeds;
    this.catalog = catalog;
    this.records = records;
    this.sessions = sessions;
    this.browsers = browsers;
    this.keys = keys;
  }

  /** A place by its name or its text. */
  public FeedPosition position(String text) {
    return switch (text) {
      case "now" -> feeds.now();
      case "oldest" -> feeds.oldest();
      default -> new FeedPosition(text);
    };
  }

  /**
   * Begins to send.
   *
   * @throws OrbitException whatever keeps it from beginning
   */
  public void add(Wanted wanted, SseEventSink sink, Sse sse, HttpServletRequest request) {
    if (closed || open.size() >= MOST) {
      throw new OrbitException(
          ErrorCode.TOO_MANY_CONNECTIONS, "at most " + MOST + " streams of changes are possible");
    }
    Caller caller = Caller.of(request);
    Session session = sessionLike(caller.session());
    ChangeFeed feed = null;
    try {
      ChangeScope scope = new ChangeScope(session, catalog, wanted.collections(), wanted.keys());
      feed = openFeed(wanted, scope);
      ChangeStream[] self = new ChangeStream[1];
      long heartbeat = wanted.group().isEmpty() ? HEARTBEAT_MILLIS : GROUP_HEARTBEAT_MILLIS;
      ChangeStream.Client client = new ChangeStream.Client(sink, sse, heartbeat, over(caller));
      ChangeStream stream =
          new ChangeStream(feed, scope, session, records, client, () -> open.remove(self[0]));
      self[0] = stream;
      open.add(stream);
      stream.start();
    } catch (RuntimeException e) {
      if (feed != null) {
        feed.close();
      }
      session.close();
      throw e;
    }
  }

  private ChangeFeed openFeed(Wanted wanted, ChangeScope scope) {
    FeedPosition from = position(wanted.group().isEmpty() ? wanted.from() : "now");
    FeedRequest request =
        new FeedRequest(
            from,
            space -> scope.find(space).isPresent(),
            wanted.operations(),
            wanted.before() ? scope.spaces() : Set.of(),
            wanted.durable());
    return wanted.group().isEmpty()
        ? feeds.open(request)
        : feeds.openGroup(wanted.group(), request);
  }

  /** A session of the same user in the same database, which outlives the request. */
  private Session sessionLike(Session of) {
    SessionRequest request = of.request();
    SessionRequest again =
        new SessionRequest(
            of.sessionUser().name(),
            of.database().name(),
            request.protocol(),
            request.remoteAddress(),
            request.loopback(),
            request.applicationName());
    return of.identity()
        .map(identity -> sessions.open(again, identity))
        .orElseGet(() -> sessions.open(again));
  }

  private BooleanSupplier over(Caller caller) {
    long since = System.nanoTime();
    Optional<BrowserSession> browser = caller.browser();
    Optional<String> key = caller.session().apiKey();
    return () ->
        closed
            || System.nanoTime() - since > LONGEST_NANOS
            || browser.filter(known -> !browsers.isOpen(known)).isPresent()
            || key.filter(known -> !keys.isValid(known)).isPresent();
  }

  @Override
  public void close() {
    closed = true;
    List.copyOf(open).forEach(ChangeStream::close);
  }
}
