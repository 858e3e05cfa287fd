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

/**
 * CMS.*: count-min sketches (Cormode and Muthukrishnan, 2005). Header: width, depth, sum of all
 * counts; layer 0: counters of 32 bits, row by row.
 */
final class CountMinCommands {
  private static final long MOST = Integer.MAX_VALUE;
  private static final long MOST_COUNT = 0xFFFFFFFFL;

  private CountMinCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Calls.writes("CMS.INITBYDIM", 4, "Makes a count-min sketch by its size")
            .runs(
                call ->
                    create(
                        call,
                        Calls.integer(call.argument(2), 1, MOST, "CMS: invalid width"),
                        Calls.integer(call.argument(3), 1, MOST, "CMS: invalid depth"))),
        Calls.writes("CMS.INITBYPROB", 4, "Makes a count-min sketch by its errors")
            .runs(CountMinCommands::createByErrors),
        Calls.writes("CMS.INCRBY", -4, "Adds to counts").runs(CountMinCommands::add),
        Calls.reads("CMS.QUERY", -3, "Counts").runs(CountMinCommands::query),
        CommandDefinition.of("module", "CMS.MERGE", -4, "write denyoom module")
            .keys("OW update", 1, 1, 1)
            .about("2.0.0", "O(N) in the sizes of the sketches", "Adds sketches up")
            .runs(CountMinCommands::merge),
        Calls.reads("CMS.INFO", 2, "Facts of a sketch").runs(CountMinCommands::info));
  }

  private static Trees trees(CommandCall call) {
    return call.keyspace().trees(KeyType.COUNT_MIN_SKETCH);
  }

  private static Trees.View require(CommandCall call, ByteRange key) {
    Trees.View tree = trees(call).view(key);
    if (tree == null) {
      throw new CommandFailure("CMS: key does not exist");
    }
    return tree;
  }

  private static Reply createByErrors(CommandCall call) {
    double error = Calls.number(call.argument(2), "CMS: invalid overestimation value");
    double probability = Calls.number(call.argument(3), "CMS: invalid prob value");
    if (error <= 0 || error >= 1) {
      throw new CommandFailure("CMS: invalid overestimation value");
    }
    if (probability <= 0 || probability >= 1) {
      throw new CommandFailure("CMS: invalid prob value");
    }
    long width = (long) Math.ceil(2 / error);
    long depth = (long) Math.ceil(Math.log10(probability) / Math.log10(0.5));
    return create(call, width, depth);
  }

  private static Reply create(CommandCall call, long width, long depth) {
    if (width > MOST || width * depth > MOST) {
      throw new CommandFailure("CMS: invalid init arguments");
    }
    if (call.keyspace().keys().exists(call.argument(1))) {
      throw new CommandFailure("CMS: key already exists");
    }
    trees(call).replace(call.argument(1), tree -> tree.put(Header.KEY, Header.of(width, depth, 0)));
    return Calls.ok();
  }

  private static Reply add(CommandCall call) {
    if (call.size() % 2 != 0) {
      throw CommandFailure.wrongArguments("cms.incrby");
    }
    Trees.View ignored = require(call, call.argument(1));
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              long[] header = Header.read(tree);
              Pages pages = new Pages(tree);
              List<Reply> counts = new ArrayList<>();
              for (int i = 2; i < call.size(); i += 2) {
                long more =
                    Calls.integer(
                        call.argument(i + 1),
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        "CMS: Cannot parse number");
                if (more < 0) {
                  throw new CommandFailure("CMS: Number cannot be negative");
                }
                counts.add(add(pages, header, call.argument(i), more));
              }
              tree.put(Header.KEY, Header.of(header));
              pages.store(tree);
              return new Reply.Sequence(counts);
            });
  }

  private static Reply add(Pages pages, long[] header, ByteRange item, long more) {
    long least = MOST_COUNT;
    for (int row = 0; row < header[1]; row++) {
      long place = place(header, item, row);
      long count = Math.min(MOST_COUNT, Integer.toUnsignedLong(pages.getInt(0, place)) + more);
      pages.putInt(0, place, (int) count);
      least = Math.min(least, count);
    }
    header[2] += more;
    return least == MOST_COUNT ? new Reply.Failure("CMS: INCRBY overflow") : new Reply.Whole(least);
  }

  private static long place(long[] header, ByteRange item, int row) {
    return row * header[0] + Integer.toUnsignedLong(Murmur.hash32(item, row)) % header[0];
  }

  private static Reply query(CommandCall call) {
    Trees.View tree = require(call, call.argument(1));
    long[] header = Header.read(tree);
    Pages pages = new Pages(tree);
    List<Reply> counts = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      long least = Long.MAX_VALUE;
      for (int row = 0; row < header[1]; row++) {
        long place = place(header, call.argument(i), row);
        least = Math.min(least, Integer.toUnsignedLong(pages.getInt(0, place)));
      }
      counts.add(new Reply.Whole(least));
    }
    return new Reply.Sequence(counts);
  }

  private static Reply merge(CommandCall call) {
    int count =
        (int) Calls.integer(call.argument(2), Integer.MIN_VALUE, MOST, "CMS: invalid numkeys");
    if (count < 1) {
      throw new CommandFailure("CMS: Number of keys must be positive");
    }
    boolean weighted = call.size() > 3 + count && call.argument(3 + count).isWord("WEIGHTS");
    if (call.size() != 3 + count + (weighted ? 1 + count : 0)) {
      throw new CommandFailure(
          call.size() > 3 + count
              ? "CMS: wrong number of keys/weights"
              : "CMS: wrong number of keys");
    }
    List<ByteRange> keys = new ArrayList<>();
    keys.add(call.argument(1));
    for (int i = 0; i < count; i++) {
      keys.add(call.argument(3 + i));
    }
    boolean ignored =
        call.keyspace()
            .atomically(
                keys,
                List.of(),
                () -> {
                  long[] header = Header.read(require(call, call.argument(1)));
                  long[] sums = new long[Math.toIntExact(header[0] * header[1])];
                  long total = 0;
                  for (int i = 0; i < count; i++) {
                    long weight =
                        weighted
                            ? Calls.integer(
                                call.argument(4 + count + i),
                                Long.MIN_VALUE,
                                Long.MAX_VALUE,
                                "CMS: invalid weight value")
                            : 1;
                    Trees.View tree = require(call, call.argument(3 + i));
                    long[] other = Header.read(tree);
                    if (other[0] != header[0] || other[1] != header[1]) {
                      throw new CommandFailure("CMS: width/depth is not equal");
                    }
                    total += weight * other[2];
                    Pages pages = new Pages(tree);
                    for (int at = 0; at < sums.length; at++) {
                      sums[at] += weight * Integer.toUnsignedLong(pages.getInt(0, at));
                    }
                  }
                  store(call, header, total, sums);
                });
    return Calls.ok();
  }

  private static void store(CommandCall call, long[] header, long total, long[] sums) {
    Boolean ignored =
        trees(call)
            .change(
                call.argument(1),
                tree -> {
                  Pages pages = new Pages(tree);
                  for (int at = 0; at < sums.length; at++) {
                    if (sums[at] < 0 || sums[at] > MOST_COUNT) {
                      throw new CommandFailure("CMS: MERGE overflow");
                    }
                    if (pages.getInt(0, at) != (int) sums[at]) {
                      pages.putInt(0, at, (int) sums[at]);
                    }
                  }
                  tree.put(Header.KEY, Header.of(header[0], header[1], total));
                  pages.store(tree);
                  return true;
                });
  }

  private static Reply info(CommandCall call) {
    long[] header = Header.read(require(call, call.argument(1)));
    return Calls.facts("width", header[0], "depth", header[1], "count", header[2]);
  }
}
