package io.orbit.launcher.configuration;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the server is told to be. Command line before environment, before what the console changed
 * ({@code DIR/overrides.toml}), before {@code DIR/orbit.toml} or the file named by {@code
 * --config}, before default. Immutable: a change is a new configuration.
 */
public final class Configuration {
  private static final String DEFAULT_FILE = "orbit.toml";
  private static final String OVERRIDES_FILE = "overrides.toml";

  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Path dataDirectory;
  private final Map<String, Value<?>> values;
  private final Map<String, Map<String, Value<?>>> sections;

  private Configuration(
      List<String> arguments,
      Map<String, String> environment,
      Path dataDirectory,
      Map<String, Value<?>> values,
      Map<String, Map<String, Value<?>>> sections) {
    this.arguments = arguments;
    this.environment = environment;
    this.dataDirectory = dataDirectory;
    this.values = values;
    this.sections = sections;
  }

  /**
   * Reads all sources.
   *
   * @param arguments the command line of {@code ./orbit run}
   * @param environment the process's environment
   * @throws ConfigurationException at the first mistake, naming its place
   */
  public static Configuration load(List<String> arguments, Map<String, String> environment)
      throws ConfigurationException {
    return load(arguments, environment, ConfigurationFile::readIfPresent);
  }

  /** How what was changed at run time is read. */
  private interface OverridesReader {
    ConfigurationFile read(Path file) throws ConfigurationException;
  }

  private static Configuration load(
      List<String> arguments, Map<String, String> environment, OverridesReader reader)
      throws ConfigurationException {
    CommandLine commandLine = CommandLine.parse(arguments);
    Optional<ConfigurationFile> named = Optional.empty();
    if (commandLine.file().isPresent()) {
      named = Optional.of(ConfigurationFile.read(commandLine.file().get()));
    }
    Path data = dataDirectory(commandLine, named);
    ConfigurationFile file =
        named.isPresent()
            ? named.get()
            : ConfigurationFile.readIfPresent(data.resolve(DEFAULT_FILE));
    if (named.isEmpty() && file.values().get(Settings.DATA_DIRECTORY.key()) instanceof Value<?> v) {
      throw new ConfigurationException(
          v.origin()
              + ": persistence.data_dir cannot stand in the data folder's own file;"
              + " start with --data DIR, or name the file by --config.");
    }
    ConfigurationFile overrides = reader.read(data.resolve(OVERRIDES_FILE));

    Map<String, Value<?>> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      values.put(setting.key(), new Value<>(setting.defaultValue(), Value.DEFAULT));
    }
    values.putAll(file.values());
    values.putAll(overrides.values());
    values.putAll(fromEnvironment(environment));
    values.putAll(commandLine.values());
    Map<String, Map<String, Value<?>>> sections = new LinkedHashMap<>();
    for (ConfigurationFile source : List.of(file, overrides)) {
      source
          .sections()
          .forEach(
              (pid, properties) ->
                  sections.computeIfAbsent(pid, key -> new LinkedHashMap<>()).putAll(properties));
    }
    Configuration configuration =
        new Configuration(List.copyOf(arguments), Map.copyOf(environment), data, values, sections);
    configuration.requireConsistent();
    return configuration;
  }

  /** Reads all sources again, after one of the files changed. */
  public Configuration reload() throws ConfigurationException {
    return load(arguments, environment);
  }

  /**
   * What all sources would say with another text in the place of {@code overrides.toml}.
   *
   * @throws ConfigurationException at the first mistake
   */
  public Configuration withOverrides(String toml) throws ConfigurationException {
    return load(arguments, environment, file -> ConfigurationFile.parse(file.toString(), toml));
  }

  /** The data folder, absolute; everything that the server writes lies in it. */
  public Path dataDirectory() {
    return dataDirectory;
  }

  /** The file in the data folder that holds what the console changed. */
  public Path overridesFile() {
    return dataDirectory.resolve(OVERRIDES_FILE);
  }

  /** A setting's value. */
  public <T> T get(Setting<T> setting) {
    return value(setting).value();
  }

  /** A setting's value with its origin. */
  @SuppressWarnings("unchecked") // A value is checked by its setting's type before it gets in here.
  public <T> Value<T> value(Setting<T> setting) {
    return (Value<T>) values.get(setting.key());
  }

  /** The addresses to listen on. */
  public List<String> addresses() {
    return Stream.of(get(Settings.BIND).split(","))
        .map(String::strip)
        .filter(address -> !address.isEmpty())
        .toList();
  }

  /** A listener's port, offset included. */
  public int port(Setting<Long> setting) {
    return Math.toIntExact(get(setting) + get(Settings.PORT_OFFSET));
  }

  /** What the files say to single bundles: bundle name, then property, then value. */
  public Map<String, Map<String, Value<?>>> sections() {
    return sections;
  }

  private static Path dataDirectory(CommandLine commandLine, Optional<ConfigurationFile> named)
      throws ConfigurationException {
    Path data =
        commandLine
            .data()
            .or(
                () ->
                    named
                        .map(file -> file.values().get(Settings.DATA_DIRECTORY.key()))
                        .map(value -> Path.of((String) value.value())))
            .orElse(Path.of(Settings.DATA_DIRECTORY.defaultValue()));
    return data.toAbsolutePath().normalize();
  }

  private static Map<String, Value<?>> fromEnvironment(Map<String, String> environment)
      throws ConfigurationException {
    Map<String, Value<?>> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.all()) {
      String text = environment.get(setting.environmentVariable());
      if (text != null && setting != Settings.DATA_DIRECTORY) {
        values.put(
            setting.key(),
            CommandLine.read(setting, text, "environment, " + setting.environmentVariable()));
      }
    }
    return values;
  }

  private void requireConsistent() throws ConfigurationException {
    Value<String> bind = value(Settings.BIND);
    if (addresses().isEmpty()) {
      throw new ConfigurationException(bind.origin() + ": server.bind must name an address.");
    }
    for (String address : addresses()) {
      boolean loopback;
      try {
        loopback = InetAddress.getByName(address).isLoopbackAddress();
      } catch (UnknownHostException unknown) {
        throw new ConfigurationException(
            bind.origin()
                + ": server.bind must be an address of this machine, not "
                + address
                + ".",
            unknown);
      }
      if (get(Settings.DEV_MODE) && !loopback) {
        throw new ConfigurationException(
            value(Settings.DEV_MODE).origin()
                + ": the developers' mode lets everyone in, so it works on a loopback address"
                + " only, not on "
                + address
                + " ("
                + bind.origin()
                + ").");
      }
    }
    requireDistinctPorts();
  }

  private void requireDistinctPorts() throws ConfigurationException {
    Map<Integer, String> taken = new LinkedHashMap<>();
    for (Settings.ListenerPort listener : Settings.ports()) {
      int port = port(listener.setting());
      String origin = value(listener.setting()).origin();
      if (port > 65_535) {
        throw new ConfigurationException(
            origin
                + ": "
                + listener.setting().key()
                + " and the offset make "
                + port
                + ", which is no port.");
      }
      String other = taken.put(port, listener.setting().key());
      if (other != null) {
        throw new ConfigurationException(
            origin + ": " + listener.setting().key() + " is the same port as " + other + ".");
      }
    }
  }
}
