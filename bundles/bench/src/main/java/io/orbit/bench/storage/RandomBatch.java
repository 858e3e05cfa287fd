package io.orbit.bench.storage;

import io.orbit.api.storage.SortedBatch;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Random rows of a key space, in order. */
final class RandomBatch implements SortedBatch {
  private static final int VALUE_BYTES = 100;

  private final int[] numbers;
  private final Random random;
  private int index = -1;

  /**
   * A batch with a row for each number.
   *
   * @param numbers different numbers; sorted here
   */
  RandomBatch(Random random, int[] numbers) {
    this.random = random;
    this.numbers = numbers;
    Arrays.sort(numbers);
  }

  /** The numbers below {@code count} in random order. */
  static int[] permutation(Random random, int count) {
    int[] numbers = new int[count];
    for (int i = 0; i < count; i++) {
      int other = random.nextInt(i + 1);
      numbers[i] = numbers[other];
      numbers[other] = i;
    }
    return numbers;
  }

  /** The 16 bytes of a key: a prefix as a space has it, then the number. */
  static byte[] key(int number) {
    return ByteBuffer.allocate(16).putLong(0x0102_0304_0506_0708L).putLong(number).array();
  }

  @Override
  public boolean next() {
    return ++index < numbers.length;
  }

  @Override
  public byte[] key() {
    return key(numbers[index]);
  }

  /** Half of it is random and half compresses, as rows do. */
  @Override
  public byte[] value() {
    byte[] value = new byte[VALUE_BYTES];
    ByteBuffer fields = ByteBuffer.wrap(value);
    while (fields.position() < VALUE_BYTES / 2 - Long.BYTES) {
      fields.putLong(random.nextLong());
    }
    return value;
  }
}
