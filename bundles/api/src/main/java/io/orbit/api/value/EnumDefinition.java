package io.orbit.api.value;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of an enum type. A value is its label's name; what is stored is the label's number,
 * which never changes, and in keys its place, which only a new label between two others needs to
 * find room at. Immutable.
 */
public final class EnumDefinition implements TypeDefinition {
  /**
   * One label.
   *
   * @param number never given twice within a type, from 1
   * @param place what labels are ordered by
   */
  public record Label(String name, int number, double place) {}

  private final long id;
  private final String name;
  private final List<Label> labels;
  private final Map<String, Label> byName = new HashMap<>();
  private final Map<Integer, Label> byNumber = new HashMap<>();
  private final Map<Double, Label> byPlace = new HashMap<>();

  /**
   * @param labels in any order
   */
  public EnumDefinition(long id, String name, List<Label> labels) {
    this.id = id;
    this.name = name;
    this.labels = labels.stream().sorted(Comparator.comparingDouble(Label::place)).toList();
    for (Label label : labels) {
      byName.put(label.name(), label);
      byNumber.put(label.number(), label);
      byPlace.put(label.place(), label);
    }
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  /** All labels in their order. */
  public List<Label> labels() {
    return labels;
  }

  /** The label of that name; null when the type has none. */
  public @Nullable Label named(String label) {
    return byName.get(label);
  }

  /** The label of a stored number; null when the type has none. */
  public @Nullable Label numbered(int number) {
    return byNumber.get(number);
  }

  /** The label at a place that a key has; null when the type has none. */
  public @Nullable Label placed(double place) {
    return byPlace.get(place);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EnumDefinition that && id == that.id;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return name;
  }
}
