package io.orbit.query.function;

import io.orbit.query.execute.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Table functions side by side: row n has the nth row of each, nulls where one has no more, until
 * all are at their end. What ROWS FROM and several set-returning functions in a select list mean
 * (PostgreSQL manual, sections 7.2.1.4 and 38.5.9). Its arguments and columns are those of its
 * parts, one after the other.
 */
public record Lockstep(List<Part> parts) implements TableFunction {
  /** One of the functions, with the numbers of its arguments and of its columns. */
  public record Part(TableFunction function, int arguments, int columns) {}

  /**
   * A function of one argument that answers it as its only row: a value where rows are expected.
   */
  public static final TableFunction SINGLE =
      (evaluation, arguments) -> {
        @Nullable Object[] row = {arguments[0]};
        return List.<@Nullable Object[]>of(row).iterator();
      };

  @Override
  public Iterator<@Nullable Object[]> rows(Evaluation evaluation, @Nullable Object[] arguments) {
    List<Iterator<@Nullable Object[]>> iterators = new ArrayList<>(parts.size());
    int from = 0;
    for (Part part : parts) {
      int to = from + part.arguments();
      iterators.add(part.function().rows(evaluation, Arrays.copyOfRange(arguments, from, to)));
      from = to;
    }
    return new Rows(parts, iterators);
  }

  private static final class Rows implements Iterator<@Nullable Object[]> {
    private final List<Part> parts;
    private final List<Iterator<@Nullable Object[]>> iterators;
    private final int width;

    Rows(List<Part> parts, List<Iterator<@Nullable Object[]>> iterators) {
      this.parts = parts;
      this.iterators = iterators;
      this.width = parts.stream().mapToInt(Part::columns).sum();
    }

    @Override
    public boolean hasNext() {
      return iterators.stream().anyMatch(Iterator::hasNext);
    }

    @Override
    public @Nullable Object[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      @Nullable Object[] row = new Object[width];
      int at = 0;
      for (int i = 0; i < parts.size(); i++) {
        int columns = parts.get(i).columns();
        if (iterators.get(i).hasNext()) {
          System.arraycopy(iterators.get(i).next(), 0, row, at, columns);
        }
        at += columns;
      }
      return row;
    }
  }
}
