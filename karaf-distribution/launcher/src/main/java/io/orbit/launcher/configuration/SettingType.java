package io.orbit.launcher.configuration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a setting's value may be. Both ways in, text (command line, environment) and TOML value, are
 * checked here; a value that does not fit is an {@link IllegalArgumentException} whose message
 * completes the sentence "KEY must be".
 *
 * @param <T> the Java type of a valid value
 */
public sealed interface SettingType<T> {
  /** Reads a value given as text. */
  T parse(String text);

  /**
   * Reads a value as TOML typed it; text is no substitute for a number there, since TOML tells them
   * apart.
   */
  T convert(Object toml);

  /** Any text. */
  record Text() implements SettingType<String> {
    @Override
    public String parse(String text) {
      return text;
    }

    @Override
    public String convert(Object toml) {
      return requireText(toml, "a text in quotes");
    }
  }

  /** One of a few words, compared without case; an alias means the word it maps to. */
  record Choice(List<String> words, Map<String, String> aliases) implements SettingType<String> {
    /** A choice without aliases. */
    public Choice(String... words) {
      this(List.of(words), Map.of());
    }

    @Override
    public String parse(String text) {
      String word = text.toLowerCase(Locale.ROOT);
      String meant = aliases.getOrDefault(word, word);
      if (!words.contains(meant)) {
        throw new IllegalArgumentException("one of " + String.join(", ", words));
      }
      return meant;
    }

    @Override
    public String convert(Object toml) {
      return parse(requireText(toml, "one of " + String.join(", ", words) + ", in quotes"));
    }
  }

  /** True or false. */
  record Flag() implements SettingType<Boolean> {
    @Override
    public Boolean parse(String text) {
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "on", "1" -> true;
        case "false", "no", "off", "0" -> false;
        default -> throw new IllegalArgumentException("true or false");
      };
    }

    @Override
    public Boolean convert(Object toml) {
      if (toml instanceof Boolean flag) {
        return flag;
      }
      throw new IllegalArgumentException("true or false, without quotes");
    }
  }

  /** A whole number within bounds, both inclusive. */
  record Whole(long least, long most) implements SettingType<Long> {
    @Override
    public Long parse(String text) {
      try {
        return check(Long.parseLong(text.strip()));
      } catch (NumberFormatException notANumber) {
        throw new IllegalArgumentException(expectation(), notANumber);
      }
    }

    @Override
    public Long convert(Object toml) {
      if (toml instanceof Long number) {
        return check(number);
      }
      throw new IllegalArgumentException(expectation());
    }

    private Long check(long number) {
      if (number < least || number > most) {
        throw new IllegalArgumentException(expectation());
      }
      return number;
    }

    private String expectation() {
      return "a whole number from " + least + " to " + most;
    }
  }

  /** An amount of memory or disk: {@code "512MB"}, {@code "2GB"}, or a plain number of bytes. */
  record Size(long least) implements SettingType<Long> {
    private static final Pattern FORM =
        Pattern.compile("(\\d{1,15})\\s*([KMGT]?)(?:i?B)?", Pattern.CASE_INSENSITIVE);

    @Override
    public Long parse(String text) {
      Matcher matcher = FORM.matcher(text.strip());
      if (!matcher.matches()) {
        throw new IllegalArgumentException(expectation());
      }
      int shift =
          switch (matcher.group(2).toUpperCase(Locale.ROOT)) {
            case "K" -> 10;
            case "M" -> 20;
            case "G" -> 30;
            case "T" -> 40;
            default -> 0;
          };
      long bytes = Long.parseLong(matcher.group(1)) << shift;
      if (bytes < least || bytes >> shift != Long.parseLong(matcher.group(1))) {
        throw new IllegalArgumentException(expectation());
      }
      return bytes;
    }

    @Override
    public Long convert(Object toml) {
      return parse(
          toml instanceof Long number ? number.toString() : requireText(toml, expectation()));
    }

    private String expectation() {
      return "a size such as \"512MB\" or \"2GB\", at least " + (least >> 20) + " MB";
    }
  }

  private static String requireText(Object toml, String expectation) {
    if (toml instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException(expectation);
  }
}
