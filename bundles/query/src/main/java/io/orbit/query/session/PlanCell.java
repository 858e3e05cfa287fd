package io.orbit.query.session;

import org.jspecify.annotations.Nullable;

/**
 * The plan of a prepared statement, replaced when the catalog or the statistics have changed. Its
 * session's threads follow each other.
 */
final class PlanCell {
  private volatile @Nullable Planned planned;
  private volatile @Nullable String shownText;

  PlanCell(@Nullable Planned planned) {
    this.planned = planned;
  }

  /** The statement's text without literals; null before it was asked for. */
  @Nullable String shownText() {
    return shownText;
  }

  void setShownText(String text) {
    shownText = text;
  }

  @Nullable Planned get() {
    return planned;
  }

  void set(Planned newer) {
    planned = newer;
  }
}
