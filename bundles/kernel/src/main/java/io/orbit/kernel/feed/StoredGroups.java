package io.orbit.kernel.feed;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.FeedGroup;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.catalog.StoredFeedGroup;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.record.WantedImages;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * The groups of a store: as they lie in it, and in memory for whoever cuts the log. Memory follows
 * a change only once that is on the disk, so that the log is never cut for an acknowledgement that
 * a crash takes back. Thread-safe.
 */
final class StoredGroups {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private final Store store;
  private final CommitLog log;
  private final long logId;
  private final WantedImages images;
  private final Map<String, Group> groups = new ConcurrentHashMap<>();

  private record Group(String name, LogPlace place, long createdAt, Set<Integer> images) {
    StoredFeedGroup stored() {
      return new StoredFeedGroup(name, place.position().text(), createdAt, images);
    }

    Group at(LogPlace acknowledged) {
      return new Group(name, acknowledged, createdAt, images);
    }
  }

  private final Set<String> active = ConcurrentHashMap.newKeySet();

  /** Held by whoever changes a group, until the change is durable and in memory. */
  private final ReentrantLock changing = new ReentrantLock();

  StoredGroups(Store store, CommitLog log, long logId, WantedImages images) {
    this.store = store;
    this.log = log;
    this.logId = logId;
    this.images = images;
    for (StoredFeedGroup stored : StoredFeedGroup.all(store.latest())) {
      LogPlace place = LogPlace.parse(new FeedPosition(stored.place()));
      groups.put(
          stored.name(), new Group(stored.name(), place, stored.createdAt(), stored.images()));
      images.add(stored.images());
    }
  }

  /** From where on the slowest group needs the log. */
  long slowest() {
    return groups.values().stream()
        .filter(this::isOfThisLog)
        .mapToLong(group -> group.place().from())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** After a restore a group's place may be one of the log that was there before. */
  private boolean isOfThisLog(Group group) {
    return group.place().log() == logId;
  }

  List<FeedGroup> list() {
    return groups.values().stream()
        .map(this::describe)
        .sorted(Comparator.comparing(FeedGroup::name))
        .toList();
  }

  private FeedGroup describe(Group group) {
    LogPlace place = group.place();
    return new FeedGroup(
        group.name(),
        place.position(),
        group.images(),
        group.createdAt(),
        Math.max(0, log.endPosition() - place.commit()),
        active.contains(group.name()),
        !isOfThisLog(group) || place.from() < log.oldestPosition());
  }

  FeedGroup create(String name, LogPlace from, Set<Integer> imageSpaces) {
    if (!NAME.matcher(name).matches()) {
      throw new OrbitException(
          ErrorCode.INVALID_NAME,
          "the name of a group has 1 to 63 letters, digits, dots, hyphens and underscores");
    }
    long now = store.latest().wallTime();
    Group group = new Group(name, from, now, Set.copyOf(imageSpaces));
    changing.lock();
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      if (StoredFeedGroup.lock(transaction, name)) {
        throw new OrbitException(
            ErrorCode.DUPLICATE_OBJECT, "group \"" + name + "\" already exists");
      }
      group.stored().put(transaction);
      commit(transaction);
      groups.put(name, group);
      images.add(group.images());
    } finally {
      changing.unlock();
    }
    return describe(group);
  }

  void drop(String name) {
    if (!active.add(name)) {
      throw inUse(name);
    }
    changing.lock();
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      if (!StoredFeedGroup.lock(transaction, name)) {
        throw unknown(name);
      }
      StoredFeedGroup.remove(transaction, name);
      commit(transaction);
      Group gone = groups.remove(name);
      if (gone != null) {
        images.remove(gone.images());
      }
    } finally {
      changing.unlock();
      active.remove(name);
    }
  }

  /** Begins to read for a group. */
  LogPlace enter(String name) {
    if (!active.add(name)) {
      throw inUse(name);
    }
    Group group = groups.get(name);
    if (group == null) {
      active.remove(name);
      throw unknown(name);
    }
    return group.place();
  }

  void leave(String name) {
    active.remove(name);
  }

  void acknowledge(String name, LogPlace place) {
    changing.lock();
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      boolean exists = StoredFeedGroup.lock(transaction, name);
      Group group = groups.get(name);
      if (!exists || group == null) {
        throw unknown(name);
      }
      if (isOfThisLog(group) && place.position().compareTo(group.place().position()) <= 0) {
        return;
      }
      Group next = group.at(place);
      next.stored().put(transaction);
      commit(transaction);
      groups.put(name, next);
    } finally {
      changing.unlock();
    }
  }

  /** Commits and waits until it is on the disk. */
  private void commit(Transaction transaction) {
    Wait wait = store.durable(transaction.commit());
    if (wait != null) {
      wait.await(0);
    }
  }

  private static OrbitException unknown(String name) {
    return new OrbitException(ErrorCode.UNDEFINED_OBJECT, "group \"" + name + "\" does not exist");
  }

  private static OrbitException inUse(String name) {
    return new OrbitException(
        ErrorCode.OBJECT_IN_USE, "group \"" + name + "\" is being read by somebody else");
  }
}
