package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** TS.QUERYINDEX, TS.MGET, TS.MRANGE, TS.MREVRANGE. */
final class FindCommands {
  private FindCommands() {}

  static List<CommandDefinition> all() {
    String cost = "O(N) in the samples of the chunks that the range touches in the series found";
    return List.of(
        Definitions.finds(
                "TS.QUERYINDEX",
                -2,
                "O(N) in the series that the rarest label has",
                "Keys of series by their labels")
            .runs(FindCommands::keys),
        Definitions.finds(
                "TS.MGET",
                -3,
                "O(N) in the series that the rarest label has",
                "The last samples of series by their labels")
            .runs(FindCommands::last),
        Definitions.finds("TS.MRANGE", -4, cost, "Samples of a range of time, by labels")
            .runs(call -> ranges(call, false)),
        Definitions.finds(
                "TS.MREVRANGE", -4, cost, "Samples of a range of time, by labels, the last first")
            .runs(call -> ranges(call, true)));
  }

  private static Reply keys(CommandCall call) {
    LabelFilter filter = LabelFilter.read(call, 1, call.size());
    List<Reply> keys = new ArrayList<>();
    call.keyspace()
        .consistently(
            () ->
                filter
                    .find(call.keyspace())
                    .keySet()
                    .forEach(key -> keys.add(new Reply.Bulk(key))));
    return call.resp3() ? new Reply.Distinct(keys) : new Reply.Sequence(keys);
  }

  private static Reply last(CommandCall call) {
    boolean latest = Words.find(call, "LATEST") != Words.NONE;
    int at = Words.find(call, "FILTER");
    if (at == Words.NONE) {
      throw Words.wrongArguments(call);
    }
    ShownLabels shown = ShownLabels.read(call);
    LabelFilter filter = LabelFilter.read(call, at + 1, call.size());
    SeriesStore store = new SeriesStore(call.keyspace());
    List<Map.Entry<Reply, List<Reply>>> found = new ArrayList<>();
    call.keyspace()
        .consistently(
            () ->
                filter
                    .find(call.keyspace())
                    .forEach(
                        (key, series) ->
                            found.add(
                                Map.entry(
                                    new Reply.Bulk(key),
                                    List.of(
                                        shown.of(call, series.labels()),
                                        ReadCommands.last(
                                            call, store, ByteRange.of(key), series, latest))))));
    return Replies.named(call, found);
  }

  private static Reply ranges(CommandCall call, boolean backward) {
    RangeQuery query = RangeQuery.read(call, 1);
    int at = Words.find(call, "FILTER");
    if (at == Words.NONE) {
      throw Words.error("missing FILTER argument");
    }
    ShownLabels shown = ShownLabels.read(call);
    int groups = Words.find(call, "GROUPBY");
    if (groups != Words.NONE && groups < at) {
      throw Words.error("GROUPBY should always come after filter");
    }
    int end = groups == Words.NONE ? call.size() : groups;
    if (end == at + 1) {
      throw Words.error("missing labels for filter argument");
    }
    LabelFilter filter = LabelFilter.read(call, at + 1, end);
    Aggregation reducer = groups == Words.NONE ? Aggregation.MAX : reducer(call, groups);
    call.requireWaiting();
    SeriesStore store = new SeriesStore(call.keyspace());
    List<Map.Entry<Reply, List<Reply>>> all = new ArrayList<>();
    call.keyspace()
        .consistently(
            () -> {
              Map<byte[], Series> found = filter.find(call.keyspace());
              all.addAll(
                  groups == Words.NONE
                      ? single(call, store, found, query, shown, backward)
                      : grouped(
                          call,
                          store,
                          found,
                          query,
                          shown,
                          backward,
                          call.word(groups + 1),
                          reducer));
            });
    return Replies.named(call, all);
  }

  private static Aggregation reducer(CommandCall call, int groups) {
    int at = Words.find(call, "REDUCE");
    if (groups + 1 >= call.size() || at == Words.NONE || call.size() - groups != 4) {
      throw Words.wrongArguments(call);
    }
    Aggregation reducer = at + 1 < call.size() ? Aggregation.named(call.word(at + 1)) : null;
    if (reducer == null || !reducer.reduces()) {
      throw Words.error("Invalid reducer type");
    }
    return reducer;
  }

  private static List<Map.Entry<Reply, List<Reply>>> single(
      CommandCall call,
      SeriesStore store,
      Map<byte[], Series> found,
      RangeQuery query,
      ShownLabels shown,
      boolean backward) {
    List<Map.Entry<Reply, List<Reply>>> all = new ArrayList<>();
    found.forEach(
        (key, series) -> {
          List<Reply> parts = new ArrayList<>();
          parts.add(shown.of(call, series.labels()));
          if (call.resp3()) {
            AggregationArguments aggregation = query.aggregation();
            List<String> names =
                aggregation == null ? List.of() : List.of(aggregation.aggregation().lowerName());
            parts.add(named("aggregators", names));
          }
          parts.add(
              Replies.samples(
                  call, ReadCommands.read(store, ByteRange.of(key), series, query, backward)));
          all.add(Map.entry(new Reply.Bulk(key), parts));
        });
    return all;
  }

  private static Reply named(String name, List<String> values) {
    List<Reply> list = values.stream().map(Replies::bulk).toList();
    return new Reply.Table(List.of(Map.entry(Replies.bulk(name), new Reply.Sequence(list))));
  }

  private static List<Map.Entry<Reply, List<Reply>>> grouped(
      CommandCall call,
      SeriesStore store,
      Map<byte[], Series> found,
      RangeQuery query,
      ShownLabels shown,
      boolean backward,
      String label,
      Aggregation reducer) {
    Map<String, Group> groups = new TreeMap<>();
    found.forEach(
        (key, series) -> {
          String value = series.label(label);
          if (value != null) {
            groups
                .computeIfAbsent(value, each -> new Group(label, each, reducer))
                .add(
                    key,
                    ReadCommands.read(
                        store, ByteRange.of(key), series, query.unlimited(), false));
          }
        });
    List<Map.Entry<Reply, List<Reply>>> all = new ArrayList<>();
    for (Group group : groups.values()) {
      List<Reply> parts = new ArrayList<>();
      parts.add(shown.of(call, group.labels(call.resp3() && shown.all())));
      if (call.resp3()) {
        parts.add(named("reducers", List.of(reducer.lowerName())));
        parts.add(named("sources", group.keys()));
      }
      parts.add(Replies.samples(call, group.samples(backward, query.count())));
      all.add(Map.entry(Replies.bulk(group.name()), parts));
    }
    return all;
  }
}
