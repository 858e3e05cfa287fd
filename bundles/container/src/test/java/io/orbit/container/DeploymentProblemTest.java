package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeploymentProblemTest {
  private static final String CHAIN =
      "Unable to resolve root: missing requirement [root] osgi.identity;"
          + " osgi.identity=orbit-redis; type=karaf.feature; version=\"[0.3.0,0.3.0]\""
          + " [caused by: Unable to resolve orbit-redis/0.3.0: missing requirement"
          + " [orbit-redis/0.3.0] osgi.identity; osgi.identity=io.orbit.protocol.redis;"
          + " type=osgi.bundle; version=\"[0.3.0,0.3.0]\"; resolution:=mandatory%s]";

  private static String describe(String message) {
    return DeploymentProblem.describe(new IllegalStateException(message));
  }

  @Test
  void whatIsMissingIsSaidAndNotWhoAskedForIt() {
    String packages =
        " [caused by: Unable to resolve io.orbit.protocol.redis/0.3.0: missing requirement"
            + " [io.orbit.protocol.redis/0.3.0] osgi.wiring.package; filter:=\"%s\"]";

    assertThat(describe(CHAIN.formatted(packages.formatted("(osgi.wiring.package=no.such.thing)"))))
        .isEqualTo(
            "io.orbit.protocol.redis/0.3.0 needs the package no.such.thing, which is not there");
    assertThat(
            describe(
                CHAIN.formatted(
                    packages.formatted(
                        "(&(osgi.wiring.package=io.orbit.api.ops)(version>=2.0.0)"
                            + "(!(version>=3.0.0)))"))))
        .isEqualTo(
            "io.orbit.protocol.redis/0.3.0 needs the package io.orbit.api.ops"
                + " from version 2.0.0 below 3.0.0, which is not there");
  }

  @Test
  void aBundleAServiceOrAFeatureIsNamedAsSuch() {
    assertThat(describe(CHAIN.formatted("")))
        .isEqualTo(
            "orbit-redis/0.3.0 needs the bundle io.orbit.protocol.redis, which is not there");
    assertThat(
            describe(
                "Unable to resolve a/1.0.0: missing requirement [a/1.0.0] osgi.service;"
                    + " effective:=active; filter:=\"(objectClass=io.orbit.api.storage.Store)\""))
        .isEqualTo("a/1.0.0 needs the service io.orbit.api.storage.Store, which is not there");
    assertThat(
            describe(
                "Unable to resolve root: missing requirement [root] osgi.identity;"
                    + " osgi.identity=orbit-x; type=karaf.feature; version=\"[1.0.0,1.0.0]\""))
        .isEqualTo("root needs the feature orbit-x, which is not there");
  }

  @Test
  void anyOtherMessageStandsOnOneLine() {
    assertThat(describe("Error:\n\tError starting a\n\n\tand b"))
        .isEqualTo("the features cannot be installed: Error: Error starting a and b");
  }
}
