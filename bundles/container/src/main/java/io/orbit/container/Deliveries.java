package io.orbit.container;

import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Setting;
import io.orbit.launcher.configuration.Settings;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each bundle is told, from the server's settings: the mapping of settings to Config Admin's
 * properties.
 */
final class Deliveries {
  private Deliveries() {}

  /**
   * Adds what the configuration says to what the distribution says.
   *
   * @param defaults property by name, by PID
   * @return the same with the configuration's values on top
   */
  static Map<String, Map<String, Object>> of(
      Map<String, Map<String, Object>> defaults, Configuration configuration) {
    Map<String, Map<String, Object>> deliveries = new TreeMap<>();
    defaults.forEach((pid, properties) -> deliveries.put(pid, new TreeMap<>(properties)));
    String bind = configuration.get(Settings.BIND);
    for (Settings.ListenerPort listener : Settings.ports()) {
      int port = configuration.port(listener.setting());
      boolean http = listener.setting() == Settings.HTTP_PORT;
      put(deliveries, listener.pid(), http ? "org.osgi.service.http.port" : "port", port);
      put(deliveries, listener.pid(), http ? "org.apache.felix.http.host" : "bind", bind);
    }
    for (Setting<?> setting : Settings.all()) {
      setting
          .target()
          .ifPresent(
              target ->
                  put(deliveries, target.pid(), target.property(), configuration.get(setting)));
    }
    configuration
        .sections()
        .forEach(
            (pid, properties) ->
                properties.forEach((name, value) -> put(deliveries, pid, name, value.value())));
    return deliveries;
  }

  private static void put(
      Map<String, Map<String, Object>> deliveries, String pid, String property, Object value) {
    deliveries.computeIfAbsent(pid, key -> new TreeMap<>()).put(property, value);
  }
}
