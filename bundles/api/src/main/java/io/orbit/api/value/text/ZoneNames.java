package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Time zones by name, and what offset a local time has in them. */
final class ZoneNames {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  /** Names of zones in lower case: PostgreSQL ignores case there, Java does not. */
  private static final Map<String, String> ZONES =
      ZoneId.getAvailableZoneIds().stream()
          .filter(name -> !Set.of("EST", "MST", "HST").contains(name))
          .collect(
              Collectors.toUnmodifiableMap(
                  name -> name.toLowerCase(Locale.ROOT), Function.identity(), (a, b) -> a));

  private ZoneNames() {}

  static boolean isKnown(String name) {
    return ZONES.containsKey(name);
  }

  /** The zone of a lower-case name. */
  static ZoneId zone(String name) {
    String known = ZONES.get(name);
    if (known == null) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized");
    }
    try {
      return ZoneId.of(known);
    } catch (DateTimeException e) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "time zone \"" + name + "\" not recognized", e);
    }
  }

  /**
   * Seconds east of UTC at a local time. A time that a clock skips is read with the offset before,
   * one that it shows twice with the offset after.
   */
  static int offsetAtLocal(ZoneId rules, long localMicros) {
    if (rules instanceof ZoneOffset fixed) {
      return fixed.getTotalSeconds();
    }
    LocalDateTime local =
        LocalDateTime.ofEpochSecond(
            Math.floorDiv(localMicros, MICROS_PER_SECOND), 0, ZoneOffset.UTC);
    ZoneOffsetTransition transition = rules.getRules().getTransition(local);
    if (transition == null) {
      return rules.getRules().getOffset(local).getTotalSeconds();
    }
    ZoneOffset offset =
        transition.isGap() ? transition.getOffsetBefore() : transition.getOffsetAfter();
    return offset.getTotalSeconds();
  }
}
