package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.karaf.features.internal.model.Bundle;
import org.apache.karaf.features.internal.model.Dependency;
import org.apache.karaf.features.internal.model.Feature;
import org.junit.jupiter.api.Test;

class FeatureCatalogueTest {
  private static final String DISTRIBUTION = "file:/home/etc/features.xml";
  private static final String UPLOADED = "file:/data/x-features.xml";

  private final List<org.apache.karaf.features.Feature> features = new ArrayList<>();

  FeatureCatalogueTest() {
    leaf("orbit-redis", "0.1.0-SNAPSHOT", DISTRIBUTION);
    leaf("orbit-core", "0.1.0-SNAPSHOT", DISTRIBUTION);
    group("orbit", "0.1.0-SNAPSHOT", DISTRIBUTION, "orbit-redis");
  }

  private FeatureCatalogue catalogue() {
    return new FeatureCatalogue(features, URI.create(DISTRIBUTION));
  }

  private void leaf(String name, String version, String repository) {
    Feature feature = feature(name, version, repository);
    feature.getBundle().add(new Bundle("mvn:io.orbit/" + name + "/" + version));
  }

  private void group(String name, String version, String repository, String member) {
    feature(name, version, repository).getFeature().add(new Dependency(member, "0.0.0"));
  }

  private Feature feature(String name, String version, String repository) {
    Feature feature = new Feature(name, version);
    feature.setRepositoryUrl(repository);
    features.add(feature);
    return feature;
  }

  /** Who waits for protocols to listen must not wait for what adds commands to one. */
  @Test
  void whatAddsToAProtocolIsNone() {
    leaf("orbit-redis-json", "0.1.0-SNAPSHOT", DISTRIBUTION);
    assertThat(features.stream().map(FeatureCatalogue::kind))
        .containsExactly("protocol", "core", "group", "extension");
  }

  @Test
  void whatIsUploadedIsKnownAndChangesNothingByItself() {
    leaf("orbit-redis", "0.2.0", UPLOADED);
    leaf("orbit-core", "0.2.0", UPLOADED);
    group("orbit", "0.2.0", UPLOADED, "orbit-evil");

    FeatureCatalogue catalogue = catalogue();

    assertThat(catalogue.newest("orbit-redis").orElseThrow().getVersion()).isEqualTo("0.2.0");
    assertThat(FeatureDeployment.requirements(catalogue, Map.of("orbit-redis", "")))
        .containsExactlyInAnyOrder(
            "feature:orbit-core/[0.1.0.SNAPSHOT,0.1.0.SNAPSHOT]",
            "feature:orbit-redis/[0.1.0.SNAPSHOT,0.1.0.SNAPSHOT]");
    assertThat(catalogue.defaults()).isEqualTo(Set.of("orbit-redis"));
  }

  @Test
  void aVersionThatIsWantedIsTakenAndOneThatIsGoneIsTheDistributions() {
    leaf("orbit-redis", "0.2.0", UPLOADED);

    assertThat(FeatureDeployment.requirements(catalogue(), Map.of("orbit-redis", "0.2.0")))
        .contains("feature:orbit-redis/[0.2.0,0.2.0]");
    assertThat(FeatureDeployment.requirements(catalogue(), Map.of("orbit-redis", "0.9.0")))
        .contains("feature:orbit-redis/[0.1.0.SNAPSHOT,0.1.0.SNAPSHOT]");
  }

  @Test
  void aVersionIsFoundHoweverItIsSpelled() {
    assertThat(catalogue().find("orbit-redis", "0.1.0-SNAPSHOT")).isPresent();
    assertThat(catalogue().find("orbit-redis", "0.1.0.SNAPSHOT")).isPresent();
    assertThat(catalogue().find("orbit-redis", "0.1")).isEmpty();
    assertThat(catalogue().find("orbit-redis", "[0,1)")).isEmpty();
    assertThat(catalogue().find("orbit-r.*", "0.1.0-SNAPSHOT")).isEmpty();
  }
}
