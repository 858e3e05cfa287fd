package io.orbit.protocol.redis;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Places as 52-bit numbers (geohash.c): longitude and latitude halved 26 times, bits interleaved,
 * within the limits of Web Mercator (EPSG:3857).
 */
final class Geohash {
  static final double MOST_LONGITUDE = 180;
  static final double MOST_LATITUDE = 85.05112878;

  static final int STEPS = 26;
  private static final double EARTH_RADIUS = 6372797.560856;
  private static final long EVEN = 0x5555555555555555L;
  private static final String LETTERS = "0123456789bcdefghjkmnpqrstuvwxyz";
  private static final int FRACTION_DIGITS = 17;

  /** A place in degrees. */
  record Point(double longitude, double latitude) {
    boolean isValid() {
      return Math.abs(longitude) <= MOST_LONGITUDE && Math.abs(latitude) <= MOST_LATITUDE;
    }

    /** In meters, by the haversine formula. */
    double distanceTo(Point other) {
      double v = Math.sin((Math.toRadians(other.longitude) - Math.toRadians(longitude)) / 2);
      double from = Math.toRadians(latitude);
      double to = Math.toRadians(other.latitude);
      if (v == 0) {
        return EARTH_RADIUS * Math.abs(to - from);
      }
      double u = Math.sin((to - from) / 2);
      return 2 * EARTH_RADIUS * Math.asin(Math.sqrt(u * u + Math.cos(from) * Math.cos(to) * v * v));
    }
  }

  /** A rectangle of the grid: so many bits of each coordinate. */
  record Cell(long bits, int steps) {
    static Cell of(Point point, int steps) {
      return new Cell(encode(point, MOST_LATITUDE, steps), steps);
    }

    Cell moved(int east, int north) {
      long low = EVEN >>> (64 - steps * 2);
      long x = bits & ~EVEN;
      long y = bits & EVEN;
      if (east != 0) {
        x = (east > 0 ? x + low + 1 : (x | low) - (low + 1)) & low << 1;
      }
      long high = low << 1;
      if (north != 0) {
        y = (north > 0 ? y + high + 1 : (y | high) - (high + 1)) & low;
      }
      return new Cell(x | y, steps);
    }

    private double edge(long index, double most) {
      return -most + index / (double) (1L << steps) * (2 * most);
    }

    double south() {
      return edge(squash(bits), MOST_LATITUDE);
    }

    double north() {
      return edge(squash(bits) + 1, MOST_LATITUDE);
    }

    double west() {
      return edge(squash(bits >>> 1), MOST_LONGITUDE);
    }

    double east() {
      return edge(squash(bits >>> 1) + 1, MOST_LONGITUDE);
    }

    Point middle() {
      return new Point(
          Math.clamp((west() + east()) / 2, -MOST_LONGITUDE, MOST_LONGITUDE),
          Math.clamp((south() + north()) / 2, -MOST_LATITUDE, MOST_LATITUDE));
    }

    /** The smallest score in it. */
    double firstScore() {
      return bits << 2 * (STEPS - steps);
    }

    /** The smallest score behind it. */
    double endScore() {
      return bits + 1 << 2 * (STEPS - steps);
    }
  }

  private Geohash() {}

  private static long encode(Point point, double mostLatitude, int steps) {
    double latitude = (point.latitude() + mostLatitude) / (2 * mostLatitude);
    double longitude = (point.longitude() + MOST_LONGITUDE) / (2 * MOST_LONGITUDE);
    double cells = 1L << steps;
    return spread((int) (long) (latitude * cells)) | spread((int) (long) (longitude * cells)) << 1;
  }

  /** Puts a zero before each bit. */
  private static long spread(int value) {
    long x = value & 0xFFFFFFFFL;
    x = (x | x << 16) & 0x0000FFFF0000FFFFL;
    x = (x | x << 8) & 0x00FF00FF00FF00FFL;
    x = (x | x << 4) & 0x0F0F0F0F0F0F0F0FL;
    x = (x | x << 2) & 0x3333333333333333L;
    return (x | x << 1) & EVEN;
  }

  /** Takes every second bit. */
  private static long squash(long value) {
    long x = value & EVEN;
    x = (x | x >>> 1) & 0x3333333333333333L;
    x = (x | x >>> 2) & 0x0F0F0F0F0F0F0F0FL;
    x = (x | x >>> 4) & 0x00FF00FF00FF00FFL;
    x = (x | x >>> 8) & 0x0000FFFF0000FFFFL;
    return (x | x >>> 16) & 0x00000000FFFFFFFFL;
  }

  static double score(Point point) {
    return encode(point, MOST_LATITUDE, STEPS);
  }

  static Point point(double score) {
    return new Cell((long) score, STEPS).middle();
  }

  /** The eleven letters of the usual geohash, whose latitudes reach to the poles. */
  static String letters(double score) {
    long bits = encode(point(score), 90, STEPS);
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= 10; i++) {
      text.append(LETTERS.charAt((int) (bits >>> (2 * STEPS - i * 5) & 31)));
    }
    return text.append(LETTERS.charAt(0)).toString();
  }

  /** A coordinate as Redis prints it: all its digits, at most 17 behind the point. */
  static String coordinate(double value) {
    BigDecimal exact = new BigDecimal(value).setScale(FRACTION_DIGITS, RoundingMode.HALF_EVEN);
    String text = exact.stripTrailingZeros().toPlainString();
    return exact.signum() == 0 ? "0" : text;
  }

  /** Degrees of latitude that so many meters are. */
  static double degrees(double meters) {
    return Math.toDegrees(meters / EARTH_RADIUS);
  }
}
