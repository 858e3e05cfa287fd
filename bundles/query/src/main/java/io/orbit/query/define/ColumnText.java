package io.orbit.query.define;

import io.orbit.api.query.Language;
import io.orbit.api.query.tree.Expression;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rewrites column names inside the text of a stored expression, at the parser's own positions. */
final class ColumnText {
  private ColumnText() {}

  static String rename(String text, String from, String to, Language language) {
    if (text.isEmpty()) {
      return text;
    }
    List<Integer> positions = new ArrayList<>();
    collect(language.parseExpression(text), from, positions);
    positions.sort(Comparator.reverseOrder());
    StringBuilder changed = new StringBuilder(text);
    String quoted = "\"" + to.replace("\"", "\"\"") + "\"";
    for (int position : positions) {
      changed.replace(position, end(text, position), quoted);
    }
    return changed.toString();
  }

  /** The end of the identifier that begins there, quoted or not. */
  private static int end(String text, int start) {
    int end = start + 1;
    if (text.charAt(start) == '"') {
      while (end < text.length() && text.charAt(end) != '"') {
        end++;
      }
      return Math.min(end + 1, text.length());
    }
    while (end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end))
            || text.charAt(end) == '_'
            || text.charAt(end) == '$')) {
      end++;
    }
    return end;
  }

  private static void collect(@Nullable Object tree, String from, List<Integer> positions) {
    switch (tree) {
      case Expression.ColumnReference reference
          when reference.name().size() == 1 && reference.name().getFirst().equals(from) ->
          positions.add(reference.position());
      case Collection<?> nodes -> nodes.forEach(node -> collect(node, from, positions));
      case Record node -> {
        for (RecordComponent component : node.getClass().getRecordComponents()) {
          try {
            collect(component.getAccessor().invoke(node), from, positions);
          } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(impossible);
          }
        }
      }
      case null -> {}
      default -> {}
    }
  }
}
