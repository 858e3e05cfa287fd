package io.orbit.query.function.library;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A template of to_char, to_date and to_timestamp, taken apart. */
final class DateTimePattern {
  /** What a part of the template is. */
  enum Field {
    LITERAL,
    HOUR_24,
    HOUR_12,
    MINUTE,
    SECOND,
    MILLISECOND,
    MICROSECOND,
    FRACTION,
    SECOND_OF_DAY,
    MERIDIAN,
    MERIDIAN_DOTTED,
    YEAR_COMMA,
    YEAR_4,
    YEAR_3,
    YEAR_2,
    YEAR_1,
    ISO_YEAR_4,
    ISO_YEAR_3,
    ISO_YEAR_2,
    ISO_YEAR_1,
    ERA,
    ERA_DOTTED,
    MONTH_NAME,
    MONTH_SHORT,
    MONTH,
    DAY_NAME,
    DAY_SHORT,
    DAY_OF_YEAR,
    ISO_DAY_OF_YEAR,
    DAY,
    DAY_OF_WEEK,
    ISO_DAY_OF_WEEK,
    WEEK_OF_MONTH,
    WEEK_OF_YEAR,
    ISO_WEEK,
    CENTURY,
    JULIAN,
    QUARTER,
    ROMAN_MONTH,
    ZONE,
    ZONE_HOUR,
    ZONE_MINUTE,
    OFFSET
  }

  /**
   * One part.
   *
   * @param written as in the template, which says upper or lower case
   * @param number digits of FF1 to FF6, else 0
   */
  record Part(Field field, String written, int number, boolean fill, String suffix) {}

  private static final Map<String, Field> WORDS = new LinkedHashMap<>();

  static {
    word("SSSSS", Field.SECOND_OF_DAY);
    word("SSSS", Field.SECOND_OF_DAY);
    word("SS", Field.SECOND);
    word("HH24", Field.HOUR_24);
    word("HH12", Field.HOUR_12);
    word("HH", Field.HOUR_12);
    word("MI", Field.MINUTE);
    word("MS", Field.MILLISECOND);
    word("US", Field.MICROSECOND);
    for (int digits = 1; digits <= 6; digits++) {
      word("FF" + digits, Field.FRACTION);
    }
    word("A.M.", Field.MERIDIAN_DOTTED);
    word("P.M.", Field.MERIDIAN_DOTTED);
    word("AM", Field.MERIDIAN);
    word("PM", Field.MERIDIAN);
    word("A.D.", Field.ERA_DOTTED);
    word("B.C.", Field.ERA_DOTTED);
    word("AD", Field.ERA);
    word("BC", Field.ERA);
    word("Y,YYY", Field.YEAR_COMMA);
    word("YYYY", Field.YEAR_4);
    word("YYY", Field.YEAR_3);
    word("YY", Field.YEAR_2);
    word("IYYY", Field.ISO_YEAR_4);
    word("IYY", Field.ISO_YEAR_3);
    word("IY", Field.ISO_YEAR_2);
    word("IDDD", Field.ISO_DAY_OF_YEAR);
    word("ID", Field.ISO_DAY_OF_WEEK);
    word("IW", Field.ISO_WEEK);
    word("I", Field.ISO_YEAR_1);
    word("Y", Field.YEAR_1);
    word("MONTH", Field.MONTH_NAME);
    word("MON", Field.MONTH_SHORT);
    word("MM", Field.MONTH);
    word("DAY", Field.DAY_NAME);
    word("DY", Field.DAY_SHORT);
    word("DDD", Field.DAY_OF_YEAR);
    word("DD", Field.DAY);
    word("D", Field.DAY_OF_WEEK);
    word("WW", Field.WEEK_OF_YEAR);
    word("W", Field.WEEK_OF_MONTH);
    word("CC", Field.CENTURY);
    word("J", Field.JULIAN);
    word("Q", Field.QUARTER);
    word("RM", Field.ROMAN_MONTH);
    word("TZH", Field.ZONE_HOUR);
    word("TZM", Field.ZONE_MINUTE);
    word("TZ", Field.ZONE);
    word("OF", Field.OFFSET);
  }

  final List<Part> parts = new ArrayList<>();

  private DateTimePattern() {}

  private static void word(String word, Field field) {
    WORDS.put(word, field);
  }

  static DateTimePattern parse(String template) {
    DateTimePattern pattern = new DateTimePattern();
    for (int at = 0; at < template.length(); ) {
      at = pattern.take(template, at);
    }
    return pattern;
  }

  private int take(String template, int start) {
    int at = start;
    boolean fill = false;
    boolean prefixed = true;
    while (prefixed) {
      prefixed = false;
      if (startsWith(template, at, "FM") || startsWith(template, at, "TM")) {
        fill = true;
        prefixed = true;
        at += 2;
      } else if (startsWith(template, at, "FX")) {
        prefixed = true;
        at += 2;
      }
    }
    for (Map.Entry<String, Field> entry : WORDS.entrySet()) {
      String word = entry.getKey();
      if (startsWith(template, at, word)) {
        return field(template, at, word, entry.getValue(), fill);
      }
    }
    return at < template.length() ? literal(template, at) : at;
  }

  private static boolean startsWith(String template, int at, String word) {
    return template.regionMatches(true, at, word, 0, word.length());
  }

  private int field(String template, int at, String word, Field field, boolean fill) {
    int end = at + word.length();
    String written = template.substring(at, end);
    String suffix = "";
    if (template.startsWith("TH", end) || template.startsWith("th", end)) {
      suffix = template.substring(end, end + 2);
      end += 2;
    }
    int number = field == Field.FRACTION ? word.charAt(2) - '0' : 0;
    parts.add(new Part(field, written, number, fill, suffix));
    return end;
  }

  private int literal(String template, int start) {
    int at = start;
    if (template.charAt(at) == '"') {
      StringBuilder text = new StringBuilder();
      at++;
      while (at < template.length() && template.charAt(at) != '"') {
        if (template.charAt(at) == '\\' && at + 1 < template.length()) {
          at++;
        }
        text.append(template.charAt(at++));
      }
      parts.add(new Part(Field.LITERAL, text.toString(), 1, false, ""));
      return at + 1;
    }
    if (template.startsWith("\\\"", at)) {
      parts.add(new Part(Field.LITERAL, "\"", 0, false, ""));
      return at + 2;
    }
    int end = template.offsetByCodePoints(at, 1);
    parts.add(new Part(Field.LITERAL, template.substring(at, end), 0, false, ""));
    return end;
  }
}
