package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;

/** A value's parameters: numbers one after the other. */
final class Header {
  static final byte[] KEY = {'h'};

  private Header() {}

  static byte[] of(long... numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES);
    for (long number : numbers) {
      bytes.putLong(number);
    }
    return bytes.array();
  }

  /** The numbers; of a value that is there. */
  static long[] read(Trees.View tree) {
    byte[] bytes = tree.get(KEY);
    long[] numbers = new long[bytes == null ? 0 : bytes.length / Long.BYTES];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = ByteBuffer.wrap(bytes).getLong(i * Long.BYTES);
    }
    return numbers;
  }
}
