package io.orbit.query.bind;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Looks for things in a language's tree. */
final class TreeSearch {
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

  private static boolean anyComponent(Record node, String table) {
    for (RecordComponent component : node.getClass().getRecordComponents()) {
      try {
        if (mentions(component.getAccessor().invoke(node), table)) {
          return true;
        }
      } catch (IllegalAccessException | InvocationTargetException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return false;
  }
}
