package io.orbit.launcher.configuration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What was changed at run time: the contents of {@code overrides.toml}. Immutable.
 *
 * @param values TOML's text of each value, by the whole key
 */
public record Overrides(Map<String, String> values) {
  private static final Pattern BUNDLE_KEY = Pattern.compile("io\\.orbit(\\.[a-z][a-z0-9_]*){2,}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");
  private static final String HEAD =
      "# What was changed at run time, by REST or in the console. Do not edit while the server runs.\n";

  /**
   * Reads the file; one that is not there says nothing.
   *
   * @throws ConfigurationException at the first mistake
   */
  public static Overrides read(Path file) throws ConfigurationException {
    ConfigurationFile known = ConfigurationFile.readIfPresent(file);
    Map<String, String> values = new TreeMap<>();
    known.values().forEach((key, value) -> values.put(key, literal(key, value.value())));
    known
        .sections()
        .forEach(
            (bundle, properties) ->
                properties.forEach(
                    (name, value) ->
                        values.put(bundle + "." + name, literal(bundle, value.value()))));
    return new Overrides(values);
  }

  /**
   * The same with another value.
   *
   * @param key of a setting of the server, or a bundle's name and its property
   * @param text empty to say nothing about it
   * @throws ConfigurationException when there is no such setting, or the value does not fit
   */
  public Overrides with(String key, Optional<String> text) throws ConfigurationException {
    Setting<?> setting = Settings.find(key).orElse(null);
    if (setting == null && !BUNDLE_KEY.matcher(key).matches()) {
      throw new ConfigurationException("there is no setting " + key);
    }
    if (setting == Settings.DATA_DIRECTORY) {
      throw new ConfigurationException(key + " is said at the start only");
    }
    Map<String, String> changed = new TreeMap<>(values);
    if (text.isEmpty()) {
      changed.remove(key);
    } else if (setting == null) {
      changed.put(key, literal(key, typed(text.get())));
    } else {
      changed.put(key, literal(key, CommandLine.read(setting, text.get(), "the change").value()));
    }
    return new Overrides(changed);
  }

  /** What bundles are told has the type that it looks like. */
  private static Object typed(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    return NUMBER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
  }

  private static String literal(String key, Object value) {
    return switch (value) {
      case String text -> quoted(text);
      case String[] texts ->
          Arrays.stream(texts).map(Overrides::quoted).collect(Collectors.joining(", ", "[", "]"));
      case Long number -> number.toString();
      case Double number -> number.toString();
      case Boolean flag -> flag.toString();
      default -> throw new IllegalArgumentException(key + " is a " + value.getClass());
    };
  }

  private static String quoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (Character.isISOControl(c)) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }

  /** The file's text. */
  public String toml() {
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
        .collect(Collectors.joining("", HEAD, ""));
  }

  /** Puts a text in the place of a file at once. */
  public static void write(Path file, String toml) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, toml);
    Files.move(
        fresh,
        file,
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
