package io.orbit.kernel.security;

import io.orbit.api.security.Notifications.Notification;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who hears which channel. Thread-safe. */
final class NotificationHub {
  /**
   * A channel.
   *
   * @param database its id
   */
  record Channel(long database, String name) {}

  private final Map<Channel, Set<SessionNotifications>> listeners = new ConcurrentHashMap<>();

  void add(Channel channel, SessionNotifications listener) {
    listeners.compute(
        channel,
        (name, hearing) -> {
          Set<SessionNotifications> all = hearing == null ? ConcurrentHashMap.newKeySet() : hearing;
          all.add(listener);
          return all;
        });
  }

  void remove(Channel channel, SessionNotifications listener) {
    listeners.computeIfPresent(
        channel,
        (name, hearing) -> {
          hearing.remove(listener);
          return hearing.isEmpty() ? null : hearing;
        });
  }

  /** Whether everybody who hears a channel can take more. */
  boolean hasRoom(Channel channel) {
    return listeners.getOrDefault(channel, Set.of()).stream()
        .allMatch(SessionNotifications::hasRoom);
  }

  void send(Channel channel, Notification notification) {
    listeners.getOrDefault(channel, Set.of()).forEach(each -> each.arrived(notification));
  }
}
