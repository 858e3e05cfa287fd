package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** TS.GET, TS.RANGE, TS.REVRANGE. */
final class ReadCommands {
  /** With more chunks than these a range is read on a thread that may take its time. */
  private static final int CHUNKS_ON_LOOP = 4;

  private ReadCommands() {}

  static List<CommandDefinition> all() {
    String cost = "O(N) in the samples of the chunks that the range touches";
    return List.of(
        Definitions.reads("TS.GET", -2, "O(1)", "The last sample").runs(ReadCommands::get),
        Definitions.reads("TS.RANGE", -4, cost, "Samples of a range of time")
            .runs(call -> range(call, false)),
        Definitions.reads("TS.REVRANGE", -4, cost, "Samples of a range of time, the last first")
            .runs(call -> range(call, true)));
  }

  private static Reply get(CommandCall call) {
    if (call.size() > 3) {
      throw Words.wrongArguments(call);
    }
    SeriesStore store = new SeriesStore(call.keyspace());
    Reply[] reply = {new Reply.Nothing()};
    store.consistently(
        () -> {
          Series series = store.require(call.argument(1));
          if (call.size() == 3 && !call.argument(2).isWord("LATEST")) {
            throw Words.error("wrong 3rd argument");
          }
          reply[0] = last(call, store, call.argument(1), series, call.size() == 3);
        });
    return reply[0];
  }

  /** The last sample, or with LATEST the open bucket. */
  static Reply last(
      CommandCall call, SeriesStore store, ByteRange key, Series series, boolean latest) {
    Sample open = latest ? store.openBucket(key, series) : null;
    return Replies.sample(call, open == null ? series.last() : open);
  }

  private static Reply range(CommandCall call, boolean backward) {
    SeriesStore store = new SeriesStore(call.keyspace());
    Reply[] reply = {new Reply.Nothing()};
    store.consistently(
        () -> {
          Series series = store.require(call.argument(1));
          RangeQuery query = RangeQuery.read(call, 2);
          if (series.header().chunks() > CHUNKS_ON_LOOP) {
            call.requireWaiting();
          }
          reply[0] = Replies.samples(call, read(store, call.argument(1), series, query, backward));
        });
    return reply[0];
  }

  static Samples read(
      SeriesStore store, ByteRange key, Series series, RangeQuery query, boolean backward) {
    @Nullable Sample open = null;
    if (query.latest()) {
      Sample bucket = store.openBucket(key, series);
      Sample last = series.last();
      open = last == null || query.to() > last.time() ? bucket : null;
    }
    return new RangeReader(series, query, backward, open).read();
  }
}
