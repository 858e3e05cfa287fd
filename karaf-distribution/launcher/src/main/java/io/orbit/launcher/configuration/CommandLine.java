package io.orbit.launcher.configuration;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of {@code ./orbit run}.
 *
 * @param data the data folder, where the command line names it
 * @param file the configuration file, where the command line names it
 * @param values the settings that the command line gives, by key
 */
record CommandLine(Optional<Path> data, Optional<Path> file, Map<String, Value<?>> values) {
  private static final Map<String, Setting<?>> OPTIONS =
      Map.of(
          "--port-offset", Settings.PORT_OFFSET,
          "--bind", Settings.BIND,
          "--log-level", Settings.LOG_LEVEL);

  static CommandLine parse(List<String> arguments) throws ConfigurationException {
    Optional<Path> data = Optional.empty();
    Optional<Path> file = Optional.empty();
    Map<String, Value<?>> values = new LinkedHashMap<>();
    for (Iterator<String> words = arguments.iterator(); words.hasNext(); ) {
      String word = words.next();
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (option.equals("--dev-mode")) {
        values.put(Settings.DEV_MODE.key(), new Value<>(true, "command line, --dev-mode"));
        continue;
      }
      if (!option.equals("--data") && !option.equals("--config") && !OPTIONS.containsKey(option)) {
        throw new ConfigurationException(
            "There is no option " + option + " of ./orbit run; ./orbit help lists them.");
      }
      if (equals < 0 && !words.hasNext()) {
        throw new ConfigurationException("The option " + option + " needs a value.");
      }
      String text = equals < 0 ? words.next() : word.substring(equals + 1);
      switch (option) {
        case "--data" -> data = Optional.of(Path.of(text));
        case "--config" -> file = Optional.of(Path.of(text));
        default -> {
          Setting<?> setting = OPTIONS.get(option);
          values.put(setting.key(), read(setting, text, "command line, " + option));
        }
      }
    }
    return new CommandLine(data, file, values);
  }

  /** Reads the value of a setting that was given as text. */
  static Value<?> read(Setting<?> setting, String text, String origin)
      throws ConfigurationException {
    try {
      return new Value<>(setting.type().parse(text), origin);
    } catch (IllegalArgumentException misfit) {
      throw new ConfigurationException(
          origin + ": " + setting.key() + " must be " + misfit.getMessage() + ".", misfit);
    }
  }
}
