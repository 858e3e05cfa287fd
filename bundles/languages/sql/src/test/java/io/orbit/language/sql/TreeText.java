package io.orbit.language.sql;

import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.Expression.Index;
import io.orbit.api.query.tree.From;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Query.GroupItem;
import io.orbit.api.query.tree.Query.SelectItem;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.query.tree.TypeName;
import io.orbit.api.query.tree.Window;
import io.orbit.api.value.TypeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes expressions and queries as S-expressions, in the form that tree.cjs gives PostgreSQL's.
 */
final class TreeText {
  static final String NONE = "_";

  private TreeText() {}

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  static <T> String list(List<T> items, Function<? super T, String> write) {
    return items.stream().map(write).collect(Collectors.joining(" ", "(", ")"));
  }

  static <T> String optional(@Nullable T item, Function<T, String> write) {
    return item == null ? NONE : write.apply(item);
  }

  static String name(List<String> parts) {
    return parts.stream().map(TreeText::quoted).collect(Collectors.joining("."));
  }

  static String dotted(List<String> parts) {
    return String.join(".", parts);
  }

  static String type(TypeName type) {
    String text = dotted(type.name());
    if (!text.equals("pg_catalog.interval") && !type.modifiers().isEmpty()) {
      text += list(type.modifiers(), TreeText::expression);
    }
    return (type.setOf() ? "setof " : "") + text + "[]".repeat(type.arrayDimensions());
  }

  // Expressions

  static String expression(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> literal(literal);
      case Expression.ColumnReference column ->
          "(col " + spaced(column.name(), TreeText::quoted) + ")";
      case Expression.Star star -> {
        List<String> parts =
            new ArrayList<>(star.qualifier().stream().map(TreeText::quoted).toList());
        parts.add("*");
        yield "(col " + String.join(" ", parts) + ")";
      }
      case Expression.Parameter parameter -> "$" + parameter.number();
      case Expression.Operator operator -> {
        List<String> symbol = new ArrayList<>(operator.schema());
        symbol.add(operator.symbol());
        yield "(op "
            + dotted(symbol)
            + " "
            + optional(operator.left(), TreeText::expression)
            + " "
            + expression(operator.right())
            + ")";
      }
      case Expression.Logical logical ->
          "("
              + lower(logical.connective())
              + " "
              + spaced(logical.operands(), TreeText::expression)
              + ")";
      case Expression.Not not -> "(not " + expression(not.operand()) + ")";
      case Expression.Is is -> is(is);
      case Expression.IsDistinctFrom test ->
          "("
              + (test.negated() ? "notdistinct " : "distinct ")
              + expression(test.left())
              + " "
              + expression(test.right())
              + ")";
      case Expression.Between between ->
          "("
              + (between.negated() ? "not_" : "")
              + "between"
              + (between.symmetric() ? "_sym " : " ")
              + expression(between.operand())
              + " ("
              + expression(between.low())
              + " "
              + expression(between.high())
              + "))";
      case Expression.InList in ->
          "("
              + (in.negated() ? "notin " : "in ")
              + expression(in.operand())
              + " "
              + list(in.values(), TreeText::expression)
              + ")";
      case Expression.InQuery in ->
          negated(in.negated(), "(inq " + expression(in.operand()) + " " + query(in.query()) + ")");
      case Expression.PatternMatch match -> pattern(match);
      case Expression.QuantifiedArray any ->
          "("
              + lower(any.quantifier())
              + " "
              + symbol(any.symbol())
              + " "
              + expression(any.left())
              + " "
              + expression(any.array())
              + ")";
      case Expression.QuantifiedQuery any ->
          "("
              + lower(any.quantifier())
              + "q "
              + symbol(any.symbol())
              + " "
              + expression(any.left())
              + " "
              + query(any.query())
              + ")";
      case Expression.Exists exists -> "(exists " + query(exists.query()) + ")";
      case Expression.ScalarQuery sub -> "(sub " + query(sub.query()) + ")";
      case Expression.ArrayQuery array -> "(arrayq " + query(array.query()) + ")";
      case Expression.ArrayConstructor array ->
          "(array " + list(array.elements(), TreeText::expression) + ")";
      case Expression.Row row -> "(row " + list(row.fields(), TreeText::expression) + ")";
      case Expression.Cast cast ->
          "(cast " + expression(cast.operand()) + " " + type(cast.type()) + ")";
      case Expression.Case choice ->
          "(case "
              + optional(choice.operand(), TreeText::expression)
              + " "
              + list(
                  choice.branches(),
                  when ->
                      "(" + expression(when.condition()) + " " + expression(when.result()) + ")")
              + " "
              + optional(choice.otherwise(), TreeText::expression)
              + ")";
      case Expression.Conditional conditional -> conditional(conditional);
      case Expression.Call call -> call(call);
      case Expression.SpecialValue value ->
          "(value " + specialName(value) + " " + typmod(value) + ")";
      case Expression.Subscript subscript -> indirection(subscript);
      case Expression.Field field -> indirection(field);
      case Expression.Collate collate ->
          "(collate " + expression(collate.operand()) + " " + dotted(collate.collation()) + ")";
      case Expression.Grouping grouping ->
          "(grouping " + list(grouping.arguments(), TreeText::expression) + ")";
      case Expression.Default ignored -> "default";
      case Expression.CurrentOf current -> "(currentof " + quoted(current.cursor()) + ")";
    };
  }

  private static <T> String spaced(List<T> items, Function<? super T, String> write) {
    return items.stream().map(write).collect(Collectors.joining(" "));
  }

  private static String negated(boolean negated, String text) {
    return negated ? "(not " + text + ")" : text;
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String literal(Expression.Literal literal) {
    Object value = literal.value();
    return switch (value) {
      case null -> "null";
      case String text when literal.type().kind() == TypeKind.BIT -> "(bits " + quoted(text) + ")";
      case String text -> quoted(text);
      case Boolean truth -> truth.toString();
      case Integer number -> number.toString();
      case Number number -> number(number);
      default -> throw new IllegalArgumentException("literal " + value);
    };
  }

  /** As JavaScript's toExponential(9), or plain digits of a whole number below 10^15. */
  private static String number(Number number) {
    double value = number.doubleValue();
    if (number instanceof Long && Math.abs(value) < 1e15) {
      return number.toString();
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    String text = String.format(Locale.ROOT, "%.9e", new java.math.BigDecimal(value));
    int e = text.indexOf('e');
    int exponent = Integer.parseInt(text.substring(e + 1));
    return text.substring(0, e) + "e" + (exponent < 0 ? "" : "+") + exponent;
  }

  private static String is(Expression.Is is) {
    String operand = expression(is.operand());
    return switch (is.test()) {
      case NULL -> "(" + (is.negated() ? "isnotnull " : "isnull ") + operand + ")";
      case TRUE, FALSE, UNKNOWN ->
          "(is_" + (is.negated() ? "not_" : "") + lower(is.test()) + " " + operand + ")";
      case JSON -> negated(is.negated(), "(is_json " + operand + ")");
      case DOCUMENT -> negated(is.negated(), "(is_document " + operand + ")");
    };
  }

  private static String pattern(Expression.PatternMatch match) {
    String symbol =
        switch (match.kind()) {
          case LIKE -> "~~";
          case ILIKE -> "~~*";
          case SIMILAR_TO -> "~";
        };
    String pattern = expression(match.pattern());
    String escape = match.escape() == null ? "" : " " + expression(match.escape());
    if (match.kind() == Expression.PatternKind.SIMILAR_TO) {
      pattern = "(call pg_catalog.similar_to_escape (" + pattern + escape + "))";
    } else if (match.escape() != null) {
      pattern = "(call pg_catalog.like_escape (" + pattern + escape + "))";
    }
    return "(like "
        + (match.negated() ? "!" : "")
        + symbol
        + " "
        + expression(match.operand())
        + " "
        + pattern
        + ")";
  }

  private static String symbol(String symbol) {
    return switch (symbol) {
      case "LIKE" -> "~~";
      case "NOT LIKE" -> "!~~";
      case "ILIKE" -> "~~*";
      case "NOT ILIKE" -> "!~~*";
      default -> symbol;
    };
  }

  private static String conditional(Expression.Conditional conditional) {
    if (conditional.kind() == Expression.ConditionalKind.NULLIF) {
      return "(nullif " + spaced(conditional.arguments(), TreeText::expression) + ")";
    }
    return "("
        + lower(conditional.kind())
        + " "
        + list(conditional.arguments(), TreeText::expression)
        + ")";
  }

  static String call(Expression.Call call) {
    StringBuilder text = new StringBuilder("(call ").append(dotted(call.name())).append(' ');
    text.append(
        list(
            call.arguments(),
            argument ->
                argument.name() == null
                    ? expression(argument.value())
                    : "(named "
                        + quoted(argument.name())
                        + " "
                        + expression(argument.value())
                        + ")"));
    text.append(call.star() ? " star" : "");
    text.append(call.distinct() ? " distinct" : "");
    text.append(call.variadic() ? " variadic" : "");
    if (!call.orderBy().isEmpty()) {
      text.append(call.withinGroup() ? " within" : " order")
          .append(list(call.orderBy(), TreeText::sortKey));
    }
    if (call.filter() != null) {
      text.append(" filter ").append(expression(call.filter()));
    }
    if (call.over() != null) {
      text.append(' ').append(window(call.over()));
    }
    return text.append(')').toString();
  }

  private static String specialName(Expression.SpecialValue value) {
    return lower(value.kind());
  }

  private static String typmod(Expression.SpecialValue value) {
    return switch (value.kind()) {
      case CURRENT_TIME, CURRENT_TIMESTAMP, LOCALTIME, LOCALTIMESTAMP ->
          String.valueOf(value.precision());
      default -> "-1";
    };
  }

  private static String indirection(Expression expression) {
    StringBuilder parts = new StringBuilder();
    Expression base = expression;
    while (true) {
      if (base instanceof Expression.Subscript subscript) {
        parts.insert(
            0, subscript.indexes().stream().map(TreeText::index).collect(Collectors.joining()));
        base = subscript.operand();
      } else if (base instanceof Expression.Field field) {
        parts.insert(0, field.field().equals("*") ? " .*" : " ." + quoted(field.field()));
        base = field.operand();
      } else {
        return "(ind " + expression(base) + parts + ")";
      }
    }
  }

  static String index(Index index) {
    return index.slice()
        ? " ["
            + optional(index.lower(), TreeText::expression)
            + ":"
            + optional(index.upper(), TreeText::expression)
            + "]"
        : " [" + optional(index.lower(), TreeText::expression) + "]";
  }

  static String sortKey(SortKey key) {
    String direction = key.direction() == SortKey.Direction.DESCENDING ? "desc" : "asc";
    return "(" + direction + nulls(key.nulls()) + " " + expression(key.expression()) + ")";
  }

  static String nulls(SortKey.NullOrder nulls) {
    return switch (nulls) {
      case DIALECT -> "";
      case FIRST -> " first";
      case LAST -> " last";
    };
  }

  static String window(Window window) {
    if (window.plainReference()) {
      return "(over " + optional(window.reference(), TreeText::quoted) + ")";
    }
    return "(window "
        + optional(window.reference(), TreeText::quoted)
        + " "
        + list(window.partitionBy(), TreeText::expression)
        + " "
        + list(window.orderBy(), TreeText::sortKey)
        + " "
        + optional(window.frame(), TreeText::frame)
        + ")";
  }

  private static String frame(Window.Frame frame) {
    String exclusion =
        switch (frame.exclusion()) {
          case NO_OTHERS -> "";
          case CURRENT_ROW -> " exclude_current";
          case GROUP -> " exclude_group";
          case TIES -> " exclude_ties";
        };
    return "("
        + lower(frame.unit())
        + " "
        + bound(frame.start())
        + " "
        + bound(frame.end())
        + exclusion
        + ")";
  }

  private static String bound(Window.Bound bound) {
    return switch (bound.kind()) {
      case UNBOUNDED_PRECEDING -> "unbounded_preceding";
      case UNBOUNDED_FOLLOWING -> "unbounded_following";
      case CURRENT_ROW -> "current";
      case PRECEDING -> "(preceding " + optional(bound.offset(), TreeText::expression) + ")";
      case FOLLOWING -> "(following " + optional(bound.offset(), TreeText::expression) + ")";
    };
  }

  // Queries

  static String query(Query query) {
    return "(query "
        + with(query.with())
        + " "
        + body(query.body())
        + " "
        + list(query.orderBy(), TreeText::sortKey)
        + " "
        + limit(query.limit())
        + " "
        + limit(query.offset())
        + (query.withTies() ? " ties" : "")
        + " "
        + list(query.locking(), TreeText::locking)
        + ")";
  }

  private static String limit(@Nullable Expression limit) {
    boolean none =
        limit == null || limit instanceof Expression.Literal literal && literal.value() == null;
    return none ? NONE : expression(limit);
  }

  private static String locking(Query.Locking locking) {
    String waiting =
        switch (locking.waiting()) {
          case BLOCK -> "";
          case NOWAIT -> " nowait";
          case SKIP_LOCKED -> " skip";
        };
    return "("
        + lower(locking.strength())
        + waiting
        + " "
        + list(locking.tables(), table -> "(table " + name(table) + " _)")
        + ")";
  }

  static String with(Query.With with) {
    if (with.tables().isEmpty()) {
      return NONE;
    }
    return "(with "
        + (with.recursive() ? "recursive " : "")
        + list(
            with.tables(),
            table ->
                "("
                    + quoted(table.name())
                    + " "
                    + list(table.columns(), TreeText::quoted)
                    + switch (table.materialization()) {
                      case DEFAULT -> "";
                      case ALWAYS -> " always";
                      case NEVER -> " never";
                    }
                    + " "
                    + StatementText.statement(table.statement())
                    + ")")
        + ")";
  }

  private static String body(Query.Body body) {
    return switch (body) {
      case Query.Values values ->
          "(values " + list(values.rows(), row -> list(row, TreeText::expression)) + ")";
      case Query.SetOperation set ->
          "("
              + lower(set.operator())
              + (set.all() ? " all" : "")
              + " "
              + query(set.left())
              + " "
              + query(set.right())
              + ")";
      case Query.Select select ->
          "(select "
              + optional(select.distinct(), distinct -> list(distinct.on(), TreeText::expression))
              + " "
              + list(select.items(), TreeText::item)
              + " "
              + list(select.from(), TreeText::from)
              + " "
              + optional(select.where(), TreeText::expression)
              + " "
              + (select.groupByDistinct() ? "distinct" : "")
              + list(select.groupBy(), TreeText::group)
              + " "
              + optional(select.having(), TreeText::expression)
              + " "
              + list(
                  select.windows(),
                  window -> "(" + quoted(window.name()) + " " + window(window.window()) + ")")
              + ")";
    };
  }

  static String item(SelectItem item) {
    return "("
        + expression(item.expression())
        + " "
        + optional(item.alias(), TreeText::quoted)
        + ")";
  }

  private static String group(GroupItem item) {
    return switch (item) {
      case GroupItem.Simple simple -> expression(simple.expression());
      case GroupItem.Rollup rollup ->
          "(rollup " + list(rollup.expressions(), TreeText::expression) + ")";
      case GroupItem.Cube cube -> "(cube " + list(cube.expressions(), TreeText::expression) + ")";
      case GroupItem.GroupingSets sets -> "(sets " + list(sets.sets(), TreeText::group) + ")";
      case GroupItem.Empty ignored -> "(empty)";
    };
  }

  static String alias(From.@Nullable Alias alias) {
    return alias == null
        ? NONE
        : "(as " + quoted(alias.name()) + " " + list(alias.columns(), TreeText::quoted) + ")";
  }

  static String table(From.Table table) {
    return "(table "
        + (table.only() ? "only " : "")
        + name(table.name())
        + " "
        + alias(table.alias())
        + ")";
  }

  static String from(From from) {
    return switch (from) {
      case From.Table table -> {
        From.Sample sample = table.sample();
        yield sample == null
            ? table(table)
            : "(sample "
                + table(table)
                + " "
                + dotted(sample.method())
                + " "
                + list(sample.arguments(), TreeText::expression)
                + " "
                + optional(sample.seed(), TreeText::expression)
                + ")";
      }
      case From.Subquery sub ->
          "(subquery "
              + (sub.lateral() ? "lateral " : "")
              + query(sub.query())
              + " "
              + alias(sub.alias())
              + ")";
      case From.Function function ->
          "(function "
              + (function.lateral() ? "lateral " : "")
              + (function.withOrdinality() ? "ordinality " : "")
              + list(
                  function.functions(),
                  item ->
                      "("
                          + expression(item.call())
                          + " "
                          + list(
                              item.columns(),
                              column ->
                                  "(" + quoted(column.name()) + " " + type(column.type()) + ")")
                          + ")")
              + " "
              + alias(function.alias())
              + ")";
      case From.Join join ->
          "("
              + lower(join.kind())
              + (join.natural() ? " natural" : "")
              + " "
              + from(join.left())
              + " "
              + from(join.right())
              + " "
              + list(join.using(), TreeText::quoted)
              + " "
              + optional(join.usingAlias(), TreeText::quoted)
              + " "
              + optional(join.on(), TreeText::expression)
              + " "
              + alias(join.alias())
              + ")";
    };
  }
}
