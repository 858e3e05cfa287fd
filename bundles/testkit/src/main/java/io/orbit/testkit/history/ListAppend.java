package io.orbit.testkit.history;

import io.orbit.testkit.history.AppendTransaction.Append;
import io.orbit.testkit.history.AppendTransaction.Outcome;
import io.orbit.testkit.history.AppendTransaction.Read;
import io.orbit.testkit.history.AppendTransaction.Step;
import io.orbit.testkit.history.DependencyGraph.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what transactions over lists have seen and must not have. Because values are unique and
 * only ever appended, a list that was read tells who wrote it, in which order, and who came after.
 */
public final class ListAppend {
  private final List<AppendTransaction> transactions;
  private final Map<Anomaly, List<String>> found = new EnumMap<>(Anomaly.class);
  private final Map<Long, Integer> writers = new HashMap<>();
  private final Map<String, List<Long>> orders = new HashMap<>();
  private final DependencyGraph graph;

  private ListAppend(List<AppendTransaction> transactions) {
    this.transactions = transactions;
    this.graph = new DependencyGraph(transactions.size());
  }

  /** All that is found, with who takes part in it. */
  public static Map<Anomaly, List<String>> anomalies(List<AppendTransaction> history) {
    ListAppend search = new ListAppend(history);
    search.run();
    return search.found;
  }

  private void run() {
    for (int i = 0; i < transactions.size(); i++) {
      for (Step step : transactions.get(i).steps()) {
        if (step instanceof Append append) {
          writers.put(append.value(), i);
        }
      }
    }
    for (int i = 0; i < transactions.size(); i++) {
      if (transactions.get(i).outcome() == Outcome.COMMITTED) {
        checkInternal(i);
        transactions.get(i).steps().stream()
            .filter(Read.class::isInstance)
            .map(Read.class::cast)
            .forEach(this::learnOrder);
      }
    }
    orders.values().forEach(this::addWrites);
    for (int i = 0; i < transactions.size(); i++) {
      if (transactions.get(i).outcome() == Outcome.COMMITTED) {
        addReads(i);
      }
    }
    checkLostUpdates();
    checkCircles();
  }

  private void report(Anomaly anomaly, String what) {
    found.computeIfAbsent(anomaly, ignored -> new ArrayList<>()).add(what);
  }

  private String name(int transaction) {
    return transactions.get(transaction).name();
  }

  /** What a transaction reads is what it read before and what it has appended since. */
  private void checkInternal(int transaction) {
    Map<String, List<Long>> known = new HashMap<>();
    Map<String, List<Long>> appended = new HashMap<>();
    for (Step step : transactions.get(transaction).steps()) {
      List<Long> own = appended.computeIfAbsent(step.list(), ignored -> new ArrayList<>());
      switch (step) {
        case Append append -> {
          own.add(append.value());
          known.computeIfPresent(append.list(), (list, values) -> plus(values, append.value()));
        }
        case Read read -> {
          List<Long> expected = known.get(read.list());
          boolean ends =
              read.values().size() >= own.size()
                  && read.values()
                      .subList(read.values().size() - own.size(), read.values().size())
                      .equals(own);
          if (expected != null && !expected.equals(read.values()) || !ends) {
            report(
                Anomaly.INTERNAL,
                name(transaction) + " reads " + read + ", having " + expected + " and " + own);
          }
          known.put(read.list(), read.values());
        }
      }
    }
  }

  private static List<Long> plus(List<Long> values, long value) {
    List<Long> longer = new ArrayList<>(values);
    longer.add(value);
    return longer;
  }

  /** The longest list read is the order; all others must be beginnings of it. */
  private void learnOrder(Read read) {
    List<Long> known = orders.getOrDefault(read.list(), List.of());
    List<Long> shorter = known.size() < read.values().size() ? known : read.values();
    List<Long> longer = known.size() < read.values().size() ? read.values() : known;
    if (!longer.subList(0, shorter.size()).equals(shorter)) {
      report(Anomaly.INCOMPATIBLE_ORDER, read.list() + ": " + known + " and " + read.values());
    }
    if (new HashSet<>(longer).size() != longer.size()) {
      report(Anomaly.INCOMPATIBLE_ORDER, read.list() + " has a value twice: " + longer);
    }
    orders.put(read.list(), longer);
  }

  private void addWrites(List<Long> order) {
    for (int i = 1; i < order.size(); i++) {
      Integer before = writers.get(order.get(i - 1));
      Integer after = writers.get(order.get(i));
      if (before != null && after != null) {
        graph.add(before, after, Kind.WRITE);
      }
    }
  }

  private void addReads(int reader) {
    for (Step step : transactions.get(reader).steps()) {
      if (!(step instanceof Read read)) {
        continue;
      }
      List<Long> order = orders.getOrDefault(read.list(), List.of());
      for (long value : read.values()) {
        Integer writer = writers.get(value);
        if (writer == null) {
          report(Anomaly.G1A, name(reader) + " reads " + value + ", which nobody wrote");
        } else if (transactions.get(writer).outcome() == Outcome.ABORTED) {
          report(Anomaly.G1A, name(reader) + " reads " + value + " of " + name(writer));
        }
      }
      if (!read.values().isEmpty()) {
        addLast(reader, read, read.values().getLast());
      }
      if (read.values().size() < order.size()) {
        Integer next = writers.get(order.get(read.values().size()));
        if (next != null) {
          graph.add(reader, next, Kind.OVERWRITTEN_READ);
        }
      }
    }
  }

  private void addLast(int reader, Read read, long value) {
    Integer writer = writers.get(value);
    if (writer == null || writer == reader) {
      return;
    }
    graph.add(writer, reader, Kind.READ);
    long last = value;
    for (Step step : transactions.get(writer).steps()) {
      if (step instanceof Append append && append.list().equals(read.list())) {
        last = append.value();
      }
    }
    if (last != value) {
      report(
          Anomaly.G1B,
          name(reader) + " reads " + value + " of " + name(writer) + ", which went on to " + last);
    }
  }

  /** Two that read a list alike, before they appended to it, and both were committed. */
  private void checkLostUpdates() {
    Map<String, Set<Integer>> updaters = new HashMap<>();
    for (int i = 0; i < transactions.size(); i++) {
      if (transactions.get(i).outcome() != Outcome.COMMITTED) {
        continue;
      }
      Map<String, Read> firstReads = new HashMap<>();
      Set<String> appended = new HashSet<>();
      for (Step step : transactions.get(i).steps()) {
        if (step instanceof Read read && !appended.contains(read.list())) {
          firstReads.putIfAbsent(read.list(), read);
        }
        Read base = step instanceof Append ? firstReads.get(step.list()) : null;
        if (step instanceof Append && appended.add(step.list()) && base != null) {
          String version = step.list() + " " + base.values();
          updaters.computeIfAbsent(version, ignored -> new HashSet<>()).add(i);
        }
      }
    }
    updaters.forEach(
        (version, who) -> {
          if (who.size() > 1) {
            report(
                Anomaly.LOST_UPDATE,
                who.stream().map(this::name).sorted().toList() + " all wrote over " + version);
          }
        });
  }

  private void checkCircles() {
    graph.trim();
    reportCircle(Anomaly.G0, graph.circle(Set.of(Kind.WRITE), null));
    reportCircle(Anomaly.G1C, graph.circle(Set.of(Kind.WRITE, Kind.READ), Kind.READ));
    reportCircle(Anomaly.G_SINGLE, graph.circleWithOneOverwrittenRead());
    reportCircle(Anomaly.G2, graph.circleWithSeveralOverwrittenReads());
  }

  private void reportCircle(Anomaly anomaly, @Nullable List<Integer> circle) {
    if (circle != null) {
      report(anomaly, String.join(" before ", circle.stream().map(this::name).toList()));
    }
  }
}
