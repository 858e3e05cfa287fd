package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** TS.INFO. The tail counts as a chunk. */
final class InfoCommand {
  private static final int SAMPLE_BYTES = 17;
  private static final int HEAD_BYTES = 96;

  private InfoCommand() {}

  static CommandDefinition definition() {
    return Definitions.reads("TS.INFO", -2, "O(N) in the chunks", "Facts of a series")
        .runs(InfoCommand::info);
  }

  /** What DEBUG shows of a chunk. */
  private record Piece(long first, long last, long samples, long bytes) {}

  private static Reply info(CommandCall call) {
    if (call.size() > 3) {
      throw Words.wrongArguments(call);
    }
    SeriesStore store = new SeriesStore(call.keyspace());
    Reply[] reply = {new Reply.Nothing()};
    store.consistently(() -> reply[0] = facts(call, store, store.require(call.argument(1))));
    return reply[0];
  }

  private static List<Piece> pieces(Series series, Header header) {
    List<Piece> pieces = new ArrayList<>();
    boolean ignored =
        series.chunks(
            0,
            (begins, chunk) -> {
              pieces.add(new Piece(begins, chunk.last().time(), chunk.count(), chunk.size()));
              return true;
            });
    long tail = series.tail(header);
    if (tail > 0 || pieces.isEmpty()) {
      long from = pieces.isEmpty() ? 0 : pieces.getLast().last() + 1;
      Sample first = series.from(from);
      Sample last = series.last();
      pieces.add(
          new Piece(
              first == null ? -1 : first.time(),
              last == null ? -1 : last.time(),
              tail,
              tail * SAMPLE_BYTES));
    }
    return pieces;
  }

  private static Reply facts(CommandCall call, SeriesStore store, Series series) {
    Header header = series.header();
    List<Piece> pieces = pieces(series, header);
    Sample last = series.last();
    Sample first = series.from(series.oldest());
    long bytes = HEAD_BYTES + pieces.stream().mapToLong(Piece::bytes).sum();
    for (Label label : series.labels()) {
      bytes += 2L * (label.name().length() + label.value().length() + 8);
    }
    DuplicatePolicy policy = header.policy();
    ByteRange source = store.liveSource(call.argument(1), series);
    List<Map.Entry<Reply, Reply>> facts = new ArrayList<>();
    add(facts, "totalSamples", valid(series, header, pieces));
    add(facts, "memoryUsage", bytes);
    add(facts, "firstTimestamp", first == null ? 0 : first.time());
    add(facts, "lastTimestamp", last == null ? 0 : last.time());
    add(facts, "retentionTime", header.retention());
    add(facts, "chunkCount", pieces.size());
    add(facts, "chunkSize", header.chunkSize());
    add(facts, "chunkType", new Reply.Simple(header.compressed() ? "compressed" : "uncompressed"));
    add(
        facts,
        "duplicatePolicy",
        policy == null ? new Reply.Nothing() : new Reply.Simple(policy.wireName()));
    add(facts, "labels", Replies.labels(call, series.labels()));
    add(facts, "sourceKey", source == null ? new Reply.Nothing() : new Reply.Bulk(source.copy()));
    add(facts, "rules", rules(call, store.liveRules(call.argument(1), series)));
    add(facts, "ignoreMaxTimeDiff", header.ignoredTime());
    add(facts, "ignoreMaxValDiff", new Reply.Floating(header.ignoredDifference()));
    if (call.size() == 3 && call.argument(2).isWord("DEBUG")) {
      add(facts, "keySelfName", new Reply.Bulk(call.argument(1).copy()));
      add(facts, "Chunks", new Reply.Sequence(pieces.stream().map(InfoCommand::piece).toList()));
    }
    return new Reply.Table(facts);
  }

  /** Number of samples that retention leaves. */
  private static long valid(Series series, Header header, List<Piece> pieces) {
    long oldest = series.oldest();
    if (header.retention() == 0 || oldest == 0) {
      return series.count();
    }
    long[] count = {0};
    for (Piece piece : pieces) {
      if (piece.first() >= oldest) {
        count[0] += piece.samples();
      } else if (piece.last() >= oldest) {
        boolean ignored =
            series.forward(
                oldest,
                piece.last(),
                (time, value) -> {
                  count[0]++;
                  return true;
                });
      }
    }
    return count[0];
  }

  private static void add(List<Map.Entry<Reply, Reply>> facts, String name, long value) {
    add(facts, name, new Reply.Whole(value));
  }

  private static void add(List<Map.Entry<Reply, Reply>> facts, String name, Reply value) {
    facts.add(Map.entry(new Reply.Simple(name), value));
  }

  private static Reply rules(CommandCall call, List<Rule> rules) {
    List<Map.Entry<Reply, List<Reply>>> all = new ArrayList<>();
    for (Rule rule : rules) {
      all.add(
          Map.entry(
              new Reply.Bulk(rule.target().copy()),
              List.of(
                  new Reply.Whole(rule.bucket()),
                  new Reply.Simple(rule.aggregation().wireName()),
                  new Reply.Whole(rule.alignment()))));
    }
    return Replies.named(call, all);
  }

  private static Reply piece(Piece piece) {
    double share = piece.samples() == 0 ? 0 : (double) piece.bytes() / piece.samples();
    List<Map.Entry<Reply, Reply>> facts = new ArrayList<>();
    add(facts, "startTimestamp", piece.first());
    add(facts, "endTimestamp", piece.last());
    add(facts, "samples", piece.samples());
    add(facts, "size", piece.bytes());
    add(facts, "bytesPerSample", new Reply.Floating(share));
    return new Reply.Table(facts);
  }
}
