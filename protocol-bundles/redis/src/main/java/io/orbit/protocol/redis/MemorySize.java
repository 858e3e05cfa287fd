package io.orbit.protocol.redis;

import java.util.Locale;

/** Sizes as Redis reads and shows them: {@code 1k} is 1000, {@code 1kb} is 1024 bytes. */
final class MemorySize {
  private MemorySize() {}

  /**
   * @throws NumberFormatException for anything else
   */
  static long parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    int end = 0;
    while (end < lower.length() && Character.isDigit(lower.charAt(end))) {
      end++;
    }
    long factor =
        switch (lower.substring(end)) {
          case "", "b" -> 1;
          case "k" -> 1000;
          case "kb" -> 1 << 10;
          case "m" -> 1_000_000;
          case "mb" -> 1 << 20;
          case "g" -> 1_000_000_000;
          case "gb" -> 1 << 30;
          default -> throw new NumberFormatException("no size: " + text);
        };
    try {
      return Math.multiplyExact(Long.parseLong(lower.substring(0, end)), factor);
    } catch (ArithmeticException e) {
      throw new NumberFormatException("too big: " + text);
    }
  }

  static String format(long bytes) {
    if (bytes < 1 << 10) {
      return bytes + "B";
    }
    if (bytes < 1 << 20) {
      return String.format(Locale.ROOT, "%.2fK", bytes / 1024.0);
    }
    if (bytes < 1 << 30) {
      return String.format(Locale.ROOT, "%.2fM", bytes / (1024.0 * 1024));
    }
    return String.format(Locale.ROOT, "%.2fG", bytes / (1024.0 * 1024 * 1024));
  }
}
