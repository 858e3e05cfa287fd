package io.orbit.query.textsearch;

import io.orbit.api.value.TextSearchQuery;
import io.orbit.api.value.TextSearchQuery.Node;
import io.orbit.api.value.text.TextSearchQueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What users write to search for, as queries. */
public final class Queries {
  private Queries() {}

  /** How the words of one operand hang together. */
  private interface Joint {
    Node of(Node left, Node right, int distance);
  }

  /** {@code to_tsquery}: operators as in a tsquery, words normalized. */
  public static TextSearchQuery written(Configuration configuration, String text) {
    return TextSearchQueryText.parse(
        text,
        (operand, weights, prefix) ->
            joined(configuration, operand, weights, prefix, TextSearchQuery.Phrase::new));
  }

  /** {@code plainto_tsquery}: all of the words. */
  public static TextSearchQuery plain(Configuration configuration, String text) {
    return new TextSearchQuery(
        joined(
            configuration,
            text,
            0,
            false,
            (left, right, distance) -> new TextSearchQuery.And(left, right)));
  }

  /** {@code phraseto_tsquery}: the words one behind the other. */
  public static TextSearchQuery phrase(Configuration configuration, String text) {
    return new TextSearchQuery(joined(configuration, text, 0, false, TextSearchQuery.Phrase::new));
  }

  private static @Nullable Node joined(
      Configuration configuration, String text, int weights, boolean prefix, Joint joint) {
    Node whole = null;
    int last = 0;
    for (Documents.Place place : Documents.places(configuration, text)) {
      Node operand = new TextSearchQuery.Operand(place.lexeme(), weights, prefix);
      whole = whole == null ? operand : joint.of(whole, operand, place.position() - last);
      last = place.position();
    }
    return whole;
  }

  /** {@code websearch_to_tsquery}: words, {@code "phrases"}, {@code or}, {@code -}; never fails. */
  public static TextSearchQuery web(Configuration configuration, String text) {
    List<@Nullable Node> alternatives = new ArrayList<>();
    Node all = null;
    boolean negated = false;
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '-' && at + 1 < text.length() && isWordStart(text, at)) {
        negated = true;
        at++;
        continue;
      }
      if (c != '"' && !isWord(c)) {
        negated = false;
        at++;
        continue;
      }
      int end = c == '"' ? close(text, at + 1) : wordEnd(text, at);
      String operand = c == '"' ? text.substring(at + 1, end) : text.substring(at, end);
      at = c == '"' ? Math.min(end + 1, text.length()) : end;
      if (c != '"' && operand.equalsIgnoreCase("or") && !negated && more(text, at)) {
        alternatives.add(all);
        all = null;
        continue;
      }
      Node node = joined(configuration, operand, 0, false, TextSearchQuery.Phrase::new);
      if (node != null) {
        node = negated ? new TextSearchQuery.Not(node) : node;
        all = all == null ? node : new TextSearchQuery.And(all, node);
      }
      negated = false;
    }
    alternatives.add(all);
    return new TextSearchQuery(either(alternatives));
  }

  private static @Nullable Node either(List<@Nullable Node> alternatives) {
    Node whole = null;
    for (Node one : alternatives) {
      if (one != null) {
        whole = whole == null ? one : new TextSearchQuery.Or(whole, one);
      }
    }
    return whole;
  }

  private static boolean isWordStart(String text, int at) {
    char next = text.charAt(at + 1);
    return (at == 0 || Character.isWhitespace(text.charAt(at - 1)))
        && (next == '"' || isWord(next));
  }

  private static boolean isWord(char c) {
    return !Character.isWhitespace(c) && "!&|()\"-:<>".indexOf(c) < 0;
  }

  private static int wordEnd(String text, int from) {
    int end = from;
    while (end < text.length()
        && !Character.isWhitespace(text.charAt(end))
        && text.charAt(end) != '"') {
      end++;
    }
    return end;
  }

  private static int close(String text, int from) {
    int close = text.indexOf('"', from);
    return close < 0 ? text.length() : close;
  }

  /** Whether something is left that may be an operand. */
  private static boolean more(String text, int from) {
    return text.substring(from).chars().anyMatch(Character::isLetterOrDigit);
  }
}
