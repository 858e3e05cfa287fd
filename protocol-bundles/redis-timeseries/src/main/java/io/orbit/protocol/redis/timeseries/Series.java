package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A series as of one moment, or as it stands in a change. One thread. */
class Series {
  static final byte CHUNK = 'c';
  static final byte SAMPLE = 't';
  static final int ELEMENT = 9;

  private final Trees.View tree;

  Series(Trees.View tree) {
    this.tree = tree;
  }

  static byte[] element(byte kind, long time) {
    return ByteBuffer.allocate(ELEMENT).put(kind).putLong(time).array();
  }

  static long time(byte[] element) {
    return ByteBuffer.wrap(element).getLong(1);
  }

  static double value(byte[] bytes) {
    return ByteBuffer.wrap(bytes).getDouble();
  }

  static boolean is(byte kind, byte[] element) {
    return element.length == ELEMENT && element[0] == kind;
  }

  final boolean exists() {
    return tree.size() > 0;
  }

  final Header header() {
    byte[] bytes = tree.get(Header.KEY);
    return bytes == null ? Header.DEFAULT : Header.read(bytes);
  }

  final List<Label> labels() {
    byte[] bytes = tree.get(Label.KEY);
    return bytes == null ? List.of() : Label.read(bytes);
  }

  final @Nullable String label(String name) {
    for (Label each : labels()) {
      if (each.name().equals(name)) {
        return each.value();
      }
    }
    return null;
  }

  /** In the order in which they were made. */
  final List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(0);
    tree.forEach(
        new byte[] {Trees.LINK},
        (key, value) -> {
          if (Rule.isRule(key)) {
            rules.add(Rule.read(key, value));
          }
          return key.length > 0 && key[0] == Trees.LINK;
        });
    rules.sort(Comparator.comparingLong(Rule::place));
    return rules;
  }

  final @Nullable Rule rule(ByteRange target) {
    byte[] element = Rule.element(target);
    byte[] value = tree.get(element);
    return value == null ? null : Rule.read(element, value);
  }

  final boolean isFilledFrom(ByteRange source) {
    return tree.get(Rule.sourceElement(source)) != null;
  }

  /** The series that this one is filled from; null for none. */
  final @Nullable ByteRange source() {
    ByteRange[] found = new ByteRange[1];
    tree.forEach(
        new byte[] {Trees.LINK},
        (key, value) -> {
          if (Rule.isSource(key)) {
            found[0] = Rule.other(key);
          }
          return found[0] == null && key.length > 0 && key[0] == Trees.LINK;
        });
    return found[0];
  }

  private int links() {
    int[] count = {0};
    tree.forEach(
        new byte[] {Trees.LINK},
        (key, value) -> {
          boolean link = key.length > 0 && key[0] == Trees.LINK;
          count[0] += link ? 1 : 0;
          return link;
        });
    return count[0];
  }

  /** Number of samples that are in no chunk. */
  final long tail(Header header) {
    int labels = header.labels() == 0 ? 0 : header.labels() + 1;
    return tree.size() - 1 - labels - links() - header.chunks();
  }

  final long count() {
    Header header = header();
    return header.packed() + tail(header);
  }

  /** The newest sample; null when there is none. */
  final @Nullable Sample last() {
    Sample[] found = new Sample[1];
    tree.forEachDown(
        null,
        (key, value) -> {
          if (is(SAMPLE, key)) {
            found[0] = new Sample(time(key), value(value));
          }
          return false;
        });
    Chunk chunk = found[0] == null ? lastChunk() : null;
    return chunk == null ? found[0] : chunk.last();
  }

  final @Nullable Chunk lastChunk() {
    byte[] key = chunkBefore(new byte[] {CHUNK + 1});
    byte[] bytes = key == null ? null : tree.get(key);
    return bytes == null ? null : new Chunk(bytes);
  }

  /** The key of the last chunk before a key; null for none. */
  final byte @Nullable [] chunkBefore(byte[] before) {
    byte[][] found = new byte[1][];
    tree.forEachDown(
        before,
        (key, value) -> {
          found[0] = is(CHUNK, key) ? key : null;
          return false;
        });
    return found[0];
  }

  /** The key of the chunk in which a time's sample is, if it is in one; null for none. */
  final byte @Nullable [] chunkOf(long time) {
    byte[] after = element(CHUNK, time == Long.MAX_VALUE ? time : time + 1);
    return chunkBefore(after);
  }

  /** The earliest time that retention leaves. */
  final long oldest() {
    long retention = header().retention();
    Sample last = retention == 0 ? null : last();
    return last == null ? 0 : Math.max(0, last.time() - retention);
  }

  /** Called once a chunk. */
  interface ChunkVisitor {
    boolean visit(long begins, Chunk chunk);
  }

  /** Walks the chunks from the one in which a time is. */
  final boolean chunks(long from, ChunkVisitor visitor) {
    byte[] first = chunkOf(from);
    boolean[] more = {true};
    tree.forEach(
        first == null ? element(CHUNK, 0) : first,
        (key, value) -> {
          more[0] = !is(CHUNK, key) || visitor.visit(time(key), new Chunk(value));
          return more[0] && is(CHUNK, key);
        });
    return more[0];
  }

  /** Shows the samples from one time to another, both included; false when it wants no more. */
  final boolean forward(long from, long to, SampleSink sink) {
    if (from > to) {
      return true;
    }
    SampleSink within = (time, value) -> time < from || time <= to && sink.accept(time, value);
    boolean[] more = {true};
    boolean whole =
        chunks(
            from,
            (begins, chunk) -> {
              if (begins > to) {
                return false;
              }
              boolean inside = begins >= from && chunk.last().time() <= to;
              more[0] = chunk.last().time() < from || chunk.forEach(inside ? sink : within);
              return more[0];
            });
    if (!whole) {
      return false;
    }
    tree.forEach(
        element(SAMPLE, from),
        (key, value) -> {
          boolean wanted = is(SAMPLE, key) && time(key) <= to;
          more[0] = !wanted || sink.accept(time(key), value(value));
          return wanted && more[0];
        });
    return more[0];
  }

  /** As {@link #forward}, the last one first. */
  final boolean backward(long from, long to, SampleSink sink) {
    if (from > to) {
      return true;
    }
    boolean[] more = {true};
    byte[] behind = to == Long.MAX_VALUE ? new byte[] {SAMPLE + 1} : element(SAMPLE, to + 1);
    tree.forEachDown(
        behind,
        (key, value) -> {
          boolean wanted = is(SAMPLE, key) && time(key) >= from;
          more[0] = !wanted || sink.accept(time(key), value(value));
          return wanted && more[0];
        });
    byte[] before = to == Long.MAX_VALUE ? new byte[] {CHUNK + 1} : element(CHUNK, to + 1);
    if (more[0]) {
      tree.forEachDown(
          before,
          (key, value) -> {
            boolean wanted = is(CHUNK, key) && new Chunk(value).last().time() >= from;
            more[0] = !wanted || backward(new Chunk(value), from, to, sink);
            return wanted && more[0];
          });
    }
    return more[0];
  }

  private static boolean backward(Chunk chunk, long from, long to, SampleSink sink) {
    Samples samples = chunk.samples();
    for (int i = samples.size() - 1; i >= 0 && samples.time(i) >= from; i--) {
      if (samples.time(i) <= to && !sink.accept(samples.time(i), samples.value(i))) {
        return false;
      }
    }
    return true;
  }

  /** The first sample from a time on; null for none. */
  final @Nullable Sample from(long time) {
    Sample[] found = new Sample[1];
    boolean ignored =
        forward(
            time,
            Long.MAX_VALUE,
            (at, value) -> {
              found[0] = new Sample(at, value);
              return false;
            });
    return found[0];
  }

  /** The last sample before a time; null for none. */
  final @Nullable Sample before(long time) {
    Sample[] found = new Sample[1];
    boolean ignored =
        backward(
            0,
            time - 1,
            (at, value) -> {
              found[0] = new Sample(at, value);
              return false;
            });
    return found[0];
  }

  /**
   * What a rule makes of a bucket's samples; null where there are none.
   *
   * @param start where the bucket begins
   * @param closed whether what comes behind it counts for the time-weighted average
   */
  final @Nullable Double aggregate(Rule rule, long start, long since, boolean closed) {
    long end = rule.endOf(start);
    Accumulator bucket = new Accumulator(rule.aggregation());
    boolean weighs = rule.aggregation() == Aggregation.TWA;
    bucket.begin(start, end, weighs && since < 0 ? before(start) : null);
    boolean ignored =
        forward(
            Math.max(start, since),
            end - 1,
            (time, value) -> {
              bucket.add(time, value);
              return true;
            });
    return bucket.isEmpty() ? null : bucket.finish(weighs && closed ? from(end) : null);
  }
}
