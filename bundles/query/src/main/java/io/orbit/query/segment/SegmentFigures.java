package io.orbit.query.segment;

/**
 * What there is of a table in segments.
 *
 * @param rows in segments
 * @param changed of those, and new ones, since they were built
 * @param bytes of heap
 */
public record SegmentFigures(int segments, long rows, long changed, long bytes) {
  public static final SegmentFigures NONE = new SegmentFigures(0, 0, 0, 0);
}
