package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which labels a reply shows.
 *
 * @param all every one
 * @param selected these, also where a series lacks them
 */
record ShownLabels(boolean all, List<String> selected) {
  private static final int MOST = 50;
  private static final Set<String> ENDS =
      Set.of(
          "WITHLABELS",
          "AGGREGATION",
          "LIMIT",
          "GROUPBY",
          "REDUCE",
          "FILTER",
          "FILTER_BY_VALUE",
          "FILTER_BY_TS",
          "COUNT");

  static ShownLabels read(CommandCall call) {
    boolean all = Words.find(call, "WITHLABELS") != Words.NONE;
    int at = Words.find(call, "SELECTED_LABELS");
    List<String> selected = new ArrayList<>();
    if (at != Words.NONE) {
      if (all) {
        throw Words.error("cannot accept WITHLABELS and SELECT_LABELS together");
      }
      for (int i = at + 1; i < call.size() && !isEnd(call.word(i)); i++) {
        if (selected.size() == MOST) {
          throw Words.error("reached max size for SELECT_LABELS");
        }
        selected.add(call.word(i));
      }
      if (selected.isEmpty()) {
        throw Words.error("SELECT_LABELS should have at least 1 parameter");
      }
    }
    return new ShownLabels(all, selected);
  }

  private static boolean isEnd(String word) {
    return ENDS.contains(word.toUpperCase(java.util.Locale.ROOT));
  }

  Reply of(CommandCall call, List<Label> labels) {
    if (all) {
      return Replies.labels(call, labels);
    }
    List<Map.Entry<Reply, Reply>> pairs = new ArrayList<>();
    for (String name : selected) {
      Map.Entry<Reply, Reply> shown = Map.entry(Replies.bulk(name), new Reply.Nothing());
      for (Label label : labels) {
        if (label.name().equalsIgnoreCase(name)) {
          shown = Map.entry(Replies.bulk(label.name()), Replies.bulk(label.value()));
          break;
        }
      }
      pairs.add(shown);
    }
    return Replies.pairs(call, pairs);
  }
}
