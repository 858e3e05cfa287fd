package io.orbit.protocol.redis.timeseries;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Series with the same value of a label, made one: GROUPBY and REDUCE. */
final class Group {
  private final String label;
  private final String value;
  private final Aggregation reducer;
  private final List<String> keys = new ArrayList<>();
  private final List<Samples> series = new ArrayList<>();

  Group(String label, String value, Aggregation reducer) {
    this.label = label;
    this.value = value;
    this.reducer = reducer;
  }

  void add(byte[] key, Samples samples) {
    keys.add(new String(key, StandardCharsets.ISO_8859_1));
    series.add(samples);
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

  /** A place in one of the series. */
  private record Place(Samples samples, int index, int order) {
    long time() {
      return samples.time(index);
    }
  }

  /** One sample for each time that a series has one of. */
  Samples samples(boolean backward, long count) {
    PriorityQueue<Place> next =
        new PriorityQueue<>(Comparator.comparingLong(Place::time).thenComparingInt(Place::order));
    for (int i = 0; i < series.size(); i++) {
      if (series.get(i).size() > 0) {
        next.add(new Place(series.get(i), 0, i));
      }
    }
    Samples all = new Samples();
    Accumulator sum = new Accumulator(reducer);
    while (!next.isEmpty() && (backward || all.size() < count)) {
      long time = next.element().time();
      sum.begin(0, 0, null);
      while (!next.isEmpty() && next.element().time() == time) {
        Place place = next.remove();
        double each = place.samples().value(place.index());
        if (!Double.isNaN(each)) {
          sum.add(time, each);
        }
        if (place.index() + 1 < place.samples().size()) {
          next.add(new Place(place.samples(), place.index() + 1, place.order()));
        }
      }
      all.add(time, sum.isEmpty() ? Double.NaN : sum.finish(null));
    }
    if (!backward) {
      return all;
    }
    all.reverse();
    Samples first = new Samples();
    for (int i = 0; i < all.size() && i < count; i++) {
      first.add(all.time(i), all.value(i));
    }
    return first;
  }
}
