package io.orbit.container;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The distribution's own defaults for bundles that are not ours: {@code etc/PID.cfg}, properties
 * with {@code ${name}} for system properties. Read once at the start and never written.
 */
final class EtcFiles {
  private static final String SUFFIX = ".cfg";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

  private EtcFiles() {}

  /**
   * Reads the folder.
   *
   * @param lookup the value of a placeholder, or null when there is none: then it stays as it is
   * @return property by name, by PID
   * @throws IOException when a file cannot be read
   */
  static Map<String, Map<String, Object>> read(Path folder, UnaryOperator<@Nullable String> lookup)
      throws IOException {
    Map<String, Map<String, Object>> configurations = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        configurations.put(
            name.substring(0, name.length() - SUFFIX.length()), readFile(file, lookup));
      }
    }
    return configurations;
  }

  private static Map<String, Object> readFile(Path file, UnaryOperator<@Nullable String> lookup)
      throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    Map<String, Object> resolved = new TreeMap<>();
    for (String name : properties.stringPropertyNames()) {
      resolved.put(name, resolve(properties.getProperty(name), properties, lookup));
    }
    return resolved;
  }

  private static String resolve(
      String value, Properties properties, UnaryOperator<@Nullable String> lookup) {
    return PLACEHOLDER
        .matcher(value)
        .replaceAll(
            match -> {
              String known = lookup.apply(match.group(1));
              if (known == null) {
                known = properties.getProperty(match.group(1), match.group());
              }
              return Matcher.quoteReplacement(known);
            });
  }
}
