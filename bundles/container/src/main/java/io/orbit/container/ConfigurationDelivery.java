package io.orbit.container;

import io.orbit.launcher.configuration.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Hands every bundle its configuration, at a start level below all that listen, so that no port is
 * opened before its number is known.
 */
@Component(service = ConfigurationDelivery.class, immediate = true)
public final class ConfigurationDelivery {
  /**
   * Delivers everything.
   *
   * @throws IOException when the distribution's defaults cannot be read
   */
  @Activate
  public ConfigurationDelivery(
      @Reference Configuration configuration, @Reference ConfigurationAdmin admin)
      throws IOException {
    Path etc = Path.of(System.getProperty("karaf.etc"));
    Map<String, Map<String, Object>> deliveries =
        Deliveries.of(EtcFiles.read(etc, System::getProperty), configuration);
    for (Map.Entry<String, Map<String, Object>> delivery : deliveries.entrySet()) {
      Dictionary<String, Object> properties = new Hashtable<>(delivery.getValue());
      admin.getConfiguration(delivery.getKey(), "?").update(properties);
    }
  }
}
