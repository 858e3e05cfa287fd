package io.orbit.api.feed;

import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The change feeds of a store and the groups that consume them. Thread-safe. */
public interface ChangeFeeds {
  /** The end of the log: what is committed from now on follows it. */
  FeedPosition now();

  /** The first place that the log still has. */
  FeedPosition oldest();

  /**
   * Begins to read.
   *
   * @throws io.orbit.api.error.OrbitException SNAPSHOT_TOO_OLD when the log no longer has the
   *     place, INVALID_PARAMETER_VALUE when it is none of this log
   */
  ChangeFeed open(FeedRequest request);

  /**
   * Hands every event to an observer inside the server, on a thread of its own, until closed. An
   * observer that fails is logged and gets the next event.
   */
  Following follow(FeedRequest request, Consumer<FeedEvent> observer);

  /** An observer at work. */
  interface Following extends AutoCloseable {
    /** Ends it; what is being shown to the observer is shown to its end. */
    @Override
    void close();
  }

  // ---- groups

  /** All groups by name. */
  List<FeedGroup> groups();

  /**
   * Makes a group; the log is kept for it from there on, within the store's limit.
   *
   * @param images spaces of which the log is to carry before images for it
   * @throws io.orbit.api.error.OrbitException DUPLICATE_OBJECT, INVALID_NAME
   */
  FeedGroup createGroup(String name, FeedPosition from, Set<Integer> images);

  /**
   * Forgets a group.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, OBJECT_IN_USE while it is read
   */
  void dropGroup(String name);

  /**
   * Reads for a group from where it has acknowledged; {@link FeedRequest#from} does not count. One
   * reader at a time.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, OBJECT_IN_USE, SNAPSHOT_TOO_OLD
   */
  ChangeFeed openGroup(String name, FeedRequest request);

  /**
   * Notes durably that a group has everything up to a place; one that lies before what it has
   * acknowledged changes nothing.
   *
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT, INVALID_PARAMETER_VALUE for a place
   *     that is none of this log or beyond its end
   */
  void acknowledge(String name, FeedPosition position);
}
