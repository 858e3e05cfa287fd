package io.orbit.net;

import io.orbit.net.ListenerConfiguration.Tls;
import io.orbit.net.spi.Protocol;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a protocol's own settings (PID {@code io.orbit.protocol.<name>}); what is missing has its
 * default. Values may be of their type or text. Keys that are not the network's are the protocol's.
 */
final class ListenerSettings {
  private static final String PID_PREFIX = "io.orbit.protocol.";

  private final String pid;
  private final Map<String, ?> values;

  private ListenerSettings(String pid, Map<String, ?> values) {
    this.pid = pid;
    this.values = values;
  }

  static String pid(String protocol) {
    return PID_PREFIX + protocol;
  }

  /** The protocol whose PID this is, or null. */
  static @Nullable String protocol(String pid) {
    return pid.startsWith(PID_PREFIX) ? pid.substring(PID_PREFIX.length()) : null;
  }

  /**
   * @throws IllegalArgumentException naming PID, key and value
   */
  static ListenerConfiguration read(Protocol protocol, Map<String, ?> values) {
    return new ListenerSettings(pid(protocol.name()), values).read(protocol.defaultPort());
  }

  private ListenerConfiguration read(int defaultPort) {
    String unixSocket = text("unix_socket", "");
    return new ListenerConfiguration(
        (int) number("port", defaultPort, 0, 65_535),
        list("bind"),
        unixSocket.isEmpty() ? null : Path.of(unixSocket),
        (int)
            number(
                "max_connections",
                ListenerConfiguration.DEFAULT_MAX_CONNECTIONS,
                1,
                Integer.MAX_VALUE),
        number("idle_timeout_ms", 0, 0, Long.MAX_VALUE),
        number(
            "authentication_timeout_ms",
            ListenerConfiguration.DEFAULT_AUTHENTICATION_TIMEOUT_MILLIS,
            0,
            Long.MAX_VALUE),
        truth("proxy_protocol"),
        tls());
  }

  private String text(String key, String otherwise) {
    Object value = values.get(key);
    return value == null ? otherwise : value.toString().strip();
  }

  private long number(String key, long otherwise, long least, long most) {
    String text = text(key, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(key, text, "a whole number");
    }
    throw wrong(key, text, "from " + least + " to " + most);
  }

  private boolean truth(String key) {
    String text = text(key, "off").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw wrong(key, text, "on or off");
    };
  }

  private Tls tls() {
    String text = text("tls", "on").toLowerCase(Locale.ROOT);
    return switch (text) {
      case "on", "true" -> Tls.ON;
      case "off", "false" -> Tls.OFF;
      case "required" -> Tls.REQUIRED;
      default -> throw wrong("tls", text, "off, on or required");
    };
  }

  private List<String> list(String key) {
    Object value = values.get(key);
    Stream<?> parts =
        switch (value) {
          case null -> Stream.of();
          case Object[] array -> Stream.of(array);
          case Collection<?> collection -> collection.stream();
          default -> Stream.of(value.toString().split(","));
        };
    return parts.map(part -> part.toString().strip()).filter(part -> !part.isEmpty()).toList();
  }

  private IllegalArgumentException wrong(String key, String value, String expected) {
    return new IllegalArgumentException(
        "%s: %s must be %s, not %s".formatted(pid, key, expected, value));
  }
}
