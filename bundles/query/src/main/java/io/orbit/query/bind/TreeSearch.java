package io.orbit.query.bind;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Looks for things in a language's tree. */
public final class TreeSearch {
  private TreeSearch() {}

  /** True when a FROM clause somewhere in the tree names the table without a schema. */
  static boolean mentions(@Nullable Object tree, String table) {
    return switch (tree) {
      case null -> false;
      case io.orbit.api.query.tree.From.Table from
          when from.name().size() == 1 && from.name().getFirst().equals(table) ->
          true;
      case Collection<?> nodes -> nodes.stream().anyMatch(node -> mentions(node, table));
      case Record node -> anyComponent(node, table);
      default -> false;
    };
  }

  /** Where the tree first names the column, alone or behind a table; −1 where it does not. */
  public static int column(@Nullable Object tree, String column) {
    return switch (tree) {
      case null -> -1;
      case io.orbit.api.query.tree.Expression.ColumnReference reference
          when reference.name().getLast().equals(column) ->
          reference.position();
      case Collection<?> nodes ->
          nodes.stream()
              .mapToInt(node -> column(node, column))
              .filter(found -> found >= 0)
              .findFirst()
              .orElse(-1);
      case Record node -> column(components(node), column);
      default -> -1;
    };
  }

  private static java.util.List<@Nullable Object> components(Record node) {
    java.util.List<@Nullable Object> values = new java.util.ArrayList<>();
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      try {
        values.add(component.getAccessor().invoke(node));
      } catch (IllegalAccessException | InvocationTargetException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return values;
  }

  private static boolean anyComponent(Record node, String table) {
    return components(node).stream().anyMatch(value -> mentions(value, table));
  }
}
