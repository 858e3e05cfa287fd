package io.orbit.query.textsearch;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TextSearchQuery;
import io.orbit.api.value.TextSearchQuery.Node;
import io.orbit.api.value.TextSearchVector;
import io.orbit.api.value.TypeKind;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Queries put together, and what they say. */
public final class QueryTrees {
  private QueryTrees() {}

  /** Whether a document fits a query ({@code @@}). */
  public static boolean matches(TextSearchVector vector, TextSearchQuery query) {
    return Matching.matches(vector, query);
  }

  public static TextSearchQuery and(TextSearchQuery left, TextSearchQuery right) {
    if (left.root() == null || right.root() == null) {
      return left.root() == null ? right : left;
    }
    return new TextSearchQuery(new TextSearchQuery.And(left.root(), right.root()));
  }

  public static TextSearchQuery or(TextSearchQuery left, TextSearchQuery right) {
    if (left.root() == null || right.root() == null) {
      return left.root() == null ? right : left;
    }
    return new TextSearchQuery(new TextSearchQuery.Or(left.root(), right.root()));
  }

  public static TextSearchQuery not(TextSearchQuery query) {
    return query.root() == null
        ? query
        : new TextSearchQuery(new TextSearchQuery.Not(query.root()));
  }

  /**
   * One behind the other.
   *
   * @throws OrbitException INVALID_PARAMETER_VALUE for a distance that cannot be
   */
  public static TextSearchQuery phrase(TextSearchQuery left, TextSearchQuery right, int distance) {
    if (distance < 0 || distance > TextSearchQuery.MOST_DISTANCE) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "distance in phrase operator must be an integer value between zero and 16384 inclusive");
    }
    if (left.root() == null || right.root() == null) {
      return left.root() == null ? right : left;
    }
    return new TextSearchQuery(new TextSearchQuery.Phrase(left.root(), right.root(), distance));
  }

  /** Whether one has all lexemes of the other, operators aside. */
  public static boolean contains(TextSearchQuery outer, TextSearchQuery inner) {
    if (inner.root() == null) {
      return true;
    }
    return outer.root() != null && lexemes(outer.root()).containsAll(lexemes(inner.root()));
  }

  private static java.util.Set<String> lexemes(Node root) {
    return Ranking.operands(root).stream()
        .map(TextSearchQuery.Operand::lexeme)
        .collect(Collectors.toSet());
  }

  /** What an index could be asked: without what is negated; {@code T} for anything. */
  public static String indexable(TextSearchQuery query) {
    if (query.root() == null) {
      return "";
    }
    Node left = withoutNegations(query.root());
    return left == null
        ? "T"
        : ValueText.format(
            new TextSearchQuery(left), DataType.of(TypeKind.TSQUERY), TextContext.UTC);
  }

  private static @Nullable Node withoutNegations(Node node) {
    return switch (node) {
      case TextSearchQuery.Operand operand -> operand;
      case TextSearchQuery.Not not -> null;
      case TextSearchQuery.Or or -> {
        Node left = withoutNegations(or.left());
        Node right = withoutNegations(or.right());
        yield left == null || right == null ? null : new TextSearchQuery.Or(left, right);
      }
      case TextSearchQuery.And and -> {
        Node left = withoutNegations(and.left());
        Node right = withoutNegations(and.right());
        yield left == null ? right : right == null ? left : new TextSearchQuery.And(left, right);
      }
      case TextSearchQuery.Phrase phrase -> {
        Node left = withoutNegations(phrase.left());
        Node right = withoutNegations(phrase.right());
        yield left == null
            ? right
            : right == null ? left : new TextSearchQuery.Phrase(left, right, phrase.distance());
      }
    };
  }
}
