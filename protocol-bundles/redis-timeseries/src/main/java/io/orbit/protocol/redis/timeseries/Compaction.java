package io.orbit.protocol.redis.timeseries;

import java.util.List;

/**
 * What rules make of changes of their series: a bucket is written when a sample comes behind it,
 * and again when one comes into it late. Nothing of an open bucket is kept but where it begins: its
 * value is made of its samples when it is asked for.
 */
final class Compaction {
  private Compaction() {}

  /** After a sample was added that is later than all others. */
  static void appended(SeriesEditor series, List<Rule> rules, long time, List<Fill> fills) {
    for (Rule rule : rules) {
      long bucket = rule.bucketOf(time);
      if (rule.open() < 0) {
        series.put(rule.at(bucket, time));
      } else if (bucket > rule.open()) {
        Double value = series.aggregate(rule, rule.open(), rule.since(), true);
        if (value != null) {
          fills.add(new Fill.Put(rule.target(), rule.open(), value));
        }
        series.put(rule.at(bucket, -1));
      }
    }
  }

  /** After a sample was added or changed that is not later than the last one. */
  static void changed(
      SeriesEditor series, List<Rule> rules, long time, long newest, List<Fill> fills) {
    for (Rule rule : rules) {
      if (time >= rule.bucketOf(newest)) {
        countsAll(series, rule);
      } else {
        Double value = series.aggregate(rule, rule.bucketOf(time), -1, true);
        if (value != null) {
          fills.add(new Fill.Put(rule.target(), rule.bucketOf(time), value));
        }
      }
    }
  }

  /** All of the open bucket counts from now on, also what was there before the rule. */
  private static void countsAll(SeriesEditor series, Rule rule) {
    if (rule.open() >= 0 && rule.since() >= 0) {
      series.put(rule.at(rule.open(), -1));
    }
  }

  /**
   * After samples were removed.
   *
   * @param newest the last sample's time before that
   */
  static void removed(
      SeriesEditor series, List<Rule> rules, long from, long to, long newest, List<Fill> fills) {
    for (Rule rule : rules) {
      long last = rule.bucketOf(newest);
      if (from < last) {
        closed(series, rule, from, Math.min(to, last - 1), fills);
      }
      if (to >= last) {
        open(series, rule, last, fills);
      }
    }
  }

  private static void closed(SeriesEditor series, Rule rule, long from, long to, List<Fill> fills) {
    long first = rule.bucketOf(from);
    long last = rule.bucketOf(to);
    fills.add(new Fill.Remove(rule.target(), first, last));
    refill(series, rule, first, fills);
    if (last != first) {
      refill(series, rule, last, fills);
    }
  }

  private static void refill(SeriesEditor series, Rule rule, long bucket, List<Fill> fills) {
    Double value = series.aggregate(rule, bucket, -1, true);
    if (value != null) {
      fills.add(new Fill.Put(rule.target(), bucket, value));
    }
  }

  /** Of the open bucket; where nothing is left of it, the one before is open again. */
  private static void open(SeriesEditor series, Rule rule, long last, List<Fill> fills) {
    if (series.aggregate(rule, last, -1, false) != null) {
      countsAll(series, rule);
      return;
    }
    Sample left = series.last();
    if (left == null) {
      series.put(rule.at(-1, -1));
      return;
    }
    long bucket = rule.bucketOf(left.time());
    fills.add(new Fill.Remove(rule.target(), bucket, last));
    series.put(rule.at(bucket, -1));
  }
}
