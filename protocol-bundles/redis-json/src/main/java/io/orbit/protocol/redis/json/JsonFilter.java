package io.orbit.protocol.redis.json;

import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a filter asks of a value: {@code @.price < 10 && @.name =~ "^a"}. */
sealed interface JsonFilter {
  /**
   * @param root the whole document
   * @param current what {@code @} is
   */
  boolean holds(Object root, Object current);

  /** All of them, or any. */
  record Combined(boolean all, List<JsonFilter> parts) implements JsonFilter {
    @Override
    public boolean holds(Object root, Object current) {
      return all
          ? parts.stream().allMatch(each -> each.holds(root, current))
          : parts.stream().anyMatch(each -> each.holds(root, current));
    }
  }

  /** Not. */
  record Negated(JsonFilter inner) implements JsonFilter {
    @Override
    public boolean holds(Object root, Object current) {
      return !inner.holds(root, current);
    }
  }

  /** There is something at the path. */
  record Exists(Operand operand) implements JsonFilter {
    @Override
    public boolean holds(Object root, Object current) {
      return !operand.values(root, current).isEmpty();
    }
  }

  /** A comparison, which holds when it does for any pair of values. */
  record Compared(Operand left, Comparison comparison, Operand right) implements JsonFilter {
    @Override
    public boolean holds(Object root, Object current) {
      for (Object a : left.values(root, current)) {
        for (Object b : right.values(root, current)) {
          if (comparison.holds(a, b)) {
            return true;
          }
        }
      }
      return false;
    }
  }

  /** A side of a comparison. */
  sealed interface Operand {
    List<Object> values(Object root, Object current);
  }

  /** A literal. */
  record Literal(Object value) implements Operand {
    @Override
    public List<Object> values(Object root, Object current) {
      return List.of(value);
    }
  }

  /**
   * A path.
   *
   * @param fromRoot whether it begins with {@code $}, not {@code @}
   */
  record PathOperand(boolean fromRoot, JsonPath path) implements Operand {
    @Override
    public List<Object> values(Object root, Object current) {
      return path.find(fromRoot ? root : current).stream().map(JsonPath.Place::value).toList();
    }
  }

  /** A comparison's operator. */
  enum Comparison {
    EQUAL,
    UNEQUAL,
    LESS,
    LESS_OR_EQUAL,
    GREATER,
    GREATER_OR_EQUAL,
    MATCHES;

    boolean holds(Object left, Object right) {
      return switch (this) {
        case EQUAL -> Json.equal(left, right);
        case UNEQUAL -> !Json.equal(left, right);
        case MATCHES -> matches(left, right);
        case LESS -> comparable(left, right) && compare(left, right) < 0;
        case LESS_OR_EQUAL -> comparable(left, right) && compare(left, right) <= 0;
        case GREATER -> comparable(left, right) && compare(left, right) > 0;
        case GREATER_OR_EQUAL -> comparable(left, right) && compare(left, right) >= 0;
      };
    }

    private static boolean comparable(Object left, Object right) {
      return (left instanceof Number && right instanceof Number)
          || (left instanceof String && right instanceof String);
    }

    private static int compare(Object left, Object right) {
      if (left instanceof String a && right instanceof String b) {
        return a.compareTo(b);
      }
      if (left instanceof Long a && right instanceof Long b) {
        return a.compareTo(b);
      }
      return Double.compare(((Number) left).doubleValue(), ((Number) right).doubleValue());
    }

    private static boolean matches(Object left, Object right) {
      if (!(left instanceof String text) || !(right instanceof String expression)) {
        return false;
      }
      try {
        return Pattern.compile(expression).matcher(text).find();
      } catch (PatternSyntaxException e) {
        return false;
      }
    }
  }
}
