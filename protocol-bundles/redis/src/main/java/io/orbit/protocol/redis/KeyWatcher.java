package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyListener;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.security.Session;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happens to keys, turned into keyspace notifications and into invalidations for clients that
 * track keys. Thread-safe.
 */
final class KeyWatcher implements KeyListener {
  private final Supplier<NotificationClasses> classes;
  private final Subscriptions subscriptions;
  private final Tracking tracking;

  KeyWatcher(
      Supplier<NotificationClasses> classes, Subscriptions subscriptions, Tracking tracking) {
    this.classes = classes;
    this.subscriptions = subscriptions;
    this.tracking = tracking;
  }

  @Override
  public boolean isListening() {
    return tracking.isOn() || !classes.get().isEmpty();
  }

  @Override
  public void changed(KeyName key, @Nullable Session by) {
    if (tracking.isOn()) {
      tracking.invalidate(key, by);
    }
  }

  @Override
  public void allChanged(@Nullable Session by) {
    if (tracking.isOn()) {
      tracking.invalidateAll();
    }
  }

  @Override
  public void happened(KeyName name, KeyEvent event) {
    NotificationClasses wanted = classes.get();
    if (!wanted.contains(event.kind())) {
      return;
    }
    if (wanted.byKey()) {
      publish(name, "__keyspace@", name.key(), ByteRange.of(event.name()));
    }
    if (wanted.byEvent()) {
      publish(name, "__keyevent@", ByteRange.of(event.name()), name.key());
    }
  }

  private void publish(KeyName about, String prefix, ByteRange suffix, ByteRange message) {
    byte[] start = ByteRange.of(prefix + about.keySpace() + "__:").copy();
    byte[] channel = java.util.Arrays.copyOf(start, start.length + suffix.length());
    System.arraycopy(suffix.array(), suffix.offset(), channel, start.length, suffix.length());
    subscriptions.publish(about, ByteRange.of(channel), message);
  }

  @Override
  public void told() {
    tracking.flush();
  }
}
