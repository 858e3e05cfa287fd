package io.orbit.query.explain;

import io.orbit.query.execute.Explanation;
import io.orbit.query.execute.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan in PostgreSQL's text layout. */
final class PlanText {
  private static final int INDENT = 6;

  private final ExplainOptions options;
  private final @Nullable Profile profile;
  private final List<String> lines = new ArrayList<>();

  private PlanText(ExplainOptions options, @Nullable Profile profile) {
    this.options = options;
    this.profile = profile;
  }

  static List<String> of(Explanation plan, ExplainOptions options, @Nullable Profile profile) {
    PlanText text = new PlanText(options, profile);
    text.node(plan, 0);
    return text.lines;
  }

  private void node(Explanation plan, int depth) {
    String lead = depth == 0 ? "" : " ".repeat(2 + INDENT * (depth - 1)) + "->  ";
    lines.add(lead + plan.node() + estimate(plan) + actual(plan));
    String below = " ".repeat(2 + INDENT * depth);
    plan.details().forEach(detail -> lines.add(below + detail));
    plan.children().forEach(child -> node(child, depth + 1));
  }

  private String estimate(Explanation plan) {
    return options.costs()
        ? String.format(
            Locale.ROOT,
            "  (cost=0.00..%.2f rows=%d width=%d)",
            plan.cost(),
            Math.max(1, Math.round(plan.rows())),
            plan.width())
        : "";
  }

  private String actual(Explanation plan) {
    if (profile == null) {
      return "";
    }
    Profile.Actual actual = profile.of(plan).orElse(null);
    if (actual == null || actual.loops() == 0) {
      return plan.width() == 0 && plan.children().isEmpty() ? "" : neverRan(plan);
    }
    long rows = Math.round((double) actual.rows() / actual.loops());
    return options.timing()
        ? String.format(
            Locale.ROOT,
            " (actual time=%.3f..%.3f rows=%d loops=%d)",
            millis(actual.firstRowNanos(), actual.loops()),
            millis(actual.totalNanos(), actual.loops()),
            rows,
            actual.loops())
        : String.format(Locale.ROOT, " (actual rows=%d loops=%d)", rows, actual.loops());
  }

  /** A node without operator of its own (a modification) is measured by what is below it. */
  private static String neverRan(Explanation plan) {
    return plan.width() == 0 ? "" : " (never executed)";
  }

  static double millis(long nanos, long loops) {
    return nanos / 1e6 / loops;
  }
}
