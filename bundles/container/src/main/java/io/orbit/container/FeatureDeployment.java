package io.orbit.container;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.karaf.features.Feature;
import org.apache.karaf.features.FeaturesService;
import org.apache.karaf.features.FeaturesService.Option;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Karaf has installed of the features, and going from there to what is wanted. What is wanted
 * is always stated whole, as root requirements exact in name and version: the required features,
 * and each leaf by itself. Callers serialise changes.
 */
final class FeatureDeployment {
  private static final Logger LOG = LoggerFactory.getLogger(FeatureDeployment.class);
  private static final EnumSet<Option> OPTIONS = EnumSet.of(Option.NoAutoRefreshBundles);
  private static final EnumSet<Option> UPGRADE =
      EnumSet.of(Option.NoAutoRefreshBundles, Option.Upgrade);

  private final FeaturesService karaf;
  private final FeatureArchives archives;

  FeatureDeployment(FeaturesService karaf, FeatureArchives archives) {
    this.karaf = karaf;
    this.archives = archives;
  }

  /** All that is known now. */
  FeatureCatalogue catalogue() {
    try {
      return new FeatureCatalogue(Arrays.asList(karaf.listFeatures()), archives.distribution());
    } catch (Exception failure) {
      throw new OrbitException(
          ErrorCode.INTERNAL_ERROR,
          "the features cannot be listed: " + failure.getMessage(),
          failure);
    }
  }

  /** Installed features, whatever brought them: version by name. */
  Map<String, String> installed(FeatureCatalogue catalogue) {
    return catalogue.all().stream()
        .filter(karaf::isInstalled)
        .collect(
            Collectors.toMap(
                Feature::getName, Feature::getVersion, (older, newer) -> newer, TreeMap::new));
  }

  /** Leaves that somebody asked for: version by name, empty where it is the distribution's own. */
  Map<String, String> leaves(FeatureCatalogue catalogue) {
    Map<String, String> leaves = new TreeMap<>();
    for (Feature feature : catalogue.all()) {
      if (karaf.isRequired(feature)) {
        for (String leaf : catalogue.expand(feature.getName())) {
          if (!catalogue.isRequired(leaf)) {
            leaves.put(leaf, catalogue.isShipped(feature) ? "" : feature.getVersion());
          }
        }
      }
    }
    return leaves;
  }

  /** The root requirements of what always runs and of the leaves. */
  static Set<String> requirements(FeatureCatalogue catalogue, Map<String, String> leaves) {
    Set<String> requirements = new LinkedHashSet<>();
    catalogue
        .required()
        .values()
        .forEach(feature -> requirements.add(FeatureCatalogue.requirement(feature)));
    leaves.forEach(
        (name, version) ->
            catalogue
                .wanted(name, version)
                .ifPresentOrElse(
                    feature -> requirements.add(FeatureCatalogue.requirement(feature)),
                    () -> LOG.warn("The wanted feature {} is in no repository", name)));
    return requirements;
  }

  /** The root requirements that Karaf has now. */
  Set<String> present(FeatureCatalogue catalogue) {
    return catalogue.all().stream()
        .filter(karaf::isRequired)
        .map(FeatureCatalogue::requirement)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /**
   * Makes these the root requirements. A version takes another one's place in one pass, so that the
   * gap is as short as it can be.
   *
   * @throws OrbitException OBJECT_NOT_IN_PREREQUISITE_STATE when Karaf cannot; what was there stays
   *     when something is missing, and may be gone when something does not start
   */
  void deploy(FeatureCatalogue catalogue, Set<String> wanted) {
    Set<String> present = present(catalogue);
    Set<String> added = new LinkedHashSet<>(wanted);
    added.removeAll(present);
    Set<String> removed = new LinkedHashSet<>(present);
    removed.removeAll(wanted);
    Set<String> replacing = FeatureCatalogue.names(added);
    Set<String> leaving = new TreeSet<>(removed);
    leaving.removeIf(requirement -> replacing.contains(FeatureCatalogue.name(requirement)));
    try {
      if (!leaving.isEmpty()) {
        karaf.removeRequirements(Map.of(FeaturesService.ROOT_REGION, leaving), OPTIONS);
      }
      if (leaving.size() < removed.size()) {
        karaf.installFeatures(FeatureCatalogue.patterns(added), UPGRADE);
      } else if (!added.isEmpty()) {
        karaf.addRequirements(Map.of(FeaturesService.ROOT_REGION, added), OPTIONS);
      }
    } catch (Exception failure) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, DeploymentProblem.describe(failure), failure);
    }
  }
}
