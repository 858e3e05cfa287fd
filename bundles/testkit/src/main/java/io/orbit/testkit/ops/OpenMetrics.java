package io.orbit.testkit.ops;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads OpenMetrics text, version 1.0, as strictly as the specification has it for counters, gauges
 * and histograms: what it refuses is no OpenMetrics. Immutable.
 *
 * @param families by name
 */
public record OpenMetrics(Map<String, Family> families) {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][a-zA-Z0-9_:]*");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\\\\\"n])*)\"(,|$)");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+(?:\\.\\d*)?(?:[eE][+-]?\\d+)?|Inf)|NaN");
  private static final Map<String, Set<String>> SUFFIXES =
      Map.of(
          "counter", Set.of("_total"),
          "gauge", Set.of(""),
          "histogram", Set.of("_bucket", "_count", "_sum"));

  /** What has one name. */
  public record Family(String type, String unit, String help, List<Sample> samples) {}

  /** One line. */
  public record Sample(String name, Map<String, String> labels, double value) {}

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException telling the line that is wrong, and why
   */
  public static OpenMetrics parse(String text) {
    if (!text.endsWith("# EOF\n") || text.indexOf("# EOF\n") != text.length() - 6) {
      throw new IllegalArgumentException("does not end with the only # EOF");
    }
    Map<String, Family> families = new LinkedHashMap<>();
    String current = "";
    for (String line : text.substring(0, text.length() - 6).split("\n")) {
      if (line.startsWith("# ")) {
        current = metadata(line, current, families);
      } else {
        families
            .get(require(families.containsKey(current), current, line))
            .samples()
            .add(sample(line, current, families.get(current)));
      }
    }
    families.forEach(OpenMetrics::check);
    return new OpenMetrics(families);
  }

  /** The sum of a name's samples that have those labels (name, value, …). */
  public double sum(String sample, String... labels) {
    Map<String, String> wanted = new TreeMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    return families.values().stream()
        .flatMap(family -> family.samples().stream())
        .filter(one -> one.name().equals(sample))
        .filter(one -> one.labels().entrySet().containsAll(wanted.entrySet()))
        .mapToDouble(Sample::value)
        .sum();
  }

  private static <T> T require(boolean holds, T value, String line) {
    if (!holds) {
      throw new IllegalArgumentException("not OpenMetrics: " + line);
    }
    return value;
  }

  /** TYPE opens a family; UNIT and HELP follow once each, before its samples. */
  private static String metadata(String line, String current, Map<String, Family> families) {
    String[] words = line.split(" ", 4);
    require(words.length == 4 && NAME.matcher(words[2]).matches(), line, line);
    String name = words[2];
    Family family = families.get(name);
    switch (words[1]) {
      case "TYPE" -> {
        require(family == null && SUFFIXES.containsKey(words[3]), line, line);
        families.put(name, new Family(words[3], "", "", new ArrayList<>()));
      }
      case "UNIT" -> {
        require(family != null && name.equals(current) && family.unit().isEmpty(), line, line);
        require(name.endsWith("_" + words[3]) && family.samples().isEmpty(), line, line);
        families.put(name, new Family(family.type(), words[3], family.help(), family.samples()));
      }
      case "HELP" -> {
        require(family != null && name.equals(current) && family.help().isEmpty(), line, line);
        require(family.samples().isEmpty(), line, line);
        families.put(name, new Family(family.type(), family.unit(), words[3], family.samples()));
      }
      default -> throw new IllegalArgumentException("no metadata: " + line);
    }
    return name;
  }

  private static Sample sample(String line, String name, Family family) {
    Matcher parts = SAMPLE.matcher(line);
    require(parts.matches() && NUMBER.matcher(parts.group(3)).matches(), line, line);
    require(parts.group(1).startsWith(name), line, line);
    String suffix = parts.group(1).substring(name.length());
    require(SUFFIXES.getOrDefault(family.type(), Set.of()).contains(suffix), line, line);
    Map<String, String> labels = new TreeMap<>();
    if (parts.group(2) != null) {
      Matcher label = LABEL.matcher(parts.group(2));
      int end = 0;
      while (label.find() && label.start() == end) {
        require(labels.put(label.group(1), label.group(2)) == null, line, line);
        end = label.end();
      }
      require(end == parts.group(2).length() && !parts.group(2).endsWith(","), line, line);
    }
    require(suffix.equals("_bucket") == labels.containsKey("le"), line, line);
    double value = number(parts.group(3));
    require(!family.type().equals("counter") || value >= 0, line, line);
    return new Sample(parts.group(1), labels, value);
  }

  private static double number(String text) {
    return text.endsWith("Inf")
        ? (text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY)
        : Double.parseDouble(text);
  }

  /** No sample twice; buckets grow, and the last one is the count. */
  private static void check(String name, Family family) {
    Set<String> seen = new HashSet<>();
    Map<Map<String, String>, Sample> last = new LinkedHashMap<>();
    for (Sample sample : family.samples()) {
      require(seen.add(sample.name() + sample.labels()), name, "twice: " + sample);
      Map<String, String> labels = new TreeMap<>(sample.labels());
      String bound = labels.remove("le");
      if (bound != null) {
        Sample before = last.put(labels, sample);
        require(
            before == null
                || before.value() <= sample.value()
                    && number(before.labels().get("le")) < number(bound),
            name,
            "buckets do not grow: " + sample);
      } else if (sample.name().endsWith("_count") && family.type().equals("histogram")) {
        Sample most = last.get(labels);
        require(
            most != null
                && most.labels().get("le").equals("+Inf")
                && most.value() == sample.value(),
            name,
            "no bucket +Inf with the count: " + sample);
      }
    }
  }
}
