package io.orbit.protocol.redis.timeseries;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What becomes of a value when the series has one of that time. */
enum DuplicatePolicy {
  BLOCK,
  FIRST,
  LAST,
  MIN,
  MAX,
  SUM;

  /** Null for a word that is none. */
  static @Nullable DuplicatePolicy named(String word) {
    for (DuplicatePolicy each : values()) {
      if (each.name().equalsIgnoreCase(word)) {
        return each;
      }
    }
    return null;
  }

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value to keep; null when that is an error. */
  @Nullable Double choose(double old, double given) {
    if (this != BLOCK && (Double.isNaN(old) || Double.isNaN(given))) {
      return Double.isNaN(given) ? old : given;
    }
    return switch (this) {
      case BLOCK -> null;
      case FIRST -> old;
      case LAST -> given;
      case MIN -> Math.min(old, given);
      case MAX -> Math.max(old, given);
      case SUM -> old + given;
    };
  }
}
