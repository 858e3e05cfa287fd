package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Trees;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which series, by their labels: all conditions hold. */
record LabelFilter(List<Condition> conditions) {
  /** What is said of a label. */
  enum Kind {
    EQUALS,
    DIFFERS,
    PRESENT,
    ABSENT,
    AMONG,
    NOT_AMONG
  }

  /**
   * A condition on one label.
   *
   * @param values that it has or has not; of AMONG none means that nothing fits
   */
  record Condition(Kind kind, String label, List<String> values) {
    boolean finds() {
      return kind == Kind.EQUALS || kind == Kind.AMONG;
    }

    boolean holds(@Nullable String value) {
      return switch (kind) {
        case EQUALS, AMONG -> value != null && values.contains(value);
        case DIFFERS, NOT_AMONG -> value == null || !values.contains(value);
        case PRESENT -> value != null;
        case ABSENT -> value == null;
      };
    }
  }

  /** Reads conditions from one word of the call up to, not including, another. */
  static LabelFilter read(CommandCall call, int from, int to) {
    List<Condition> conditions = new ArrayList<>();
    for (int i = from; i < to; i++) {
      conditions.add(condition(call.word(i)));
    }
    if (conditions.stream().noneMatch(Condition::finds)) {
      throw Words.error("please provide at least one matcher");
    }
    return new LabelFilter(conditions);
  }

  private static Condition condition(String word) {
    int equal = word.indexOf('=');
    boolean differs = word.contains("!=");
    int at = differs ? word.indexOf("!=") : equal;
    if (at <= 0) {
      throw Words.error("failed parsing labels");
    }
    String label = word.substring(0, at);
    String rest = word.substring(at + (differs ? 2 : 1));
    if (rest.startsWith("(")) {
      if (!rest.endsWith(")")) {
        throw Words.error("failed parsing labels");
      }
      return new Condition(
          differs ? Kind.NOT_AMONG : Kind.AMONG,
          label,
          values(rest.substring(1, rest.length() - 1)));
    }
    if (rest.isEmpty()) {
      return new Condition(differs ? Kind.PRESENT : Kind.ABSENT, label, List.of());
    }
    return new Condition(differs ? Kind.DIFFERS : Kind.EQUALS, label, List.of(rest));
  }

  private static List<String> values(String text) {
    if (text.isEmpty()) {
      return List.of();
    }
    List<String> values = Arrays.stream(text.split(",", -1)).distinct().toList();
    if (values.contains("")) {
      throw Words.error("failed parsing labels");
    }
    return values;
  }

  boolean holds(Series series) {
    List<Label> labels = series.labels();
    return conditions.stream()
        .allMatch(
            condition ->
                condition.holds(
                    labels.stream()
                        .filter(each -> each.name().equals(condition.label()))
                        .map(Label::value)
                        .findFirst()
                        .orElse(null)));
  }

  /** The series that fit, in the order of their keys; each is read once. */
  Map<byte[], Series> find(Keyspace keyspace) {
    Trees trees = keyspace.trees(KeyType.TIME_SERIES);
    Condition rarest =
        conditions.stream()
            .filter(Condition::finds)
            .min(Comparator.comparingLong(each -> count(trees, each)))
            .orElseThrow();
    Map<byte[], Series> found = new TreeMap<>(Arrays::compareUnsigned);
    List<byte[]> keys = new ArrayList<>();
    for (String value : rarest.values()) {
      trees.forEachTagged(new Label(rarest.label(), value).tag(), keys::add);
    }
    for (byte[] key : keys) {
      Trees.View view = trees.view(io.orbit.api.keyspace.ByteRange.of(key));
      if (view != null && holds(new Series(view))) {
        found.put(key, new Series(view));
      }
    }
    return found;
  }

  private static long count(Trees trees, Condition condition) {
    return condition.values().stream()
        .mapToLong(value -> trees.countTagged(new Label(condition.label(), value).tag()))
        .sum();
  }
}
