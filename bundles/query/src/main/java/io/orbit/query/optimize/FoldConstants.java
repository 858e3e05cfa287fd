package io.orbit.query.optimize;

import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.query.function.ScalarFunction.Volatility;
import io.orbit.query.plan.Plan;
import io.orbit.query.plan.Plans;
import io.orbit.query.plan.Scalar;
import io.orbit.query.plan.Scalars;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes immutable calls on constants now, and shortens conjunctions and disjunctions. A call
 * that fails is left alone: it may never run.
 */
final class FoldConstants implements Rule {
  /** Most bytes of a constant that a plan holds by folding. */
  private static final int LARGEST = 64 << 10;

  @Override
  public Plan apply(Plan plan, Context context) {
    return Plans.rewriteScalars(plan, scalar -> fold(scalar, context));
  }

  static Scalar fold(Scalar scalar, Context context) {
    List<Scalar> children = Scalars.children(scalar);
    List<Scalar> folded = new ArrayList<>(children.size());
    boolean changed = false;
    for (Scalar child : children) {
      Scalar now = fold(child, context);
      changed |= now != child;
      folded.add(now);
    }
    Scalar result = changed ? Scalars.withChildren(scalar, folded) : scalar;
    Scalar simplified = simplify(result, context);
    return simplified == null ? result : simplified;
  }

  private static @Nullable Scalar simplify(Scalar scalar, Context context) {
    return switch (scalar) {
      case Scalar.Apply apply
          when apply.function().volatility() == Volatility.IMMUTABLE
              && apply.arguments().stream().allMatch(Scalar.Constant.class::isInstance) ->
          constant(apply, context);
      case Scalar.And and -> connective(and.operands(), false);
      case Scalar.Or or -> connective(or.operands(), true);
      case Scalar.Not not
          when not.operand() instanceof Scalar.Constant c && c.value() instanceof Boolean b ->
          b ? Scalar.Constant.FALSE : Scalar.Constant.TRUE;
      case Scalar.Not not when not.operand() instanceof Scalar.Not inner -> inner.operand();
      default -> null;
    };
  }

  private static @Nullable Scalar constant(Scalar.Apply apply, Context context) {
    try {
      Object value = context.evaluate(apply);
      return isSmall(value) ? new Scalar.Constant(value, apply.type()) : null;
    } catch (OrbitException failsAtRunTime) {
      return null;
    }
  }

  /** What is large is made when it is wanted: a plan is kept, and nobody counts what it holds. */
  private static boolean isSmall(@Nullable Object value) {
    return switch (value) {
      case String text -> text.length() <= LARGEST;
      case byte[] bytes -> bytes.length <= LARGEST;
      case Array array -> array.elements().size() <= LARGEST / Long.BYTES;
      case null, default -> true;
    };
  }

  /**
   * @param deciding the value of one operand that decides the whole
   */
  private static @Nullable Scalar connective(List<Scalar> operands, boolean deciding) {
    Scalar decided = deciding ? Scalar.Constant.TRUE : Scalar.Constant.FALSE;
    Scalar neutral = deciding ? Scalar.Constant.FALSE : Scalar.Constant.TRUE;
    if (operands.contains(decided)) {
      return decided;
    }
    List<Scalar> left = operands.stream().filter(operand -> !operand.equals(neutral)).toList();
    if (left.size() == operands.size()) {
      return null;
    }
    if (left.size() <= 1) {
      return left.isEmpty() ? neutral : left.getFirst();
    }
    return deciding ? new Scalar.Or(left) : new Scalar.And(left);
  }
}
