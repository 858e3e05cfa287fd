package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The house's rules, on what is shipped. What a bundle does not export nobody can import, so the
 * floors hold when only the contracts are exported.
 */
class ArchitectureIT {
  private static final Set<String> TOP =
      Set.of(
          "pom.xml",
          "bundles",
          "protocol-bundles",
          "storage-bundles",
          "accel-bundles",
          "ai-bundles",
          "admin-console",
          "features",
          "karaf-distribution",
          "clients",
          "docker",
          "docs",
          "PRD.md",
          "orbit",
          "README.md",
          "LICENSE",
          "AGENTS.md");

  /** What leaves may use beside the JDK and the contracts. */
  private static final List<String> LIBRARIES =
      List.of("org.slf4j", "org.rocksdb", "com.sun.", "sun.misc");

  /** What the HTTP whiteboard takes: servlets are registered by hand, with their context. */
  private static final List<String> WEB_LIBRARIES =
      List.of("jakarta.", "org.glassfish.", "com.fasterxml.jackson.", "org.osgi.");

  private static final Set<String> WEB_LEAVES =
      Set.of(
          "io.orbit.protocol.rest",
          "io.orbit.console",
          "io.orbit.protocol.graphql",
          "io.orbit.protocol.mcp");

  /** Register as many tables as there are databases, which a component cannot declare. */
  private static final Set<String> REGISTERING_LEAVES =
      Set.of("io.orbit.protocol.redis.timeseries");

  @Test
  void onlyWhatBelongsThereStandsAtTheTop() throws IOException {
    Path root = Path.of(System.getProperty("orbit.script")).getParent();
    Set<String> ignored = Set.of("target", "data");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> !name.startsWith(".") && !ignored.contains(name))
          .isSubsetOf(TOP);
    }
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void onlyContractsAreExported(ShippedBundle bundle) {
    Predicate<String> contract =
        switch (bundle.name()) {
          case "io.orbit.api" -> name -> name.startsWith("io.orbit.api.");
          case "io.orbit.net" -> name -> name.equals("io.orbit.net.spi");
          case "io.orbit.rocksdb" -> name -> name.startsWith("org.rocksdb");
          default -> name -> false;
        };
    assertThat(bundle.exports()).allMatch(contract);
  }

  @ParameterizedTest
  @MethodSource("bundles")
  void noBundleReachesPastTheContracts(ShippedBundle bundle) {
    Set<String> ours =
        bundle.imports().stream()
            .filter(name -> name.startsWith("io.orbit."))
            .filter(name -> !bundle.exports().contains(name))
            .collect(Collectors.toSet());
    assertThat(ours)
        .allMatch(
            name ->
                (name.startsWith("io.orbit.api.") && !bundle.name().equals("io.orbit.api"))
                    || (name.equals("io.orbit.net.spi") && bundle.isProtocol())
                    || (name.equals("io.orbit.launcher.configuration")
                        && Set.of("io.orbit.container", "io.orbit.shell").contains(bundle.name())));
    assertThat(bundle.imports()).noneMatch(name -> name.startsWith("org.jspecify"));
  }

  @Test
  void theContractsNeedNothingButTheJdk() throws IOException {
    ShippedBundle api =
        ShippedBundle.all().stream()
            .filter(bundle -> bundle.name().equals("io.orbit.api"))
            .findFirst()
            .orElseThrow();
    assertThat(api.imports())
        .allMatch(name -> name.startsWith("java") || name.startsWith("io.orbit.api."));
    assertThat(api.osgiClasses()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void aLeafIsADeclarativeServiceThatExportsNothing(ShippedBundle leaf) {
    assertThat(leaf.components()).isPositive();
    assertThat(leaf.exports()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void aLeafUsesOnlyWhatItMay(ShippedBundle leaf) {
    assertThat(leaf.imports())
        .allMatch(
            name ->
                name.startsWith("java")
                    || name.startsWith("io.orbit.api.")
                    || (leaf.isProtocol()
                        && (name.equals("io.orbit.net.spi") || name.equals("io.netty.buffer")))
                    || LIBRARIES.stream().anyMatch(name::startsWith)
                    || (REGISTERING_LEAVES.contains(leaf.name())
                        && name.equals("org.osgi.framework"))
                    || (WEB_LEAVES.contains(leaf.name())
                        && WEB_LIBRARIES.stream().anyMatch(name::startsWith)));
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void onlyOneClassOfALeafKnowsOsgi(ShippedBundle leaf) {
    assertThat(leaf.osgiClasses())
        .hasSizeLessThanOrEqualTo(WEB_LEAVES.contains(leaf.name()) ? 2 : 1);
  }

  static List<ShippedBundle> bundles() throws IOException {
    return ShippedBundle.all();
  }

  static List<ShippedBundle> leaves() throws IOException {
    return ShippedBundle.all().stream().filter(ShippedBundle::isLeaf).toList();
  }
}
