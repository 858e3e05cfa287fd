package io.orbit.testkit.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A reproducible sequence of batches: the n-th one depends on the seed and n alone, so that a
 * process that died and the one that checks what it left agree on every position's content.
 */
public final class Workload {
  private static final int KEYS = 1_500;
  private static final long POSITION_STEP = 17;

  private final long seed;
  private final List<byte[]> keys = new ArrayList<>();

  public Workload(long seed) {
    this.seed = seed;
    keys.add(new byte[0]);
    keys.add(new byte[] {0});
    keys.add(new byte[] {0, 0});
    keys.add(new byte[] {-1});
    keys.add(new byte[] {-1, -1, -1});
    Random random = new Random(seed);
    while (keys.size() < KEYS) {
      keys.add(bytes(random, 1 + random.nextInt(random.nextInt(20) == 0 ? 300 : 12)));
    }
  }

  /** Every key that a batch may touch. */
  public List<byte[]> keys() {
    return keys;
  }

  /** A key that may or may not be one of {@link #keys}. */
  public byte[] bound(Random random) {
    return random.nextBoolean()
        ? keys.get(random.nextInt(keys.size()))
        : bytes(random, random.nextInt(4));
  }

  /** The position that stands for the first {@code batches} batches. */
  public static long position(int batches) {
    return batches * POSITION_STEP;
  }

  /** The number of batches a position stands for. */
  public static int batches(long position) {
    if (position % POSITION_STEP != 0) {
      throw new AssertionError("position " + position + " was never written");
    }
    return Math.toIntExact(position / POSITION_STEP);
  }

  /** The n-th batch, from 1; some are empty. */
  public Changes batch(int number) {
    Random random = new Random(seed * 31 + number);
    Changes changes = new Changes();
    int size = random.nextInt(10) == 0 ? 0 : random.nextInt(300);
    for (int i = 0; i < size; i++) {
      byte[] key = keys.get(random.nextInt(keys.size()));
      changes.put(
          key,
          random.nextInt(10) < 3 ? Optional.empty() : Optional.of(bytes(random, length(random))));
    }
    return changes;
  }

  /** What an engine holds after the first {@code batches} batches. */
  public Contents contents(int batches) {
    Contents contents = new Contents();
    for (int number = 1; number <= batches; number++) {
      contents.apply(batch(number));
    }
    return contents;
  }

  private static int length(Random random) {
    return switch (random.nextInt(50)) {
      case 0 -> 0;
      case 1 -> 20_000 + random.nextInt(80_000);
      default -> random.nextInt(300);
    };
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
