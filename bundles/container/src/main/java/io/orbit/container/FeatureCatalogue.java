package io.orbit.container;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.felix.utils.version.VersionTable;
import org.apache.karaf.features.BundleInfo;
import org.apache.karaf.features.Dependency;
import org.apache.karaf.features.Feature;

/**
 * What can be installed, by literal name and version: Karaf's own look-up takes a name for a
 * regular expression. What the distribution ships is told from what uploaded archives brought:
 * nothing that was merely uploaded becomes part of the server by itself. An immutable picture of
 * one moment.
 */
final class FeatureCatalogue {
  /** The group that the distribution installs by default. */
  static final String DEFAULT_GROUP = "orbit";

  private static final String PREFIX = "feature:";
  private static final String OWN_BUNDLES = "mvn:io.orbit/";
  private static final Set<String> OWN_LIBRARIES = Set.of("orbit-rocksdb", "orbit-http");
  private static final Set<String> CORE = Set.of("orbit-container", "orbit-core", "orbit-shell");

  private final Map<String, List<Feature>> versions = new TreeMap<>();
  private final URI distribution;

  /**
   * A catalogue of features.
   *
   * @param distribution the repository of those that are shipped
   */
  FeatureCatalogue(Collection<Feature> features, URI distribution) {
    this.distribution = distribution;
    for (Feature feature : features) {
      versions.computeIfAbsent(feature.getName(), name -> new ArrayList<>()).add(feature);
    }
    Comparator<Feature> byVersion =
        Comparator.comparing(feature -> VersionTable.getVersion(feature.getVersion()));
    versions.values().forEach(list -> list.sort(byVersion));
  }

  /** All features in all versions, by name, then from the oldest to the newest. */
  List<Feature> all() {
    return versions.values().stream().flatMap(List::stream).toList();
  }

  /** The newest version of a name. */
  Optional<Feature> newest(String name) {
    return Optional.ofNullable(versions.get(name)).map(List::getLast);
  }

  /** The version of a name that the distribution brought. */
  Optional<Feature> shipped(String name) {
    return versions.getOrDefault(name, List.of()).stream().filter(this::isShipped).findFirst();
  }

  /** Whether the distribution brought it. */
  boolean isShipped(Feature feature) {
    return distribution.equals(URI.create(feature.getRepositoryUrl()));
  }

  /**
   * A name in a version, however that is spelled ({@code 1.0-SNAPSHOT}, {@code 1.0.0.SNAPSHOT}).
   */
  Optional<Feature> find(String name, String version) {
    return versions.getOrDefault(name, List.of()).stream()
        .filter(feature -> sameVersion(feature.getVersion(), version))
        .findFirst();
  }

  private static boolean sameVersion(String one, String other) {
    try {
      return VersionTable.getVersion(one).equals(VersionTable.getVersion(other));
    } catch (IllegalArgumentException noVersion) {
      return false;
    }
  }

  /**
   * The version that is wanted of a name: an empty one is the distribution's. One that is not known
   * any more is the distribution's too.
   */
  Optional<Feature> wanted(String name, String version) {
    Optional<Feature> exact = version.isEmpty() ? Optional.empty() : find(name, version);
    return exact.or(() -> shipped(name)).or(() -> newest(name));
  }

  /**
   * The leaves that a name stands for: those of a group, the group's groups included, else itself.
   */
  Set<String> expand(String name) {
    return newest(name).map(this::members).orElse(Set.of(name));
  }

  private Set<String> members(Feature feature) {
    if (!isGroup(feature)) {
      return Set.of(feature.getName());
    }
    Set<String> members = new TreeSet<>();
    for (Dependency dependency : feature.getDependencies()) {
      members.addAll(expand(dependency.getName()));
    }
    return members;
  }

  /** The leaves that the distribution installs by default. */
  Set<String> defaults() {
    return shipped(DEFAULT_GROUP).map(this::members).orElse(Set.of());
  }

  /**
   * What the server cannot be without, in the one version it has: the distribution's core, and the
   * libraries that leaves share.
   */
  Map<String, Feature> required() {
    Map<String, Feature> required = new TreeMap<>();
    versions.keySet().stream()
        .flatMap(name -> shipped(name).stream())
        .filter(FeatureCatalogue::isCoreOrLibrary)
        .forEach(feature -> required.put(feature.getName(), feature));
    return required;
  }

  /** Whether the name is part of the server, whoever brought this version of it. */
  boolean isRequired(String name) {
    return shipped(name).map(FeatureCatalogue::isCoreOrLibrary).orElse(false);
  }

  private static boolean isCoreOrLibrary(Feature feature) {
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
    } else if (name.startsWith("orbit-identity-")) {
      return "identity";
    } else if (name.equals("orbit-telemetry")) {
      return "telemetry";
    } else if (name.startsWith("orbit-ai-")) {
      return "ai";
    } else if (name.equals("orbit-console")) {
      return "console";
    } else if (name.startsWith("orbit-redis-")) {
      return "extension";
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

  /** The name in a root requirement. */
  static String name(String requirement) {
    return requirement.substring(PREFIX.length(), requirement.indexOf('/'));
  }

  /** The names in root requirements. */
  static Set<String> names(Set<String> requirements) {
    return requirements.stream().map(FeatureCatalogue::name).collect(Collectors.toSet());
  }

  /** The same for Karaf's methods that take names for regular expressions. */
  static Set<String> patterns(Set<String> requirements) {
    Set<String> patterns = new TreeSet<>();
    for (String requirement : requirements) {
      patterns.add(
          Pattern.quote(name(requirement)) + requirement.substring(requirement.indexOf('/')));
    }
    return patterns;
  }

  private static boolean isOwn(BundleInfo bundle) {
    return bundle.getLocation().startsWith(OWN_BUNDLES);
  }
}
