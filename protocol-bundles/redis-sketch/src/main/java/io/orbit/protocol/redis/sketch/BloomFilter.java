package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Trees;
import java.util.ArrayList;
import java.util.List;

/**
 * A scalable Bloom filter (Almeida and others, 2007): layers, each twice as strict as the one
 * before and larger by the expansion. Bits by double hashing of MurmurHash 64A, as RedisBloom has
 * it.
 *
 * <p>Header: items, expansion (0: it does not grow), then of each layer capacity, error rate as a
 * double's bits, items.
 */
final class BloomFilter {
  private static final long SEED = 0xC6A4A7935BD1E995L;
  private static final double LN2 = Math.log(2);
  private static final double TIGHTENING = 0.5;
  private static final int FIXED = 2;
  private static final int PER_LAYER = 3;
  private static final int MOST_LAYERS = 255;
  private static final int VALUE_BYTES = 40;
  private static final int LAYER_BYTES = 56;

  /** A layer. */
  private static final class Layer {
    final long capacity;
    final double error;
    final long bits;
    final int hashes;
    long items;

    Layer(long capacity, double error, long items) {
      this.capacity = capacity;
      this.error = error;
      this.items = items;
      double each = Math.abs(-Math.log(error) / (LN2 * LN2));
      this.hashes = (int) Math.ceil(LN2 * each);
      this.bits = (Math.max(1, (long) (capacity * each)) + 63) / 64 * 64;
    }
  }

  private final List<Layer> layers = new ArrayList<>();
  private final Pages pages;
  private final long expansion;
  private long items;

  private BloomFilter(Trees.View tree, long expansion) {
    this.pages = new Pages(tree);
    this.expansion = expansion;
  }

  /**
   * An empty one.
   *
   * @param expansion 0: it does not grow
   */
  static BloomFilter create(Trees.View tree, double error, long capacity, long expansion) {
    BloomFilter filter = new BloomFilter(tree, expansion);
    filter.layers.add(new Layer(capacity, expansion == 0 ? error : error * TIGHTENING, 0));
    return filter;
  }

  static BloomFilter read(Trees.View tree) {
    long[] header = Header.read(tree);
    BloomFilter filter = new BloomFilter(tree, header[1]);
    filter.items = header[0];
    for (int i = FIXED; i + PER_LAYER <= header.length; i += PER_LAYER) {
      filter.layers.add(
          new Layer(header[i], Double.longBitsToDouble(header[i + 1]), header[i + 2]));
    }
    return filter;
  }

  void store(Trees.Editor tree) {
    long[] header = new long[FIXED + PER_LAYER * layers.size()];
    header[0] = items;
    header[1] = expansion;
    for (int i = 0; i < layers.size(); i++) {
      Layer layer = layers.get(i);
      header[FIXED + PER_LAYER * i] = layer.capacity;
      header[FIXED + PER_LAYER * i + 1] = Double.doubleToLongBits(layer.error);
      header[FIXED + PER_LAYER * i + 2] = layer.items;
    }
    tree.put(Header.KEY, Header.of(header));
    pages.store(tree);
  }

  boolean contains(ByteRange item) {
    long first = Murmur.hash64(item, SEED);
    long second = Murmur.hash64(item, first);
    for (int i = layers.size() - 1; i >= 0; i--) {
      if (!set(i, first, second, false)) {
        return true;
      }
    }
    return false;
  }

  /** False when it seems to be there already. */
  boolean add(ByteRange item) {
    if (contains(item)) {
      return false;
    }
    Layer last = layers.getLast();
    if (last.items >= last.capacity) {
      if (expansion == 0) {
        throw new CommandFailure("ERR non scaling filter is full");
      }
      if (layers.size() == MOST_LAYERS) {
        throw new CommandFailure("ERR problem inserting into filter");
      }
      last = new Layer(last.capacity * expansion, last.error * TIGHTENING, 0);
      layers.add(last);
    }
    long first = Murmur.hash64(item, SEED);
    boolean ignored = set(layers.size() - 1, first, Murmur.hash64(item, first), true);
    last.items++;
    items++;
    return true;
  }

  /** Whether a bit of them is not set; sets them all. */
  private boolean set(int index, long first, long second, boolean set) {
    Layer layer = layers.get(index);
    boolean missing = false;
    for (int i = 0; i < layer.hashes; i++) {
      long bit = Long.remainderUnsigned(first + i * second, layer.bits);
      int value = pages.get(index, bit >> 3);
      int mask = 1 << (bit & 7);
      if ((value & mask) == 0) {
        missing = true;
        if (!set) {
          return true;
        }
        pages.put(index, bit >> 3, value | mask);
      }
    }
    return missing;
  }

  long items() {
    return items;
  }

  long expansion() {
    return expansion;
  }

  int layerCount() {
    return layers.size();
  }

  long capacity() {
    return layers.stream().mapToLong(layer -> layer.capacity).sum();
  }

  long bytes() {
    return VALUE_BYTES + layers.stream().mapToLong(layer -> LAYER_BYTES + layer.bits / 8).sum();
  }
}
