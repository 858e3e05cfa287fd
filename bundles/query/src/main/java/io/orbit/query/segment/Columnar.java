package io.orbit.query.segment;

import io.orbit.api.catalog.Collection;
import java.util.Locale;

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
      case "on", "true" -> ON;
      case "off", "false" -> OFF;
      default -> AUTO;
    };
  }

  long fewestRows() {
    return this == ON ? 1 : Segments.FEWEST_ROWS;
  }
}
