package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Units of length. */
enum GeoUnit {
  M(1),
  KM(1000),
  FT(0.3048),
  MI(1609.34);

  private final double meters;

  GeoUnit(double meters) {
    this.meters = meters;
  }

  static GeoUnit of(ByteRange word) {
    for (GeoUnit each : values()) {
      if (word.isWord(each.name())) {
        return each;
      }
    }
    throw new RedisError("ERR unsupported unit provided. please use M, KM, FT, MI");
  }

  double toMeters(double length) {
    return length * meters;
  }

  double fromMeters(double length) {
    return length / meters;
  }

  /** A length in meters, in this unit with four digits behind the point. */
  String format(double length) {
    return new BigDecimal(fromMeters(length)).setScale(4, RoundingMode.HALF_EVEN).toPlainString();
  }
}
