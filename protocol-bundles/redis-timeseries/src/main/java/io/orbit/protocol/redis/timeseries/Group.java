package io.orbit.protocol.redis.timeseries;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Series with the same value of a label, made one: GROUPBY and REDUCE. */
final class Group {
  private final String label;
  private final String value;
  private final Aggregation reducer;
  private final List<String> keys = new ArrayList<>();
  private final Map<Long, Accumulator> times = new TreeMap<>();

  Group(String label, String value, Aggregation reducer) {
    this.label = label;
    this.value = value;
    this.reducer = reducer;
  }

  void add(byte[] key, Samples samples) {
    keys.add(new String(key, StandardCharsets.ISO_8859_1));
    for (int i = 0; i < samples.size(); i++) {
      Accumulator sum = times.computeIfAbsent(samples.time(i), each -> new Accumulator(reducer));
      if (!Double.isNaN(samples.value(i))) {
        sum.add(samples.time(i), samples.value(i));
      }
    }
  }

  String name() {
    return label + "=" + value;
  }

  List<String> keys() {
    return keys;
  }

  /**
   * The label itself, and unless that is said elsewhere the reducer and the keys.
   *
   * @param alone whether it is said elsewhere
   */
  List<Label> labels(boolean alone) {
    List<Label> labels = new ArrayList<>();
    labels.add(new Label(label, value));
    if (!alone) {
      labels.add(new Label("__reducer__", reducer.lowerName()));
      labels.add(new Label("__source__", String.join(",", keys)));
    }
    return labels;
  }

  Samples samples(boolean backward, long count) {
    Samples all = new Samples(Math.max(1, times.size()));
    times.forEach((time, sum) -> all.add(time, sum.isEmpty() ? Double.NaN : sum.finish(null)));
    if (backward) {
      all.reverse();
    }
    Samples first = new Samples();
    for (int i = 0; i < all.size() && i < count; i++) {
      first.add(all.time(i), all.value(i));
    }
    return first;
  }
}
