package io.orbit.query.execute;

import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plan.SortItem;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Variable;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Expressions as EXPLAIN shows them. */
final class Shown {
  private Shown() {}

  static String scalar(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Constant constant -> constant(constant);
      case Scalar.Reference reference -> reference.variable().name();
      case Scalar.Parameter parameter -> "$" + (parameter.index() + 1);
      case Scalar.Apply apply -> apply(apply);
      case Scalar.And and -> joined(and.operands(), " AND ");
      case Scalar.Or or -> joined(or.operands(), " OR ");
      case Scalar.Not not -> "(NOT " + scalar(not.operand()) + ")";
      case Scalar.IsNull test ->
          "(" + scalar(test.operand()) + (test.negated() ? " IS NOT NULL)" : " IS NULL)");
      case Scalar.IsBoolean test ->
          "("
              + scalar(test.operand())
              + (test.negated() ? " IS NOT " : " IS ")
              + (test.value() ? "TRUE)" : "FALSE)");
      case Scalar.IsDistinct test ->
          "("
              + scalar(test.left())
              + (test.negated() ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ")
              + scalar(test.right())
              + ")";
      case Scalar.Case choice -> "CASE … END";
      case Scalar.Coalesce coalesce -> "COALESCE" + list(coalesce.operands());
      case Scalar.Extremum extremum ->
          (extremum.greatest() ? "GREATEST" : "LEAST") + list(extremum.operands());
      case Scalar.InList in ->
          "("
              + scalar(in.operand())
              + (in.negated() ? " NOT IN " : " IN ")
              + list(in.values())
              + ")";
      case Scalar.Quantified quantified ->
          "("
              + scalar(quantified.left())
              + " "
              + quantified.symbol()
              + (quantified.all() ? " ALL (" : " ANY (")
              + scalar(quantified.array())
              + "))";
      case Scalar.ArrayOf array -> "ARRAY" + list(array.elements());
      case Scalar.RowOf row -> "ROW" + list(row.fields());
      case Scalar.FieldOf field -> scalar(field.operand()) + "." + (field.field() + 1);
      case Scalar.Subquery subquery -> "(SubPlan " + subquery.kind() + ")";
    };
  }

  private static String constant(Scalar.Constant constant) {
    Object value = constant.value();
    if (value == null) {
      return "NULL::" + TypeNames.displayBase(constant.type());
    }
    return constant.type().kind().isNumeric() || value instanceof Boolean
        ? value.toString()
        : "'" + value + "'::" + TypeNames.displayBase(constant.type());
  }

  private static String apply(Scalar.Apply apply) {
    List<Scalar> arguments = apply.arguments();
    if (apply.name().equals("::")) {
      return "(" + scalar(arguments.getFirst()) + ")::" + TypeNames.display(apply.type());
    }
    if (Character.isLetter(apply.name().charAt(0))) {
      return apply.name() + list(arguments);
    }
    return arguments.size() == 1
        ? "(" + apply.name() + scalar(arguments.getFirst()) + ")"
        : "("
            + scalar(arguments.get(0))
            + " "
            + apply.name()
            + " "
            + scalar(arguments.get(1))
            + ")";
  }

  private static String joined(List<Scalar> scalars, String word) {
    return scalars.stream().map(Shown::scalar).collect(Collectors.joining(word, "(", ")"));
  }

  private static String list(List<Scalar> scalars) {
    return scalars.stream().map(Shown::scalar).collect(Collectors.joining(", ", "(", ")"));
  }

  static String items(List<SortItem> items) {
    return items.stream()
        .map(item -> scalar(item.scalar()) + (item.descending() ? " DESC" : ""))
        .collect(Collectors.joining(", "));
  }

  static String variables(List<Variable> variables) {
    return variables.stream().map(Variable::name).collect(Collectors.joining(", "));
  }

  static String path(AccessPath path, Plan.Scan scan) {
    List<String> keys = new ArrayList<>();
    if (path.index() == null) {
      scan.collection()
          .primaryKey()
          .forEach(p -> keys.add(scan.collection().columns().get(p).name()));
    } else {
      path.index()
          .elements()
          .forEach(
              element ->
                  scan.collection().columns().stream()
                      .filter(column -> column.id() == element.column())
                      .forEach(column -> keys.add(column.name())));
    }
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < path.prefix().size(); i++) {
      parts.add("(" + keys.get(i) + " = " + scalar(path.prefix().get(i)) + ")");
    }
    Scalar points = path.points();
    if (points != null) {
      parts.add("(" + keys.get(path.prefix().size()) + " = ANY (" + scalar(points) + "))");
    }
    Scalar lower = path.lower();
    Scalar upper = path.upper();
    if (lower != null) {
      parts.add(
          "("
              + keys.get(path.prefix().size())
              + (path.lowerInclusive() ? " >= " : " > ")
              + scalar(lower)
              + ")");
    }
    if (upper != null) {
      parts.add(
          "("
              + keys.get(path.prefix().size())
              + (path.upperInclusive() ? " <= " : " < ")
              + scalar(upper)
              + ")");
    }
    return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" AND ", parts) + ")";
  }
}
