package io.orbit.container;

import io.orbit.api.ops.ServerSettings;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Settings;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The launcher's configuration for those who only look at it. Immutable. */
@Component(service = ServerSettings.class)
public final class ContainerSettings implements ServerSettings {
  private final List<Setting> settings;

  @Activate
  public ContainerSettings(@Reference Configuration configuration) {
    settings =
        Settings.all().stream()
            .map(
                setting ->
                    new Setting(
                        setting.key(),
                        String.valueOf(configuration.value(setting).value()),
                        String.valueOf(setting.defaultValue()),
                        configuration.value(setting).origin(),
                        setting.description()))
            .toList();
  }

  @Override
  public List<Setting> list() {
    return settings;
  }
}
