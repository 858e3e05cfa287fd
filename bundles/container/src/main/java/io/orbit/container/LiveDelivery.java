package io.orbit.container;

import io.orbit.api.ops.ServerSettings.Change;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Setting;
import io.orbit.launcher.configuration.Settings;
import io.orbit.launcher.configuration.Value;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Hands changed settings on while the server runs: ports and limits of protocols, what they share,
 * and who proves users. Everything else is heeded at a start.
 */
final class LiveDelivery {
  private static final String NET = "io.orbit.net";
  private static final List<String> LEAVES = List.of("io.orbit.protocol.", "io.orbit.identity.");
  private static final Set<String> AT_START = Set.of("io.orbit.net.event_loops");
  private static final Set<Setting<Long>> OWN_SOCKETS =
      Set.of(Settings.HTTP_PORT, Settings.SSH_PORT);

  private final Target target;

  /** Who is told. */
  interface Target {
    /**
     * Changes one property of a bundle.
     *
     * @param value empty to take it away
     */
    void put(String pid, String property, Optional<Object> value) throws IOException;

    /** Config Admin, which tells the bundle. */
    static Target of(ConfigurationAdmin admin) {
      return (pid, property, value) -> {
        org.osgi.service.cm.Configuration configuration = admin.getConfiguration(pid, "?");
        Dictionary<String, Object> properties = configuration.getProperties();
        if (properties == null) {
          properties = new Hashtable<>();
        }
        if (value.isPresent()) {
          properties.put(property, value.get());
        } else {
          properties.remove(property);
        }
        configuration.update(properties);
      };
    }
  }

  LiveDelivery(Target target) {
    this.target = target;
  }

  /** Whether a change of that setting counts at once. */
  static boolean isLive(String key) {
    return place(key).isPresent();
  }

  /** A property of a bundle's configuration. */
  private record Place(String pid, String property) {}

  private static Optional<Place> place(String key) {
    if (key.startsWith(NET + ".") && !AT_START.contains(key)) {
      return Optional.of(new Place(NET, key.substring(NET.length() + 1)));
    }
    for (String leaf : LEAVES) {
      if (key.startsWith(leaf)) {
        int end = key.indexOf('.', leaf.length());
        return end < 0
            ? Optional.empty()
            : Optional.of(new Place(key.substring(0, end), key.substring(end + 1)));
      }
    }
    return Settings.ports().stream()
        .filter(port -> port.setting().key().equals(key))
        .filter(port -> !OWN_SOCKETS.contains(port.setting()))
        .map(port -> new Place(port.pid(), "port"))
        .findAny();
  }

  /** Hands on those of the changes that count at once. */
  void deliver(List<Change> changes, Configuration next) throws IOException {
    for (Change change : changes) {
      Optional<Place> place = place(change.key());
      if (place.isPresent()) {
        target.put(
            place.get().pid(), place.get().property(), value(change.key(), place.get(), next));
      }
    }
  }

  private static Optional<Object> value(String key, Place place, Configuration next) {
    Optional<Setting<?>> setting = Settings.find(key);
    if (setting.isPresent()) {
      return Optional.of(next.get(setting.get()));
    }
    Value<?> said = next.sections().getOrDefault(place.pid(), Map.of()).get(place.property());
    return said == null ? Optional.empty() : Optional.of(said.value());
  }
}
