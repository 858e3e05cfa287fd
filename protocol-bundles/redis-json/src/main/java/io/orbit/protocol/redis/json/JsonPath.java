package io.orbit.protocol.redis.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A path, and where it leads in a document (Goessner's JSONPath;
 * redis.io/docs/data-types/json/path).
 *
 * @param text as errors show it, beginning with {@code $}
 * @param isLegacy whether it is in the older dialect, which means the first place only
 */
record JsonPath(String text, boolean isLegacy, List<Step> steps) {
  /** One step from a value to others. */
  sealed interface Step {
    /** Members by their names. */
    record Names(List<String> names) implements Step {}

    /** Elements by their indexes, negative ones from the end. */
    record Indexes(List<Long> indexes) implements Step {}

    /** Elements from, to, and each how many; null where nothing is said. */
    record Slice(long from, boolean hasFrom, long to, boolean hasTo, long step) implements Step {}

    /** All members and elements. */
    record All() implements Step {}

    /** Members and elements for which something holds. */
    record Filtered(JsonFilter filter) implements Step {}

    /** The value and all values in it. */
    record Descent() implements Step {}
  }

  /** A place in a document: the value there, and how to replace it. */
  record Place(Object container, Object key, Object value, List<Object> trail) {
    boolean isRoot() {
      return container == JsonNull.NULL;
    }
  }

  boolean isRoot() {
    return steps.isEmpty();
  }

  /** Whether it leads to one place at most. */
  boolean isStatic() {
    return steps.stream()
        .allMatch(
            step ->
                (step instanceof Step.Names names && names.names().size() == 1)
                    || (step instanceof Step.Indexes indexes && indexes.indexes().size() == 1));
  }

  /** All places, in the document's order; of the older dialect as well. */
  List<Place> find(Object root) {
    List<Place> places = List.of(new Place(JsonNull.NULL, "", root, List.of()));
    for (Step step : steps) {
      List<Place> next = new ArrayList<>();
      for (Place place : places) {
        follow(root, step, place, next);
      }
      places = next;
    }
    return places;
  }

  private static void follow(Object root, Step step, Place place, List<Place> out) {
    Object value = place.value();
    switch (step) {
      case Step.Names(List<String> names) -> {
        if (value instanceof Map<?, ?> members) {
          for (String name : names) {
            Object found = members.get(name);
            if (found != null) {
              out.add(child(place, name, found));
            }
          }
        }
      }
      case Step.Indexes(List<Long> indexes) -> {
        if (value instanceof List<?> array) {
          for (long index : indexes) {
            long at = index < 0 ? array.size() + index : index;
            if (at >= 0 && at < array.size()) {
              out.add(child(place, (int) at, array.get((int) at)));
            }
          }
        }
      }
      case Step.Slice slice -> {
        if (value instanceof List<?> array) {
          slice(slice, array, place, out);
        }
      }
      case Step.All all -> forEachChild(place, out::add);
      case Step.Filtered(JsonFilter filter) ->
          forEachChild(
              place,
              each -> {
                if (filter.holds(root, each.value())) {
                  out.add(each);
                }
              });
      case Step.Descent descent -> descend(place, out);
    }
  }

  private static void slice(Step.Slice slice, List<?> array, Place place, List<Place> out) {
    long size = array.size();
    long from = slice.hasFrom() ? bounded(slice.from(), size) : 0;
    long to = slice.hasTo() ? bounded(slice.to(), size) : size;
    for (long i = from; i < to; i += slice.step()) {
      out.add(child(place, (int) i, array.get((int) i)));
    }
  }

  private static long bounded(long index, long size) {
    return Math.clamp(index < 0 ? size + index : index, 0, size);
  }

  private static void descend(Place place, List<Place> out) {
    out.add(place);
    forEachChild(place, each -> descend(each, out));
  }

  private static void forEachChild(Place place, java.util.function.Consumer<Place> visitor) {
    if (place.value() instanceof List<?> array) {
      for (int i = 0; i < array.size(); i++) {
        visitor.accept(child(place, i, array.get(i)));
      }
    } else if (place.value() instanceof Map<?, ?>) {
      Json.object(place.value())
          .forEach((name, value) -> visitor.accept(child(place, name, value)));
    }
  }

  private static Place child(Place parent, Object key, Object value) {
    List<Object> trail = new ArrayList<>(parent.trail());
    trail.add(key);
    return new Place(parent.value(), key, value, trail);
  }
}
