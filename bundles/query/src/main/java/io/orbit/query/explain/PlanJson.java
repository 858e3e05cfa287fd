package io.orbit.query.explain;

import io.orbit.query.execute.Explanation;
import io.orbit.query.execute.Profile;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A plan as PostgreSQL's EXPLAIN (FORMAT JSON) shows it. */
final class PlanJson {
  private final ExplainOptions options;
  private final @Nullable Profile profile;
  private final StringBuilder out = new StringBuilder();

  private PlanJson(ExplainOptions options, @Nullable Profile profile) {
    this.options = options;
    this.profile = profile;
  }

  /** Times are in milliseconds. */
  static String of(
      Explanation plan,
      ExplainOptions options,
      @Nullable Profile profile,
      double planning,
      double execution) {
    PlanJson json = new PlanJson(options, profile);
    json.out.append("[\n  {\n    \"Plan\": ");
    json.node(plan, 4, null);
    if (options.summary()) {
      json.number(4, "Planning Time", planning);
      if (options.analyze()) {
        json.out.append(",\n    \"Triggers\": [\n    ]");
        json.number(4, "Execution Time", execution);
      }
    }
    return json.out.append("\n  }\n]").toString();
  }

  private void node(Explanation plan, int indent, @Nullable String relationship) {
    int inner = indent + 2;
    NodeName name = NodeName.of(plan.node());
    out.append("{\n");
    out.append(" ".repeat(inner)).append("\"Node Type\": ").append(quoted(name.type()));
    if (relationship != null) {
      text(inner, "Parent Relationship", relationship);
    }
    out.append(",\n").append(" ".repeat(inner)).append("\"Parallel Aware\": false");
    out.append(",\n").append(" ".repeat(inner)).append("\"Async Capable\": false");
    text(inner, "Scan Direction", name.direction());
    text(inner, "Index Name", name.index());
    text(inner, "Relation Name", name.relation());
    text(inner, "Alias", name.alias());
    if (options.costs()) {
      number(inner, "Startup Cost", 0);
      number(inner, "Total Cost", plan.cost());
      whole(inner, "Plan Rows", Math.max(1, Math.round(plan.rows())));
      whole(inner, "Plan Width", plan.width());
    }
    actual(plan, inner);
    for (String detail : plan.details()) {
      int colon = detail.indexOf(": ");
      if (colon > 0) {
        text(inner, detail.substring(0, colon), detail.substring(colon + 2));
      }
    }
    children(plan.children(), inner);
    out.append('\n').append(" ".repeat(indent)).append('}');
  }

  private void actual(Explanation plan, int indent) {
    Profile.Actual actual = profile == null ? null : profile.of(plan).orElse(null);
    if (actual != null && actual.loops() > 0) {
      if (options.timing()) {
        long loops = actual.loops();
        decimal(indent, "Actual Startup Time", PlanText.millis(actual.firstRowNanos(), loops));
        decimal(indent, "Actual Total Time", PlanText.millis(actual.totalNanos(), loops));
      }
      whole(indent, "Actual Rows", Math.round((double) actual.rows() / actual.loops()));
      whole(indent, "Actual Loops", actual.loops());
    }
  }

  private void children(List<Explanation> children, int indent) {
    if (children.isEmpty()) {
      return;
    }
    out.append(",\n").append(" ".repeat(indent)).append("\"Plans\": [");
    for (int i = 0; i < children.size(); i++) {
      out.append(i == 0 ? "\n" : ",\n").append(" ".repeat(indent + 2));
      node(children.get(i), indent + 2, i == 0 ? "Outer" : "Inner");
    }
    out.append('\n').append(" ".repeat(indent)).append(']');
  }

  private void text(int indent, String name, String value) {
    if (!value.isEmpty()) {
      member(indent, name).append(quoted(value));
    }
  }

  private void number(int indent, String name, double value) {
    member(indent, name).append(String.format(Locale.ROOT, "%.2f", value));
  }

  private void decimal(int indent, String name, double value) {
    member(indent, name).append(String.format(Locale.ROOT, "%.3f", value));
  }

  private void whole(int indent, String name, long value) {
    member(indent, name).append(value);
  }

  private StringBuilder member(int indent, String name) {
    return out.append(",\n").append(" ".repeat(indent)).append(quoted(name)).append(": ");
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' ') {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
