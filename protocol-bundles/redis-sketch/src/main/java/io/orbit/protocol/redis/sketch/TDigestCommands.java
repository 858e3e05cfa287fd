package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Reply;
import io.orbit.api.keyspace.Trees;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleBiFunction;

/** TDIGEST.*. */
final class TDigestCommands {
  private static final String NAME = "ERR T-Digest: ";

  private TDigestCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Calls.writes("TDIGEST.CREATE", -2, "Makes a t-digest").runs(TDigestCommands::create),
        Calls.writes("TDIGEST.RESET", 2, "Empties a t-digest").runs(TDigestCommands::reset),
        Calls.writes("TDIGEST.ADD", -3, "Adds values").runs(TDigestCommands::add),
        CommandDefinition.of("module", "TDIGEST.MERGE", -4, "write denyoom module")
            .keys("OW update", 1, 1, 1)
            .about("2.4.0", "O(N) in the number of centroids", "Puts t-digests together")
            .runs(TDigestCommands::merge),
        Calls.reads("TDIGEST.MIN", 2, "The least value")
            .runs(call -> new Reply.Floating(read(call).least())),
        Calls.reads("TDIGEST.MAX", 2, "The greatest value")
            .runs(call -> new Reply.Floating(read(call).greatest())),
        Calls.reads("TDIGEST.QUANTILE", -3, "Values below which parts of all lie")
            .runs(TDigestCommands::quantiles),
        Calls.reads("TDIGEST.CDF", -3, "Parts of all that lie below values")
            .runs(call -> numbers(call, "value", TDigest::part)),
        Calls.reads("TDIGEST.RANK", -3, "Numbers of smaller values")
            .runs(call -> ranks(call, false)),
        Calls.reads("TDIGEST.REVRANK", -3, "Numbers of greater values")
            .runs(call -> ranks(call, true)),
        Calls.reads("TDIGEST.BYRANK", -3, "Values by their ranks")
            .runs(call -> byRanks(call, false)),
        Calls.reads("TDIGEST.BYREVRANK", -3, "Values by their ranks from the greatest")
            .runs(call -> byRanks(call, true)),
        Calls.reads("TDIGEST.TRIMMED_MEAN", 4, "The mean without the extremes")
            .runs(TDigestCommands::trimmedMean),
        Calls.reads("TDIGEST.INFO", 2, "Facts of a t-digest").runs(TDigestCommands::info));
  }

  private static Trees trees(CommandCall call) {
    return call.keyspace().trees(KeyType.T_DIGEST);
  }

  private static TDigest read(CommandCall call) {
    return read(call, call.argument(1));
  }

  private static TDigest read(CommandCall call, ByteRange key) {
    Trees.View tree = trees(call).view(key);
    if (tree == null) {
      throw new CommandFailure(NAME + "key does not exist");
    }
    return TDigest.read(tree);
  }

  private static int compression(ByteRange word) {
    long value =
        Calls.integer(
            word,
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            NAME + "error parsing compression parameter");
    if (value <= 0) {
      throw new CommandFailure(NAME + "compression parameter needs to be a positive integer");
    }
    return (int) Math.min(value, 1 << 20);
  }

  private static Reply create(CommandCall call) {
    int compression = TDigest.COMPRESSION;
    if (call.size() > 2) {
      if (!call.argument(2).isWord("COMPRESSION")) {
        throw new CommandFailure(NAME + "wrong keyword");
      }
      if (call.size() != 4) {
        throw CommandFailure.wrongArguments("tdigest.create");
      }
      compression = compression(call.argument(3));
    }
    int chosen = compression;
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              if (tree.size() > 0) {
                throw new CommandFailure(NAME + "key already exists");
              }
              new TDigest(chosen).store(tree);
              return Calls.ok();
            });
  }

  private static Reply reset(CommandCall call) {
    TDigest old = read(call);
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              new TDigest(old.compression()).store(tree);
              return Calls.ok();
            });
  }

  private static Reply add(CommandCall call) {
    TDigest ignored = read(call);
    double[] values = new double[call.size() - 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = Calls.number(call.argument(i + 2), NAME + "error parsing val parameter");
      if (Double.isInfinite(values[i])) {
        throw new CommandFailure(NAME + "val parameter needs to be a finite number");
      }
    }
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              TDigest digest = TDigest.read(tree);
              for (double value : values) {
                digest.add(value);
              }
              digest.store(tree);
              return Calls.ok();
            });
  }

  private static Reply merge(CommandCall call) {
    long count =
        Calls.integer(
            call.argument(2), Integer.MIN_VALUE, Integer.MAX_VALUE, NAME + "error parsing numkeys");
    if (count <= 0) {
      throw new CommandFailure(NAME + "numkeys needs to be a positive integer");
    }
    if (call.size() < 3 + count) {
      throw CommandFailure.wrongArguments("tdigest.merge");
    }
    int given = 0;
    boolean override = false;
    for (int i = 3 + (int) count; i < call.size(); i++) {
      if (call.argument(i).isWord("OVERRIDE")) {
        override = true;
      } else if (call.argument(i).isWord("COMPRESSION") && i + 1 < call.size()) {
        given = compression(call.argument(++i));
      } else {
        throw new CommandFailure(NAME + "wrong keyword");
      }
    }
    List<ByteRange> keys = new ArrayList<>();
    keys.add(call.argument(1));
    keys.addAll(call.from(3).subList(0, (int) count));
    boolean replaces = override;
    int compression = given;
    boolean ignored =
        call.keyspace().atomically(keys, List.of(), () -> merge(call, keys, replaces, compression));
    return Calls.ok();
  }

  private static void merge(CommandCall call, List<ByteRange> keys, boolean replaces, int given) {
    List<TDigest> sources = new ArrayList<>();
    keys.subList(1, keys.size()).forEach(key -> sources.add(read(call, key)));
    Trees.View tree = trees(call).view(keys.getFirst());
    TDigest target = tree == null ? null : TDigest.read(tree);
    int compression = given;
    if (compression == 0) {
      compression =
          target != null && !replaces
              ? target.compression()
              : sources.stream().mapToInt(TDigest::compression).max().orElse(TDigest.COMPRESSION);
    }
    TDigest sum = new TDigest(compression);
    if (target != null && !replaces) {
      sum.addAll(target);
    }
    sources.forEach(sum::addAll);
    Boolean ignored =
        trees(call)
            .change(
                keys.getFirst(),
                each -> {
                  sum.store(each);
                  return true;
                });
  }

  private static Reply numbers(
      CommandCall call, String what, ToDoubleBiFunction<TDigest, Double> operation) {
    TDigest digest = read(call);
    List<Reply> all = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      double value = Calls.number(call.argument(i), NAME + "error parsing " + what);
      all.add(new Reply.Floating(operation.applyAsDouble(digest, value)));
    }
    return new Reply.Sequence(all);
  }

  private static Reply quantiles(CommandCall call) {
    return numbers(
        call,
        "quantile",
        (digest, part) -> {
          if (part < 0 || part > 1) {
            throw new CommandFailure(NAME + "quantile should be in [0,1]");
          }
          return digest.quantile(part);
        });
  }

  private static Reply ranks(CommandCall call, boolean reverse) {
    TDigest digest = read(call);
    List<Reply> all = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      double value = Calls.number(call.argument(i), NAME + "error parsing value");
      all.add(new Reply.Whole(rank(digest, value, reverse)));
    }
    return new Reply.Sequence(all);
  }

  private static long rank(TDigest digest, double value, boolean reverse) {
    double total = digest.total();
    if (total == 0) {
      return -2;
    }
    if (value < digest.least()) {
      return reverse ? (long) total : -1;
    }
    if (value > digest.greatest()) {
      return reverse ? -1 : (long) total;
    }
    double below = digest.part(value) * total;
    return (long) (reverse ? Math.floor(total - below + 1e-9) : Math.floor(below + 1e-9));
  }

  private static Reply byRanks(CommandCall call, boolean reverse) {
    TDigest digest = read(call);
    double total = digest.total();
    List<Reply> all = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      long rank =
          Calls.integer(
              call.argument(i), Long.MIN_VALUE, Long.MAX_VALUE, NAME + "error parsing rank");
      if (rank < 0) {
        throw new CommandFailure(NAME + "rank needs to be non negative");
      }
      double value;
      if (total == 0) {
        value = Double.NaN;
      } else if (rank >= total) {
        value = reverse ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      } else {
        double place = reverse ? total - rank - 0.5 : rank + 0.5;
        value = digest.quantile(place / total);
      }
      all.add(new Reply.Floating(value));
    }
    return new Reply.Sequence(all);
  }

  private static Reply trimmedMean(CommandCall call) {
    TDigest digest = read(call);
    double low = Calls.number(call.argument(2), NAME + "error parsing low_cut_percentile");
    double high = Calls.number(call.argument(3), NAME + "error parsing high_cut_percentile");
    if (low < 0 || low > 1 || high < 0 || high > 1) {
      throw new CommandFailure(
          NAME + "low_cut_percentile and high_cut_percentile should be in [0,1]");
    }
    if (low >= high) {
      throw new CommandFailure(
          NAME + "low_cut_percentile should be lower than high_cut_percentile");
    }
    return new Reply.Floating(digest.trimmedMean(low, high));
  }

  private static Reply info(CommandCall call) {
    TDigest digest = read(call);
    return Calls.facts(
        "Compression", digest.compression(),
        "Capacity", digest.capacity(),
        "Merged nodes", digest.mergedCount(),
        "Unmerged nodes", digest.unmergedCount(),
        "Merged weight", (long) digest.mergedWeight(),
        "Unmerged weight", (long) digest.unmergedWeight(),
        "Observations", (long) digest.total(),
        "Total compressions", digest.compressions(),
        "Memory usage", 16L * digest.capacity() + 72);
  }
}
