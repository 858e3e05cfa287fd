package io.orbit.container;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which leaves are wanted in a data folder, as the difference to what the distribution installs by
 * default: so a later distribution's new defaults come along, and what was taken away stays away.
 * Immutable.
 *
 * <p>As text, one line each: {@code install NAME}, {@code install NAME VERSION} or {@code remove
 * NAME}; {@code #} begins a comment.
 *
 * @param versions what is wanted beyond the defaults or in a version of its own: version by name,
 *     empty for the distribution's
 * @param removed defaults that are not wanted
 */
record WantedFeatures(Map<String, String> versions, Set<String> removed) {
  /** Nothing but the defaults. */
  static final WantedFeatures DEFAULTS = new WantedFeatures(Map.of(), Set.of());

  WantedFeatures {
    versions = Map.copyOf(versions);
    removed = Set.copyOf(removed);
  }

  /** Reads the text form; an unknown line is an {@link IllegalArgumentException} that quotes it. */
  static WantedFeatures parse(List<String> lines) {
    Map<String, String> versions = new LinkedHashMap<>();
    Set<String> removed = new TreeSet<>();
    for (String line : lines) {
      String[] words = line.replaceFirst("#.*", "").strip().split("\\s+");
      if (words.length == 2 && words[0].equals("remove")) {
        removed.add(words[1]);
      } else if ((words.length == 2 || words.length == 3) && words[0].equals("install")) {
        versions.put(words[1], words.length == 3 ? words[2] : "");
      } else if (!words[0].isEmpty()) {
        throw new IllegalArgumentException("not a line of the list of wanted features: " + line);
      }
    }
    return new WantedFeatures(versions, removed);
  }

  /** The text form, sorted. */
  List<String> format() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# Features of this data folder beside the distribution's defaults; the server writes it.");
    new TreeMap<>(versions)
        .forEach((name, version) -> lines.add(("install " + name + " " + version).strip()));
    new TreeSet<>(removed).forEach(name -> lines.add("remove " + name));
    return lines;
  }

  /** What to install: version by name, empty for the distribution's. */
  Map<String, String> resolve(Set<String> defaults) {
    Map<String, String> wanted = new TreeMap<>();
    for (String name : defaults) {
      if (!removed.contains(name)) {
        wanted.put(name, "");
      }
    }
    wanted.putAll(versions);
    return wanted;
  }

  /**
   * The difference between what is installed and the defaults.
   *
   * @param installed version by name, empty for the distribution's
   */
  static WantedFeatures of(Map<String, String> installed, Set<String> defaults) {
    Map<String, String> versions = new TreeMap<>();
    installed.forEach(
        (name, version) -> {
          if (!defaults.contains(name) || !version.isEmpty()) {
            versions.put(name, version);
          }
        });
    Set<String> removed = new TreeSet<>(defaults);
    removed.removeAll(installed.keySet());
    return new WantedFeatures(versions, removed);
  }
}
