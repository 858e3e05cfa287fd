package io.orbit.query.function.library;

import io.orbit.api.value.Interval;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** OVERLAPS of two periods, whose ends may be unknown or before their starts. */
final class Overlaps {
  private Overlaps() {}

  /** The end of a period that is given by its start and length. */
  static @Nullable Long end(
      String type, @Nullable Object start, @Nullable Object length, ZoneId zone) {
    if (start == null || length == null) {
      return null;
    }
    long from = (Long) start;
    Interval interval = (Interval) length;
    return switch (type) {
      case "time" -> Math.floorMod(from + interval.micros() % Times.DAY, Times.DAY);
      case "timestamp" -> Times.plus(from, interval);
      default -> Times.plus(from, interval, zone);
    };
  }

  static @Nullable Boolean test(
      @Nullable Long start1, @Nullable Long end1, @Nullable Long start2, @Nullable Long end2) {
    Long from1 = start1;
    Long to1 = end1;
    if (from1 == null) {
      if (to1 == null) {
        return null;
      }
      from1 = to1;
      to1 = null;
    } else if (to1 != null && from1 > to1) {
      from1 = end1;
      to1 = start1;
    }
    Long from2 = start2;
    Long to2 = end2;
    if (from2 == null) {
      if (to2 == null) {
        return null;
      }
      from2 = to2;
      to2 = null;
    } else if (to2 != null && from2 > to2) {
      from2 = end2;
      to2 = start2;
    }
    if (from1 == null || from2 == null) {
      return null;
    }
    int order = Long.compare(from1, from2);
    if (order == 0) {
      return to1 == null || to2 == null ? null : Boolean.TRUE;
    }
    long later = Math.max(from1, from2);
    Long earlierEnd = order > 0 ? to2 : to1;
    Long laterEnd = order > 0 ? to1 : to2;
    if (earlierEnd == null) {
      return null;
    }
    if (later < earlierEnd) {
      return true;
    }
    return laterEnd == null ? null : Boolean.FALSE;
  }
}
