package io.orbit.query.bind;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.function.FunctionDefinition.Body;
import io.orbit.query.function.ScalarFunction;
import io.orbit.query.plan.Scalar;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Binds expressions in one scope. */
final class ExpressionBinder {
  private final BindContext context;
  private final Scope scope;
  private final @Nullable Calls calls;
  private final String place;
  private final @Nullable StoredPlace stored;
  private final SubqueryBinder subqueries;
  private final CallBinder callBinder;
  private final PartReader partReader;

  /**
   * @param calls takes aggregates, window calls and set-returning calls; null where they may not be
   * @param place the clause, for errors ({@code WHERE})
   */
  ExpressionBinder(
      BindContext context, QueryBinder queries, Scope scope, @Nullable Calls calls, String place) {
    this.context = context;
    this.scope = scope;
    this.calls = calls;
    this.place = place;
    stored = null;
    subqueries = new SubqueryBinder(queries, this, null);
    callBinder = new CallBinder(context, this);
    partReader = new PartReader(context, this);
  }

  /** For an expression over single rows. */
  ExpressionBinder(BindContext context, QueryBinder queries, Scope scope, StoredPlace stored) {
    this.context = context;
    this.scope = scope;
    this.calls = null;
    this.place = stored.shown() + "s";
    this.stored = stored;
    subqueries = new SubqueryBinder(queries, this, stored);
    callBinder = new CallBinder(context, this);
    partReader = new PartReader(context, this);
  }

  /** What may hold aggregates and window calls: a select list, HAVING, ORDER BY. */
  interface Calls {
    Scalar aggregate(Expression.Call call, FunctionDefinition probe);

    Scalar window(Expression.Call call);

    Scalar table(Overloads.Resolved resolved, Body.OfTable body, Expression.Call call);

    Scalar grouping(Expression.Grouping grouping);
  }

  Scope scope() {
    return scope;
  }

  BindContext context() {
    return context;
  }

  List<Scalar> bindAll(List<Expression> expressions) {
    List<Scalar> bound = new ArrayList<>(expressions.size());
    expressions.forEach(expression -> bound.add(bind(expression)));
    return bound;
  }

  /** A condition: bound and brought to boolean. */
  Scalar truth(Expression expression, String what) {
    return context.coercion.truth(bind(expression), what, expression.position());
  }

  Scalar bind(Expression expression) {
    context.enter();
    try {
      return bindNode(expression);
    } finally {
      context.leave();
    }
  }

  private Scalar bindNode(Expression expression) {
    return switch (expression) {
      case Expression.Literal literal -> Constants.bind(literal);
      case Expression.ColumnReference reference -> column(reference);
      case Expression.Star star ->
          throw syntax("row expansion via \"*\" is not supported here", star);
      case Expression.Parameter parameter ->
          context.parameters.reference(parameter.number(), parameter.position());
      case Expression.Operator operator -> operator(operator);
      case Expression.Logical logical -> logical(logical);
      case Expression.Not not -> new Scalar.Not(truth(not.operand(), "NOT"));
      case Expression.Is test -> is(test);
      case Expression.IsDistinctFrom test -> distinct(test);
      case Expression.Between between -> between(between);
      case Expression.InList in -> inList(in);
      case Expression.InQuery in ->
          subqueries.compared(
              Scalar.SubqueryKind.ANY, in.query(), in.operand(), "=", in.negated(), in.position());
      case Expression.PatternMatch match -> pattern(match);
      case Expression.QuantifiedArray quantified -> quantifiedArray(quantified);
      case Expression.QuantifiedQuery quantified ->
          subqueries.compared(
              quantified.quantifier() == Expression.Quantifier.ALL
                  ? Scalar.SubqueryKind.ALL
                  : Scalar.SubqueryKind.ANY,
              quantified.query(),
              quantified.left(),
              quantified.symbol(),
              false,
              quantified.position());
      case Expression.Exists exists -> subqueries.exists(exists);
      case Expression.ScalarQuery query -> subqueries.scalar(query);
      case Expression.ArrayQuery query -> subqueries.array(query);
      case Expression.ArrayConstructor array -> array(array);
      case Expression.Row row ->
          new Scalar.RowOf(
              bindAll(row.fields()).stream().map(context.coercion::settled).toList(),
              DataType.RECORD);
      case Expression.Cast cast -> cast(cast);
      case Expression.Case choice -> choice(choice);
      case Expression.Conditional conditional -> conditional(conditional);
      case Expression.Call call -> callBinder.call(call);
      case Expression.SpecialValue value -> special(value);
      case Expression.Subscript subscript -> partReader.subscript(subscript);
      case Expression.Field field -> partReader.field(field);
      case Expression.Collate collate -> collate(collate);
      case Expression.Grouping grouping ->
          allowed(grouping.position(), "GROUPING").grouping(grouping);
      case Expression.Default value ->
          throw syntax("DEFAULT is not allowed in this context", value);
      case Expression.CurrentOf current ->
          throw new OrbitException(
                  ErrorCode.FEATURE_NOT_SUPPORTED, "WHERE CURRENT OF is not supported")
              .at(current.position());
    };
  }

  private static OrbitException syntax(String message, Expression expression) {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, message).at(expression.position());
  }

  Calls allowed(int position, String what) {
    if (calls == null) {
      throw new OrbitException(
              what.startsWith("window") ? ErrorCode.WINDOWING_ERROR : ErrorCode.GROUPING_ERROR,
              what + " are not allowed in " + place)
          .at(position);
    }
    return calls;
  }

  private Scalar column(Expression.ColumnReference reference) {
    List<String> name = reference.name();
    if (stored == StoredPlace.DEFAULT) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "cannot use column reference in DEFAULT expression")
          .at(reference.position());
    }
    java.util.Optional<Scope.Column> found = scope.tryResolve(name, reference.position());
    Scalar variable = variable(name, reference.position());
    if (found.isPresent()) {
      if (variable != null && !context.variables.columnsFirst()) {
        throw new OrbitException(
                ErrorCode.AMBIGUOUS_COLUMN,
                "column reference \"" + String.join(".", name) + "\" is ambiguous")
            .withDetail("It could refer to either a PL/pgSQL variable or a table column.")
            .at(reference.position());
      }
      return new Scalar.Reference(found.get().variable());
    }
    if (variable != null) {
      return variable;
    }
    long table =
        name.getLast().equals("tableoid") ? scope.tableOf(name.subList(0, name.size() - 1)) : 0;
    if (table != 0) {
      return new Scalar.Constant(table, DataType.OID);
    }
    java.util.Optional<Scope.Item> whole =
        name.size() == 1 ? scope.item(name) : java.util.Optional.empty();
    if (whole.isPresent()) {
      return wholeRow(whole.get());
    }
    return new Scalar.Reference(scope.resolve(name, reference.position()).variable());
  }

  /** A routine's variable, or a field of one; null where the name is none. */
  private @Nullable Scalar variable(List<String> name, int position) {
    VariableNames.Found found = context.variables.find(name).orElse(null);
    if (found == null) {
      return null;
    }
    Scalar scalar = new Scalar.Parameter(found.parameter(), found.type());
    for (String field : found.fields()) {
      scalar = partReader.field(scalar, field, position);
    }
    return scalar;
  }

  /** All fields of a routine's record, for {@code record.*}; null where the name is none. */
  @Nullable List<Scalar> fieldsOfVariable(List<String> name, List<String> names) {
    Scalar whole = name.isEmpty() ? null : variable(name, -1);
    RowShapes.Shape shape = whole == null ? null : context.shapes.of(whole).orElse(null);
    if (whole == null || shape == null) {
      return null;
    }
    names.addAll(shape.names());
    List<Scalar> fields = new ArrayList<>();
    for (int i = 0; i < shape.names().size(); i++) {
      fields.add(new Scalar.FieldOf(whole, i, shape.types().get(i)));
    }
    return fields;
  }

  private static Scalar wholeRow(Scope.Item item) {
    List<Scalar> fields = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (Scope.Column column : item.columns()) {
      fields.add(new Scalar.Reference(column.variable()));
      names.add(column.name());
    }
    return new Scalar.RowOf(fields, names, DataType.RECORD);
  }

  // ---- operators and tests

  private Scalar operator(Expression.Operator operator) {
    List<Scalar> operands = new ArrayList<>();
    if (operator.left() != null) {
      operands.add(operand(operator.left()));
    }
    operands.add(operand(operator.right()));
    return operator(operator.symbol(), operands, operator.position());
  }

  /** An operand; the untyped fields of a row take their types from the fields of the other. */
  private Scalar operand(Expression expression) {
    return expression instanceof Expression.Row row
        ? new Scalar.RowOf(bindAll(row.fields()), DataType.RECORD)
        : bind(expression);
  }

  Scalar operator(String symbol, List<Scalar> operands, int position) {
    String name = symbol.equals("!=") ? "<>" : symbol;
    if (operands.size() == 2
        && operands.get(0) instanceof Scalar.RowOf left
        && operands.get(1) instanceof Scalar.RowOf right) {
      return rows(name, left, right, position);
    }
    Overloads.Resolved resolved = context.overloads.operator(name, operands, position);
    return apply(resolved, position);
  }

  /** Row comparison, field by field. */
  private Scalar rows(String symbol, Scalar.RowOf left, Scalar.RowOf right, int position) {
    if (left.fields().size() != right.fields().size()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR, "unequal number of entries in row expressions")
          .at(position);
    }
    int last = left.fields().size() - 1;
    List<Scalar> equal = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      equal.add(operator("=", List.of(left.fields().get(i), right.fields().get(i)), position));
    }
    if (symbol.equals("=")) {
      return new Scalar.And(equal);
    }
    if (symbol.equals("<>")) {
      return new Scalar.Not(new Scalar.And(equal));
    }
    Scalar result =
        operator(symbol, List.of(left.fields().get(last), right.fields().get(last)), position);
    String strict = symbol.startsWith("<") ? "<" : ">";
    for (int i = last - 1; i >= 0; i--) {
      Scalar before =
          operator(strict, List.of(left.fields().get(i), right.fields().get(i)), position);
      result = new Scalar.Or(List.of(before, new Scalar.And(List.of(equal.get(i), result))));
    }
    return result;
  }

  Scalar apply(Overloads.Resolved resolved, int position) {
    if (resolved.definition().body() instanceof Body.OfScalar body) {
      return new Scalar.Apply(
          resolved.definition().name(), body.function(), resolved.arguments(), resolved.result());
    }
    throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED,
            "function " + resolved.definition().name() + " cannot be used here")
        .at(position);
  }

  private Scalar logical(Expression.Logical logical) {
    String what = logical.connective().name();
    List<Scalar> operands = new ArrayList<>();
    logical.operands().forEach(operand -> operands.add(truth(operand, what)));
    return logical.connective() == Expression.Connective.AND
        ? new Scalar.And(operands)
        : new Scalar.Or(operands);
  }

  private Scalar is(Expression.Is test) {
    Scalar operand = bind(test.operand());
    return switch (test.test()) {
      case NULL -> new Scalar.IsNull(context.coercion.settled(operand), test.negated());
      case TRUE, FALSE ->
          new Scalar.IsBoolean(
              context.coercion.truth(operand, "IS " + test.test(), test.position()),
              test.test() == Expression.Test.TRUE,
              test.negated());
      case UNKNOWN ->
          new Scalar.IsNull(
              context.coercion.truth(operand, "IS UNKNOWN", test.position()), test.negated());
      case JSON, DOCUMENT ->
          throw new OrbitException(
                  ErrorCode.FEATURE_NOT_SUPPORTED, "IS " + test.test() + " is not supported")
              .at(test.position());
    };
  }

  private Scalar distinct(Expression.IsDistinctFrom test) {
    Scalar equality =
        operator("=", List.of(bind(test.left()), bind(test.right())), test.position());
    if (equality instanceof Scalar.Apply apply) {
      Scalar left = apply.arguments().get(0);
      Scalar right = apply.arguments().get(1);
      DataType common =
          context.coercion.common(List.of(left.type(), right.type()), "", test.position());
      List<Scalar> both =
          context.coercion.toCommon(List.of(left, right), common, "", test.position());
      return new Scalar.IsDistinct(both.get(0), both.get(1), test.negated());
    }
    return new Scalar.IsBoolean(equality, true, !test.negated());
  }

  private Scalar between(Expression.Between between) {
    Scalar operand = bind(between.operand());
    Scalar low = bind(between.low());
    Scalar high = bind(between.high());
    int position = between.position();
    Scalar inside = within(operand, low, high, position);
    if (between.symmetric()) {
      inside = new Scalar.Or(List.of(inside, within(operand, high, low, position)));
    }
    return between.negated() ? new Scalar.Not(inside) : inside;
  }

  private Scalar within(Scalar operand, Scalar low, Scalar high, int position) {
    return new Scalar.And(
        List.of(
            operator(">=", List.of(operand, low), position),
            operator("<=", List.of(operand, high), position)));
  }

  private Scalar inList(Expression.InList in) {
    Scalar operand = bind(in.operand());
    List<Scalar> values = bindAll(in.values());
    boolean simple =
        !(operand instanceof Scalar.RowOf)
            && values.stream().noneMatch(Scalar.RowOf.class::isInstance);
    if (simple) {
      List<DataType> types = new ArrayList<>();
      types.add(operand.type());
      values.forEach(value -> types.add(value.type()));
      DataType common = inType(types, in.position());
      if (common != null) {
        List<Scalar> all = new ArrayList<>(values);
        all.addFirst(operand);
        List<Scalar> coerced = context.coercion.toCommon(all, common, "IN", in.position());
        return new Scalar.InList(
            coerced.getFirst(), List.copyOf(coerced.subList(1, coerced.size())), in.negated());
      }
    }
    List<Scalar> any = new ArrayList<>();
    for (Scalar value : values) {
      any.add(operator("=", List.of(operand, value), in.position()));
    }
    Scalar found = any.size() == 1 ? any.getFirst() : new Scalar.Or(any);
    return in.negated() ? new Scalar.Not(found) : found;
  }

  private @Nullable DataType inType(List<DataType> types, int position) {
    try {
      return context.coercion.common(types, "IN", position);
    } catch (OrbitException noCommonType) {
      return null;
    }
  }

  private Scalar pattern(Expression.PatternMatch match) {
    String name =
        switch (match.kind()) {
          case LIKE -> "~~";
          case ILIKE -> "~~*";
          case SIMILAR_TO -> "similar_to";
        };
    List<Scalar> operands = new ArrayList<>();
    operands.add(bind(match.operand()));
    Scalar pattern = bind(match.pattern());
    if (match.escape() != null) {
      List<Scalar> escaped = List.of(pattern, bind(match.escape()));
      pattern =
          apply(
              context.overloads.function(
                  match.kind() == Expression.PatternKind.SIMILAR_TO
                      ? "similar_escape"
                      : "like_escape",
                  escaped,
                  false,
                  match.position()),
              match.position());
    }
    operands.add(pattern);
    Scalar matched =
        match.kind() == Expression.PatternKind.SIMILAR_TO
            ? apply(
                context.overloads.function(name, operands, false, match.position()),
                match.position())
            : operator(name, operands, match.position());
    return match.negated() ? new Scalar.Not(matched) : matched;
  }

  private Scalar quantifiedArray(Expression.QuantifiedArray quantified) {
    Scalar left = bind(quantified.left());
    Scalar array = bind(quantified.array());
    int position = quantified.position();
    if (array.type().kind() == TypeKind.UNKNOWN) {
      DataType element = context.coercion.settled(left).type();
      array = context.coercion.explicit(array, DataType.array(element.unmodified()), position);
    }
    if (array.type().kind() != TypeKind.ARRAY) {
      throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL (array) requires array on right side")
          .at(position);
    }
    boolean all = quantified.quantifier() == Expression.Quantifier.ALL;
    Scalar probe = new Scalar.Constant(null, array.type().elementType());
    String symbol = symbol(quantified.symbol());
    Overloads.Resolved resolved =
        context.overloads.operator(
            negated(symbol) ? positive(symbol) : symbol, List.of(left, probe), position);
    DataType element = resolved.arguments().get(1).type();
    Scalar elements =
        element.equals(array.type().elementType())
            ? array
            : context.coercion.explicit(array, DataType.array(element), position);
    if (resolved.definition().body() instanceof Body.OfScalar body) {
      ScalarFunction comparison = negated(symbol) ? negation(body.function()) : body.function();
      return new Scalar.Quantified(
          resolved.arguments().getFirst(), comparison, symbol, all, elements);
    }
    throw new OrbitException(ErrorCode.WRONG_OBJECT_TYPE, "op ANY/ALL requires an operator")
        .at(position);
  }

  static String symbol(String written) {
    return switch (written.toUpperCase(java.util.Locale.ROOT)) {
      case "LIKE" -> "~~";
      case "ILIKE" -> "~~*";
      case "NOT LIKE" -> "!~~";
      case "NOT ILIKE" -> "!~~*";
      case "!=" -> "<>";
      default -> written;
    };
  }

  private static boolean negated(String symbol) {
    return symbol.startsWith("!~~");
  }

  private static String positive(String symbol) {
    return symbol.substring(1);
  }

  private static ScalarFunction negation(ScalarFunction function) {
    return (evaluation, arguments) -> {
      Object truth = function.apply(evaluation, arguments);
      return truth == null ? null : (Object) !(boolean) truth;
    };
  }

  // ---- constructors, casts, choices

  private Scalar array(Expression.ArrayConstructor array) {
    List<Scalar> elements = bindAll(array.elements());
    if (elements.isEmpty()) {
      return new Scalar.ArrayOf(List.of(), DataType.array(DataType.UNKNOWN));
    }
    DataType element =
        context.coercion.common(
            elements.stream().map(Scalar::type).toList(), "ARRAY", array.position());
    List<Scalar> coerced = context.coercion.toCommon(elements, element, "ARRAY", array.position());
    return new Scalar.ArrayOf(
        coerced, element.kind() == TypeKind.ARRAY ? element : DataType.array(element));
  }

  /** {@code INTERVAL '3' DAY}: a number alone counts the last field named. */
  private static Expression inUnit(Expression.Cast cast) {
    String fields = cast.type().intervalFields();
    if (fields.isEmpty()
        || !(cast.operand() instanceof Expression.Literal literal)
        || !(literal.value() instanceof String text)
        || !text.strip().matches("[+-]?\\d+(\\.\\d+)?")) {
      return cast.operand();
    }
    String unit = fields.substring(fields.lastIndexOf(' ') + 1);
    return new Expression.Literal(text.strip() + " " + unit, literal.type(), literal.position());
  }

  private Scalar cast(Expression.Cast cast) {
    DataType type = context.type(cast.type());
    Scalar operand = bind(inUnit(cast));
    int position =
        cast.operand() instanceof Expression.Literal ? cast.operand().position() : cast.position();
    if (operand instanceof Scalar.ArrayOf empty && empty.elements().isEmpty()) {
      return new Scalar.ArrayOf(List.of(), type);
    }
    return context.coercion.explicit(operand, type, position);
  }

  private Scalar choice(Expression.Case choice) {
    Expression operand = choice.operand();
    Scalar compared = operand == null ? null : bind(operand);
    List<Scalar> conditions = new ArrayList<>();
    List<Scalar> results = new ArrayList<>();
    for (Expression.When when : choice.branches()) {
      conditions.add(
          compared == null
              ? truth(when.condition(), "CASE/WHEN")
              : operator(
                  "=", List.of(compared, bind(when.condition())), when.condition().position()));
      results.add(bind(when.result()));
    }
    Expression otherwise = choice.otherwise();
    results.add(otherwise == null ? new Scalar.Constant(null, DataType.UNKNOWN) : bind(otherwise));
    DataType type =
        context.coercion.common(
            results.stream().map(Scalar::type).toList(), "CASE", choice.position());
    List<Scalar> coerced = context.coercion.toCommon(results, type, "CASE", choice.position());
    List<Scalar.Branch> branches = new ArrayList<>();
    for (int i = 0; i < conditions.size(); i++) {
      branches.add(new Scalar.Branch(conditions.get(i), coerced.get(i)));
    }
    return new Scalar.Case(branches, coerced.getLast(), type);
  }

  private Scalar conditional(Expression.Conditional conditional) {
    List<Scalar> arguments = bindAll(conditional.arguments());
    String name = conditional.kind().name();
    int position = conditional.position();
    if (conditional.kind() == Expression.ConditionalKind.NULLIF) {
      Scalar equal = operator("=", arguments, position);
      Scalar first =
          equal instanceof Scalar.Apply apply
                  && arguments.getFirst().type().kind() == TypeKind.UNKNOWN
              ? apply.arguments().getFirst()
              : context.coercion.settled(arguments.getFirst());
      return new Scalar.Case(
          List.of(new Scalar.Branch(equal, new Scalar.Constant(null, first.type()))),
          first,
          first.type());
    }
    DataType type =
        context.coercion.common(arguments.stream().map(Scalar::type).toList(), name, position);
    List<Scalar> coerced = context.coercion.toCommon(arguments, type, name, position);
    return switch (conditional.kind()) {
      case COALESCE -> new Scalar.Coalesce(coerced, type);
      case GREATEST -> new Scalar.Extremum(true, coerced, type);
      case LEAST, NULLIF -> new Scalar.Extremum(false, coerced, type);
    };
  }

  /** As a call is found, for FROM. */
  Overloads.Resolved resolved(Expression.Call call) {
    return callBinder.resolved(call);
  }

  List<Scalar> arguments(Expression.Call call) {
    return callBinder.arguments(call);
  }

  /** The name, all built-in functions being in pg_catalog. */
  String functionName(Expression.Call call) {
    return CallBinder.functionName(call);
  }

  /** An element of an array. */
  Scalar element(Scalar array, List<Scalar> indexes, int position) {
    return partReader.element(array, indexes, position);
  }

  private Scalar special(Expression.SpecialValue value) {
    String name = value.kind().name().toLowerCase(java.util.Locale.ROOT);
    Scalar bound =
        apply(
            context.overloads.function(name, List.of(), false, value.position()), value.position());
    return value.precision() < 0
        ? bound
        : context.coercion.explicit(
            bound, new DataType(bound.type().kind(), value.precision(), 0, null), value.position());
  }

  private Scalar collate(Expression.Collate collate) {
    Scalar operand = context.coercion.settled(bind(collate.operand()));
    String name = collate.collation().getLast();
    if (!operand.type().kind().isText()) {
      throw new OrbitException(
              ErrorCode.DATATYPE_MISMATCH,
              "collations are not supported by type " + TypeNames.displayBase(operand.type()))
          .at(collate.position());
    }
    boolean byBytes =
        List.of("C", "POSIX", "default", "ucs_basic", "C.UTF-8", "C.utf8").contains(name);
    if (!byBytes) {
      throw new OrbitException(
              ErrorCode.UNDEFINED_OBJECT,
              "collation \"" + name + "\" for encoding \"UTF8\" does not exist")
          .at(collate.position());
    }
    return operand;
  }
}
