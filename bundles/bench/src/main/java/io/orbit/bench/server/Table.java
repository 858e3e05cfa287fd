package io.orbit.bench.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table as text for the eye, or as Markdown. */
final class Table {
  private final List<List<String>> lines = new ArrayList<>();

  Table(String... head) {
    lines.add(List.of(head));
  }

  Table add(String... line) {
    lines.add(List.of(line));
    return this;
  }

  /** The figures of a comparison: the middle of all rounds, and in parentheses their range. */
  static Table of(String peer, List<Comparison.Row> rows) {
    Table table =
        new Table(
            "workload",
            "Orbit, 1/s",
            peer + ", 1/s",
            "ratio",
            "Orbit, CPU µs",
            peer + ", CPU µs",
            "ratio");
    for (Comparison.Row row : rows) {
      table.add(
          row.workload(),
          figure("%,.0f", row.orbit(), Reading::perSecond),
          figure("%,.0f", row.peer(), Reading::perSecond),
          ratio(row, (ours, theirs) -> ours.perSecond() / theirs.perSecond()),
          figure("%.1f", row.orbit(), Reading::processorMicros),
          figure("%.1f", row.peer(), Reading::processorMicros),
          ratio(row, (ours, theirs) -> ours.processorMicros() / theirs.processorMicros()));
    }
    return table;
  }

  private static String figure(
      String format, List<Reading> readings, ToDoubleFunction<Reading> figure) {
    return text(
        format,
        Spread.of(readings.stream().map(reading -> figure.applyAsDouble(reading)).toList()));
  }

  /** Of each round by itself: what disturbed it, disturbed both. */
  private static String ratio(Comparison.Row row, ToDoubleBiFunction<Reading, Reading> ratio) {
    List<Double> ratios =
        IntStream.range(0, row.orbit().size())
            .mapToObj(i -> ratio.applyAsDouble(row.orbit().get(i), row.peer().get(i)))
            .toList();
    return text("%.2f", Spread.of(ratios)).replaceFirst(" ", " × ");
  }

  /** A spread as text. */
  static String text(String format, Spread spread) {
    String pattern = format + " (" + format + "–" + format + ")";
    return String.format(pattern, spread.median(), spread.least(), spread.most());
  }

  String markdown() {
    List<String> rendered = new ArrayList<>();
    for (List<String> line : lines) {
      rendered.add("| " + String.join(" | ", line) + " |");
    }
    rendered.add(1, "|" + "---|".repeat(lines.getFirst().size()));
    return String.join("\n", rendered);
  }

  String text() {
    int[] widths = new int[lines.getFirst().size()];
    for (List<String> line : lines) {
      for (int column = 0; column < widths.length; column++) {
        widths[column] = Math.max(widths[column], line.get(column).length());
      }
    }
    return lines.stream()
        .map(
            line ->
                IntStream.range(0, widths.length)
                    .mapToObj(i -> line.get(i) + " ".repeat(widths[i] - line.get(i).length()))
                    .collect(Collectors.joining("  "))
                    .stripTrailing())
        .collect(Collectors.joining("\n"));
  }
}
