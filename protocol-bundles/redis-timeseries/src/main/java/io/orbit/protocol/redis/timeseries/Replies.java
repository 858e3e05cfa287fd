package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes that replies share. In RESP3 there are maps, sets and numbers. */
final class Replies {
  static final Reply OK = new Reply.Simple("OK");

  private Replies() {}

  /** Of a text whose characters are bytes. */
  static Reply bulk(String text) {
    return new Reply.Bulk(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  static Reply value(CommandCall call, double value) {
    return call.resp3() ? new Reply.Floating(value) : new Reply.Simple(NumberText.format(value));
  }

  static Reply sample(CommandCall call, long time, double value) {
    return new Reply.Sequence(List.of(new Reply.Whole(time), value(call, value)));
  }

  static Reply sample(CommandCall call, @Nullable Sample sample) {
    return sample == null
        ? new Reply.Sequence(List.of())
        : sample(call, sample.time(), sample.value());
  }

  /** Makes each sample's reply as it is written. */
  static Reply samples(CommandCall call, Samples samples) {
    return new Reply.Sequence(
        new AbstractList<>() {
          @Override
          public Reply get(int index) {
            return sample(call, samples.time(index), samples.value(index));
          }

          @Override
          public int size() {
            return samples.size();
          }
        });
  }

  /** Pairs: a map, or a list of lists of two. */
  static Reply pairs(CommandCall call, List<Map.Entry<Reply, Reply>> pairs) {
    if (call.resp3()) {
      return new Reply.Table(pairs);
    }
    List<Reply> all = new ArrayList<>();
    pairs.forEach(each -> all.add(new Reply.Sequence(List.of(each.getKey(), each.getValue()))));
    return new Reply.Sequence(all);
  }

  static Reply labels(CommandCall call, List<Label> labels) {
    List<Map.Entry<Reply, Reply>> pairs = new ArrayList<>();
    labels.forEach(each -> pairs.add(Map.entry(bulk(each.name()), bulk(each.value()))));
    return pairs(call, pairs);
  }

  /** A series of several: its key and the rest. */
  static Reply named(CommandCall call, List<Map.Entry<Reply, List<Reply>>> series) {
    List<Reply> all = new ArrayList<>();
    List<Map.Entry<Reply, Reply>> entries = new ArrayList<>();
    for (Map.Entry<Reply, List<Reply>> each : series) {
      if (call.resp3()) {
        entries.add(Map.entry(each.getKey(), new Reply.Sequence(each.getValue())));
      } else {
        List<Reply> whole = new ArrayList<>();
        whole.add(each.getKey());
        whole.addAll(each.getValue());
        all.add(new Reply.Sequence(whole));
      }
    }
    return call.resp3() ? new Reply.Table(entries) : new Reply.Sequence(all);
  }
}
