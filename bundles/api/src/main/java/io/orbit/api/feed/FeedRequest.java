package io.orbit.api.feed;

import java.util.EnumSet;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * What a feed shows.
 *
 * @param from where it begins
 * @param spaces which spaces; asked for each change, on the reader's thread
 * @param operations which operations
 * @param images spaces of which the log is to carry what records held before, from now on and as
 *     long as the feed is open; nothing can be shown of changes from before
 * @param durable true to see a commit when it is on the disk, false when it is visible: then a
 *     power cut may take back what the feed has shown
 */
public record FeedRequest(
    FeedPosition from,
    IntPredicate spaces,
    Set<FeedEvent.Operation> operations,
    Set<Integer> images,
    boolean durable) {
  /** Everything from a place on. */
  public static FeedRequest from(FeedPosition position) {
    return new FeedRequest(
        position, space -> true, EnumSet.allOf(FeedEvent.Operation.class), Set.of(), true);
  }

  public FeedRequest ofSpaces(IntPredicate wanted) {
    return new FeedRequest(from, wanted, operations, images, durable);
  }

  public FeedRequest of(Set<FeedEvent.Operation> wanted) {
    return new FeedRequest(from, spaces, Set.copyOf(wanted), images, durable);
  }

  public FeedRequest withImages(Set<Integer> imageSpaces) {
    return new FeedRequest(from, spaces, operations, Set.copyOf(imageSpaces), durable);
  }

  public FeedRequest startingAt(FeedPosition position) {
    return new FeedRequest(position, spaces, operations, images, durable);
  }

  /** Shows commits as soon as they are visible. */
  public FeedRequest undurable() {
    return new FeedRequest(from, spaces, operations, images, false);
  }
}
