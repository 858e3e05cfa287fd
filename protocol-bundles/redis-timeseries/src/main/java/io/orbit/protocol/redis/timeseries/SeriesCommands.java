package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.Reply;
import java.util.List;

/** TS.CREATE, TS.ALTER, TS.CREATERULE, TS.DELETERULE. */
final class SeriesCommands {
  private SeriesCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Definitions.writes("TS.CREATE", -2, "O(1)", "Makes a series").runs(SeriesCommands::create),
        Definitions.writes("TS.ALTER", -2, "O(N) in the labels", "Changes how a series is kept")
            .runs(SeriesCommands::alter),
        CommandDefinition.of("module", "TS.CREATERULE", -6, "write denyoom module")
            .keys("RW access update", 1, 2, 1)
            .about("1.0.0", "O(1)", "Fills a series with what is made of another one's samples")
            .runs(SeriesCommands::createRule),
        CommandDefinition.of("module", "TS.DELETERULE", 3, "write module")
            .keys("RW access update", 1, 2, 1)
            .about("1.0.0", "O(1)", "Fills a series no more")
            .runs(SeriesCommands::deleteRule));
  }

  private static KeyEvent event(String name) {
    return new KeyEvent(KeyEvent.Kind.MODULE, name);
  }

  private static Reply create(CommandCall call) {
    CreateArguments arguments = CreateArguments.read(call);
    ByteRange key = call.argument(1);
    if (call.keyspace().keys().exists(key)) {
      throw Words.error("key already exists");
    }
    return new SeriesStore(call.keyspace())
        .change(
            key,
            !arguments.labels().isEmpty(),
            (series, rules, fills) -> {
              if (series.exists()) {
                throw Words.error("key already exists");
              }
              series.write(arguments.header(), arguments.labels());
              return Replies.OK;
            });
  }

  private static Reply alter(CommandCall call) {
    CreateArguments arguments = CreateArguments.read(call);
    boolean labels = Words.find(call, "LABELS") != Words.NONE;
    SeriesStore store = new SeriesStore(call.keyspace());
    Series ignored = store.require(call.argument(1));
    Runnable change =
        () -> {
          boolean changed =
              store.edit(
                  call.argument(1),
                  series -> {
                    if (!series.exists()) {
                      throw Words.error("the key does not exist");
                    }
                    Header header = altered(call, series.header(), arguments.header());
                    if (labels) {
                      series.write(header, arguments.labels());
                    } else {
                      series.write(header);
                    }
                    return true;
                  });
        };
    if (labels) {
      store.atomically(List.of(call.argument(1)), change);
    } else {
      change.run();
    }
    return Replies.OK;
  }

  private static Header altered(CommandCall call, Header old, Header given) {
    Header header = old;
    if (Words.find(call, "RETENTION") != Words.NONE) {
      header = header.withRetention(given.retention());
    }
    if (Words.find(call, "CHUNK_SIZE") != Words.NONE) {
      header = header.withChunkSize(given.chunkSize());
    }
    if (Words.find(call, "DUPLICATE_POLICY") != Words.NONE) {
      header = header.withPolicy(given.policy());
    }
    if (Words.find(call, "IGNORE") != Words.NONE) {
      header = header.ignoring(given.ignoredTime(), given.ignoredDifference());
    }
    return header;
  }

  private static Reply createRule(CommandCall call) {
    if (call.size() != 6 && call.size() != 7) {
      throw Words.wrongArguments(call);
    }
    int at = Words.find(call, "AGGREGATION");
    if (at == Words.NONE) {
      throw Words.wrongArguments(call);
    }
    AggregationArguments aggregation = AggregationArguments.bucket(call, at);
    long alignment = call.size() == 7 ? alignment(call, at + 3) : 0;
    ByteRange source = call.argument(1);
    ByteRange target = call.argument(2);
    if (source.equals(target)) {
      throw Words.error("the source key and destination key should be different");
    }
    SeriesStore store = new SeriesStore(call.keyspace());
    call.keyspace().announce(null, false);
    store.atomically(
        List.of(source, target),
        () -> {
          List<Rule> live = check(store, source, target);
          long place = live.isEmpty() ? 0 : live.getLast().place() + 1;
          Rule rule =
              new Rule(
                  ByteRange.of(target.copy()),
                  place,
                  aggregation.aggregation(),
                  aggregation.bucket(),
                  alignment,
                  -1,
                  -1);
          link(store, source, target, rule);
        });
    call.keyspace().tell(source, event("ts.createrule:src"));
    call.keyspace().tell(target, event("ts.createrule:dest"));
    return Replies.OK;
  }

  private static long alignment(CommandCall call, int index) {
    return Words.time(call, index, "Couldn't parse alignTimestamp");
  }

  /** Answers the rules that the source has. */
  private static List<Rule> check(SeriesStore store, ByteRange source, ByteRange target) {
    Series from = store.require(source);
    if (store.liveSource(source, from) != null) {
      throw Words.error("the source key already has a source rule");
    }
    Series to = store.require(target);
    if (!store.liveRules(target, to).isEmpty()) {
      throw Words.error("the destination key already has a dst rule");
    }
    if (store.liveSource(target, to) != null) {
      throw Words.error("the destination key already has a src rule");
    }
    return store.liveRules(source, from);
  }

  private static void link(SeriesStore store, ByteRange source, ByteRange target, Rule rule) {
    boolean ignored =
        store.edit(
            source,
            series -> {
              ByteRange dead = series.source();
              if (dead != null) {
                series.remove(Rule.sourceElement(dead));
              }
              series.put(rule);
              return true;
            });
    boolean alsoIgnored =
        store.edit(
            target,
            series -> {
              series.rules().forEach(dead -> series.remove(Rule.element(dead.target())));
              ByteRange dead = series.source();
              if (dead != null) {
                series.remove(Rule.sourceElement(dead));
              }
              series.putElement(Rule.sourceElement(source), new byte[0]);
              return true;
            });
  }

  private static Reply deleteRule(CommandCall call) {
    ByteRange source = call.argument(1);
    ByteRange target = call.argument(2);
    SeriesStore store = new SeriesStore(call.keyspace());
    call.keyspace().announce(null, false);
    store.atomically(
        List.of(source, target),
        () -> {
          if (store.require(source).rule(target) == null) {
            throw Words.error("compaction rule does not exist");
          }
          Series ignored = store.require(target);
          unlink(store, source, Rule.element(target));
          unlink(store, target, Rule.sourceElement(source));
        });
    call.keyspace().tell(source, event("ts.deleterule:src"));
    call.keyspace().tell(target, event("ts.deleterule:dest"));
    return Replies.OK;
  }

  private static void unlink(SeriesStore store, ByteRange key, byte[] element) {
    boolean ignored =
        store.edit(
            key,
            series -> {
              series.remove(element);
              return true;
            });
  }
}
