package io.orbit.launcher.configuration;

import java.util.Locale;
import java.util.Optional;

/**
 * One setting of the server. Immutable.
 *
 * @param key section and name as in {@code orbit.toml}, for example {@code server.redis_port}
 * @param type what a value may be
 * @param defaultValue the value when nobody says anything
 * @param description one line for the one who sets it
 * @param target where Config Admin delivers it; empty when the launcher or the container itself
 *     heeds it
 * @param <T> the Java type of a value
 */
public record Setting<T>(
    String key, SettingType<T> type, T defaultValue, String description, Optional<Target> target) {

  /**
   * A property of a bundle's configuration.
   *
   * @param pid the bundle's name, which is its persistent identity
   * @param property the property's name there
   */
  public record Target(String pid, String property) {}

  /** The environment variable that sets it: {@code ORBIT_SERVER_REDIS_PORT}. */
  public String environmentVariable() {
    return "ORBIT_" + key.replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
