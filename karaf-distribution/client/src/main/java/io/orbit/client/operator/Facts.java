package io.orbit.client.operator;

import io.orbit.client.output.Column;
import io.orbit.client.rest.Json;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Members of the server's answers as a person reads them. */
final class Facts {
  private static final Set<String> TIMES = Set.of("since", "openedAt", "time", "startedAt");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

  private Facts() {}

  /** What a member's texts are in all of the objects. */
  static Column.Kind kind(String member, List<Json> objects) {
    for (Json object : objects) {
      Json value = object.at(member);
      if (value instanceof Json.Numeral && !TIMES.contains(member)) {
        return Column.Kind.NUMBER;
      }
      if (value instanceof Json.Truth) {
        return Column.Kind.BOOLEAN;
      }
    }
    return Column.Kind.TEXT;
  }

  /** Moments in the user's time zone, all else as it is. */
  static @Nullable String readable(String member, Json value) {
    if (TIMES.contains(member) && value instanceof Json.Numeral(String millis)) {
      return TIME.format(
          Instant.ofEpochMilli(Long.parseLong(millis)).atZone(ZoneId.systemDefault()));
    }
    return value.text();
  }
}
