package io.orbit.query.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Walking and rewriting scalars. */
public final class Scalars {
  private static final Set<String> COMPARISONS = Set.of("=", "<>", "<", "<=", ">", ">=");

  private Scalars() {}

  /** Whether computing it neither fails nor calls what might tell of its operands. */
  public static boolean isLeakproof(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Constant constant -> true;
      case Scalar.Parameter parameter -> true;
      case Scalar.Reference reference -> true;
      case Scalar.And and -> and.operands().stream().allMatch(Scalars::isLeakproof);
      case Scalar.Or or -> or.operands().stream().allMatch(Scalars::isLeakproof);
      case Scalar.Not not -> isLeakproof(not.operand());
      case Scalar.IsNull test -> isLeakproof(test.operand());
      case Scalar.IsBoolean test -> isLeakproof(test.operand());
      case Scalar.IsDistinct test -> isLeakproof(test.left()) && isLeakproof(test.right());
      case Scalar.InList in ->
          isLeakproof(in.operand()) && in.values().stream().allMatch(Scalars::isLeakproof);
      case Scalar.Apply apply ->
          COMPARISONS.contains(apply.name())
              && !apply.function().runsStatements()
              && apply.arguments().stream().allMatch(Scalars::isLeakproof);
      default -> false;
    };
  }

  /** The operands of a scalar, not those inside a subquery's plan. */
  public static List<Scalar> children(Scalar scalar) {
    return switch (scalar) {
      case Scalar.Constant c -> List.of();
      case Scalar.Reference r -> List.of();
      case Scalar.Parameter p -> List.of();
      case Scalar.Apply apply -> apply.arguments();
      case Scalar.And and -> and.operands();
      case Scalar.Or or -> or.operands();
      case Scalar.Not not -> List.of(not.operand());
      case Scalar.IsNull test -> List.of(test.operand());
      case Scalar.IsBoolean test -> List.of(test.operand());
      case Scalar.IsDistinct test -> List.of(test.left(), test.right());
      case Scalar.Case choice -> {
        List<Scalar> all = new ArrayList<>();
        for (Scalar.Branch branch : choice.branches()) {
          all.add(branch.condition());
          all.add(branch.result());
        }
        all.add(choice.otherwise());
        yield all;
      }
      case Scalar.Coalesce coalesce -> coalesce.operands();
      case Scalar.Extremum extremum -> extremum.operands();
      case Scalar.InList in -> {
        List<Scalar> all = new ArrayList<>(in.values());
        all.addFirst(in.operand());
        yield all;
      }
      case Scalar.Quantified quantified -> List.of(quantified.left(), quantified.array());
      case Scalar.ArrayOf array -> array.elements();
      case Scalar.RowOf row -> row.fields();
      case Scalar.FieldOf field -> List.of(field.operand());
      case Scalar.Subquery subquery -> subquery.left();
    };
  }

  /** The scalar with other operands, as many as {@link #children} answers. */
  public static Scalar withChildren(Scalar scalar, List<Scalar> c) {
    return switch (scalar) {
      case Scalar.Constant s -> s;
      case Scalar.Reference s -> s;
      case Scalar.Parameter s -> s;
      case Scalar.Apply s -> new Scalar.Apply(s.name(), s.function(), c, s.type());
      case Scalar.And s -> new Scalar.And(c);
      case Scalar.Or s -> new Scalar.Or(c);
      case Scalar.Not s -> new Scalar.Not(c.getFirst());
      case Scalar.IsNull s -> new Scalar.IsNull(c.getFirst(), s.negated());
      case Scalar.IsBoolean s -> new Scalar.IsBoolean(c.getFirst(), s.value(), s.negated());
      case Scalar.IsDistinct s -> new Scalar.IsDistinct(c.get(0), c.get(1), s.negated());
      case Scalar.Case s -> {
        List<Scalar.Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < c.size(); i += 2) {
          branches.add(new Scalar.Branch(c.get(i), c.get(i + 1)));
        }
        yield new Scalar.Case(branches, c.getLast(), s.type());
      }
      case Scalar.Coalesce s -> new Scalar.Coalesce(c, s.type());
      case Scalar.Extremum s -> new Scalar.Extremum(s.greatest(), c, s.type());
      case Scalar.InList s ->
          new Scalar.InList(c.getFirst(), List.copyOf(c.subList(1, c.size())), s.negated());
      case Scalar.Quantified s ->
          new Scalar.Quantified(c.get(0), s.comparison(), s.symbol(), s.all(), c.get(1));
      case Scalar.ArrayOf s -> new Scalar.ArrayOf(c, s.type());
      case Scalar.RowOf s -> new Scalar.RowOf(c, s.names(), s.type());
      case Scalar.FieldOf s -> new Scalar.FieldOf(c.getFirst(), s.field(), s.type());
      case Scalar.Subquery s ->
          new Scalar.Subquery(
              s.kind(), s.plan(), s.outputs(), c, s.symbol(), s.comparisons(), s.type());
    };
  }

  /**
   * Rewrites from the top: where {@code rule} answers a scalar it takes the place of the old one
   * and nothing below it is looked at. Subqueries' plans are rewritten too.
   */
  public static Scalar rewrite(Scalar scalar, Function<Scalar, @Nullable Scalar> rule) {
    Scalar replaced = rule.apply(scalar);
    if (replaced != null) {
      return replaced;
    }
    List<Scalar> children = children(scalar);
    List<Scalar> rewritten = new ArrayList<>(children.size());
    boolean changed = false;
    for (Scalar child : children) {
      Scalar now = rewrite(child, rule);
      changed |= now != child;
      rewritten.add(now);
    }
    Scalar result = changed ? withChildren(scalar, rewritten) : scalar;
    if (result instanceof Scalar.Subquery s) {
      Plan plan = Plans.rewriteScalars(s.plan(), inner -> rewrite(inner, rule));
      return plan == s.plan()
          ? s
          : new Scalar.Subquery(
              s.kind(), plan, s.outputs(), s.left(), s.symbol(), s.comparisons(), s.type());
    }
    return result;
  }

  /** Replaces references by what they stand for. */
  public static Scalar substitute(Scalar scalar, Function<Variable, @Nullable Scalar> values) {
    return rewrite(
        scalar, s -> s instanceof Scalar.Reference r ? values.apply(r.variable()) : null);
  }

  /** Calls for the scalar and everything below it, but not into subqueries' plans. */
  public static void visit(Scalar scalar, Consumer<Scalar> visitor) {
    visitor.accept(scalar);
    children(scalar).forEach(child -> visit(child, visitor));
  }

  /** The variables it needs from around it, those of subqueries included. */
  public static Set<Variable> free(Scalar scalar) {
    Set<Variable> found = new HashSet<>();
    visit(
        scalar,
        s -> {
          if (s instanceof Scalar.Reference reference) {
            found.add(reference.variable());
          } else if (s instanceof Scalar.Subquery subquery) {
            found.addAll(Plans.free(subquery.plan()));
          }
        });
    return found;
  }

  /** The operands of a conjunction, flattened; TRUE has none. */
  public static List<Scalar> conjuncts(Scalar scalar) {
    if (scalar instanceof Scalar.And and) {
      return and.operands().stream().flatMap(operand -> conjuncts(operand).stream()).toList();
    }
    return scalar.equals(Scalar.Constant.TRUE) ? List.of() : List.of(scalar);
  }

  /** All of them; TRUE for none. */
  public static Scalar conjunction(List<Scalar> scalars) {
    return scalars.isEmpty()
        ? Scalar.Constant.TRUE
        : scalars.size() == 1 ? scalars.getFirst() : new Scalar.And(scalars);
  }

  /** True when nothing in it changes between calls within a statement, nor has effects. */
  public static boolean isStable(Scalar scalar) {
    boolean[] stable = {true};
    visit(
        scalar,
        s -> {
          if (s instanceof Scalar.Apply apply
              && apply.function().volatility()
                  == io.orbit.query.function.ScalarFunction.Volatility.VOLATILE) {
            stable[0] = false;
          }
        });
    return stable[0];
  }

  public static boolean hasSubquery(Scalar scalar) {
    boolean[] found = {false};
    visit(scalar, s -> found[0] |= s instanceof Scalar.Subquery);
    return found[0];
  }
}
