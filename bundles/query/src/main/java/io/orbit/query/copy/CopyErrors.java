package io.orbit.query.copy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;

/** Errors in COPY data, and where they happened. */
final class CopyErrors {
  /** How much of a line or value PostgreSQL shows. */
  private static final int SHOWN_BYTES = 100;

  private CopyErrors() {}

  static OrbitException format(String message) {
    return new OrbitException(ErrorCode.BAD_COPY_FILE_FORMAT, message);
  }

  /** PostgreSQL's CONTEXT, which stands at the end of the detail here. */
  static OrbitException in(OrbitException problem, String context) {
    String detail = problem.detail();
    return problem.withDetail(detail == null ? context : detail + "\n" + context);
  }

  /** A line or value as the context shows it. */
  static String shown(byte[] text, int offset, int length) {
    int end = Math.min(length, SHOWN_BYTES);
    while (end < length && end > 0 && (text[offset + end] & 0xC0) == 0x80) {
      end--;
    }
    String start = new String(text, offset, end, StandardCharsets.UTF_8);
    return end < length ? start + "..." : start;
  }
}
