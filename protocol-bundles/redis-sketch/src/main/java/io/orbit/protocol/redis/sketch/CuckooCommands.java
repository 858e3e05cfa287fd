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
import org.jspecify.annotations.Nullable;

/** CF.*. */
final class CuckooCommands {
  private static final long CAPACITY = 1_024;
  private static final int BUCKET = 2;
  private static final int ITERATIONS = 20;
  private static final long MOST_CAPACITY = 1L << 33;

  private CuckooCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Calls.writes("CF.RESERVE", -3, "Makes a cuckoo filter").runs(CuckooCommands::reserve),
        Calls.writes("CF.ADD", 3, "Adds an item")
            .runs(call -> add(call, 2, CAPACITY, true, false, true)),
        Calls.writes("CF.ADDNX", 3, "Adds an item that seems not to be there")
            .runs(call -> add(call, 2, CAPACITY, true, true, true)),
        Calls.writes("CF.INSERT", -4, "Adds items").runs(call -> insert(call, false)),
        Calls.writes("CF.INSERTNX", -4, "Adds items that seem not to be there")
            .runs(call -> insert(call, true)),
        Calls.writes("CF.DEL", 3, "Removes an item once").runs(CuckooCommands::delete),
        Calls.reads("CF.EXISTS", 3, "Whether an item may be there")
            .runs(call -> Calls.truth(call, count(view(call), call.argument(2)) > 0)),
        Calls.reads("CF.MEXISTS", -3, "Which items may be there").runs(CuckooCommands::exist),
        Calls.reads("CF.COUNT", 3, "How often an item may be there")
            .runs(call -> new Reply.Whole(count(view(call), call.argument(2)))),
        Calls.reads("CF.INFO", 2, "Facts of a filter").runs(CuckooCommands::info),
        Calls.reads("CF.SCANDUMP", 3, "A filter in chunks").runs(CuckooCommands::dump),
        Calls.writes("CF.LOADCHUNK", 4, "A filter out of chunks").runs(CuckooCommands::load));
  }

  private static Trees trees(CommandCall call) {
    return call.keyspace().trees(KeyType.CUCKOO_FILTER);
  }

  private static Trees.@Nullable View view(CommandCall call) {
    return trees(call).view(call.argument(1));
  }

  private static long count(Trees.@Nullable View tree, ByteRange item) {
    return tree == null ? 0 : CuckooFilter.read(tree).count(item);
  }

  private static Reply reserve(CommandCall call) {
    long capacity = Calls.integer(call.argument(2), 1, MOST_CAPACITY, "Bad capacity");
    long bucket = BUCKET;
    long iterations = ITERATIONS;
    long expansion = 1;
    for (int i = 3; i + 1 < call.size(); i += 2) {
      ByteRange word = call.argument(i);
      ByteRange value = call.argument(i + 1);
      if (word.isWord("BUCKETSIZE")) {
        bucket = Calls.integer(value, 1, 255, "Couldn't parse BUCKETSIZE");
      } else if (word.isWord("MAXITERATIONS")) {
        iterations = Calls.integer(value, 1, 65_535, "Couldn't parse MAXITERATIONS");
      } else if (word.isWord("EXPANSION")) {
        expansion = Calls.integer(value, 0, 32_768, "Couldn't parse EXPANSION");
      }
    }
    if (bucket * 2 > capacity) {
      throw new CommandFailure("Capacity must be at least (BucketSize * 2)");
    }
    int size = (int) bucket;
    int most = (int) iterations;
    long growth = expansion;
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              if (tree.size() > 0) {
                throw new CommandFailure("ERR item exists");
              }
              CuckooFilter.create(tree, capacity, size, most, growth).store(tree);
              return Calls.ok();
            });
  }

  private static Reply add(
      CommandCall call,
      int first,
      long capacity,
      boolean creates,
      boolean onlyNew,
      boolean single) {
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              if (tree.size() == 0 && !creates) {
                throw new CommandFailure("ERR not found");
              }
              CuckooFilter filter =
                  tree.size() == 0
                      ? CuckooFilter.create(tree, capacity, BUCKET, ITERATIONS, 1)
                      : CuckooFilter.read(tree);
              List<Reply> added = new ArrayList<>();
              for (int i = first; i < call.size(); i++) {
                added.add(add(call, filter, call.argument(i), onlyNew, single));
              }
              filter.store(tree);
              return single ? added.getFirst() : new Reply.Sequence(added);
            });
  }

  private static Reply add(
      CommandCall call, CuckooFilter filter, ByteRange item, boolean onlyNew, boolean single) {
    if (onlyNew && filter.count(item) > 0) {
      return Calls.truth(call, false);
    }
    try {
      filter.add(item);
    } catch (CommandFailure full) {
      if (single) {
        throw full;
      }
      return new Reply.Whole(-1);
    }
    return Calls.truth(call, true);
  }

  private static Reply insert(CommandCall call, boolean onlyNew) {
    long capacity = CAPACITY;
    boolean creates = true;
    for (int i = 2; i < call.size(); i++) {
      ByteRange word = call.argument(i);
      if (word.isWord("ITEMS") && i + 1 < call.size()) {
        return add(call, i + 1, capacity, creates, onlyNew, false);
      }
      if (word.isWord("NOCREATE")) {
        creates = false;
      } else if (word.isWord("CAPACITY") && i + 1 < call.size()) {
        capacity = Calls.integer(call.argument(++i), 1, MOST_CAPACITY, "Bad capacity");
      } else {
        throw new CommandFailure("Unknown argument received");
      }
    }
    throw CommandFailure.wrongArguments(onlyNew ? "cf.insertnx" : "cf.insert");
  }

  private static Reply delete(CommandCall call) {
    if (view(call) == null) {
      throw new CommandFailure("Not found");
    }
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              CuckooFilter filter = CuckooFilter.read(tree);
              boolean deleted = filter.delete(call.argument(2));
              filter.store(tree);
              return Calls.truth(call, deleted);
            });
  }

  private static Reply exist(CommandCall call) {
    Trees.View tree = view(call);
    List<Reply> found = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      found.add(Calls.truth(call, count(tree, call.argument(i)) > 0));
    }
    return new Reply.Sequence(found);
  }

  private static Trees.View require(CommandCall call) {
    Trees.View tree = view(call);
    if (tree == null) {
      throw new CommandFailure("ERR not found");
    }
    return tree;
  }

  private static Reply info(CommandCall call) {
    CuckooFilter filter = CuckooFilter.read(require(call));
    return Calls.facts(
        "Size", filter.bytes(),
        "Number of buckets", filter.buckets,
        "Number of filters", filter.layers,
        "Number of items inserted", filter.items,
        "Number of items deleted", filter.deleted,
        "Bucket size", filter.bucketSize,
        "Expansion rate", filter.expansion,
        "Max iterations", filter.iterations);
  }

  private static Reply dump(CommandCall call) {
    long iterator = Calls.integer(call.argument(2), 0, Long.MAX_VALUE, "Invalid position");
    return Calls.dump(require(call), iterator);
  }

  private static Reply load(CommandCall call) {
    long iterator = Calls.integer(call.argument(2), 0, Long.MAX_VALUE, "Invalid position");
    byte[] chunk = call.argument(3).copy();
    if (iterator == 0 || chunk.length == 0) {
      return Calls.ok();
    }
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              if (tree.size() == 0 && (chunk.length < 9 || chunk[8] != 'h')) {
                throw new CommandFailure("Invalid header");
              }
              Calls.load(tree, chunk);
              return Calls.ok();
            });
  }
}
