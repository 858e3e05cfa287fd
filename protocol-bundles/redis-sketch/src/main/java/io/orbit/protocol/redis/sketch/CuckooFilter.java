package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Trees;

/**
 * A cuckoo filter (Fan and others, 2014) that grows by further layers. Fingerprints of a byte,
 * their two buckets by partial-key hashing, as RedisBloom has it.
 *
 * <p>Header: buckets of the first layer, a bucket's size, iterations, expansion, layers, items,
 * items deleted. A layer's page is its fingerprints, bucket by bucket.
 */
final class CuckooFilter {
  private static final long SPREAD = 0x5BD1E995L;
  private static final int FINGERPRINTS = 255;
  private static final int MOST_LAYERS = 64;
  private static final int VALUE_BYTES = 56;

  final long buckets;
  final int bucketSize;
  final int iterations;
  final long expansion;
  int layers;
  long items;
  long deleted;
  private final Pages pages;

  private CuckooFilter(
      Trees.View tree, long buckets, int bucketSize, int iterations, long expansion) {
    this.pages = new Pages(tree);
    this.buckets = buckets;
    this.bucketSize = bucketSize;
    this.iterations = iterations;
    this.expansion = expansion;
  }

  static CuckooFilter create(
      Trees.View tree, long capacity, int bucketSize, int iterations, long expansion) {
    CuckooFilter filter =
        new CuckooFilter(
            tree,
            powerOfTwo(Math.max(1, capacity / bucketSize)),
            bucketSize,
            iterations,
            expansion == 0 ? 0 : powerOfTwo(expansion));
    filter.layers = 1;
    return filter;
  }

  private static long powerOfTwo(long least) {
    return least <= 1 ? 1 : Long.highestOneBit(least - 1) * 2;
  }

  static CuckooFilter read(Trees.View tree) {
    long[] header = Header.read(tree);
    CuckooFilter filter =
        new CuckooFilter(tree, header[0], (int) header[1], (int) header[2], header[3]);
    filter.layers = (int) header[4];
    filter.items = header[5];
    filter.deleted = header[6];
    return filter;
  }

  void store(Trees.Editor tree) {
    tree.put(
        Header.KEY, Header.of(buckets, bucketSize, iterations, expansion, layers, items, deleted));
    pages.store(tree);
  }

  private long buckets(int layer) {
    long count = buckets;
    for (int i = 0; i < layer; i++) {
      count *= expansion;
    }
    return count;
  }

  private static int fingerprint(long hash) {
    return (int) Long.remainderUnsigned(hash, FINGERPRINTS) + 1;
  }

  private static long other(long hash, int fingerprint) {
    return hash ^ fingerprint * SPREAD;
  }

  private long slot(int layer, long hash, int index) {
    return Long.remainderUnsigned(hash, buckets(layer)) * bucketSize + index;
  }

  /** How often it seems to be there. */
  long count(ByteRange item) {
    long hash = Murmur.hash64(item, 0);
    int fingerprint = fingerprint(hash);
    long second = other(hash, fingerprint);
    long count = 0;
    for (int layer = 0; layer < layers; layer++) {
      count += count(layer, hash, fingerprint);
      boolean same = slot(layer, hash, 0) == slot(layer, second, 0);
      count += same ? 0 : count(layer, second, fingerprint);
    }
    return count;
  }

  private long count(int layer, long hash, int fingerprint) {
    long count = 0;
    for (int i = 0; i < bucketSize; i++) {
      if (pages.get(layer, slot(layer, hash, i)) == fingerprint) {
        count++;
      }
    }
    return count;
  }

  private boolean replace(int layer, long hash, int wanted, int value) {
    for (int i = 0; i < bucketSize; i++) {
      long slot = slot(layer, hash, i);
      if (pages.get(layer, slot) == wanted) {
        pages.put(layer, slot, value);
        return true;
      }
    }
    return false;
  }

  /** False when there is none. */
  boolean delete(ByteRange item) {
    long hash = Murmur.hash64(item, 0);
    int fingerprint = fingerprint(hash);
    for (int layer = layers - 1; layer >= 0; layer--) {
      if (replace(layer, hash, fingerprint, 0)
          || replace(layer, other(hash, fingerprint), fingerprint, 0)) {
        items--;
        deleted++;
        return true;
      }
    }
    return false;
  }

  void add(ByteRange item) {
    long hash = Murmur.hash64(item, 0);
    int fingerprint = fingerprint(hash);
    for (int layer = layers - 1; layer >= 0; layer--) {
      if (replace(layer, hash, 0, fingerprint)
          || replace(layer, other(hash, fingerprint), 0, fingerprint)) {
        items++;
        return;
      }
    }
    if (!push(hash, fingerprint)) {
      if (expansion == 0) {
        throw new CommandFailure("Filter is full");
      }
      if (layers == MOST_LAYERS) {
        throw new CommandFailure("Maximum expansions reached");
      }
      layers++;
      boolean ignored = replace(layers - 1, hash, 0, fingerprint);
    }
    items++;
  }

  /** Moves others to their second buckets; puts all back when that frees nothing. */
  private boolean push(long hash, int fingerprint) {
    int layer = layers - 1;
    long bucket = Long.remainderUnsigned(hash, buckets(layer));
    int moving = fingerprint;
    int victim = 0;
    long[] slots = new long[iterations];
    int[] before = new int[iterations];
    for (int i = 0; i < iterations; i++) {
      slots[i] = bucket * bucketSize + victim;
      before[i] = pages.get(layer, slots[i]);
      pages.put(layer, slots[i], moving);
      moving = before[i];
      bucket = Long.remainderUnsigned(other(bucket, moving), buckets(layer));
      if (replace(layer, bucket, 0, moving)) {
        return true;
      }
      victim = (victim + 1) % bucketSize;
    }
    for (int i = iterations - 1; i >= 0; i--) {
      pages.put(layer, slots[i], before[i]);
    }
    return false;
  }

  long bytes() {
    long bytes = VALUE_BYTES;
    for (int layer = 0; layer < layers; layer++) {
      bytes += buckets(layer) * bucketSize;
    }
    return bytes;
  }
}
