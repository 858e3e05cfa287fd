package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.TextSearchQuery;
import io.orbit.api.value.TextSearchQuery.Node;
import org.jspecify.annotations.Nullable;

/**
 * Text form of search queries, {@code 'fat' & ( 'rat' | !'cat':*A ) <-> 'x'}: {@code !} binds
 * tightest, then {@code <->}, {@code &}, {@code |}.
 */
public final class TextSearchQueryText {
  private static final int MOST_NESTING = 500;

  /** What an operand's text stands for: a lexeme, several, or (null) nothing at all. */
  @FunctionalInterface
  public interface Operands {
    @Nullable Node of(String text, int weights, boolean prefix);
  }

  private final String text;
  private final Operands operands;
  private int at;
  private int depth;

  private TextSearchQueryText(String text, Operands operands) {
    this.text = text;
    this.operands = operands;
  }

  static TextSearchQuery parse(String text) {
    return parse(text, TextSearchQuery.Operand::new);
  }

  /**
   * Reads a query whose operands stand for something else than themselves; what stands for nothing
   * is left out with its operator.
   *
   * @throws OrbitException SYNTAX_ERROR
   */
  public static TextSearchQuery parse(String text, Operands operands) {
    TextSearchQueryText reader = new TextSearchQueryText(text, operands);
    if (reader.peek() < 0) {
      return TextSearchQuery.EMPTY;
    }
    Part whole = reader.or();
    if (reader.peek() >= 0) {
      throw reader.malformed();
    }
    return new TextSearchQuery(whole.node());
  }

  /**
   * A part of a query.
   *
   * @param node null where it stands for nothing
   * @param before how many places are missing before it, as phrases count them
   * @param after how many are missing behind it
   */
  private record Part(@Nullable Node node, int before, int after) {}

  private Part or() {
    Part left = and();
    while (peek() == '|') {
      at++;
      Part right = and();
      left = joined(left, right, TextSearchQuery.Or::new);
    }
    return left;
  }

  private Part and() {
    Part left = phrase();
    while (peek() == '&') {
      at++;
      Part right = phrase();
      left = joined(left, right, TextSearchQuery.And::new);
    }
    return left;
  }

  private interface Join {
    Node of(Node left, Node right);
  }

  private static Part joined(Part left, Part right, Join join) {
    if (left.node() == null) {
      return right;
    }
    return right.node() == null ? left : new Part(join.of(left.node(), right.node()), 0, 0);
  }

  private Part phrase() {
    Part left = not();
    while (peek() == '<') {
      int distance = distance();
      Part right = not();
      left = phrase(left, right, distance);
    }
    return left;
  }

  /** Where one side is nothing, its place counts for what stands beyond it. */
  private static Part phrase(Part left, Part right, int distance) {
    if (left.node() == null && right.node() == null) {
      int missing = left.before() + distance + right.before();
      return new Part(null, missing, missing);
    }
    if (left.node() == null) {
      return new Part(right.node(), left.before() + distance + right.before(), right.after());
    }
    if (right.node() == null) {
      return new Part(left.node(), left.before(), left.after() + distance + right.after());
    }
    int whole = Math.min(left.after() + distance + right.before(), TextSearchQuery.MOST_DISTANCE);
    return new Part(
        new TextSearchQuery.Phrase(left.node(), right.node(), whole), left.before(), right.after());
  }

  private int distance() {
    int close = text.indexOf('>', at);
    String inside = close < 0 ? "" : text.substring(at + 1, close);
    if (inside.equals("-")) {
      at = close + 1;
      return 1;
    }
    if (inside.isEmpty() || !inside.chars().allMatch(Character::isDigit)) {
      throw malformed();
    }
    long distance = Long.parseLong(inside.substring(0, Math.min(18, inside.length())));
    if (distance > TextSearchQuery.MOST_DISTANCE) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "distance in phrase operator must be an integer value between zero and 16384 inclusive");
    }
    at = close + 1;
    return (int) distance;
  }

  private Part not() {
    if (++depth > MOST_NESTING) {
      throw new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
    }
    Part part;
    if (peek() == '!') {
      at++;
      Part operand = not();
      part =
          operand.node() == null
              ? operand
              : new Part(
                  new TextSearchQuery.Not(operand.node()), operand.before(), operand.after());
    } else if (peek() == '(') {
      at++;
      part = or();
      if (peek() != ')') {
        throw malformed();
      }
      at++;
    } else {
      part = new Part(operand(), 0, 0);
    }
    depth--;
    return part;
  }

  private @Nullable Node operand() {
    int first = peek();
    if (first < 0 || "&|)".indexOf(first) >= 0) {
      throw first < 0 ? missing() : malformed();
    }
    if (first == ':') {
      throw malformed();
    }
    String lexeme = lexeme(first == '\'');
    int weights = 0;
    boolean prefix = false;
    if (at < text.length() && text.charAt(at) == ':') {
      at++;
      while (at < text.length()) {
        char c = Character.toUpperCase(text.charAt(at));
        int weight = "DCBA".indexOf(c);
        if (c != '*' && weight < 0) {
          break;
        }
        prefix |= c == '*';
        weights |= weight < 0 ? 0 : 1 << weight;
        at++;
      }
    }
    return operands.of(lexeme, weights, prefix);
  }

  private String lexeme(boolean quoted) {
    StringBuilder out = new StringBuilder();
    at += quoted ? 1 : 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\\' && at + 1 < text.length()) {
        at++;
        out.append(text.charAt(at));
      } else if (quoted && c == '\'') {
        if (at + 1 == text.length() || text.charAt(at + 1) != '\'') {
          at++;
          return out.toString();
        }
        at++;
        out.append(c);
      } else if (!quoted && (":&|!()<".indexOf(c) >= 0 || IntegerText.isSpace(c))) {
        return out.toString();
      } else {
        out.append(c);
      }
      at++;
    }
    if (quoted) {
      throw malformed();
    }
    return out.toString();
  }

  /** The next character that is no space, or -1. */
  private int peek() {
    while (at < text.length() && IntegerText.isSpace(text.charAt(at))) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : -1;
  }

  private OrbitException missing() {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, "no operand in tsquery: \"" + text + "\"");
  }

  private OrbitException malformed() {
    return new OrbitException(ErrorCode.SYNTAX_ERROR, "syntax error in tsquery: \"" + text + "\"");
  }

  static String format(TextSearchQuery query) {
    StringBuilder out = new StringBuilder();
    if (query.root() != null) {
      format(query.root(), 0, false, out);
    }
    return out.toString();
  }

  private static void format(Node node, int parent, boolean rightOfPhrase, StringBuilder out) {
    switch (node) {
      case TextSearchQuery.Operand operand -> {
        TextSearchText.quote(operand.lexeme(), out);
        out.append(operand.prefix() || operand.weights() != 0 ? ":" : "");
        out.append(operand.prefix() ? "*" : "");
        for (int weight = 3; weight >= 0; weight--) {
          out.append(
              (operand.weights() & 1 << weight) == 0 ? "" : "DCBA".substring(weight, weight + 1));
        }
      }
      case TextSearchQuery.Not not -> {
        out.append('!');
        format(not.operand(), 4, false, out);
      }
      case TextSearchQuery.And and -> infix(and.left(), " & ", and.right(), 2, parent < 3, out);
      case TextSearchQuery.Or or -> infix(or.left(), " | ", or.right(), 1, parent < 2, out);
      case TextSearchQuery.Phrase phrase ->
          infix(
              phrase.left(),
              phrase.distance() == 1 ? " <-> " : " <" + phrase.distance() + "> ",
              phrase.right(),
              3,
              parent < 3 || parent == 3 && !rightOfPhrase,
              out);
    }
  }

  private static void infix(
      Node left, String operator, Node right, int priority, boolean bare, StringBuilder out) {
    out.append(bare ? "" : "( ");
    format(left, priority, false, out);
    out.append(operator);
    format(right, priority, priority == 3, out);
    out.append(bare ? "" : " )");
  }
}
