package io.orbit.protocol.redis.timeseries;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Trees;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series of a key space: reads them, and changes them with those that they fill. */
final class SeriesStore {
  private static final KeyEvent FILLED = new KeyEvent(KeyEvent.Kind.MODULE, "ts.add:dest");

  private final Keyspace keyspace;

  SeriesStore(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  /** A change that concerns other keys was begun as one of a single key; nothing has happened. */
  private static final class ConcernsOthers extends RuntimeException {
    private static final long serialVersionUID = 1L;
    static final ConcernsOthers INSTANCE = new ConcernsOthers();

    private ConcernsOthers() {
      super("the change concerns other keys", null, false, false);
    }
  }

  /** A change of a series that may concern those that it fills. */
  interface Change<T> {
    /**
     * Changes the series.
     *
     * @param rules those whose series are there
     * @param fills takes what becomes of these
     */
    T run(SeriesEditor series, List<Rule> rules, List<Fill> fills);
  }

  private Trees trees() {
    return keyspace.trees(KeyType.TIME_SERIES);
  }

  /** Null when there is no such key. */
  @Nullable Series find(ByteRange key) {
    try {
      Trees.View view = trees().view(key);
      return view == null ? null : new Series(view);
    } catch (OrbitException e) {
      throw wrongType(e);
    }
  }

  private static RuntimeException wrongType(OrbitException e) {
    return e.code() == ErrorCode.WRONG_VALUE_TYPE
        ? new CommandFailure("ERR WRONGTYPE " + e.getMessage())
        : e;
  }

  Series require(ByteRange key) {
    Series series = find(key);
    if (series == null) {
      throw Words.error("the key does not exist");
    }
    return series;
  }

  /** Runs what reads several keys as of one moment. */
  void consistently(Runnable reads) {
    keyspace.consistently(reads);
  }

  /** Changes one series in a way that concerns no other key. */
  <T> T edit(ByteRange key, java.util.function.Function<SeriesEditor, T> change) {
    try {
      return trees().change(key, tree -> change.apply(new SeriesEditor(tree)));
    } catch (OrbitException e) {
      throw wrongType(e);
    }
  }

  /** Runs changes of several keys as one. */
  void atomically(List<ByteRange> keys, Runnable changes) {
    boolean ignored = keyspace.atomically(keys, List.of(), changes);
  }

  /**
   * Changes a series and what it fills.
   *
   * @param tags whether labels may be written
   */
  <T> T change(ByteRange key, boolean tags, Change<T> change) {
    Series now = find(key);
    boolean simple = now == null ? !tags : now.rules().isEmpty();
    if (simple) {
      try {
        return edit(
            key,
            series -> {
              if (series.exists() ? !series.rules().isEmpty() : tags) {
                throw ConcernsOthers.INSTANCE;
              }
              return change.run(series, List.of(), new ArrayList<>(0));
            });
      } catch (ConcernsOthers e) {
        return changeAll(key, change);
      }
    }
    return changeAll(key, change);
  }

  private <T> T changeAll(ByteRange key, Change<T> change) {
    Series before = find(key);
    List<ByteRange> keys = new ArrayList<>();
    keys.add(key);
    if (before != null) {
      before.rules().forEach(rule -> keys.add(rule.target()));
    }
    List<T> result = new ArrayList<>(1);
    atomically(
        keys,
        () -> {
          result.clear();
          result.add(changeLocked(key, change));
        });
    return result.getFirst();
  }

  private <T> T changeLocked(ByteRange key, Change<T> change) {
    Series now = find(key);
    List<Rule> live = new ArrayList<>();
    List<Rule> dead = new ArrayList<>();
    if (now != null) {
      now.rules().forEach(rule -> (fills(key, rule) ? live : dead).add(rule));
    }
    List<Fill> fills = new ArrayList<>();
    T result =
        edit(
            key,
            series -> {
              dead.forEach(rule -> series.remove(Rule.element(rule.target())));
              return change.run(series, live, fills);
            });
    fills.forEach(this::fill);
    return result;
  }

  /** Whether the series that a rule leads to is there and knows of it. */
  private boolean fills(ByteRange source, Rule rule) {
    if (keyspace.keys().type(rule.target()) != KeyType.TIME_SERIES) {
      return false;
    }
    Series target = find(rule.target());
    return target != null && target.isFilledFrom(source);
  }

  /** The rules of a series whose targets are there. */
  List<Rule> liveRules(ByteRange key, Series series) {
    return series.rules().stream().filter(rule -> fills(key, rule)).toList();
  }

  /** The series that one is filled from, if that is there and knows of it; null for none. */
  @Nullable ByteRange liveSource(ByteRange key, Series series) {
    ByteRange source = series.source();
    if (source == null || keyspace.keys().type(source) != KeyType.TIME_SERIES) {
      return null;
    }
    Series from = find(source);
    return from != null && from.rule(key) != null ? source : null;
  }

  private void fill(Fill fill) {
    keyspace.announce(FILLED, false);
    boolean ignored =
        edit(
            fill.target(),
            series -> {
              switch (fill) {
                case Fill.Put put -> {
                  if (put.time() >= series.oldest()) {
                    series.upsert(put.time(), put.value(), DuplicatePolicy.LAST);
                  }
                }
                case Fill.Remove remove -> {
                  long removed = series.delete(remove.from(), remove.to());
                }
              }
              return true;
            });
  }

  /**
   * The bucket that is open in the source of a series and so not yet in it; null where there is
   * none.
   */
  @Nullable Sample openBucket(ByteRange key, Series series) {
    ByteRange source = liveSource(key, series);
    Series from = source == null ? null : find(source);
    Rule rule = from == null ? null : from.rule(key);
    if (from == null || rule == null || rule.open() < 0) {
      return null;
    }
    Double value = from.aggregate(rule, rule.open(), rule.since(), false);
    return value == null ? null : new Sample(rule.open(), value);
  }
}
