package io.orbit.keyspace;

import io.orbit.api.keyspace.KeyType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Who waits for which key to hold a list or a sorted set, or for a stream to change, in the order
 * of arrival. Whoever has filled a key serves those who wait for it: of a list the first, until
 * nothing is left, of a stream all. Thread-safe.
 */
@Component(service = KeyQueues.class)
public final class KeyQueues {
  /** What is waited for. */
  record Name(long database, int number, byte[] key, KeyType type) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Name name
          && database == name.database
          && number == name.number
          && type == name.type
          && Arrays.equals(key, name.key);
    }

    @Override
    public int hashCode() {
      return (31 * (31 * Long.hashCode(database) + number) + Arrays.hashCode(key)) * 31
          + type.hashCode();
    }
  }

  private final ConcurrentMap<Name, LinkedHashSet<KeyWaiter<?>>> queues = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final KeyEvents events = new KeyEvents();

  @Activate
  public KeyQueues() {}

  /** Who only wants to hear what happens to keys. */
  KeyEvents events() {
    return events;
  }

  /** True when nobody waits for anything. */
  boolean isEmpty() {
    return waiting.get() == 0;
  }

  void enter(KeyWaiter<?> waiter) {
    waiting.incrementAndGet();
    for (Name name : waiter.names()) {
      queues.compute(
          name,
          (key, queue) -> {
            LinkedHashSet<KeyWaiter<?>> entered = queue == null ? new LinkedHashSet<>() : queue;
            entered.add(waiter);
            return entered;
          });
    }
  }

  void leave(KeyWaiter<?> waiter) {
    for (Name name : waiter.names()) {
      queues.computeIfPresent(
          name,
          (key, queue) -> {
            queue.remove(waiter);
            return queue.isEmpty() ? null : queue;
          });
    }
    waiting.decrementAndGet();
  }

  private @Nullable KeyWaiter<?> firstOf(Name name) {
    KeyWaiter<?>[] first = new KeyWaiter<?>[1];
    queues.computeIfPresent(
        name,
        (key, queue) -> {
          first[0] = queue.getFirst();
          return queue;
        });
    return first[0];
  }

  private List<KeyWaiter<?>> allOf(Name name) {
    List<KeyWaiter<?>> all = new ArrayList<>();
    queues.computeIfPresent(
        name,
        (key, queue) -> {
          all.addAll(queue);
          return queue;
        });
    return all;
  }

  /** Lets those who wait in a key space look for themselves. */
  void wakeAll(long database, int number) {
    for (Name name : queues.keySet()) {
      if (name.database() == database && name.number() == number) {
        wake(name);
      }
    }
  }

  /** Lets all who wait for a stream of a key space look for themselves. */
  void wakeStreams(long database, int number) {
    for (Name name : queues.keySet()) {
      if (name.database() == database && name.number() == number && name.type() == KeyType.STREAM) {
        wake(name);
      }
    }
  }

  /** Serves those who wait for a key that was filled, on this thread where that goes at once. */
  void serve(Name name) {
    if (name.type() == KeyType.STREAM) {
      allOf(name).forEach(each -> each.serve(name));
      return;
    }
    KeyWaiter<?> first = firstOf(name);
    while (first != null && first.serve(name)) {
      KeyWaiter<?> next = firstOf(name);
      if (next == first) {
        return;
      }
      first = next;
    }
  }

  /** Lets the first who waits for a key look for itself, on its own thread. */
  void wake(Name name) {
    if (name.type() == KeyType.STREAM) {
      allOf(name).forEach(each -> each.wake(name));
      return;
    }
    KeyWaiter<?> first = firstOf(name);
    if (first != null) {
      first.wake(name);
    }
  }
}
