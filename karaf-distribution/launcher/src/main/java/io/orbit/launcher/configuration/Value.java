package io.orbit.launcher.configuration;

/**
 * A setting's value and who said so.
 *
 * @param value the value, already checked
 * @param origin file and line, environment variable, command line option, or "default"
 * @param <T> the Java type of the value
 */
public record Value<T>(T value, String origin) {
  static final String DEFAULT = "default";

  /** Whether nobody said anything. */
  public boolean isDefault() {
    return origin.equals(DEFAULT);
  }
}
