package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.ServerSettings.Change;
import io.orbit.api.ops.ServerSettings.Setting;
import io.orbit.container.BundleSettings.Described;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.SettingType;
import io.orbit.launcher.configuration.Settings;
import io.orbit.launcher.configuration.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Settings of server and bundles as they are shown and compared. Thread-safe. */
final class SettingsView {
  private static final String UNSAID = "default";
  private static final List<String> STRONGER = List.of("command line", "environment");

  private final Configuration started;
  private final Bundles bundles;

  /** Tells what bundles can be told now. */
  interface Bundles {
    List<Described> list();
  }

  /**
   * @param started what the server was started with
   */
  SettingsView(Configuration started, Bundles bundles) {
    this.started = started;
    this.bundles = bundles;
  }

  /** All settings, as they hold after a change and, where that has to wait, as they held. */
  List<Setting> list(Configuration written) {
    List<Setting> all = new ArrayList<>();
    for (io.orbit.launcher.configuration.Setting<?> setting : Settings.all()) {
      all.add(show(setting, written));
    }
    for (Described described : descriptions(written).values()) {
      all.add(show(described, written));
    }
    return all;
  }

  private Setting show(io.orbit.launcher.configuration.Setting<?> setting, Configuration written) {
    String now = text(started.value(setting).value());
    Value<?> next = written.value(setting);
    boolean live = LiveDelivery.isLive(setting.key());
    String after = text(next.value());
    return new Setting(
        setting.key(),
        live ? after : now,
        text(setting.defaultValue()),
        next.origin(),
        setting.description(),
        type(setting.type()),
        setting.type() instanceof SettingType.Choice choice ? choice.words() : List.of(),
        live,
        live || after.equals(now) ? "" : after);
  }

  private static String type(SettingType<?> type) {
    return switch (type) {
      case SettingType.Text _ -> "text";
      case SettingType.Choice _ -> "choice";
      case SettingType.Flag _ -> "flag";
      case SettingType.Whole _ -> "number";
      case SettingType.Size _ -> "size";
    };
  }

  private Setting show(Described described, Configuration written) {
    String otherwise = described.defaultValue();
    String now = section(started, described.key()).map(v -> text(v.value())).orElse(otherwise);
    Optional<Value<?>> next = section(written, described.key());
    String after = next.map(value -> text(value.value())).orElse(otherwise);
    boolean live = LiveDelivery.isLive(described.key());
    return new Setting(
        described.key(),
        live ? after : now,
        otherwise,
        next.map(Value::origin).orElse(UNSAID),
        described.description(),
        described.type(),
        List.of(),
        live,
        live || after.equals(now) ? "" : after);
  }

  /** What bundles describe, and what files say to them beyond that. */
  private Map<String, Described> descriptions(Configuration written) {
    Map<String, Described> all = new LinkedHashMap<>();
    bundles.list().forEach(described -> all.put(described.key(), described));
    written
        .sections()
        .forEach(
            (bundle, properties) ->
                properties
                    .keySet()
                    .forEach(
                        name ->
                            all.computeIfAbsent(
                                bundle + "." + name, key -> new Described(key, "", "text", ""))));
    return all;
  }

  private static Optional<Value<?>> section(Configuration configuration, String key) {
    for (Map.Entry<String, Map<String, Value<?>>> one : configuration.sections().entrySet()) {
      String prefix = one.getKey() + ".";
      if (key.startsWith(prefix) && one.getValue().get(key.substring(prefix.length())) != null) {
        return Optional.of(one.getValue().get(key.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  /** What differs between two configurations. */
  List<Change> compare(Configuration before, Configuration after) {
    List<Setting> was = list(before);
    Map<String, Setting> is = new LinkedHashMap<>();
    list(after).forEach(setting -> is.put(setting.key(), setting));
    List<Change> changes = new ArrayList<>();
    for (Setting one : was) {
      Setting other = is.remove(one.key());
      String next = other == null ? one.defaultValue() : effective(other);
      if (!effective(one).equals(next)) {
        changes.add(new Change(one.key(), effective(one), next, one.live()));
      }
    }
    is.values().forEach(added -> changes.add(added(added)));
    return changes;
  }

  private static Change added(Setting setting) {
    return new Change(setting.key(), setting.defaultValue(), effective(setting), setting.live());
  }

  private static String effective(Setting setting) {
    return setting.pending().isEmpty() ? setting.value() : setting.pending();
  }

  /**
   * Settings of the server, described ones of bundles, and whatever a bundle's section may hold.
   */
  void requireKnown(String key) {
    boolean known =
        Settings.find(key).isPresent()
            || key.startsWith("io.orbit.")
            || bundles.list().stream().anyMatch(one -> one.key().equals(key));
    if (!known) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "setting \"" + key + "\" does not exist");
    }
  }

  /** Refuses what the command line or the environment says: a file says it in vain. */
  void requireHeard(Configuration next, Map<String, Optional<String>> wanted) {
    for (String key : wanted.keySet()) {
      String origin = Settings.find(key).map(one -> next.value(one).origin()).orElse("");
      if (STRONGER.stream().anyMatch(origin::startsWith)) {
        throw new OrbitException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                key + " is said by the " + origin + ", which counts more")
            .withHint("Start the server without that.");
      }
    }
  }

  private static String text(@Nullable Object value) {
    return value instanceof Object[] many
        ? String.join(", ", Arrays.stream(many).map(String::valueOf).toList())
        : String.valueOf(value);
  }
}
