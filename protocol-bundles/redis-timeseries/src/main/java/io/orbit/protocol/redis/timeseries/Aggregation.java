package io.orbit.protocol.redis.timeseries;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is made of the samples of a bucket. Never reordered: rules keep their number. */
enum Aggregation {
  AVG("AVG"),
  SUM("SUM"),
  MIN("MIN"),
  MAX("MAX"),
  RANGE("RANGE"),
  COUNT("COUNT"),
  FIRST("FIRST"),
  LAST("LAST"),
  STD_P("STD.P"),
  STD_S("STD.S"),
  VAR_P("VAR.P"),
  VAR_S("VAR.S"),
  TWA("TWA");

  private final String wireName;

  Aggregation(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  String lowerName() {
    return wireName.toLowerCase(Locale.ROOT);
  }

  /** Null for a word that is none. */
  static @Nullable Aggregation named(String word) {
    for (Aggregation each : values()) {
      if (each.wireName.equalsIgnoreCase(word)) {
        return each;
      }
    }
    return null;
  }

  /** Whether it can make one of several series' samples of the same time. */
  boolean reduces() {
    return this != FIRST && this != LAST && this != TWA;
  }
}
