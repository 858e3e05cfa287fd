package io.orbit.kernel.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Hash of a key, seeded so that nobody can choose keys that collide. Multiplies 64-bit words and
 * folds the 128-bit products (the construction of wyhash, Wang Yi).
 */
final class KeyHash {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FIRST = 0xA0761D6478BD642FL;
  private static final long SECOND = 0xE7037ED1A0B428DBL;
  private static final long THIRD = 0x8EBC6AF09C88C6E3L;

  private KeyHash() {}

  static int of(long seed, byte[] key, int offset, int length) {
    long state = seed ^ FIRST;
    int at = offset;
    int end = offset + length;
    while (end - at > 8) {
      state = fold(state ^ (long) LONG.get(key, at), SECOND);
      at += 8;
    }
    long last = 0;
    if (length >= 8) {
      last = (long) LONG.get(key, end - 8);
    } else {
      for (int i = at; i < end; i++) {
        last = last << 8 | (key[i] & 0xFF);
      }
    }
    state = fold(state ^ last, THIRD ^ length);
    return (int) (fold(state, SECOND) >>> 32);
  }

  private static long fold(long left, long right) {
    return left * right ^ Math.unsignedMultiplyHigh(left, right);
  }
}
