package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.List;

/** TS.ADD, TS.MADD, TS.INCRBY, TS.DECRBY, TS.DEL. */
final class SampleCommands {
  private static final KeyEvent ADDED = new KeyEvent(KeyEvent.Kind.MODULE, "ts.add");
  private static final KeyEvent INCREASED = new KeyEvent(KeyEvent.Kind.GENERIC, "ts.incrby");
  private static final KeyEvent DECREASED = new KeyEvent(KeyEvent.Kind.GENERIC, "ts.decrby");
  private static final String COST = "O(M) in the rules of the series";

  private SampleCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Definitions.writes("TS.ADD", -4, COST, "Adds a sample, makes the series if there is none")
            .runs(SampleCommands::add),
        CommandDefinition.of("module", "TS.MADD", -4, "write denyoom module")
            .keys("RW access update", 1, -1, 3)
            .about("1.0.0", "O(N*M) in the samples and the rules of their series", "Adds samples")
            .runs(SampleCommands::addAll),
        Definitions.writes("TS.INCRBY", -3, COST, "Adds a sample that is the last one and so much")
            .runs(call -> increase(call, 1)),
        Definitions.writes("TS.DECRBY", -3, COST, "Adds a sample that is the last one less so much")
            .runs(call -> increase(call, -1)),
        Definitions.writes("TS.DEL", 4, "O(N) in the samples removed", "Removes samples")
            .runs(SampleCommands::delete));
  }

  private static Reply add(CommandCall call) {
    double value = Words.value(call.argument(3));
    long time = sampleTime(call, 2);
    SeriesStore store = new SeriesStore(call.keyspace());
    ByteRange key = call.argument(1);
    boolean exists = exists(store, key);
    CreateArguments creation = null;
    DuplicatePolicy override = null;
    if (exists) {
      override = CreateArguments.policy(call, "ON_DUPLICATE");
    } else {
      creation = CreateArguments.read(call);
    }
    return new Reply.Whole(
        new Adding(store).add(key, time, (last, at) -> value, creation, override));
  }

  /** Whether there is a series; fails on a key that holds something else. */
  private static boolean exists(SeriesStore store, ByteRange key) {
    try {
      return store.find(key) != null;
    } catch (CommandFailure e) {
      throw Words.error("the key is not a TSDB key");
    }
  }

  private static long sampleTime(CommandCall call, int index) {
    if (call.word(index).equals("*")) {
      return call.keyspace().now();
    }
    long time = Words.whole(call, index, "invalid timestamp");
    if (time < 0) {
      throw Words.error("invalid timestamp, must be a nonnegative integer");
    }
    return time;
  }

  private static Reply addAll(CommandCall call) {
    if (call.size() % 3 != 1) {
      throw Words.wrongArguments(call);
    }
    List<ByteRange> keys = new ArrayList<>();
    for (int i = 1; i < call.size(); i += 3) {
      keys.add(call.argument(i));
    }
    List<Reply> replies = new ArrayList<>();
    SeriesStore store = new SeriesStore(call.keyspace());
    Runnable all =
        () -> {
          replies.clear();
          for (int i = 1; i < call.size(); i += 3) {
            call.keyspace().announce(ADDED, false);
            replies.add(addOne(call, store, i));
          }
        };
    if (keys.size() == 1) {
      all.run();
    } else {
      store.atomically(keys, all);
    }
    return new Reply.Sequence(replies);
  }

  private static Reply addOne(CommandCall call, SeriesStore store, int index) {
    try {
      double value = Words.value(call.argument(index + 2));
      long time = sampleTime(call, index + 1);
      boolean ignored = exists(store, call.argument(index));
      return new Reply.Whole(
          new Adding(store).add(call.argument(index), time, (last, at) -> value, null, null));
    } catch (CommandFailure e) {
      return new Reply.Failure(e.getMessage());
    }
  }

  private static Reply increase(CommandCall call, int sign) {
    call.keyspace().announce(sign > 0 ? INCREASED : DECREASED, false);
    SeriesStore store = new SeriesStore(call.keyspace());
    boolean exists = store.find(call.argument(1)) != null;
    CreateArguments creation = exists ? null : CreateArguments.read(call);
    double change = Words.number(call, 2, "invalid increase/decrease value");
    int at = Words.find(call, "TIMESTAMP");
    boolean now = at == Words.NONE || at + 1 >= call.size() || call.word(at + 1).equals("*");
    long time = now ? call.keyspace().now() : Words.time(call, at + 1, "invalid timestamp");
    Adding.Value sum =
        (last, when) -> {
          if (last != null && when < last.time()) {
            throw new CommandFailure(
                "TSDB: timestamp must be equal to or higher than the maximum existing timestamp");
          }
          return (last == null ? 0 : last.value()) + sign * change;
        };
    return new Reply.Whole(
        new Adding(store).add(call.argument(1), time, sum, creation, DuplicatePolicy.LAST));
  }

  private static Reply delete(CommandCall call) {
    RangeQuery range = RangeQuery.read(call, 2);
    SeriesStore store = new SeriesStore(call.keyspace());
    Series ignored = store.require(call.argument(1));
    return new Reply.Whole(Removing.remove(store, call.argument(1), range.from(), range.to()));
  }
}
