package io.orbit.kernel.record;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says of most keys that are not in an engine that they are not: a Bloom filter of one word a key
 * (Putze, Sanders, Singler 2007), a larger layer added whenever the last is full. About one in
 * fifty absent keys is let through. Nothing is ever taken out.
 *
 * <p>Reading takes no lock. A key that was added before somebody began to read is found.
 */
final class KeyFilter {
  private static final int BITS_PER_KEY = 16;
  private static final int BITS = 5;
  private static final int SMALLEST = 256;
  private static final int LARGEST = 1 << 26;

  private record Layer(AtomicLongArray words) {
    Layer(int capacity) {
      this(new AtomicLongArray(capacity * BITS_PER_KEY / Long.SIZE));
    }

    int capacity() {
      return words.length() * Long.SIZE / BITS_PER_KEY;
    }

    int place(long mixed) {
      return (int) ((mixed >>> 32) * words.length() >>> 32);
    }

    boolean contains(long mixed) {
      long mask = mask(mixed);
      return (words.get(place(mixed)) & mask) == mask;
    }

    void add(long mixed) {
      words.getAndUpdate(place(mixed), word -> word | mask(mixed));
    }

    private static long mask(long mixed) {
      long mask = 0;
      for (int i = 0; i < BITS; i++) {
        mask |= 1L << (mixed >>> i * 6);
      }
      return mask;
    }
  }

  private volatile Layer[] layers;
  private long added;
  private int inLast;

  /**
   * @param keys about how many are to come
   */
  KeyFilter(long keys) {
    long wanted = Math.max(SMALLEST, Math.min(LARGEST, keys));
    layers = new Layer[] {new Layer((int) wanted)};
  }

  /** Spreads the bits of a hash (the finisher of MurmurHash3). */
  private static long mix(int hash) {
    long mixed = hash * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ mixed >>> 33) * 0xFF51AFD7ED558CCDL;
    return mixed ^ mixed >>> 33;
  }

  boolean mayContain(int hash) {
    return mayContain(mix(hash));
  }

  private boolean mayContain(long mixed) {
    for (Layer layer : layers) {
      if (layer.contains(mixed)) {
        return true;
      }
    }
    return false;
  }

  /** Adds a key; answers by how many bytes the filter grew. */
  synchronized long add(int hash) {
    long mixed = mix(hash);
    if (mayContain(mixed)) {
      return 0;
    }
    long grown = 0;
    Layer[] current = layers;
    Layer last = current[current.length - 1];
    if (inLast >= last.capacity()) {
      last = new Layer(Math.min(LARGEST, last.capacity() * 4));
      Layer[] more = Arrays.copyOf(current, current.length + 1);
      more[current.length] = last;
      layers = more;
      inLast = 0;
      grown = last.words().length() * 8L;
    }
    last.add(mixed);
    added++;
    inLast++;
    return grown;
  }

  synchronized long added() {
    return added;
  }

  long bytes() {
    long total = 0;
    for (Layer layer : layers) {
      total += layer.words().length() * 8L;
    }
    return total;
  }
}
