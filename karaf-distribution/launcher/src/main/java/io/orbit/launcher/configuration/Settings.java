package io.orbit.launcher.configuration;

import io.orbit.launcher.configuration.Setting.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings there are. A bundle that brings further ones has a section of its own name, which is
 * delivered to it as it stands; those here are the ones of the server as a whole and the ones that
 * users know from elsewhere.
 */
public final class Settings {
  /** Highest offset at which the highest default port (50051) is still a port. */
  public static final int MAXIMUM_PORT_OFFSET = 15_484;

  /** A listener's port and the bundle that listens there. */
  public record ListenerPort(Setting<Long> setting, String pid) {}

  private static final Map<String, Setting<?>> BY_KEY = new LinkedHashMap<>();
  private static final List<ListenerPort> PORTS = new ArrayList<>();

  /** The addresses that every listener binds to. */
  public static final Setting<String> BIND =
      add(
          "server.bind",
          new SettingType.Text(),
          "127.0.0.1",
          "Addresses that all listeners bind to, separated by commas; the HTTP server takes the first");

  /** Added to every port. */
  public static final Setting<Long> PORT_OFFSET =
      add(
          "server.port_offset",
          new SettingType.Whole(0, MAXIMUM_PORT_OFFSET),
          0L,
          "Added to every port, so that several servers fit on one machine");

  /** Whether unauthenticated clients on the loopback interface are the administrator. */
  public static final Setting<Boolean> DEV_MODE =
      add(
          "server.dev_mode",
          new SettingType.Flag(),
          false,
          "Unauthenticated clients are the user orbit; only on a loopback address");

  /** The HTTP server's port: REST, console, GraphQL, MCP. */
  public static final Setting<Long> HTTP_PORT = port("http", "org.apache.felix.http", 8080);

  /** The operator's shell's port. */
  public static final Setting<Long> SSH_PORT = port("ssh", "io.orbit.shell", 8101);

  static {
    port("postgres", "io.orbit.protocol.postgres", 5432);
    port("mysql", "io.orbit.protocol.mysql", 3306);
    port("cql", "io.orbit.protocol.cql", 9042);
    port("redis", "io.orbit.protocol.redis", 6379);
    port("grpc", "io.orbit.protocol.grpc", 50051);
    port("bolt", "io.orbit.protocol.bolt", 7687);
    port("arango", "io.orbit.protocol.arango", 8529);
    port("mongo", "io.orbit.protocol.mongo", 27017);
  }

  /** The storage engine of new databases. */
  public static final Setting<String> BACKEND =
      add(
          "persistence.backend",
          new SettingType.Choice(
              List.of("lsm", "xodus", "memory", "cowbtree"), Map.of("rocksdb", "lsm")),
          "lsm",
          "Storage engine of new databases; rocksdb is another name of lsm",
          new Target("io.orbit.kernel", "backend"));

  /** The data folder, where a configuration file names it. */
  public static final Setting<String> DATA_DIRECTORY =
      add(
          "persistence.data_dir",
          new SettingType.Text(),
          "./data",
          "Data folder; heeded in a file named by --config only, since the other one lies in it");

  /** The server's memory: heap, and the database's budget within it. */
  public static final Setting<Long> MEMORY_LIMIT =
      add(
          "memory.limit",
          new SettingType.Size(256L << 20),
          0L,
          "Memory of the server (the JVM's -Xmx), from which the database's budget follows; a quarter of the machine's where unset");

  /** How much is logged. */
  public static final Setting<String> LOG_LEVEL =
      add(
          "log.level",
          new SettingType.Choice("trace", "debug", "info", "warn", "error"),
          "info",
          "Least severe message that is logged");

  /** Whether the AI subsystems run. */
  public static final Setting<Boolean> AI_ENABLED =
      add(
          "ai.enabled",
          new SettingType.Flag(),
          false,
          "Whether the AI subsystems run",
          new Target("io.orbit.ai", "enabled"));

  /** How often they look at the server. */
  public static final Setting<Long> AI_INTERVAL =
      add(
          "ai.control_loop_interval_ms",
          new SettingType.Whole(100, 3_600_000),
          10_000L,
          "Milliseconds between two rounds of the AI control loop",
          new Target("io.orbit.ai", "control_loop_interval_ms"));

  private Settings() {}

  /** All settings in the order of the documentation. */
  public static Collection<Setting<?>> all() {
    return List.copyOf(BY_KEY.values());
  }

  /** The ports, each with the bundle that listens there. */
  public static List<ListenerPort> ports() {
    return List.copyOf(PORTS);
  }

  /** The setting with a key, if there is one. */
  public static Optional<Setting<?>> find(String key) {
    return Optional.ofNullable(BY_KEY.get(key));
  }

  private static <T> Setting<T> add(
      String key, SettingType<T> type, T defaultValue, String description, Target... target) {
    Setting<T> setting =
        new Setting<>(
            key,
            type,
            defaultValue,
            description,
            target.length == 0 ? Optional.empty() : Optional.of(target[0]));
    BY_KEY.put(key, setting);
    return setting;
  }

  private static Setting<Long> port(String protocol, String pid, long defaultPort) {
    Setting<Long> setting =
        add(
            "server." + protocol + "_port",
            new SettingType.Whole(1, 65_535),
            defaultPort,
            "Port of the protocol " + protocol);
    PORTS.add(new ListenerPort(setting, pid));
    return setting;
  }
}
