package io.orbit.api.feed;

/**
 * A place in a store's log, between two events. Opaque to everybody but the store that made it;
 * within the life of one log a later place compares greater. A store that was restored to an
 * earlier moment has another log, whose places have nothing to do with those of the old one.
 *
 * @param text printable ASCII without spaces, fit for an HTTP header
 */
public record FeedPosition(String text) implements Comparable<FeedPosition> {
  @Override
  public int compareTo(FeedPosition other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
