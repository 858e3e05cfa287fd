package io.orbit.query.execute;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** About how much heap values take (64-bit, compressed references). */
final class ValueSize {
  private static final int SAMPLES = 32;
  private static final int REFERENCE = 4;
  private static final int LARGE = 16 << 10;

  private ValueSize() {}

  /** All of a column, reckoned from some of them. */
  static long ofAll(@Nullable Object[] values, int size) {
    if (size == 0) {
      return 0;
    }
    int step = Math.max(1, size / SAMPLES);
    long bytes = 0;
    int looked = 0;
    for (int i = 0; i < size; i += step) {
      bytes += REFERENCE + of(values[i]);
      looked++;
    }
    return bytes * size / looked;
  }

  /** Of a value that is large enough to count while rows pass by; 0 for any other. */
  static long ofLarge(@Nullable Object value) {
    long bytes = value instanceof String text ? text.length() : 0;
    if (value instanceof byte[] octets) {
      bytes = octets.length;
    }
    return bytes < LARGE ? 0 : bytes;
  }

  static long of(@Nullable Object value) {
    return switch (value) {
      case null -> 0;
      case String text -> 40 + text.length();
      case byte[] bytes -> 16 + bytes.length;
      case Number number -> 40;
      case Collection<?> parts -> {
        long bytes = 48;
        for (Object part : parts) {
          bytes += REFERENCE + of(part);
        }
        yield bytes;
      }
      case io.orbit.api.value.Array array -> 48 + of(array.elements());
      default -> 64;
    };
  }
}
