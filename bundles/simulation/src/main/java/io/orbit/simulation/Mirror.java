package io.orbit.simulation;

import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedEvent.Change;
import io.orbit.api.feed.FeedPosition;
import io.orbit.api.feed.FeedRequest;
import io.orbit.api.feed.RecordImage;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of all spaces, kept up to date by a change feed that is taken up again after each
 * start. What the feed has said is on the disk, so no crash takes it back.
 */
final class Mirror {
  private record Held(byte type, long expiresAt, String value, TreeMap<String, String> elements) {}

  private final World world;
  private final boolean mayHaveExpired;
  private final Map<Integer, TreeMap<String, Held>> spaces = new TreeMap<>();
  private FeedPosition position;
  private @Nullable ChangeFeed feed;

  /**
   * Begins with what is there.
   *
   * @param mayHaveExpired whether the store may hold records that nobody sees any more
   */
  Mirror(World world, boolean mayHaveExpired) {
    this.world = world;
    this.mayHaveExpired = mayHaveExpired;
    Store store = world.store();
    this.position = store.feeds().now();
    for (int space = 0; space < 64; space++) {
      try (RecordCursor cursor = store.latest().all(space)) {
        while (cursor.next()) {
          space(space).put(latin1(cursor.key()), held(cursor.value()));
        }
      }
    }
  }

  private TreeMap<String, Held> space(int space) {
    return spaces.computeIfAbsent(space, ignored -> new TreeMap<>());
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static Held held(RecordView view) {
    Composite composite = view.composite();
    if (composite == null) {
      return new Held(view.type(), view.expiresAt(), latin1(view.copy()), new TreeMap<>());
    }
    TreeMap<String, String> elements = new TreeMap<>();
    Composite.Cursor cursor = composite.cursor(null);
    Composite.ElementView element = new Composite.ElementView();
    while (cursor.next(element)) {
      elements.put(latin1(element.key), latin1(element.value));
    }
    return new Held(view.type(), view.expiresAt(), "", elements);
  }

  /** The store has been opened again. */
  void reopened() {
    feed = null;
  }

  /** Takes what the feed has. */
  void follow() {
    ChangeFeed open = feed;
    if (open == null) {
      open = world.store().feeds().open(FeedRequest.from(position));
      feed = open;
    }
    for (FeedEvent event = open.next(0); event != null; event = open.next(0)) {
      if (event instanceof Change change) {
        apply(change);
      }
    }
    position = open.position();
  }

  private void apply(Change change) {
    TreeMap<String, Held> records = space(change.space());
    String key = latin1(change.key());
    RecordImage after = change.after();
    switch (change.operation()) {
      case INSERT, UPDATE -> {
        boolean known = records.containsKey(key);
        boolean update = change.operation() == FeedEvent.Operation.UPDATE;
        world.require(
            known == update || update && mayHaveExpired,
            "what the feed calls " + change.operation() + ", %s",
            key,
            known,
            update);
        write(records, key, Objects.requireNonNull(after), new TreeMap<>());
      }
      case EDIT -> {
        Held before = records.get(key);
        world.require(before != null, "an edit of %s in the feed", key, null, "a record");
        write(
            records,
            key,
            Objects.requireNonNull(after),
            before == null ? new TreeMap<>() : before.elements());
      }
      case EXPIRE -> {
        Held before = records.get(key);
        if (before != null && after != null) {
          records.put(
              key, new Held(before.type(), after.expiresAt(), before.value(), before.elements()));
        }
      }
      case DELETE -> records.remove(key);
      case CLEAR_SPACE, DROP_SPACE -> records.clear();
      case CREATE_SPACE -> {}
    }
  }

  private static void write(
      Map<String, Held> records, String key, RecordImage image, TreeMap<String, String> elements) {
    byte[] value = image.value();
    for (RecordImage.Element element : image.elements()) {
      byte[] held = element.value();
      if (held == null) {
        elements.remove(latin1(element.key()));
      } else {
        elements.put(latin1(element.key()), latin1(held));
      }
    }
    records.put(
        key,
        new Held(image.type(), image.expiresAt(), value == null ? "" : latin1(value), elements));
  }

  /** The store holds what the feed has told; everything must be durable. */
  void check() {
    long now = world.store().latest().wallTime();
    for (Map.Entry<Integer, TreeMap<String, Held>> space : spaces.entrySet()) {
      TreeMap<String, Held> expected = new TreeMap<>(space.getValue());
      expected.values().removeIf(held -> held.expiresAt() != 0 && held.expiresAt() <= now);
      TreeMap<String, Held> found = new TreeMap<>();
      try (RecordCursor cursor = world.store().latest().all(space.getKey())) {
        while (cursor.next()) {
          found.put(latin1(cursor.key()), held(cursor.value()));
        }
      }
      if (!found.equals(expected)) {
        for (String key : found.keySet()) {
          world.require(
              Objects.equals(found.get(key), expected.get(key)),
              "what a feed says of %s in space " + space.getKey(),
              key,
              expected.get(key),
              found.get(key));
        }
        expected.keySet().removeAll(found.keySet());
        world.require(false, "what a feed says of space %s", "" + space.getKey(), expected, "gone");
      }
    }
  }
}
