package io.orbit.container;

import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Setting;
import io.orbit.launcher.configuration.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What each bundle is told, from the server's settings: the mapping of settings to Config Admin's
 * properties.
 */
final class Deliveries {
  private static final String HTTP = "org.apache.felix.http";

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
    // The network adds the offset to its protocols' ports itself; the HTTP server knows of none.
    List<String> addresses = configuration.addresses();
    put(deliveries, "io.orbit.net", "bind", addresses.toArray(String[]::new));
    for (Settings.ListenerPort listener : Settings.ports()) {
      if (listener.setting() != Settings.HTTP_PORT) {
        put(deliveries, listener.pid(), "port", configuration.get(listener.setting()));
      }
    }
    put(deliveries, HTTP, "org.osgi.service.http.port", configuration.port(Settings.HTTP_PORT));
    put(deliveries, HTTP, "org.apache.felix.http.host", addresses.getFirst());
    Path store = configuration.dataDirectory().resolve("store");
    put(deliveries, "io.orbit.kernel", "data_dir", store.toString());
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
