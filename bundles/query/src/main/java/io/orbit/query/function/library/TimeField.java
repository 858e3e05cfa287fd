package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fields that EXTRACT, date_part and date_trunc know. */
enum TimeField {
  MICROSECONDS("microsecond us usec usecs usecond useconds microseconds microsecon"),
  MILLISECONDS("millisecond ms msec msecs mseconds milliseconds millisecon"),
  SECOND("second s sec secs seconds"),
  MINUTE("minute m min mins minutes"),
  HOUR("hour h hr hrs hours"),
  DAY("day d days"),
  WEEK("week w weeks"),
  MONTH("month mon mons months"),
  QUARTER("quarter qtr"),
  YEAR("year y yr yrs years"),
  DECADE("decade dec decs decades"),
  CENTURY("century c cent centuries"),
  MILLENNIUM("millennium mil mils millennia"),
  DOW("dow"),
  ISODOW("isodow"),
  DOY("doy"),
  ISOYEAR("isoyear"),
  JULIAN("julian j jd"),
  EPOCH("epoch"),
  TIMEZONE("timezone"),
  TIMEZONE_HOUR("timezone_hour timezone_h"),
  TIMEZONE_MINUTE("timezone_minute timezone_m");

  private static final Map<String, TimeField> NAMES = new HashMap<>();

  static {
    for (TimeField field : values()) {
      for (String name : field.names.split(" ")) {
        NAMES.put(name, field);
      }
    }
  }

  private final String names;

  TimeField(String names) {
    this.names = names;
  }

  private static @Nullable TimeField find(String name) {
    return NAMES.get(name.toLowerCase(Locale.ROOT));
  }

  /** The field of a name; fails for an unknown one as PostgreSQL does for the type. */
  static TimeField of(String name, String type) {
    TimeField field = find(name);
    if (field == null) {
      throw unrecognized(name, type);
    }
    return field;
  }

  private static OrbitException unrecognized(String name, String type) {
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not recognized for type " + type);
  }

  /** As {@link #unsupported} for what only EXTRACT takes. */
  OrbitException untruncatable(String name, String type) {
    return switch (this) {
      case TIMEZONE, TIMEZONE_HOUR, TIMEZONE_MINUTE -> unsupported(name, type);
      default -> unrecognized(name, type);
    };
  }

  static OrbitException unsupported(String name, String type) {
    return new OrbitException(
        ErrorCode.FEATURE_NOT_SUPPORTED,
        "unit \"" + name.toLowerCase(Locale.ROOT) + "\" not supported for type " + type);
  }
}
