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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** BF.*. */
final class BloomCommands {
  private static final double ERROR = 0.01;
  private static final long CAPACITY = 100;
  private static final long EXPANSION = 2;
  private static final long MOST_CAPACITY = 1L << 30;
  private static final long MOST_EXPANSION = 32_768;

  /** How a filter is made that is not there. */
  private record Plan(double error, long capacity, long expansion, boolean creates) {
    static final Plan DEFAULT = new Plan(ERROR, CAPACITY, EXPANSION, true);
  }

  private BloomCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Calls.writes("BF.RESERVE", -4, "Makes a Bloom filter").runs(BloomCommands::reserve),
        Calls.writes("BF.ADD", 3, "Adds an item").runs(call -> add(call, 2, Plan.DEFAULT, true)),
        Calls.writes("BF.MADD", -3, "Adds items").runs(call -> add(call, 2, Plan.DEFAULT, false)),
        Calls.writes("BF.INSERT", -4, "Adds items to a filter of given parameters")
            .runs(BloomCommands::insert),
        Calls.reads("BF.EXISTS", 3, "Whether an item may be there")
            .runs(call -> contains(call, true)),
        Calls.reads("BF.MEXISTS", -3, "Which items may be there")
            .runs(call -> contains(call, false)),
        Calls.reads("BF.CARD", 2, "Number of items added").runs(BloomCommands::count),
        Calls.reads("BF.INFO", -2, "Facts of a filter").runs(BloomCommands::info),
        Calls.reads("BF.SCANDUMP", 3, "A filter in chunks").runs(BloomCommands::dump),
        Calls.writes("BF.LOADCHUNK", 4, "A filter out of chunks").runs(BloomCommands::load));
  }

  private static Trees trees(CommandCall call) {
    return call.keyspace().trees(KeyType.BLOOM_FILTER);
  }

  private static Trees.@Nullable View view(CommandCall call) {
    return trees(call).view(call.argument(1));
  }

  private static double error(ByteRange word) {
    double error = Calls.number(word, "ERR bad error rate");
    if (error <= 0 || error >= 1) {
      throw new CommandFailure("ERR (0 < error rate range < 1)");
    }
    return error;
  }

  private static long capacity(ByteRange word) {
    long capacity = Calls.integer(word, Long.MIN_VALUE, Long.MAX_VALUE, "ERR bad capacity");
    if (capacity <= 0 || capacity > MOST_CAPACITY) {
      throw new CommandFailure("ERR (capacity should be larger than 0)");
    }
    return capacity;
  }

  private static long expansion(ByteRange word) {
    return Calls.integer(word, 1, MOST_EXPANSION, "ERR bad expansion");
  }

  private static Reply reserve(CommandCall call) {
    double error = error(call.argument(2));
    long capacity = capacity(call.argument(3));
    long expansion = EXPANSION;
    boolean fixed = false;
    boolean given = false;
    for (int i = 4; i < call.size(); i++) {
      if (call.argument(i).isWord("NONSCALING")) {
        fixed = true;
      } else if (call.argument(i).isWord("EXPANSION")) {
        if (i + 1 >= call.size()) {
          throw new CommandFailure("ERR no expansion");
        }
        expansion = expansion(call.argument(++i));
        given = true;
      }
    }
    if (fixed && given) {
      throw new CommandFailure("Nonscaling filters cannot expand");
    }
    Plan plan = new Plan(error, capacity, fixed ? 0 : expansion, true);
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              if (tree.size() > 0) {
                throw new CommandFailure("ERR item exists");
              }
              BloomFilter.create(tree, plan.error(), plan.capacity(), plan.expansion()).store(tree);
              return Calls.ok();
            });
  }

  private static Reply add(CommandCall call, int first, Plan plan, boolean single) {
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              if (tree.size() == 0 && !plan.creates()) {
                throw new CommandFailure("ERR not found");
              }
              BloomFilter filter =
                  tree.size() == 0
                      ? BloomFilter.create(tree, plan.error(), plan.capacity(), plan.expansion())
                      : BloomFilter.read(tree);
              List<Reply> added = new ArrayList<>();
              for (int i = first; i < call.size(); i++) {
                try {
                  added.add(Calls.truth(call, filter.add(call.argument(i))));
                } catch (CommandFailure full) {
                  if (single) {
                    throw full;
                  }
                  added.add(new Reply.Failure(full.getMessage()));
                  break;
                }
              }
              filter.store(tree);
              return single ? added.getFirst() : new Reply.Sequence(added);
            });
  }

  private static Reply insert(CommandCall call) {
    Plan plan = Plan.DEFAULT;
    boolean fixed = false;
    for (int i = 2; i < call.size(); i++) {
      ByteRange word = call.argument(i);
      if (word.isWord("ITEMS")) {
        if (i + 1 == call.size()) {
          throw CommandFailure.wrongArguments("bf.insert");
        }
        Plan chosen =
            new Plan(plan.error(), plan.capacity(), fixed ? 0 : plan.expansion(), plan.creates());
        return add(call, i + 1, chosen, false);
      }
      if (word.isWord("NOCREATE")) {
        plan = new Plan(plan.error(), plan.capacity(), plan.expansion(), false);
      } else if (word.isWord("NONSCALING")) {
        fixed = true;
      } else if (i + 1 < call.size() && word.isWord("ERROR")) {
        double error = error(call.argument(++i));
        plan = new Plan(error, plan.capacity(), plan.expansion(), plan.creates());
      } else if (i + 1 < call.size() && word.isWord("CAPACITY")) {
        long capacity = capacity(call.argument(++i));
        plan = new Plan(plan.error(), capacity, plan.expansion(), plan.creates());
      } else if (i + 1 < call.size() && word.isWord("EXPANSION")) {
        long expansion = expansion(call.argument(++i));
        plan = new Plan(plan.error(), plan.capacity(), expansion, plan.creates());
      } else {
        throw new CommandFailure("Unknown argument received");
      }
    }
    throw CommandFailure.wrongArguments("bf.insert");
  }

  private static Reply contains(CommandCall call, boolean single) {
    Trees.View tree = view(call);
    BloomFilter filter = tree == null ? null : BloomFilter.read(tree);
    List<Reply> found = new ArrayList<>();
    for (int i = 2; i < call.size(); i++) {
      boolean there = filter != null && filter.contains(call.argument(i));
      found.add(Calls.truth(call, there));
    }
    return single ? found.getFirst() : new Reply.Sequence(found);
  }

  private static Reply count(CommandCall call) {
    Trees.View tree = view(call);
    return new Reply.Whole(tree == null ? 0 : BloomFilter.read(tree).items());
  }

  private static Trees.View require(CommandCall call) {
    Trees.View tree = view(call);
    if (tree == null) {
      throw new CommandFailure("ERR not found");
    }
    return tree;
  }

  private static Reply info(CommandCall call) {
    BloomFilter filter = BloomFilter.read(require(call));
    Object expansion = filter.expansion() == 0 ? "" : (Object) filter.expansion();
    if (call.size() == 2) {
      return Calls.facts(
          "Capacity", filter.capacity(),
          "Size", filter.bytes(),
          "Number of filters", filter.layerCount(),
          "Number of items inserted", filter.items(),
          "Expansion rate", expansion);
    }
    Reply.Table one =
        (Reply.Table)
            switch (call.word(2).toUpperCase(Locale.ROOT)) {
              case "CAPACITY" -> Calls.facts("Capacity", filter.capacity());
              case "SIZE" -> Calls.facts("Size", filter.bytes());
              case "FILTERS" -> Calls.facts("Number of filters", filter.layerCount());
              case "ITEMS" -> Calls.facts("Number of items inserted", filter.items());
              case "EXPANSION" -> Calls.facts("Expansion rate", expansion);
              default -> throw new CommandFailure("Invalid information value");
            };
    return call.resp3() ? one : new Reply.Sequence(List.of(one.entries().getFirst().getValue()));
  }

  private static Reply dump(CommandCall call) {
    long iterator =
        Calls.integer(call.argument(2), 0, Long.MAX_VALUE, "ERR Second argument must be numeric");
    return Calls.dump(require(call), iterator);
  }

  private static Reply load(CommandCall call) {
    long iterator =
        Calls.integer(call.argument(2), 0, Long.MAX_VALUE, "ERR Second argument must be numeric");
    byte[] chunk = call.argument(3).copy();
    if (chunk.length > 0) {
      Boolean ignored =
          trees(call)
              .change(
                  call.argument(1),
                  tree -> {
                    if (iterator > 0 && tree.size() == 0 && chunk[8] != 'h') {
                      throw new CommandFailure("ERR received bad data");
                    }
                    Calls.load(tree, chunk);
                    return true;
                  });
    }
    return Calls.ok();
  }
}
