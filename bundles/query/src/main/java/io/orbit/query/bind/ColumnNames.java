package io.orbit.query.bind;

import io.orbit.api.query.tree.Expression;
import java.util.Locale;

/** The name of a result column without an alias, as PostgreSQL's FigureColname has it. */
final class ColumnNames {
  private static final String NONE = "?column?";

  private ColumnNames() {}

  static String of(Expression expression) {
    String strong = name(expression);
    return strong.isEmpty() ? NONE : strong;
  }

  private static String name(Expression expression) {
    return switch (expression) {
      case Expression.ColumnReference reference -> reference.name().getLast();
      case Expression.Field field -> field.field();
      case Expression.Subscript subscript -> name(subscript.operand());
      case Expression.Call call -> call.name().getLast();
      case Expression.Cast cast -> {
        String inner = isWeak(cast.operand()) ? "" : name(cast.operand());
        yield inner.isEmpty() ? cast.type().name().getLast() : inner;
      }
      case Expression.Collate collate -> name(collate.operand());
      case Expression.Case choice -> {
        Expression otherwise = choice.otherwise();
        String inner = otherwise == null ? "" : strongName(otherwise);
        yield inner.isEmpty() ? "case" : inner;
      }
      case Expression.Conditional conditional -> conditional.kind().name().toLowerCase(Locale.ROOT);
      case Expression.SpecialValue value -> value.kind().name().toLowerCase(Locale.ROOT);
      case Expression.ArrayConstructor array -> "array";
      case Expression.ArrayQuery query -> "array";
      case Expression.Row row -> "row";
      case Expression.Exists exists -> "exists";
      case Expression.Grouping grouping -> "grouping";
      case Expression.ScalarQuery query -> subquery(query);
      default -> "";
    };
  }

  /** A type's name, or CASE's own: the type around it says more. */
  private static boolean isWeak(Expression expression) {
    return expression instanceof Expression.Cast cast
            && (isWeak(cast.operand()) || name(cast.operand()).isEmpty())
        || expression instanceof Expression.Case choice
            && (choice.otherwise() == null || strongName(choice.otherwise()).isEmpty());
  }

  /** A name that CASE takes over from its ELSE: a column's or function's, not a type's. */
  private static String strongName(Expression expression) {
    return switch (expression) {
      case Expression.ColumnReference reference -> name(reference);
      case Expression.Call call -> name(call);
      case Expression.Field field -> name(field);
      default -> "";
    };
  }

  private static String subquery(Expression.ScalarQuery query) {
    if (query.query().body() instanceof io.orbit.api.query.tree.Query.Select select
        && !select.items().isEmpty()) {
      var item = select.items().getFirst();
      String alias = item.alias();
      return alias == null ? name(item.expression()) : alias;
    }
    return "";
  }
}
