package io.orbit.protocol.redis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * Commands that took at least {@code latency-monitor-threshold} milliseconds, for LATENCY: the
 * worst one of each second. Thread-safe.
 */
final class LatencyLog {
  private static final int KEPT = 160;

  /**
   * The worst of a second.
   *
   * @param at seconds since 1970
   */
  record Sample(long at, long milliseconds) {}

  private static final class Event {
    private final List<Sample> samples = new ArrayList<>();
    private long worst;

    void add(Sample sample) {
      worst = Math.max(worst, sample.milliseconds());
      if (!samples.isEmpty() && samples.getLast().at() == sample.at()) {
        Sample last = samples.removeLast();
        samples.add(last.milliseconds() > sample.milliseconds() ? last : sample);
        return;
      }
      samples.add(sample);
      if (samples.size() > KEPT) {
        samples.removeFirst();
      }
    }
  }

  /** What LATENCY LATEST shows of a kind of event. */
  record Summary(String name, Sample last, long worst) {}

  private final IntSupplier threshold;
  private final Map<String, Event> events = new TreeMap<>();

  /**
   * @param threshold in milliseconds; 0: nothing is noted
   */
  LatencyLog(IntSupplier threshold) {
    this.threshold = threshold;
  }

  boolean isOn() {
    return threshold.getAsInt() > 0;
  }

  /** When a command begins, in nanoseconds; 0 when it is not timed. */
  long begin(RedisCommand command) {
    return isOn() && !command.is(CommandFlag.BLOCKING) ? System.nanoTime() | 1 : 0;
  }

  /** A command has run. */
  void end(long begun, RedisCommand command) {
    if (begun == 0) {
      return;
    }
    long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    int limit = threshold.getAsInt();
    if (limit > 0 && milliseconds >= limit) {
      add(command.is(CommandFlag.FAST) ? "fast-command" : "command", milliseconds);
    }
  }

  private synchronized void add(String event, long milliseconds) {
    Sample sample = new Sample(System.currentTimeMillis() / 1000, milliseconds);
    events.computeIfAbsent(event, name -> new Event()).add(sample);
  }

  synchronized List<Summary> latest() {
    List<Summary> all = new ArrayList<>();
    events.forEach(
        (name, event) -> all.add(new Summary(name, event.samples.getLast(), event.worst)));
    return all;
  }

  /** The oldest first. */
  synchronized List<Sample> history(String event) {
    Event found = events.get(event);
    return found == null ? List.of() : List.copyOf(found.samples);
  }

  /** Forgets kinds of events, all when none is named; answers how many. */
  synchronized int reset(List<String> names) {
    List<String> gone = names.isEmpty() ? List.copyOf(events.keySet()) : names;
    return (int) gone.stream().distinct().filter(name -> events.remove(name) != null).count();
  }

  /** All samples by kind of event. */
  synchronized Map<String, List<Sample>> all() {
    Map<String, List<Sample>> all = new LinkedHashMap<>();
    events.forEach((name, event) -> all.put(name, List.copyOf(event.samples)));
    return all;
  }
}
