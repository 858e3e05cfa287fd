package io.orbit.api.value;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/**
 * How many parts one value may have: elements of an array, values in a JSON text. An element may
 * take two bytes of a text and fifty of the heap, so the text's length bounds nothing.
 */
public final class ElementLimit {
  private static final long BYTES_OF_HEAP_EACH = 512;

  /** So many; two million a gigabyte of heap. */
  public static final int MOST =
      (int) Math.min(1 << 27, Runtime.getRuntime().maxMemory() / BYTES_OF_HEAP_EACH);

  private ElementLimit() {}

  /**
   * As a value grows.
   *
   * @throws OrbitException PROGRAM_LIMIT_EXCEEDED
   */
  public static void require(long elements) {
    if (elements > MOST) {
      throw new OrbitException(
          ErrorCode.PROGRAM_LIMIT_EXCEEDED,
          "array size exceeds the maximum allowed (" + MOST + ")");
    }
  }
}
