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

/** TOPK.*. */
final class TopKCommands {
  private static final long MOST = 100_000;

  private TopKCommands() {}

  static List<CommandDefinition> all() {
    return List.of(
        Calls.writes("TOPK.RESERVE", -3, "Makes a list of the most frequent items")
            .runs(TopKCommands::reserve),
        Calls.writes("TOPK.ADD", -3, "Counts items").runs(call -> count(call, false)),
        Calls.writes("TOPK.INCRBY", -4, "Counts items several times")
            .runs(call -> count(call, true)),
        Calls.reads("TOPK.QUERY", -3, "Which items are among the most frequent")
            .runs(
                call -> {
                  TopK top = TopK.read(require(call));
                  return each(call, item -> Calls.truth(call, top.contains(item)));
                }),
        Calls.reads("TOPK.COUNT", -3, "Counts of items")
            .runs(
                call -> {
                  TopK top = TopK.read(require(call));
                  return each(call, item -> new Reply.Whole(top.count(item)));
                }),
        Calls.reads("TOPK.LIST", -2, "The most frequent items").runs(TopKCommands::list),
        Calls.reads("TOPK.INFO", 2, "Facts of a list").runs(TopKCommands::info));
  }

  private static Trees trees(CommandCall call) {
    return call.keyspace().trees(KeyType.TOP_K);
  }

  private static Trees.View require(CommandCall call) {
    Trees.View tree = trees(call).view(call.argument(1));
    if (tree == null) {
      throw new CommandFailure("TopK: key does not exist");
    }
    return tree;
  }

  private static Reply each(
      CommandCall call, java.util.function.Function<ByteRange, Reply> answer) {
    return new Reply.Sequence(call.from(2).stream().map(answer).toList());
  }

  private static Reply reserve(CommandCall call) {
    if (call.size() != 3 && call.size() != 6) {
      throw CommandFailure.wrongArguments("topk.reserve");
    }
    boolean sized = call.size() == 6;
    long k = Calls.integer(call.argument(2), 1, MOST, "TopK: invalid k");
    long width =
        sized ? Calls.integer(call.argument(3), 1, Integer.MAX_VALUE, "TopK: invalid width") : 8;
    long depth = sized ? Calls.integer(call.argument(4), 1, MOST, "TopK: invalid depth") : 7;
    double decay = 0.9;
    if (sized) {
      String wrong = "TopK: invalid decay value. must be '<= 1' & '> 0'";
      decay = Calls.number(call.argument(5), wrong);
      if (decay <= 0 || decay > 1) {
        throw new CommandFailure(wrong);
      }
    }
    if (call.keyspace().keys().exists(call.argument(1))) {
      throw new CommandFailure("TopK: key already exists");
    }
    double chosen = decay;
    trees(call)
        .replace(call.argument(1), tree -> new TopK(tree, k, width, depth, chosen).store(tree));
    return Calls.ok();
  }

  private static Reply count(CommandCall call, boolean increments) {
    if (increments && call.size() % 2 != 0) {
      throw CommandFailure.wrongArguments("topk.incrby");
    }
    Trees.View ignored = require(call);
    return trees(call)
        .change(
            call.argument(1),
            tree -> {
              TopK top = TopK.read(tree);
              List<Reply> expelled = new ArrayList<>();
              for (int i = 2; i < call.size(); i += increments ? 2 : 1) {
                long increment =
                    increments
                        ? Calls.integer(
                            call.argument(i + 1),
                            1,
                            MOST,
                            "TopK: increment must be an integer greater or equal to 1 and smaller"
                                + " or equal to 100,000")
                        : 1;
                ByteRange out = top.add(call.argument(i), increment);
                expelled.add(out == null ? new Reply.Nothing() : new Reply.Bulk(out.copy()));
              }
              top.store(tree);
              return new Reply.Sequence(expelled);
            });
  }

  private static Reply list(CommandCall call) {
    boolean counts = call.size() == 3;
    if (counts && !call.argument(2).isWord("WITHCOUNT")) {
      throw new CommandFailure("WITHCOUNT keyword expected");
    }
    List<Reply> all = new ArrayList<>();
    for (TopK.Item item : TopK.read(require(call)).list()) {
      all.add(new Reply.Bulk(item.bytes().copy()));
      if (counts) {
        all.add(new Reply.Whole(item.count()));
      }
    }
    return new Reply.Sequence(all);
  }

  private static Reply info(CommandCall call) {
    TopK top = TopK.read(require(call));
    return Calls.facts("k", top.k, "width", top.width, "depth", top.depth, "decay", top.decay);
  }
}
