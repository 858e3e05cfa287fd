package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The most frequent items by HeavyKeeper (Gong and others, 2018). Header: k, width, depth, decay as
 * a double's bits; layer 0: pairs of fingerprint and count of 32 bits, row by row; under {@code t}
 * the items: count (8 bytes), length (4 bytes), bytes.
 */
final class TopK {
  private static final byte[] ITEMS = {'t'};
  private static final int FINGERPRINT_SEED = 1919;

  /** An item among the most frequent ones. */
  record Item(ByteRange bytes, long count) {}

  final long k;
  final long width;
  final long depth;
  final double decay;
  private final Pages pages;
  private final List<Item> items = new ArrayList<>();

  TopK(Trees.View tree, long k, long width, long depth, double decay) {
    this.pages = new Pages(tree);
    this.k = k;
    this.width = width;
    this.depth = depth;
    this.decay = decay;
  }

  static TopK read(Trees.View tree) {
    long[] header = Header.read(tree);
    TopK top = new TopK(tree, header[0], header[1], header[2], Double.longBitsToDouble(header[3]));
    byte[] bytes = tree.get(ITEMS);
    ByteBuffer in = ByteBuffer.wrap(bytes == null ? new byte[0] : bytes);
    while (in.hasRemaining()) {
      long count = in.getLong();
      byte[] item = new byte[in.getInt()];
      in.get(item);
      top.items.add(new Item(ByteRange.of(item), count));
    }
    return top;
  }

  void store(Trees.Editor tree) {
    int size = items.stream().mapToInt(item -> 12 + item.bytes().length()).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    for (Item item : items) {
      out.putLong(item.count()).putInt(item.bytes().length()).put(item.bytes().copy());
    }
    tree.put(Header.KEY, Header.of(k, width, depth, Double.doubleToLongBits(decay)));
    tree.put(ITEMS, out.array());
    pages.store(tree);
  }

  private long place(ByteRange item, int row) {
    return 2 * (row * width + Integer.toUnsignedLong(Murmur.hash32(item, row)) % width);
  }

  /** Counts an item; answers the one that is no longer among the most frequent, if there is one. */
  @Nullable ByteRange add(ByteRange item, long increment) {
    int fingerprint = Murmur.hash32(item, FINGERPRINT_SEED);
    long greatest = 0;
    for (int row = 0; row < depth; row++) {
      greatest = Math.max(greatest, count(place(item, row), fingerprint, increment));
    }
    return rank(item, greatest);
  }

  /** Counts in one bucket; answers the item's count there, 0 when the bucket is another's. */
  private long count(long place, int fingerprint, long increment) {
    long count = Integer.toUnsignedLong(pages.getInt(0, place + 1));
    boolean mine = count == 0 || pages.getInt(0, place) == fingerprint;
    if (mine) {
      return put(place, fingerprint, count + increment);
    }
    for (long rest = increment; rest > 0; rest--) {
      if (ThreadLocalRandom.current().nextDouble() < Math.pow(decay, count)) {
        count--;
        if (count == 0) {
          return put(place, fingerprint, rest);
        }
        pages.putInt(0, place + 1, (int) count);
      }
    }
    return 0;
  }

  private long put(long place, int fingerprint, long count) {
    long kept = Math.min(count, 0xFFFFFFFFL);
    pages.putInt(0, place, fingerprint);
    pages.putInt(0, place + 1, (int) kept);
    return kept;
  }

  private @Nullable ByteRange rank(ByteRange item, long count) {
    int at = indexOf(item);
    if (at >= 0) {
      items.set(at, new Item(items.get(at).bytes(), Math.max(count, items.get(at).count())));
      return null;
    }
    Item kept = new Item(ByteRange.of(item.copy()), count);
    if (items.size() < k) {
      if (count > 0) {
        items.add(kept);
      }
      return null;
    }
    int least = 0;
    for (int i = 1; i < items.size(); i++) {
      if (items.get(i).count() < items.get(least).count()) {
        least = i;
      }
    }
    if (count < items.get(least).count() || count == 0) {
      return null;
    }
    return items.set(least, kept).bytes();
  }

  private int indexOf(ByteRange item) {
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).bytes().equals(item)) {
        return i;
      }
    }
    return -1;
  }

  boolean contains(ByteRange item) {
    return indexOf(item) >= 0;
  }

  /** What is known of an item's count. */
  long count(ByteRange item) {
    int fingerprint = Murmur.hash32(item, FINGERPRINT_SEED);
    int at = indexOf(item);
    long greatest = at >= 0 ? items.get(at).count() : 0;
    for (int row = 0; row < depth; row++) {
      long place = place(item, row);
      if (pages.getInt(0, place) == fingerprint) {
        greatest = Math.max(greatest, Integer.toUnsignedLong(pages.getInt(0, place + 1)));
      }
    }
    return greatest;
  }

  /** The most frequent first. */
  List<Item> list() {
    return items.stream().sorted(Comparator.comparingLong(Item::count).reversed()).toList();
  }
}
