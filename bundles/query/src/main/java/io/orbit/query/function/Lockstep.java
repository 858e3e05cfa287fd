package io.orbit.query.function;

import io.orbit.query.execute.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several set-returning functions side by side, row by row; one that ends early goes on with nulls.
 *
 * @param parts the functions; their arguments and their columns follow each other
 */
public record Lockstep(List<Part> parts) implements TableFunction {
  /** One of them. */
  public record Part(TableFunction function, int arguments, int columns) {}

  @Override
  public Iterator<@Nullable Object[]> rows(Evaluation evaluation, @Nullable Object[] arguments) {
    List<Iterator<@Nullable Object[]>> sources = new ArrayList<>();
    int from = 0;
    for (Part part : parts) {
      @Nullable Object[] own = Arrays.copyOfRange(arguments, from, from + part.arguments());
      sources.add(part.function().rows(evaluation, own));
      from += part.arguments();
    }
    int width = parts.stream().mapToInt(Part::columns).sum();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return sources.stream().anyMatch(Iterator::hasNext);
      }

      @Override
      public @Nullable Object[] next() {
        @Nullable Object[] row = new Object[width];
        int column = 0;
        for (int i = 0; i < parts.size(); i++) {
          if (sources.get(i).hasNext()) {
            System.arraycopy(sources.get(i).next(), 0, row, column, parts.get(i).columns());
          }
          column += parts.get(i).columns();
        }
        return row;
      }
    };
  }
}
