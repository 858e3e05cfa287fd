package io.orbit.api.value.text;

import io.orbit.api.value.Interval;
import io.orbit.api.value.text.TextContext.IntervalStyle;

/** Intervals as text in PostgreSQL's four IntervalStyles. */
final class IntervalFormat {
  private static final long MICROS_PER_SECOND = 1_000_000L;

  private final StringBuilder out = new StringBuilder(32);
  private boolean first = true;
  private boolean negativeBefore;

  private IntervalFormat() {}

  static String format(Interval interval, IntervalStyle style) {
    IntervalFormat format = new IntervalFormat();
    switch (style) {
      case POSTGRES -> format.postgres(interval);
      case POSTGRES_VERBOSE -> format.verbose(interval);
      case SQL_STANDARD -> format.standard(interval);
      case ISO_8601 -> format.iso(interval);
    }
    return format.out.toString();
  }

  private void postgres(Interval interval) {
    postgresPart(interval.months() / 12, "year");
    postgresPart(interval.months() % 12, "mon");
    postgresPart(interval.days(), "day");
    if (first || interval.micros() != 0) {
      if (!first) {
        out.append(' ');
      }
      boolean negative = interval.micros() < 0;
      out.append(negative ? "-" : negativeBefore ? "+" : "");
      clock(interval.micros());
    }
  }

  private void postgresPart(int value, String unit) {
    if (value == 0) {
      return;
    }
    if (!first) {
      out.append(' ');
    }
    if (negativeBefore && value > 0) {
      out.append('+');
    }
    out.append(value).append(' ').append(unit);
    if (value != 1) {
      out.append('s');
    }
    negativeBefore = value < 0;
    first = false;
  }

  private void clock(long micros) {
    long hours = Math.abs(micros / 3_600_000_000L);
    if (hours < 10) {
      out.append('0');
    }
    out.append(hours).append(':');
    long rest = Math.abs(micros % 3_600_000_000L);
    DateTimeText.appendTwo(out, (int) (rest / 60_000_000));
    out.append(':');
    DateTimeText.appendTwo(out, (int) (rest / MICROS_PER_SECOND % 60));
    DateTimeText.appendFraction(out, (int) (rest % MICROS_PER_SECOND));
  }

  private void verbose(Interval interval) {
    out.append('@');
    boolean before = false;
    int started = out.length();
    int[] date = {interval.months() / 12, interval.months() % 12, interval.days()};
    String[] units = {" year", " mon", " day"};
    for (int i = 0; i < 3; i++) {
      before = verbosePart(date[i], units[i], before, started);
    }
    long hours = interval.micros() / 3_600_000_000L;
    long minutes = interval.micros() / 60_000_000 % 60;
    before = verbosePart(hours, " hour", before, started);
    before = verbosePart(minutes, " min", before, started);
    long rest = interval.micros() % 60_000_000;
    if (rest != 0) {
      boolean negative = rest < 0;
      if (out.length() == started) {
        before = negative;
      }
      out.append(' ').append(negative != before ? "-" : "");
      long magnitude = Math.abs(rest);
      out.append(magnitude / MICROS_PER_SECOND);
      DateTimeText.appendFraction(out, (int) (magnitude % MICROS_PER_SECOND));
      out.append(magnitude == MICROS_PER_SECOND ? " sec" : " secs");
    }
    if (out.length() == started) {
      out.append(" 0");
    }
    if (before) {
      out.append(" ago");
    }
  }

  private boolean verbosePart(long value, String unit, boolean before, int started) {
    if (value == 0) {
      return before;
    }
    boolean ago = before;
    long shown = value;
    if (out.length() == started) {
      ago = value < 0;
      shown = Math.abs(value);
    } else if (before) {
      shown = -value;
    }
    out.append(' ').append(shown).append(unit);
    if (shown != 1) {
      out.append('s');
    }
    return ago;
  }

  private void standard(Interval interval) {
    int months = interval.months();
    int days = interval.days();
    long micros = interval.micros();
    boolean negative = months < 0 || days < 0 || micros < 0;
    boolean positive = months > 0 || days > 0 || micros > 0;
    if (!negative && !positive) {
      out.append('0');
    } else if ((months != 0 && (days != 0 || micros != 0)) || (negative && positive)) {
      out.append(months < 0 ? '-' : '+');
      out.append(Math.abs(months / 12)).append('-').append(Math.abs(months % 12));
      out.append(' ').append(days < 0 ? '-' : '+').append(Math.abs((long) days));
      out.append(' ').append(micros < 0 ? '-' : '+');
      shortClock(micros);
    } else if (months != 0) {
      out.append(negative ? "-" : "");
      out.append(Math.abs(months / 12)).append('-').append(Math.abs(months % 12));
    } else {
      out.append(negative ? "-" : "");
      if (days != 0) {
        out.append(Math.abs((long) days)).append(' ');
      }
      shortClock(micros);
    }
  }

  private void shortClock(long micros) {
    out.append(Math.abs(micros / 3_600_000_000L)).append(':');
    long rest = Math.abs(micros % 3_600_000_000L);
    DateTimeText.appendTwo(out, (int) (rest / 60_000_000));
    out.append(':');
    DateTimeText.appendTwo(out, (int) (rest / MICROS_PER_SECOND % 60));
    DateTimeText.appendFraction(out, (int) (rest % MICROS_PER_SECOND));
  }

  private void iso(Interval interval) {
    if (interval.months() == 0 && interval.days() == 0 && interval.micros() == 0) {
      out.append("PT0S");
      return;
    }
    out.append('P');
    isoPart(interval.months() / 12, 'Y');
    isoPart(interval.months() % 12, 'M');
    isoPart(interval.days(), 'D');
    long micros = interval.micros();
    if (micros == 0) {
      return;
    }
    out.append('T');
    isoPart(micros / 3_600_000_000L, 'H');
    isoPart(micros / 60_000_000 % 60, 'M');
    long rest = micros % 60_000_000;
    if (rest != 0) {
      out.append(rest < 0 ? "-" : "").append(Math.abs(rest) / MICROS_PER_SECOND);
      DateTimeText.appendFraction(out, (int) (Math.abs(rest) % MICROS_PER_SECOND));
      out.append('S');
    }
  }

  private void isoPart(long value, char designator) {
    if (value != 0) {
      out.append(value).append(designator);
    }
  }
}
