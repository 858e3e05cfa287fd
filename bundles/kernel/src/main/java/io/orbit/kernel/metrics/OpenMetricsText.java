package io.orbit.kernel.metrics;

import io.orbit.kernel.metrics.Family.Asked;
import io.orbit.kernel.metrics.Family.Counted;
import io.orbit.kernel.metrics.Family.Instrument;
import io.orbit.kernel.metrics.Family.Kind;
import io.orbit.kernel.metrics.Family.Latencies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes families in the OpenMetrics text format 1.0 ({@code application/openmetrics-text;
 * version=1.0.0; charset=utf-8}): metadata, then the samples of one set of labels after the other,
 * at the end {@code # EOF}. Histograms have cumulative buckets whose bounds are powers of two of
 * nanoseconds, in seconds, at which the counts are exact. One thread, one use.
 */
final class OpenMetricsText {
  private static final double NANOS = 1e9;
  private static final List<String> UNITS = List.of("seconds", "bytes");

  private final StringBuilder out = new StringBuilder(1 << 14);

  String write(Collection<Family> families) {
    for (Family family : families) {
      if (!family.instruments().isEmpty()) {
        metadata(family);
        samples(family);
      }
    }
    return out.append("# EOF\n").toString();
  }

  private void metadata(Family family) {
    String type = family.kind().name().toLowerCase(Locale.ROOT);
    out.append("# TYPE ").append(family.name()).append(' ').append(type).append('\n');
    for (String unit : UNITS) {
      if (family.name().endsWith("_" + unit)) {
        out.append("# UNIT ").append(family.name()).append(' ').append(unit).append('\n');
      }
    }
    out.append("# HELP ").append(family.name()).append(' ');
    escape(family.help());
    out.append('\n');
  }

  private void samples(Family family) {
    List<Map.Entry<List<String>, Instrument>> instruments =
        new ArrayList<>(family.instruments().entrySet());
    instruments.sort(Comparator.comparing(entry -> entry.getKey().toString()));
    String name = family.kind() == Kind.COUNTER ? family.name() + "_total" : family.name();
    for (Map.Entry<List<String>, Instrument> entry : instruments) {
      List<String> labels = entry.getKey();
      switch (entry.getValue()) {
        case Counted counted -> sample(name, labels, String.valueOf(counted.value()));
        case Asked asked -> sample(name, labels, number(KernelMetrics.valueOf(asked)));
        case Latencies latencies -> histogram(name, labels, latencies.histogram());
      }
    }
  }

  private void histogram(String name, List<String> labels, LatencyHistogram histogram) {
    long highest = 0;
    for (int bits = LatencyHistogram.LOWEST_BOUND_BITS;
        bits <= LatencyHistogram.HIGHEST_BOUND_BITS;
        bits++) {
      highest = histogram.countUpTo(bits);
      bucket(name, labels, number((1L << bits) / NANOS), highest);
    }
    long count = Math.max(highest, histogram.count());
    bucket(name, labels, "+Inf", count);
    sample(name + "_count", labels, String.valueOf(count));
    sample(name + "_sum", labels, number(histogram.sum() / NANOS));
  }

  private void bucket(String name, List<String> labels, String bound, long count) {
    List<String> withBound = new ArrayList<>(labels);
    withBound.add("le");
    withBound.add(bound);
    sample(name + "_bucket", withBound, String.valueOf(count));
  }

  private void sample(String name, List<String> labels, String value) {
    out.append(name);
    for (int i = 0; i < labels.size(); i += 2) {
      out.append(i == 0 ? '{' : ',').append(labels.get(i)).append("=\"");
      escape(labels.get(i + 1));
      out.append('"');
    }
    out.append(labels.isEmpty() ? " " : "} ").append(value).append('\n');
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      switch (character) {
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        case '\n' -> out.append("\\n");
        default -> out.append(character);
      }
    }
  }

  /** A number as the format's canonical form has it: 0.5, 1.024e-06, 1e+16, NaN, +Inf. */
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    String java = Double.toString(value);
    int mark = java.indexOf('E');
    if (mark < 0) {
      return java;
    }
    String mantissa = java.substring(0, mark);
    int exponent = Integer.parseInt(java.substring(mark + 1));
    String plain =
        mantissa.endsWith(".0") ? mantissa.substring(0, mantissa.length() - 2) : mantissa;
    return "%se%s%02d".formatted(plain, exponent < 0 ? "-" : "+", Math.abs(exponent));
  }
}
