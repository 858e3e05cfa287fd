package io.orbit.api.feed;

import java.util.Set;

/**
 * A named consumer that the store remembers.
 *
 * @param acknowledged up to where it has everything
 * @param images spaces of which the log carries before images for it
 * @param lag bytes of log behind the acknowledged place
 * @param active whether somebody reads for it now
 * @param lost whether the log no longer has what it has not acknowledged
 */
public record FeedGroup(
    String name,
    FeedPosition acknowledged,
    Set<Integer> images,
    long createdAt,
    long lag,
    boolean active,
    boolean lost) {}
