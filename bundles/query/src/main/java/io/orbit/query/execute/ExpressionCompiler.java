package io.orbit.query.execute;

import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import io.orbit.query.plan.Variable;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns scalars into evaluators over an input's layout. A reference to a variable that the input
 * does not have is one of an enclosing query.
 */
public final class ExpressionCompiler {
  private final List<Variable> input;
  private final SubqueryCompiler subqueries;

  /** Compiles the plan of a subquery found in an expression. */
  interface SubqueryCompiler {
    SubqueryRunner compile(Scalar.Subquery subquery, List<Variable> input);
  }

  ExpressionCompiler(List<Variable> input, SubqueryCompiler subqueries) {
    this.input = input;
    this.subqueries = subqueries;
  }

  List<Evaluator> compileAll(List<Scalar> scalars) {
    List<Evaluator> evaluators = new ArrayList<>(scalars.size());
    scalars.forEach(scalar -> evaluators.add(compile(scalar)));
    return evaluators;
  }

  Evaluator compile(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Constant constant -> new Leaves.Constant(constant);
      case Scalar.Parameter parameter -> new Leaves.Parameter(parameter);
      case Scalar.Reference reference -> reference(reference.variable());
      case Scalar.Apply apply -> apply(apply);
      case Scalar.And and -> new Logic.And(compileAll(and.operands()));
      case Scalar.Or or -> new Logic.Or(compileAll(or.operands()));
      case Scalar.Not not -> new Logic.Not(compile(not.operand()));
      case Scalar.IsNull test -> new Logic.IsNull(compile(test.operand()), test.negated());
      case Scalar.IsBoolean test ->
          new Logic.IsBoolean(compile(test.operand()), test.value(), test.negated());
      case Scalar.IsDistinct test ->
          new Logic.IsDistinct(compile(test.left()), compile(test.right()), test.negated());
      case Scalar.Case choice -> choice(choice);
      case Scalar.Coalesce coalesce ->
          new Choice.Coalesce(compileAll(coalesce.operands()), coalesce.type());
      case Scalar.Extremum extremum ->
          new Choice.Extremum(
              extremum.greatest(), compileAll(extremum.operands()), extremum.type());
      case Scalar.InList in ->
          new Membership.InList(compile(in.operand()), compileAll(in.values()), in.negated());
      case Scalar.Quantified quantified ->
          new Membership.Quantified(
              compile(quantified.left()),
              quantified.comparison(),
              quantified.all(),
              compile(quantified.array()));
      case Scalar.ArrayOf array ->
          new Constructors.ArrayOf(compileAll(array.elements()), array.type());
      case Scalar.RowOf row ->
          new Constructors.RowOf(compileAll(row.fields()), row.names(), row.type());
      case Scalar.FieldOf field ->
          new Constructors.FieldOf(compile(field.operand()), field.field(), field.type());
      case Scalar.Subquery subquery ->
          new SubqueryEvaluator(
              subquery, compileAll(subquery.left()), subqueries.compile(subquery, input), input);
    };
  }

  private Evaluator reference(Variable variable) {
    int position = input.indexOf(variable);
    return position < 0 ? new Leaves.Outer(variable) : new Leaves.Column(position, variable.type());
  }

  private Evaluator choice(Scalar.Case choice) {
    List<Evaluator> conditions = new ArrayList<>();
    List<Evaluator> results = new ArrayList<>();
    for (Scalar.Branch branch : choice.branches()) {
      conditions.add(compile(branch.condition()));
      results.add(compile(branch.result()));
    }
    return new Choice.Case(conditions, results, compile(choice.otherwise()), choice.type());
  }

  private Evaluator apply(Scalar.Apply apply) {
    List<Evaluator> arguments = compileAll(apply.arguments());
    Evaluator kernel = Kernels.find(apply, arguments);
    Evaluator each = kernel != null ? kernel : new Call(apply, arguments);
    boolean same =
        Scalars.free(apply).isEmpty() && Scalars.isStable(apply) && !Scalars.hasSubquery(apply);
    return same ? new Leaves.Once(each) : each;
  }
}
