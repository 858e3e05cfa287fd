package io.orbit.query.execute;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Vectors of one type as one: by whole arrays where they lie alike, else value by value. */
final class Concatenation {
  private Concatenation() {}

  /**
   * One behind the other.
   *
   * @param parts at least one
   * @param rows of all together
   */
  static Vector of(List<Vector> parts, int rows) {
    Vector first = parts.getFirst();
    if (parts.stream().allMatch(LongVector.class::isInstance)) {
      Digits all = new Digits(rows);
      parts.forEach(part -> all.add(((LongVector) part).values(), part, rows));
      return new LongVector(first.type(), all.values, all.nulls, rows);
    }
    if (first instanceof DecimalVector digits
        && parts.stream()
            .allMatch(part -> part instanceof DecimalVector d && d.scale() == digits.scale())) {
      Digits all = new Digits(rows);
      parts.forEach(part -> all.add(((DecimalVector) part).values(), part, rows));
      return new DecimalVector(first.type(), digits.scale(), all.values, all.nulls, rows);
    }
    VectorBuilder builder = VectorBuilder.of(first.type(), rows);
    for (Vector part : parts) {
      for (int row = 0; row < part.size(); row++) {
        builder.addFrom(part, row);
      }
    }
    return builder.build();
  }

  /** Longs with their nulls. */
  private static final class Digits {
    private final long[] values;
    private boolean @Nullable [] nulls;
    private int size;

    Digits(int rows) {
      values = new long[rows];
    }

    void add(long[] more, Vector part, int rows) {
      System.arraycopy(more, 0, values, size, part.size());
      for (int row = 0; row < part.size(); row++) {
        if (part.isNull(row)) {
          boolean[] flags = nulls == null ? new boolean[rows] : nulls;
          flags[size + row] = true;
          nulls = flags;
        }
      }
      size += part.size();
    }
  }
}
