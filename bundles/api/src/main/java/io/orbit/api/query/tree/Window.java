package io.orbit.api.query.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An OVER clause or a WINDOW definition.
 *
 * @param reference name of the window it refers to or extends, or null
 * @param plainReference true for {@code OVER name} without parentheses
 * @param frame null when none was written
 */
public record Window(
    @Nullable String reference,
    boolean plainReference,
    List<Expression> partitionBy,
    List<SortKey> orderBy,
    @Nullable Frame frame,
    int position) {
  public enum Unit {
    ROWS,
    RANGE,
    GROUPS
  }

  public enum BoundKind {
    UNBOUNDED_PRECEDING,
    PRECEDING,
    CURRENT_ROW,
    FOLLOWING,
    UNBOUNDED_FOLLOWING
  }

  /** A frame bound; the offset is present for PRECEDING and FOLLOWING. */
  public record Bound(BoundKind kind, @Nullable Expression offset) {}

  public enum Exclusion {
    NO_OTHERS,
    CURRENT_ROW,
    GROUP,
    TIES
  }

  public record Frame(Unit unit, Bound start, Bound end, Exclusion exclusion) {}
}
