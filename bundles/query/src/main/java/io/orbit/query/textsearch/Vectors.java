package io.orbit.query.textsearch;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.TextSearchVector;
import io.orbit.api.value.TextSearchVector.Lexeme;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Vectors put together, weighed and taken apart. */
public final class Vectors {
  private static final String WEIGHTS = "DCBA";

  private Vectors() {}

  /** The second's places behind the last of the first. */
  public static TextSearchVector joined(TextSearchVector first, TextSearchVector second) {
    int last = 0;
    Map<String, List<Integer>> all = new HashMap<>();
    for (Lexeme lexeme : first.lexemes()) {
      all.put(lexeme.text(), new ArrayList<>(Arrays.stream(lexeme.positions()).boxed().toList()));
      for (int position : lexeme.positions()) {
        last = Math.max(last, TextSearchVector.placeOf(position));
      }
    }
    for (Lexeme lexeme : second.lexemes()) {
      List<Integer> places = all.computeIfAbsent(lexeme.text(), text -> new ArrayList<>());
      for (int position : lexeme.positions()) {
        places.add(
            TextSearchVector.position(
                TextSearchVector.placeOf(position) + last, TextSearchVector.weightOf(position)));
      }
    }
    return TextSearchVector.of(all);
  }

  /** Without places and weights. */
  public static TextSearchVector stripped(TextSearchVector vector) {
    return new TextSearchVector(
        vector.lexemes().stream().map(lexeme -> new Lexeme(lexeme.text(), new int[0])).toList());
  }

  /**
   * All places with one weight.
   *
   * @param weight A to D
   * @param only the lexemes that get it; null for all
   */
  public static TextSearchVector weighted(
      TextSearchVector vector, byte weight, @Nullable Array only) {
    int number = number((char) weight);
    Set<@Nullable Object> chosen = only == null ? Set.of() : new HashSet<>(only.elements());
    List<Lexeme> lexemes = new ArrayList<>(vector.lexemes().size());
    for (Lexeme lexeme : vector.lexemes()) {
      lexemes.add(
          only != null && !chosen.contains(lexeme.text())
              ? lexeme
              : new Lexeme(
                  lexeme.text(),
                  Arrays.stream(lexeme.positions())
                      .map(p -> TextSearchVector.position(TextSearchVector.placeOf(p), number))
                      .toArray()));
    }
    return new TextSearchVector(lexemes);
  }

  private static int number(char weight) {
    int number = WEIGHTS.indexOf(Character.toUpperCase(weight));
    if (number < 0) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "unrecognized weight: \"" + weight + "\"");
    }
    return number;
  }

  public static TextSearchVector without(
      TextSearchVector vector, List<? extends @Nullable Object> lexemes) {
    Set<@Nullable Object> dropped = new HashSet<>(lexemes);
    return new TextSearchVector(
        vector.lexemes().stream().filter(one -> !dropped.contains(one.text())).toList());
  }

  /** Only places of these weights, and lexemes that have some. */
  public static TextSearchVector filtered(TextSearchVector vector, Array weights) {
    int mask = 0;
    for (Object weight : weights.elements()) {
      if (weight == null) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "weight array may not contain nulls");
      }
      mask |= 1 << number((char) (byte) (Byte) weight);
    }
    List<Lexeme> lexemes = new ArrayList<>();
    for (Lexeme lexeme : vector.lexemes()) {
      int wanted = mask;
      int[] places =
          Arrays.stream(lexeme.positions())
              .filter(p -> (wanted & 1 << TextSearchVector.weightOf(p)) != 0)
              .toArray();
      if (places.length > 0) {
        lexemes.add(new Lexeme(lexeme.text(), places));
      }
    }
    return new TextSearchVector(lexemes);
  }

  /** Lexemes without places. */
  public static TextSearchVector of(Array lexemes) {
    Map<String, List<Integer>> all = new HashMap<>();
    for (Object lexeme : lexemes.elements()) {
      if (lexeme == null) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "lexeme array may not contain nulls");
      }
      if (lexeme.toString().isEmpty()) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE, "lexeme array may not contain empty strings");
      }
      all.put(lexeme.toString(), List.of());
    }
    return TextSearchVector.of(all);
  }

  public static Array lexemes(TextSearchVector vector) {
    return Array.of(vector.lexemes().stream().map(Lexeme::text).toList());
  }

  /** Lexeme, places, weights; the latter two null where places are not known. */
  public static Iterator<@Nullable Object[]> rows(TextSearchVector vector) {
    return vector.lexemes().stream().map(Vectors::row).iterator();
  }

  private static @Nullable Object[] row(Lexeme lexeme) {
    if (lexeme.positions().length == 0) {
      return new @Nullable Object[] {lexeme.text(), null, null};
    }
    List<Short> places = new ArrayList<>();
    List<String> weights = new ArrayList<>();
    for (int position : lexeme.positions()) {
      places.add((short) TextSearchVector.placeOf(position));
      int weight = TextSearchVector.weightOf(position);
      weights.add(WEIGHTS.substring(weight, weight + 1));
    }
    return new @Nullable Object[] {lexeme.text(), Array.of(places), Array.of(weights)};
  }
}
