package io.orbit.query.segment;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What a table's option {@code columnar} says. */
public enum Columnar {
  /** Segments are made when the table is large and was scanned. */
  AUTO,
  /** They are made at the first scan, however few rows there are. */
  ON,
  /** Never. */
  OFF;

  /** The option's name. */
  public static final String OPTION = "columnar";

  public static Columnar of(Collection collection) {
    return switch (collection.options().getOrDefault(OPTION, "auto").toLowerCase(Locale.ROOT)) {
      case "on", "true", "" -> ON;
      case "off", "false" -> OFF;
      default -> AUTO;
    };
  }

  /**
   * Refuses what {@link #of} would not know.
   *
   * @throws OrbitException INVALID_PARAMETER_VALUE
   */
  public static void require(Map<String, String> options) {
    String value = options.get(OPTION);
    boolean known =
        value == null
            || Set.of("auto", "on", "off", "true", "false", "")
                .contains(value.toLowerCase(Locale.ROOT));
    if (!known) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "invalid value for enum option \"" + OPTION + "\": " + value)
          .withDetail("Valid values are \"auto\", \"on\", and \"off\".");
    }
  }

  long fewestRows() {
    return this == ON ? 1 : Segments.FEWEST_ROWS;
  }
}
