package io.orbit.api.ops;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server was told to be, and by whom, and telling it otherwise. Thread-safe. */
public interface ServerSettings {
  /** All settings, those of the server in the order of the documentation, then those of bundles. */
  List<Setting> list();

  /**
   * What a change would change; nothing is changed.
   *
   * @param wanted the value of a setting as text; empty to take back what was changed before
   * @throws io.orbit.api.error.OrbitException UNDEFINED_OBJECT for an unknown setting,
   *     INVALID_PARAMETER_VALUE for a value that does not fit, or a setting that the command line
   *     or the environment says
   */
  List<Change> preview(Map<String, Optional<String>> wanted);

  /**
   * Writes a change into {@code DIR/overrides.toml}, and does what can be done at once.
   *
   * @throws io.orbit.api.error.OrbitException as {@link #preview}, and IO_ERROR
   */
  List<Change> change(Map<String, Optional<String>> wanted);

  /**
   * Takes the last change back; a second time makes it again.
   *
   * @throws io.orbit.api.error.OrbitException OBJECT_NOT_IN_PREREQUISITE_STATE when there was none
   */
  List<Change> undo();

  /**
   * One setting.
   *
   * @param key section and name as in {@code orbit.toml}
   * @param value what holds, as text
   * @param defaultValue what would hold if nobody said anything
   * @param origin who said it: a file and line, an environment variable, the command line, default
   * @param type text, number, flag, size or choice
   * @param choices the words of a choice
   * @param live whether a change counts at once, and not at the next start
   * @param pending what will hold after the next start; empty when that is the same
   */
  record Setting(
      String key,
      String value,
      String defaultValue,
      String origin,
      String description,
      String type,
      List<String> choices,
      boolean live,
      String pending) {}

  /**
   * A setting that becomes another.
   *
   * @param live whether that counts at once, and not at the next start
   */
  record Change(String key, String before, String after, boolean live) {}
}
