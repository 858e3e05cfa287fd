package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A series being changed. */
final class SeriesEditor extends Series {
  /** How many samples wait for a chunk. */
  static final int TAIL = 128;

  /** A chunk into which samples are put late is split when it is so many times too large. */
  private static final double SPLIT = 1.2;

  private final Trees.Editor tree;

  SeriesEditor(Trees.Editor tree) {
    super(tree);
    this.tree = tree;
  }

  void write(Header header) {
    tree.put(Header.KEY, header.toBytes());
  }

  /** Makes the series, or gives it other labels; with labels inside a transaction. */
  void write(Header header, List<Label> labels) {
    labels().forEach(each -> tree.remove(each.element()));
    labels.forEach(each -> tree.put(each.element(), new byte[0]));
    if (!labels.isEmpty()) {
      tree.put(Label.KEY, Label.write(labels));
    } else if (tree.get(Label.KEY) != null) {
      tree.remove(Label.KEY);
    }
    long distinct = labels.stream().distinct().count();
    write(header.withLabels((int) distinct));
  }

  void put(Rule rule) {
    tree.put(Rule.element(rule.target()), rule.toBytes());
  }

  void putElement(byte[] key, byte[] value) {
    tree.put(key, value);
  }

  void remove(byte[] element) {
    tree.remove(element);
  }

  private static byte[] bytes(double value) {
    return ByteBuffer.allocate(Double.BYTES).putDouble(value).array();
  }

  /** Adds a sample that is later than all others. */
  void append(long time, double value) {
    Header header = header();
    if (tail(header) >= Math.min(TAIL, Math.max(2, header.chunkSize() / 16))) {
      pack(header, time);
    }
    tree.put(element(SAMPLE, time), bytes(value));
  }

  /** Puts the tail into chunks, and drops chunks that retention leaves nothing of. */
  private void pack(Header header, long newest) {
    byte[] lastKey = chunkBefore(new byte[] {CHUNK + 1});
    byte[] lastBytes = lastKey == null ? null : tree.get(lastKey);
    Samples samples = new Samples(TAIL * 2);
    if (lastBytes != null && new Chunk(lastBytes).size() < header.chunkSize()) {
      boolean ignored = new Chunk(lastBytes).forEach(samples);
    } else {
      lastKey = null;
    }
    int old = samples.size();
    List<byte[]> packed = new ArrayList<>();
    tree.forEach(
        element(SAMPLE, 0),
        (key, value) -> {
          if (is(SAMPLE, key)) {
            samples.add(time(key), value(value));
            packed.add(key);
          }
          return true;
        });
    packed.forEach(tree::remove);
    int written = writeChunks(header, samples, header.chunkSize());
    int more = lastKey == null ? written : written - 1;
    long total = header.packed() + samples.size() - old;
    trim(header.withChunks(header.chunks() + more, total), newest);
  }

  private void trim(Header header, long newest) {
    int[] chunks = {header.chunks()};
    long[] count = {header.packed()};
    List<byte[]> gone = new ArrayList<>(0);
    if (header.retention() > 0 && newest > header.retention()) {
      boolean ignored =
          chunks(
              0,
              (begins, chunk) -> {
                boolean old = chunk.last().time() < newest - header.retention();
                if (old) {
                  gone.add(element(CHUNK, begins));
                  chunks[0]--;
                  count[0] -= chunk.count();
                }
                return old;
              });
    }
    gone.forEach(tree::remove);
    write(header.withChunks(chunks[0], count[0]));
  }

  /** Answers how many chunks it took. */
  private int writeChunks(Header header, Samples samples, int mostBytes) {
    int from = 0;
    int written = 0;
    while (from < samples.size()) {
      int count = Chunk.fitting(samples, from, mostBytes, header.compressed());
      writeChunk(header, samples, from, from + count);
      from += count;
      written++;
    }
    return written;
  }

  private void writeChunk(Header header, Samples samples, int from, int to) {
    byte[] chunk = Chunk.write(samples, from, to, header.compressed());
    tree.put(element(CHUNK, samples.time(from)), chunk);
  }

  /**
   * Adds a sample wherever it belongs.
   *
   * @throws CommandFailure when there is one of that time and the policy does not allow another
   */
  void upsert(long time, double value, DuplicatePolicy policy) {
    Sample last = last();
    if (last == null || time > last.time()) {
      append(time, value);
      return;
    }
    Chunk newest = lastChunk();
    if (newest == null || time > newest.last().time()) {
      byte[] key = element(SAMPLE, time);
      byte[] old = tree.get(key);
      tree.put(key, bytes(old == null ? value : choose(policy, value(old), value)));
      return;
    }
    upsertInChunk(time, value, policy);
  }

  private static double choose(DuplicatePolicy policy, double old, double given) {
    Double chosen = policy.choose(old, given);
    if (chosen == null) {
      throw new CommandFailure(
          "ERR TSDB: Error at upsert, update is not supported when DUPLICATE_POLICY is set to"
              + " BLOCK mode");
    }
    return chosen;
  }

  private void upsertInChunk(long time, double value, DuplicatePolicy policy) {
    byte[] key = chunkOf(time);
    byte[] chunkKey = key == null ? firstChunk() : key;
    byte[] bytes = chunkKey == null ? null : tree.get(chunkKey);
    if (chunkKey == null || bytes == null) {
      throw new IllegalStateException("a sample belongs into a chunk that is not there");
    }
    Chunk chunk = new Chunk(bytes);
    Samples samples = chunk.samples();
    int at = samples.find(time);
    boolean there = at < samples.size() && samples.time(at) == time;
    if (there) {
      samples.set(at, choose(policy, samples.value(at), value));
    } else {
      samples.insert(at, time, value);
    }
    Header header = header();
    tree.remove(chunkKey);
    boolean splits = chunk.size() > header.chunkSize() * SPLIT && samples.size() > 1;
    int middle = splits ? samples.size() / 2 : samples.size();
    writeChunk(header, samples, 0, middle);
    if (splits) {
      writeChunk(header, samples, middle, samples.size());
    }
    if (splits || !there) {
      write(
          header.withChunks(header.chunks() + (splits ? 1 : 0), header.packed() + (there ? 0 : 1)));
    }
  }

  private byte @Nullable [] firstChunk() {
    byte[][] found = new byte[1][];
    tree.forEach(
        element(CHUNK, 0),
        (key, value) -> {
          found[0] = is(CHUNK, key) ? key : null;
          return false;
        });
    return found[0];
  }

  /** Removes the samples from one time to another, both included; answers how many. */
  long delete(long from, long to) {
    Header header = header();
    List<byte[]> gone = new ArrayList<>();
    tree.forEach(
        element(SAMPLE, from),
        (key, value) -> {
          boolean inside = is(SAMPLE, key) && time(key) <= to;
          if (inside) {
            gone.add(key);
          }
          return inside;
        });
    List<Long> touched = new ArrayList<>();
    boolean ignored =
        chunks(
            from,
            (begins, chunk) -> {
              if (begins <= to && chunk.last().time() >= from) {
                touched.add(begins);
              }
              return begins <= to;
            });
    gone.forEach(tree::remove);
    long removed = 0;
    int chunks = header.chunks();
    for (long begins : touched) {
      byte[] key = element(CHUNK, begins);
      byte[] bytes = tree.get(key);
      if (bytes != null) {
        Samples all = new Chunk(bytes).samples();
        Samples left = new Samples(all.size());
        for (int i = 0; i < all.size(); i++) {
          if (all.time(i) < from || all.time(i) > to) {
            left.add(all.time(i), all.value(i));
          }
        }
        tree.remove(key);
        if (left.size() > 0) {
          writeChunk(header, left, 0, left.size());
        } else {
          chunks--;
        }
        removed += all.size() - left.size();
      }
    }
    if (!touched.isEmpty()) {
      write(header.withChunks(chunks, header.packed() - removed));
    }
    return removed + gone.size();
  }
}
