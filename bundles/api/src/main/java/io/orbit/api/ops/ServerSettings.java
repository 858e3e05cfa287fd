package io.orbit.api.ops;

import java.util.List;

/** What the server was told to be, and by whom. Read-only here. Thread-safe. */
public interface ServerSettings {
  /** All settings, in the order of the documentation. */
  List<Setting> list();

  /**
   * One setting.
   *
   * @param key section and name as in {@code orbit.toml}
   * @param value what holds, as text
   * @param defaultValue what would hold if nobody said anything
   * @param origin who said it: a file and line, an environment variable, the command line, default
   */
  record Setting(
      String key, String value, String defaultValue, String origin, String description) {}
}
