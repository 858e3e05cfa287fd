package io.orbit.query.execute;

import io.orbit.api.value.DataType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What an expression of one varying operand answers for the values of a dictionary, each computed
 * when the first row has it. Kept for the next batches of a run as long as they have the same
 * dictionary.
 */
final class PerValue {
  private final @Nullable Object[] dictionary;
  private final boolean[] computed;
  private final @Nullable Object[] results;

  private PerValue(@Nullable Object[] dictionary) {
    this.dictionary = dictionary;
    computed = new boolean[dictionary.length];
    results = new Object[dictionary.length];
  }

  /** With the results for all that the vector's rows hold. */
  private static PerValue of(
      Object owner,
      DictionaryVector values,
      Evaluation evaluation,
      Function<@Nullable Object, @Nullable Object> function) {
    PerValue known = evaluation.memory().get(owner) instanceof PerValue last ? last : null;
    if (known == null || known.dictionary != values.dictionary()) {
      known = new PerValue(values.dictionary());
      evaluation.memory().put(owner, known);
    }
    int[] codes = values.codes();
    for (int row = 0; row < values.size(); row++) {
      int code = codes[row];
      if (!known.computed[code]) {
        known.results[code] = function.apply(known.dictionary[code]);
        known.computed[code] = true;
      }
    }
    return known;
  }

  /**
   * The function's value for each row.
   *
   * @param owner by whom results are kept
   */
  static Vector all(
      Object owner,
      Vector values,
      DataType type,
      Evaluation evaluation,
      Function<@Nullable Object, @Nullable Object> function) {
    VectorBuilder builder = VectorBuilder.of(type, values.size());
    if (values instanceof DictionaryVector coded) {
      PerValue known = of(owner, coded, evaluation, function);
      for (int row = 0; row < values.size(); row++) {
        builder.add(known.results[coded.codes()[row]]);
      }
    } else {
      for (int row = 0; row < values.size(); row++) {
        builder.add(function.apply(values.get(row)));
      }
    }
    return builder.build();
  }

  /** The rows for which the function's value is true; likewise. */
  static int select(
      Object owner,
      Vector values,
      Evaluation evaluation,
      int[] selection,
      Function<@Nullable Object, @Nullable Object> function) {
    int count = 0;
    if (values instanceof DictionaryVector coded) {
      PerValue known = of(owner, coded, evaluation, function);
      for (int row = 0; row < values.size(); row++) {
        if (Boolean.TRUE.equals(known.results[coded.codes()[row]])) {
          selection[count++] = row;
        }
      }
    } else {
      for (int row = 0; row < values.size(); row++) {
        if (Boolean.TRUE.equals(function.apply(values.get(row)))) {
          selection[count++] = row;
        }
      }
    }
    return count;
  }
}
