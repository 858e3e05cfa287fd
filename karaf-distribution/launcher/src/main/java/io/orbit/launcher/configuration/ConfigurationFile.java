package io.orbit.launcher.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One TOML file: the settings it gives, and the sections that bear a bundle's name and are
 * delivered to that bundle as they stand. Everything it says is checked here, so that a mistake is
 * told with the file and the line.
 *
 * @param values what it says about the server's settings, by key
 * @param sections what it says to single bundles: bundle name, then property, then value
 */
record ConfigurationFile(
    Map<String, Value<?>> values, Map<String, Map<String, Value<?>>> sections) {
  private static final String BUNDLES = "io.orbit.";

  /** Bundles of these kinds have a name of four words, all others of three. */
  private static final Set<String> GROUPS =
      Set.of("protocol", "identity", "language", "storage", "accel", "ai");

  /** A file that says nothing. */
  static final ConfigurationFile EMPTY = new ConfigurationFile(Map.of(), Map.of());

  /** Reads a file; one that is not there says nothing. */
  static ConfigurationFile readIfPresent(Path file) throws ConfigurationException {
    return Files.exists(file) ? read(file) : EMPTY;
  }

  /** Reads a file that must be there. */
  static ConfigurationFile read(Path file) throws ConfigurationException {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (IOException failure) {
      throw new ConfigurationException(
          "The configuration file " + file + " cannot be read: " + failure.getMessage(), failure);
    }
  }

  /**
   * Reads a text.
   *
   * @param name how the text is called in messages
   */
  static ConfigurationFile parse(String name, String text) throws ConfigurationException {
    TomlParseResult toml = Toml.parse(text);
    if (toml.hasErrors()) {
      TomlParseError error = toml.errors().getFirst();
      throw new ConfigurationException(
          place(name, error.position()) + ": " + error.getMessage() + ".");
    }
    ConfigurationFile file = new ConfigurationFile(new LinkedHashMap<>(), new LinkedHashMap<>());
    for (List<String> path : toml.keyPathSet()) {
      TomlPosition position = toml.inputPositionOf(path);
      file.take(place(name, position), String.join(".", path), toml.get(path));
    }
    for (Map.Entry<List<String>, Object> entry : toml.entryPathSet(true)) {
      if (entry.getValue() instanceof TomlTable table) {
        requireKnownTable(name, toml, entry.getKey(), table);
      }
    }
    return file;
  }

  private void take(String place, String key, Object toml) throws ConfigurationException {
    if (key.startsWith(BUNDLES)) {
      List<String> words = List.of(key.split("\\."));
      int length = GROUPS.contains(words.get(2)) ? 4 : 3;
      if (words.size() <= length) {
        throw new ConfigurationException(
            place + ": " + key + " names a bundle, not a property of one.");
      }
      sections
          .computeIfAbsent(String.join(".", words.subList(0, length)), pid -> new LinkedHashMap<>())
          .put(
              String.join(".", words.subList(length, words.size())),
              new Value<>(plain(place, key, toml), place));
      return;
    }
    Setting<?> setting =
        Settings.find(key).orElseThrow(() -> new ConfigurationException(unknown(place, key)));
    try {
      values.put(key, new Value<>(setting.type().convert(toml), place));
    } catch (IllegalArgumentException misfit) {
      throw new ConfigurationException(
          place + ": " + key + " must be " + misfit.getMessage() + ".", misfit);
    }
  }

  private static void requireKnownTable(
      String name, TomlParseResult toml, List<String> path, TomlTable table)
      throws ConfigurationException {
    String prefix = String.join(".", path) + ".";
    boolean known =
        BUNDLES.startsWith(prefix)
            || prefix.startsWith(BUNDLES)
            || Settings.all().stream().anyMatch(setting -> setting.key().startsWith(prefix));
    if (!known && table.isEmpty()) {
      TomlPosition position = toml.inputPositionOf(path);
      throw new ConfigurationException(unknown(place(name, position), String.join(".", path)));
    }
  }

  private static Object plain(String place, String key, Object toml) throws ConfigurationException {
    return switch (toml) {
      case String text -> text;
      case Long number -> number;
      case Double number -> number;
      case Boolean flag -> flag;
      case TomlArray array when array.toList().stream().allMatch(String.class::isInstance) ->
          array.toList().stream().map(String.class::cast).toArray(String[]::new);
      default ->
          throw new ConfigurationException(
              place + ": " + key + " must be a text, a number, true or false, or a list of texts.");
    };
  }

  private static String unknown(String place, String key) {
    return place
        + ": there is no setting "
        + key
        + nearest(key).map(similar -> "; did you mean " + similar + "?").orElse(".");
  }

  private static Optional<String> nearest(String key) {
    List<String> similar = new ArrayList<>();
    for (Setting<?> setting : Settings.all()) {
      if (Spelling.distance(setting.key(), key) <= 2) {
        similar.add(setting.key());
      }
    }
    return similar.stream().findFirst();
  }

  private static String place(String name, TomlPosition position) {
    return name + ", line " + position.line();
  }
}
