package io.orbit.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.feed.ChangeFeed;
import io.orbit.api.feed.FeedEvent;
import io.orbit.api.feed.FeedEvent.Change;
import io.orbit.api.feed.RecordImage;
import io.orbit.api.storage.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The content of a store, in the words of {@link Workload}, kept up to date by what a feed says.
 */
final class FeedModel {
  private final TreeMap<String, String> content;
  private final List<TreeMap<String, String>> states = new ArrayList<>();
  private long inside;
  private int images;

  FeedModel(TreeMap<String, String> content) {
    this.content = new TreeMap<>(content);
  }

  TreeMap<String, String> content() {
    return content;
  }

  /** The content after each transaction. */
  List<TreeMap<String, String>> states() {
    return states;
  }

  /** How many before images were there, each of which was what the model held. */
  int images() {
    return images;
  }

  /** Takes all that is there. */
  void drain(ChangeFeed feed) {
    for (FeedEvent event = feed.next(0); event != null; event = feed.next(0)) {
      take(event);
    }
  }

  void take(FeedEvent event) {
    switch (event) {
      case FeedEvent.Begin begin -> {
        assertThat(inside).as("no transaction inside another").isIn(0L, begin.timestamp());
        inside = begin.timestamp();
      }
      case FeedEvent.Change change -> {
        assertThat(change.timestamp()).isEqualTo(inside);
        if (change.space() != Store.CATALOG_SPACE) {
          check(change);
          apply(change);
        }
      }
      case FeedEvent.Commit commit -> {
        assertThat(commit.timestamp()).isEqualTo(inside);
        inside = 0;
        states.add(new TreeMap<>(content));
      }
    }
  }

  private static String name(Change change) {
    return change.space() + "/" + text(change.key());
  }

  private void apply(Change change) {
    String name = name(change);
    switch (change.operation()) {
      case INSERT -> {
        assertThat(content).as("an insert").doesNotContainKey(name);
        write(name, Objects.requireNonNull(change.after()));
      }
      case UPDATE -> {
        assertThat(content).as("an update").containsKey(name);
        remove(name);
        write(name, Objects.requireNonNull(change.after()));
      }
      case EDIT -> {
        assertThat(content).as("an edit").containsEntry(name, "composite");
        write(name, Objects.requireNonNull(change.after()));
      }
      case DELETE -> {
        assertThat(content).as("a delete").containsKey(name);
        remove(name);
      }
      case EXPIRE, CREATE_SPACE -> {}
      case CLEAR_SPACE, DROP_SPACE ->
          content.keySet().removeIf(known -> known.startsWith(change.space() + "/"));
    }
  }

  private void remove(String name) {
    content.keySet().removeIf(known -> known.equals(name) || known.startsWith(name + "/"));
  }

  private void write(String name, RecordImage image) {
    byte[] value = image.value();
    if (value != null) {
      content.put(name, text(value));
      return;
    }
    content.put(name, "composite");
    for (RecordImage.Element element : image.elements()) {
      byte[] held = element.value();
      if (held == null) {
        content.remove(name + "/" + text(element.key()));
      } else {
        content.put(name + "/" + text(element.key()), text(held));
      }
    }
  }

  /** What a change found must be what the model holds. */
  private void check(Change change) {
    RecordImage before = change.before();
    if (before == null) {
      return;
    }
    images++;
    String name = name(change);
    byte[] value = before.value();
    assertThat(content).containsEntry(name, value == null ? "composite" : text(value));
    for (RecordImage.Element element : before.elements()) {
      byte @Nullable [] held = element.value();
      assertThat(content.get(name + "/" + text(element.key())))
          .isEqualTo(held == null ? null : text(held));
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
