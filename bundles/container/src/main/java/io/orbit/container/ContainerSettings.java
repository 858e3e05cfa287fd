package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerSettings;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.ConfigurationException;
import io.orbit.launcher.configuration.Overrides;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The launcher's configuration for those who look at it and change it. A change is checked as at a
 * start, written to {@code overrides.toml}, and handed on by Config Admin where it can count at
 * once; the file as it was before stays beside it, for {@link #undo}.
 */
@Component(service = ServerSettings.class)
public final class ContainerSettings implements ServerSettings {
  private final SettingsView view;
  private final LiveDelivery delivery;
  private final Path file;
  private final Path before;
  private Configuration written;

  /** Begins with what the server was started with. */
  @Activate
  public ContainerSettings(
      @Reference Configuration configuration,
      @Reference ConfigurationAdmin admin,
      BundleContext context) {
    this(
        configuration,
        new LiveDelivery(LiveDelivery.Target.of(admin)),
        new BundleSettings(context)::list);
  }

  ContainerSettings(
      Configuration configuration, LiveDelivery delivery, SettingsView.Bundles bundles) {
    this.view = new SettingsView(configuration, bundles);
    this.delivery = delivery;
    this.file = configuration.overridesFile();
    this.before = file.resolveSibling(file.getFileName() + ".before");
    this.written = configuration;
  }

  @Override
  public synchronized List<Setting> list() {
    return view.list(written);
  }

  @Override
  public synchronized List<Change> preview(Map<String, Optional<String>> wanted) {
    return view.compare(written, checked(text(wanted), wanted));
  }

  @Override
  public synchronized List<Change> change(Map<String, Optional<String>> wanted) {
    String text = text(wanted);
    return apply(checked(text, wanted), text);
  }

  @Override
  public synchronized List<Change> undo() {
    if (!Files.exists(before)) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "nothing was changed that could be undone");
    }
    try {
      String text = Files.readString(before);
      return apply(checked(text, Map.of()), text);
    } catch (IOException failure) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, before + " cannot be read: " + failure.getMessage(), failure);
    }
  }

  /** The file with the wanted changes. */
  private String text(Map<String, Optional<String>> wanted) {
    try {
      Overrides overrides = Overrides.read(file);
      for (Map.Entry<String, Optional<String>> one : wanted.entrySet()) {
        view.requireKnown(one.getKey());
        overrides = overrides.with(one.getKey(), one.getValue());
      }
      return overrides.toml();
    } catch (ConfigurationException mistake) {
      throw refused(mistake);
    }
  }

  private Configuration checked(String text, Map<String, Optional<String>> wanted) {
    try {
      Configuration next = written.withOverrides(text);
      view.requireHeard(next, wanted);
      return next;
    } catch (ConfigurationException mistake) {
      throw refused(mistake);
    }
  }

  private static OrbitException refused(ConfigurationException mistake) {
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE, String.valueOf(mistake.getMessage()), mistake);
  }

  private List<Change> apply(Configuration next, String text) {
    List<Change> changes = view.compare(written, next);
    try {
      String now = Files.exists(file) ? Files.readString(file) : "";
      Overrides.write(before, now);
      Overrides.write(file, text);
      delivery.deliver(changes, next);
    } catch (IOException failure) {
      throw new OrbitException(
          ErrorCode.IO_ERROR, file + " cannot be written: " + failure.getMessage(), failure);
    }
    written = next;
    return changes;
  }
}
