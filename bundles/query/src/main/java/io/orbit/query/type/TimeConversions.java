package io.orbit.query.type;

import io.orbit.api.value.Interval;
import io.orbit.api.value.TimeWithZone;
import io.orbit.api.value.TypeKind;
import io.orbit.query.function.library.Contexts;
import io.orbit.query.function.library.Times;
import io.orbit.query.type.Conversion.Step;
import org.jspecify.annotations.Nullable;

/** Conversions among dates, times, timestamps and intervals. */
final class TimeConversions {
  private static final long DAY = 86_400_000_000L;

  private TimeConversions() {}

  static Step of(TypeKind from, TypeKind to) {
    return switch (from) {
      case DATE -> fromDate(to);
      case TIME -> fromTime(to);
      case TIMETZ -> (value, evaluation) -> ((TimeWithZone) value).micros();
      case TIMESTAMP -> fromTimestamp(to);
      case TIMESTAMPTZ -> fromTimestampWithZone(to);
      case INTERVAL -> (value, evaluation) -> Math.floorMod(((Interval) value).micros(), DAY);
      default -> throw new IllegalArgumentException(from + " to " + to);
    };
  }

  private static Step fromDate(TypeKind to) {
    return to == TypeKind.TIMESTAMP
        ? (value, evaluation) -> Times.timestamp((Integer) value)
        : (value, evaluation) ->
            Times.toInstant(Times.timestamp((Integer) value), Contexts.zone(evaluation));
  }

  private static Step fromTime(TypeKind to) {
    return to == TypeKind.INTERVAL
        ? (value, evaluation) -> new Interval(0, 0, (Long) value)
        : (value, evaluation) -> {
          int offset = Times.offset(Contexts.now(evaluation), Contexts.zone(evaluation));
          return new TimeWithZone((Long) value, offset);
        };
  }

  private static Step fromTimestamp(TypeKind to) {
    return switch (to) {
      case DATE -> (value, evaluation) -> Times.day((Long) value);
      case TIME -> (value, evaluation) -> timeOfDay((Long) value);
      default -> (value, evaluation) -> Times.toInstant((Long) value, Contexts.zone(evaluation));
    };
  }

  private static Step fromTimestampWithZone(TypeKind to) {
    return switch (to) {
      case DATE ->
          (value, evaluation) -> Times.day(Times.toLocal((Long) value, Contexts.zone(evaluation)));
      case TIME ->
          (value, evaluation) -> timeOfDay(Times.toLocal((Long) value, Contexts.zone(evaluation)));
      case TIMETZ ->
          (value, evaluation) -> {
            Long time = timeOfDay(Times.toLocal((Long) value, Contexts.zone(evaluation)));
            return time == null
                ? null
                : new TimeWithZone(time, Times.offset((Long) value, Contexts.zone(evaluation)));
          };
      default -> (value, evaluation) -> Times.toLocal((Long) value, Contexts.zone(evaluation));
    };
  }

  /** Null for an infinite timestamp. */
  private static @Nullable Long timeOfDay(long micros) {
    return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE
        ? null
        : (Long) Math.floorMod(micros, DAY);
  }
}
