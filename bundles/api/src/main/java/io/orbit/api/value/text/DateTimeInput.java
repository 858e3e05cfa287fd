package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;

/**
 * The text of a date or time: its numbers, and the errors that quote it.
 *
 * @param text as given
 * @param typeName for messages
 */
record DateTimeInput(String text, String typeName) {
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int MAX_ZONE_HOURS = 15;

  int small(String digits) {
    if (digits.isEmpty()) {
      throw badFormat();
    }
    return (int) Math.min(integer(digits), Integer.MAX_VALUE);
  }

  long integer(String digits) {
    if (digits.isEmpty()) {
      throw badFormat();
    }
    for (int i = 0; i < digits.length(); i++) {
      if (!DateTimeFields.isDigit(digits.charAt(i))) {
        throw badFormat();
      }
    }
    if (digits.length() > 18) {
      throw overflow();
    }
    return Long.parseLong(digits);
  }

  long fraction(String pointAndDigits) {
    for (int i = 1; i < pointAndDigits.length(); i++) {
      if (!DateTimeFields.isDigit(pointAndDigits.charAt(i))) {
        throw badFormat();
      }
    }
    if (pointAndDigits.length() == 1) {
      return 0;
    }
    return Math.round(Double.parseDouble("0" + pointAndDigits) * MICROS_PER_SECOND);
  }

  /** Seconds east of UTC of {@code +hh}, {@code +hhmm}, {@code +hh:mm[:ss]}. */
  int offset(String field) {
    String[] parts = field.substring(1).split(":", -1);
    String first = parts[0];
    int end = 0;
    while (end < first.length() && DateTimeFields.isDigit(first.charAt(end))) {
      end++;
    }
    long hours = integer(first.substring(0, end));
    long minutes = parts.length > 1 ? integer(parts[1]) : 0;
    long seconds = parts.length > 2 ? integer(parts[2]) : 0;
    if (parts.length == 1 && end == first.length() && end > 2) {
      minutes = hours % 100;
      hours /= 100;
    }
    if (hours > MAX_ZONE_HOURS || minutes > 59 || seconds > 59) {
      throw new OrbitException(
          ErrorCode.INVALID_TIME_ZONE_DISPLACEMENT,
          "time zone displacement out of range: \"" + text + "\"");
    }
    if (end < first.length() || parts.length > 3) {
      throw badFormat();
    }
    int total = (int) (hours * 3600 + minutes * 60 + seconds);
    return field.charAt(0) == '-' ? -total : total;
  }

  OrbitException badFormat() {
    return TextErrors.invalidDateTime(typeName, text);
  }

  OrbitException overflow() {
    return TextErrors.fieldOverflow(text);
  }

  OrbitException monthOrDayOverflow() {
    return overflow().withHint("Perhaps you need a different \"datestyle\" setting.");
  }
}
