package io.orbit.query.textsearch;

import io.orbit.api.value.TextSearchQuery;
import io.orbit.api.value.TextSearchQuery.Node;
import io.orbit.api.value.TextSearchVector;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a document fits a query (PostgreSQL's TS_execute): operators of a phrase work on the
 * places where their operands match, all others on whether they match at all.
 *
 * @param occurrences where an operand stands; null when it does not, empty when it is not known
 */
record Matching(Function<TextSearchQuery.Operand, int @Nullable []> occurrences) {
  /** Places of a part of a phrase: where its last word stands, or (negated) must not stand. */
  private record Places(int[] at, boolean negated, int width) {
    boolean isNowhere() {
      return at.length == 0 && !negated;
    }
  }

  private static final Places NOWHERE = new Places(new int[0], false, 0);

  static boolean matches(TextSearchVector vector, TextSearchQuery query) {
    return query.root() != null
        && new Matching(operand -> occurrences(vector, operand)).holds(query.root());
  }

  /** The places of an operand in a document, ascending. */
  static int @Nullable [] occurrences(TextSearchVector vector, TextSearchQuery.Operand operand) {
    if (!operand.prefix()) {
      TextSearchVector.Lexeme lexeme = vector.find(operand.lexeme());
      return lexeme == null ? null : weighed(lexeme, operand.weights());
    }
    int[] all = null;
    for (TextSearchVector.Lexeme lexeme : vector.beginningWith(operand.lexeme())) {
      int[] places = weighed(lexeme, operand.weights());
      if (places != null) {
        all =
            all == null
                ? places
                : IntStream.concat(Arrays.stream(all), Arrays.stream(places))
                    .sorted()
                    .distinct()
                    .toArray();
      }
    }
    return all;
  }

  private static int @Nullable [] weighed(TextSearchVector.Lexeme lexeme, int weights) {
    int[] places =
        Arrays.stream(lexeme.positions())
            .filter(p -> weights == 0 || (weights & 1 << TextSearchVector.weightOf(p)) != 0)
            .map(TextSearchVector::placeOf)
            .toArray();
    return places.length == 0 && lexeme.positions().length > 0 ? null : places;
  }

  boolean holds(Node node) {
    return switch (node) {
      case TextSearchQuery.Operand operand -> occurrences.apply(operand) != null;
      case TextSearchQuery.Not not -> !holds(not.operand());
      case TextSearchQuery.And and -> holds(and.left()) && holds(and.right());
      case TextSearchQuery.Or or -> holds(or.left()) || holds(or.right());
      case TextSearchQuery.Phrase phrase -> !places(phrase).isNowhere();
    };
  }

  private Places places(Node node) {
    return switch (node) {
      case TextSearchQuery.Operand operand -> {
        int[] at = occurrences.apply(operand);
        yield at == null ? NOWHERE : new Places(at, false, 0);
      }
      case TextSearchQuery.Not not -> {
        Places inner = places(not.operand());
        yield new Places(inner.at(), !inner.negated(), inner.width());
      }
      case TextSearchQuery.Phrase phrase -> {
        Places left = places(phrase.left());
        Places right = places(phrase.right());
        int width = phrase.distance() + left.width() + right.width();
        yield both(left, right, phrase.distance() + right.width(), 0, width);
      }
      case TextSearchQuery.And and -> {
        Places left = places(and.left());
        Places right = places(and.right());
        int width = Math.max(left.width(), right.width());
        yield both(left, right, width - left.width(), width - right.width(), width);
      }
      case TextSearchQuery.Or or -> either(places(or.left()), places(or.right()));
    };
  }

  private static Places both(Places left, Places right, int leftShift, int rightShift, int width) {
    if (left.isNowhere() || right.isNowhere()) {
      return NOWHERE;
    }
    int[] a = shifted(left.at(), leftShift);
    int[] b = shifted(right.at(), rightShift);
    if (left.negated() && right.negated()) {
      return new Places(union(a, b), true, width);
    }
    int[] at = left.negated() ? without(b, a) : right.negated() ? without(a, b) : common(a, b);
    return new Places(at, false, width);
  }

  private static Places either(Places left, Places right) {
    if (left.isNowhere()) {
      return right;
    }
    if (right.isNowhere()) {
      return left;
    }
    int width = Math.max(left.width(), right.width());
    int[] a = shifted(left.at(), width - left.width());
    int[] b = shifted(right.at(), width - right.width());
    if (left.negated() && right.negated()) {
      return new Places(common(a, b), true, width);
    }
    if (left.negated()) {
      return new Places(without(a, b), true, width);
    }
    return right.negated()
        ? new Places(without(b, a), true, width)
        : new Places(union(a, b), false, width);
  }

  private static int[] shifted(int[] places, int by) {
    return by == 0 ? places : Arrays.stream(places).map(place -> place + by).toArray();
  }

  private static int[] union(int[] a, int[] b) {
    return IntStream.concat(Arrays.stream(a), Arrays.stream(b)).sorted().distinct().toArray();
  }

  private static int[] common(int[] a, int[] b) {
    return Arrays.stream(a).filter(place -> Arrays.binarySearch(b, place) >= 0).toArray();
  }

  private static int[] without(int[] a, int[] b) {
    return Arrays.stream(a).filter(place -> Arrays.binarySearch(b, place) < 0).toArray();
  }
}
