package io.orbit.query.textsearch;

import io.orbit.api.value.TextSearchQuery;
import io.orbit.api.value.TextSearchQuery.Node;
import io.orbit.api.value.TextSearchVector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * How well a document fits a query: by the weights and distances of what matches (ts_rank), or by
 * the density of covers (ts_rank_cd; Clarke, Cormack and Tudhope 1999). The formulas are
 * PostgreSQL's (tsrank.c), so that the figures are the same.
 *
 * @param weights of D, C, B and A
 */
public record Ranking(float[] weights) {
  private static final int BY_LOG_LENGTH = 1;
  private static final int BY_LENGTH = 2;
  private static final int BY_DISTANCE = 4;
  private static final int BY_LEXEMES = 8;
  private static final int BY_LOG_LEXEMES = 16;
  private static final int BELOW_ONE = 32;

  private static final double INVERSE_SQUARES = 1.64493406685;
  private static final int[] UNKNOWN_PLACE = {TextSearchVector.LAST_POSITION};

  private static int[] places(TextSearchVector.Lexeme lexeme) {
    return lexeme.positions().length == 0 ? UNKNOWN_PLACE : lexeme.positions();
  }

  private float weight(int position) {
    return weights[TextSearchVector.weightOf(position)];
  }

  private static void collect(Node node, TreeMap<String, TextSearchQuery.Operand> operands) {
    switch (node) {
      case TextSearchQuery.Operand operand -> operands.putIfAbsent(operand.lexeme(), operand);
      case TextSearchQuery.Not not -> collect(not.operand(), operands);
      case TextSearchQuery.And and -> {
        collect(and.left(), operands);
        collect(and.right(), operands);
      }
      case TextSearchQuery.Or or -> {
        collect(or.left(), operands);
        collect(or.right(), operands);
      }
      case TextSearchQuery.Phrase phrase -> {
        collect(phrase.left(), operands);
        collect(phrase.right(), operands);
      }
    }
  }

  /** The different operands by their lexemes. */
  static List<TextSearchQuery.Operand> operands(Node root) {
    TreeMap<String, TextSearchQuery.Operand> operands =
        new TreeMap<>(io.orbit.api.value.ValueOrder::compareText);
    collect(root, operands);
    return List.copyOf(operands.values());
  }

  static List<TextSearchVector.Lexeme> matches(
      TextSearchVector vector, TextSearchQuery.Operand operand) {
    if (operand.prefix()) {
      return vector.beginningWith(operand.lexeme());
    }
    TextSearchVector.Lexeme lexeme = vector.find(operand.lexeme());
    return lexeme == null ? List.of() : List.of(lexeme);
  }

  private static long length(TextSearchVector vector) {
    return vector.lexemes().stream()
        .mapToLong(lexeme -> Math.max(1, lexeme.positions().length))
        .sum();
  }

  // ---- ts_rank

  /**
   * By the weights of what matches.
   *
   * @param method what the figure is divided by, a bit each
   */
  public float byWeights(TextSearchVector vector, TextSearchQuery query, int method) {
    Node root = query.root();
    if (root == null || vector.lexemes().isEmpty()) {
      return 0;
    }
    List<TextSearchQuery.Operand> operands = operands(root);
    boolean together =
        root instanceof TextSearchQuery.And || root instanceof TextSearchQuery.Phrase;
    float rank =
        together && operands.size() > 1 ? together(vector, operands) : single(vector, operands);
    rank = rank < 0 ? 1e-20f : rank;
    long length = length(vector);
    int size = vector.lexemes().size();
    if ((method & BY_LOG_LENGTH) != 0) {
      rank = (float) (rank / (Math.log(length + 1.0) / Math.log(2)));
    }
    if ((method & BY_LENGTH) != 0 && length > 0) {
      rank /= length;
    }
    if ((method & BY_LEXEMES) != 0) {
      rank /= size;
    }
    if ((method & BY_LOG_LEXEMES) != 0) {
      rank = (float) (rank / (Math.log(size + 1.0) / Math.log(2)));
    }
    return (method & BELOW_ONE) == 0 ? rank : rank / (rank + 1);
  }

  private float single(TextSearchVector vector, List<TextSearchQuery.Operand> operands) {
    float rank = 0;
    for (TextSearchQuery.Operand operand : operands) {
      for (TextSearchVector.Lexeme lexeme : matches(vector, operand)) {
        float sum = 0;
        float heaviest = -1;
        int at = 0;
        int[] places = places(lexeme);
        for (int i = 0; i < places.length; i++) {
          float weight = weight(places[i]);
          sum += weight / ((i + 1) * (i + 1));
          if (weight > heaviest) {
            heaviest = weight;
            at = i;
          }
        }
        rank += (float) ((heaviest + sum - heaviest / ((at + 1) * (at + 1))) / INVERSE_SQUARES);
      }
    }
    return operands.isEmpty() ? rank : rank / operands.size();
  }

  private float together(TextSearchVector vector, List<TextSearchQuery.Operand> operands) {
    float rank = -1;
    List<int @Nullable []> known = new ArrayList<>();
    for (TextSearchQuery.Operand operand : operands) {
      int[] last = null;
      for (TextSearchVector.Lexeme lexeme : matches(vector, operand)) {
        last = places(lexeme);
        for (int[] others : known) {
          rank = others == null ? rank : pairs(rank, last, others);
        }
      }
      known.add(last);
    }
    return rank;
  }

  private float pairs(float before, int[] places, int[] others) {
    float rank = before;
    boolean unknown = places == UNKNOWN_PLACE || others == UNKNOWN_PLACE;
    for (int place : places) {
      for (int other : others) {
        int distance = Math.abs(TextSearchVector.placeOf(place) - TextSearchVector.placeOf(other));
        if (distance == 0 && !unknown) {
          continue;
        }
        int shown = distance == 0 ? TextSearchQuery.MOST_DISTANCE : distance;
        float weight = (float) Math.sqrt(weight(place) * weight(other) * nearness(shown));
        rank = rank < 0 ? weight : (float) (1.0 - (1.0 - rank) * (1.0 - weight));
      }
    }
    return rank;
  }

  private static float nearness(int distance) {
    return distance > 100 ? 1e-30f : (float) (1.0 / (1.005 + 0.05 * Math.exp(distance / 1.5 - 2)));
  }

  // ---- ts_rank_cd

  /** A place in the document where operands stand. */
  private record Point(int place, int weight, Set<TextSearchQuery.Operand> operands) {}

  /**
   * By the covers: stretches of the document in which the query holds, and which have none within.
   *
   * @param method what the figure is divided by, a bit each
   */
  public float byCovers(TextSearchVector vector, TextSearchQuery query, int method) {
    Node root = query.root();
    List<Point> points = root == null ? List.of() : points(vector, root);
    double rank = 0;
    double distances = 0;
    double before = 0;
    int covers = 0;
    int from = 0;
    while (root != null && from < points.size()) {
      int end = end(points, from, root);
      if (end < 0) {
        break;
      }
      int begin = begin(points, from, end, root);
      double inverse = 0;
      for (Point point : points.subList(begin, end + 1)) {
        inverse += 1.0 / weights[point.weight()];
      }
      int count = end - begin;
      int noise = points.get(end).place() - points.get(begin).place() - count;
      rank += (count + 1) / inverse / (1 + (noise < 0 ? count / 2 : noise));
      double middle = (points.get(begin).place() + points.get(end).place()) / 2.0;
      if (covers > 0 && middle > before) {
        distances += 1 / (middle - before);
      }
      before = middle;
      covers++;
      from = begin + 1;
    }
    return normalized(rank, vector, method, covers, distances);
  }

  private static float normalized(
      double rank, TextSearchVector vector, int method, int covers, double distances) {
    double result = rank;
    long length = length(vector);
    int size = vector.lexemes().size();
    if ((method & BY_LOG_LENGTH) != 0 && size > 0) {
      result /= Math.log(length + 1.0);
    }
    if ((method & BY_LENGTH) != 0 && length > 0) {
      result /= length;
    }
    if ((method & BY_DISTANCE) != 0 && covers > 0 && distances > 0) {
      result /= covers / distances;
    }
    if ((method & BY_LEXEMES) != 0 && size > 0) {
      result /= size;
    }
    if ((method & BY_LOG_LEXEMES) != 0 && size > 0) {
      result /= Math.log(size + 1.0) / Math.log(2);
    }
    return (float) ((method & BELOW_ONE) == 0 ? result : result / (result + 1));
  }

  private static List<Point> points(TextSearchVector vector, Node root) {
    TreeMap<Integer, Map<String, Point>> byPlace = new TreeMap<>();
    for (TextSearchQuery.Operand operand : operands(root)) {
      for (TextSearchVector.Lexeme lexeme : matches(vector, operand)) {
        for (int position : places(lexeme)) {
          int weight = TextSearchVector.weightOf(position);
          if (operand.weights() != 0 && (operand.weights() & 1 << weight) == 0) {
            continue;
          }
          int place = TextSearchVector.placeOf(position);
          byPlace
              .computeIfAbsent(place, at -> new TreeMap<>())
              .computeIfAbsent(lexeme.text(), text -> new Point(place, weight, new HashSet<>()))
              .operands()
              .add(operand);
        }
      }
    }
    return byPlace.values().stream().flatMap(at -> at.values().stream()).toList();
  }

  /** Where the query first holds for what stands from a point on; -1 for nowhere. */
  private static int end(List<Point> points, int from, Node root) {
    Seen seen = new Seen();
    for (int i = from; i < points.size(); i++) {
      seen.add(points.get(i));
      if (seen.matching().holds(root)) {
        return i;
      }
    }
    return -1;
  }

  /** Where it last holds for what stands up to the end. */
  private static int begin(List<Point> points, int from, int end, Node root) {
    Seen seen = new Seen();
    for (int i = end; i > from; i--) {
      seen.add(points.get(i));
      if (seen.matching().holds(root)) {
        return i;
      }
    }
    return from;
  }

  /** Points of a stretch, by operand. */
  private static final class Seen {
    private final Map<String, TreeSet<Integer>> places = new HashMap<>();

    void add(Point point) {
      for (TextSearchQuery.Operand operand : point.operands()) {
        places.computeIfAbsent(operand.lexeme(), lexeme -> new TreeSet<>()).add(point.place());
      }
    }

    Matching matching() {
      return new Matching(
          operand -> {
            TreeSet<Integer> at = places.get(operand.lexeme());
            return at == null ? null : at.stream().mapToInt(Integer::intValue).toArray();
          });
    }
  }
}
