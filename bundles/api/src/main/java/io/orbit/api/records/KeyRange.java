package io.orbit.api.records;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of keys: equal values for a prefix of the key columns, then bounds on the next one.
 *
 * @param prefix values that the first key columns equal (null: IS NULL)
 * @param lower lower bound of the next column, or null for none
 * @param lowerInclusive whether the bound itself is in
 * @param upper upper bound of the next column, or null for none
 * @param upperInclusive whether the bound itself is in
 */
public record KeyRange(
    List<@Nullable Object> prefix,
    @Nullable Object lower,
    boolean lowerInclusive,
    @Nullable Object upper,
    boolean upperInclusive) {
  public static final KeyRange ALL = new KeyRange(List.of(), null, true, null, true);

  public static KeyRange equal(List<@Nullable Object> prefix) {
    return new KeyRange(prefix, null, true, null, true);
  }
}
