package io.orbit.query.function;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.ElementLimit;
import org.jspecify.annotations.Nullable;

/**
 * How large one computed value may be: a sixteenth of the heap, and never more than PostgreSQL's
 * gigabyte. A function that makes more of its arguments than they are asks before it does; whatever
 * only puts them together is looked at afterwards.
 */
public final class ValueLimit {
  private static final long POSTGRES = (1L << 30) - 1;

  /** In bytes of text or of a byte string. */
  public static final long BYTES = Math.min(POSTGRES, Runtime.getRuntime().maxMemory() / 16);

  private ValueLimit() {}

  /**
   * Before a value of that many bytes is made.
   *
   * @throws OrbitException PROGRAM_LIMIT_EXCEEDED
   */
  public static void require(long bytes) {
    if (bytes > BYTES) {
      throw tooLarge();
    }
  }

  /** The value, unless it is too large to go on with. */
  public static @Nullable Object checked(@Nullable Object value) {
    if (value instanceof String text) {
      require(text.length());
    } else if (value instanceof byte[] bytes) {
      require(bytes.length);
    } else if (value instanceof Array array) {
      ElementLimit.require(array.elements().size());
    }
    return value;
  }

  private static OrbitException tooLarge() {
    return new OrbitException(ErrorCode.PROGRAM_LIMIT_EXCEEDED, "requested length too large")
        .withDetail("A value may have %d bytes: a sixteenth of the heap.".formatted(BYTES));
  }
}
