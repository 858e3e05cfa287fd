package io.orbit.container;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.felix.utils.version.VersionTable;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;

/**
 * What can be installed, by literal name and version: Karaf's own look-up takes a name for a
 * regular expression. An immutable picture of one moment.
 */
final class FeatureCatalogue {
  /** The group that the distribution installs by default. */
  static final String DEFAULT_GROUP = "orbit";

  private static final String PREFIX = "feature:";
  private static final String OWN_BUNDLES = "mvn:io.orbit/";
  private static final Set<String> OWN_LIBRARIES = Set.of("orbit-rocksdb");
  private static final Set<String> CORE = Set.of("orbit-container", "orbit-core", "orbit-shell");

  private final Map<String, List<Feature>> versions = new TreeMap<>();

  FeatureCatalogue(Collection<Feature> features) {
    for (Feature feature : features) {
      versions.computeIfAbsent(feature.getName(), name -> new ArrayList<>()).add(feature);
    }
    Comparator<Feature> byVersion =
        Comparator.comparing(feature -> VersionTable.getVersion(feature.getVersion()));
    versions.values().forEach(list -> list.sort(byVersion));
  }

  static FeatureCatalogue of(Feature[] features) {
    return new FeatureCatalogue(Arrays.asList(features));
  }

  /** All features in all versions, by name, then from the oldest to the newest. */
  List<Feature> all() {
    return versions.values().stream().flatMap(List::stream).toList();
  }

  /** The newest version of a name. */
  Optional<Feature> newest(String name) {
    return Optional.ofNullable(versions.get(name)).map(List::getLast);
  }

  /** A name in a version; an empty version is the newest one. */
  Optional<Feature> find(String name, String version) {
    if (version.isEmpty()) {
      return newest(name);
    }
    return versions.getOrDefault(name, List.of()).stream()
        .filter(feature -> feature.getVersion().equals(version))
        .findFirst();
  }

  /**
   * The leaves that a name stands for: those of a group, the group's groups included, else itself.
   */
  Set<String> expand(String name) {
    Optional<Feature> feature = newest(name);
    if (feature.isEmpty() || !isGroup(feature.get())) {
      return Set.of(name);
    }
    Set<String> members = new TreeSet<>();
    for (Dependency dependency : feature.get().getDependencies()) {
      members.addAll(expand(dependency.getName()));
    }
    return members;
  }

  /** The leaves that the distribution installs by default. */
  Set<String> defaults() {
    return newest(DEFAULT_GROUP).isPresent() ? expand(DEFAULT_GROUP) : Set.of();
  }

  /** What the server cannot be without: the core, and the libraries that leaves share. */
  Set<String> required() {
    Set<String> required = new TreeSet<>();
    for (String name : versions.keySet()) {
      Feature feature = newest(name).orElseThrow();
      if (isRequired(feature)) {
        required.add(name);
      }
    }
    return required;
  }

  static boolean isRequired(Feature feature) {
    return switch (kind(feature)) {
      case "core", "library" -> true;
      default -> false;
    };
  }

  /** What a feature is, in the words of {@code api.ops.Features}. */
  static String kind(Feature feature) {
    String name = feature.getName();
    if (CORE.contains(name)) {
      return "core";
    } else if (isGroup(feature)) {
      return "group";
    } else if (OWN_LIBRARIES.contains(name)
        || feature.getBundles().stream().noneMatch(FeatureCatalogue::isOwn)) {
      return "library";
    } else if (name.startsWith("orbit-storage-")) {
      return "storage";
    } else if (name.startsWith("orbit-lang-")) {
      return "language";
    } else if (name.startsWith("orbit-accel-")) {
      return "accelerator";
    } else if (name.startsWith("orbit-ai-")) {
      return "ai";
    } else if (name.equals("orbit-console")) {
      return "console";
    }
    return "protocol";
  }

  static boolean isGroup(Feature feature) {
    return feature.getBundles().isEmpty() && !feature.getDependencies().isEmpty();
  }

  /** The names of a feature's own bundles, as Maven artifacts. */
  static List<String> bundles(Feature feature) {
    return feature.getBundles().stream()
        .map(BundleInfo::getLocation)
        .map(location -> location.split("/"))
        .filter(parts -> parts.length > 1)
        .map(parts -> parts[1])
        .toList();
  }

  /** How Karaf wants a root requirement to be written, exact in name and version. */
  static String requirement(Feature feature) {
    String version = VersionTable.getVersion(feature.getVersion()).toString();
    return PREFIX + feature.getName() + "/[" + version + "," + version + "]";
  }

  /** The same for Karaf's methods that take names for regular expressions. */
  static Set<String> patterns(Set<String> requirements) {
    Set<String> patterns = new TreeSet<>();
    for (String requirement : requirements) {
      int slash = requirement.indexOf('/');
      patterns.add(
          Pattern.quote(requirement.substring(PREFIX.length(), slash))
              + requirement.substring(slash));
    }
    return patterns;
  }

  private static boolean isOwn(BundleInfo bundle) {
    return bundle.getLocation().startsWith(OWN_BUNDLES);
  }
}
