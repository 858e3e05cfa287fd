package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Notifications;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.kernel.security.NotificationHub.Channel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A session's channels. What it asks for in a transaction waits for the commit. */
final class SessionNotifications implements Notifications {
  private static final int MOST_WAITING = 100_000;
  private static final long REQUEST_BYTES = 200;
  private static final Runnable NOTHING = () -> {};

  private final NotificationHub hub;
  private final Session session;
  private final Set<Channel> heard = ConcurrentHashMap.newKeySet();
  private final Queue<Notification> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
  private final Set<Request> requests = new LinkedHashSet<>();
  private long kept;
  private volatile Runnable wake = NOTHING;

  /** What a transaction has asked for. */
  private sealed interface Request {
    record Listen(Channel channel) implements Request {}

    record Unlisten(@Nullable Channel channel) implements Request {}

    record Send(Channel channel, Notification notification) implements Request {}
  }

  SessionNotifications(NotificationHub hub, Session session) {
    this.hub = hub;
    this.session = session;
  }

  private Channel channel(String name) {
    if (name.isEmpty()) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "channel name cannot be empty");
    }
    return new Channel(session.database().id(), name);
  }

  @Override
  public void listen(String name) {
    request(new Request.Listen(channel(name)));
  }

  @Override
  public void unlisten(@Nullable String name) {
    request(new Request.Unlisten(name == null ? null : channel(name)));
  }

  @Override
  public void send(String name, String payload) {
    if (payload.getBytes(StandardCharsets.UTF_8).length > LONGEST_PAYLOAD) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "payload string too long");
    }
    Channel channel = channel(name);
    if (!hub.hasRoom(channel)) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED, "too many notifications in the NOTIFY queue");
    }
    Request.Send send = new Request.Send(channel, new Notification(session.id(), name, payload));
    if (!requests.contains(send)) {
      request(send);
    }
  }

  private void request(Request request) {
    Transaction transaction = session.transaction();
    if (transaction == null) {
      perform(request);
      return;
    }
    if (requests.isEmpty()) {
      transaction.onEnd(this::ended);
    }
    long bytes = bytes(request);
    session.keep(bytes);
    kept += bytes;
    requests.add(request);
    transaction.onUndo(() -> requests.remove(request));
  }

  private static long bytes(Request request) {
    return REQUEST_BYTES
        + (request instanceof Request.Send send ? send.notification().payload().length() : 0);
  }

  private void ended(boolean committed) {
    List<Request> asked = List.copyOf(requests);
    requests.clear();
    session.keep(-kept);
    kept = 0;
    if (committed) {
      asked.forEach(this::perform);
    }
  }

  private void perform(Request request) {
    switch (request) {
      case Request.Listen(Channel channel) -> {
        heard.add(channel);
        hub.add(channel, this);
      }
      case Request.Unlisten(Channel channel) -> {
        if (channel == null) {
          unlistenAll();
        } else if (heard.remove(channel)) {
          hub.remove(channel, this);
        }
      }
      case Request.Send(Channel channel, Notification notification) ->
          hub.send(channel, notification);
    }
  }

  boolean hasRoom() {
    return count.get() < MOST_WAITING;
  }

  void arrived(Notification notification) {
    count.incrementAndGet();
    waiting.add(notification);
    wake.run();
  }

  @Override
  public Set<String> channels() {
    return heard.stream().map(Channel::name).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public List<Notification> take() {
    List<Notification> taken = new ArrayList<>();
    for (Notification next = waiting.poll(); next != null; next = waiting.poll()) {
      taken.add(next);
      count.decrementAndGet();
    }
    return taken;
  }

  @Override
  public void onArrival(Runnable newWake) {
    wake = newWake;
  }

  /** Hears nothing any more and holds on to nothing of its protocol's, which may be going. */
  void close() {
    unlistenAll();
    wake = NOTHING;
  }

  private void unlistenAll() {
    for (Channel channel : heard) {
      heard.remove(channel);
      hub.remove(channel, this);
    }
  }
}
