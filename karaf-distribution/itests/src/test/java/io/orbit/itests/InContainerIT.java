package io.orbit.itests;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.vmOption;
import static org.ops4j.pax.exam.OptionUtils.combine;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFilePut;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;

import io.orbit.api.ops.Features;
import io.orbit.api.storage.Store;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.karaf.options.DoNotModifyLogOption;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;

/**
 * Install, wiring and uninstall of a leaf as the framework sees them: the test itself runs in the
 * container, by Pax Exam. The container is the distribution started by our launcher with its
 * options; beside it, only the test's bundles come from the build's repository.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class InContainerIT {
  private static final String LEAF = "orbit-echo";
  private static final String LEAF_BUNDLE = "io.orbit.protocol.echo";
  private static final String URL_HANDLER = "etc/org.ops4j.pax.url.mvn.cfg";

  @Inject private BundleContext context;
  @Inject private Features features;

  /** Injected when it is there, and so waited for: without it no protocol serves. */
  @Inject private Store store;

  /** How the container is made and started. */
  @Configuration
  public Option[] container() throws IOException {
    int offset = Server.freeOffset();
    File work = Path.of(System.getProperty("orbit.work")).toFile();
    Path options = Path.of(System.getProperty("orbit.distribution"), "etc/jvm.options");
    Option[] launcher =
        Files.readAllLines(options).stream().map(CoreOptions::vmOption).toArray(Option[]::new);
    return combine(
        launcher,
        options(
            karafDistributionConfiguration()
                .frameworkUrl(Path.of(System.getProperty("orbit.archive")).toUri().toString())
                .karafMain("io.orbit.launcher.Main")
                .karafVersion(System.getProperty("orbit.karaf.version"))
                .name("Orbit")
                .unpackDirectory(new File(work, "exam"))
                .useDeployFolder(false),
            new DoNotModifyLogOption(),
            vmOption("-Dorbit.home=."),
            CoreOptions.environment("ORBIT_SERVER_PORT_OFFSET=" + offset),
            CoreOptions.environment("ORBIT_PASSWORD=" + Server.PASSWORD),
            editConfigurationFilePut(
                URL_HANDLER,
                "org.ops4j.pax.url.mvn.defaultRepositories",
                "file:${karaf.home}/system@id=system@snapshots,"
                    + Path.of(System.getProperty("orbit.maven.repository")).toUri()
                    + "@id=build")));
  }

  private @Nullable Bundle bundle(String symbolicName) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElse(null);
  }

  private Map<Long, BundleWiring> wirings() {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.adapt(BundleWiring.class) != null)
        .collect(Collectors.toMap(Bundle::getBundleId, bundle -> bundle.adapt(BundleWiring.class)));
  }

  @Test
  public void aLeafComesIsWiredAsTheFloorsSayAndGoesWithoutATrace() {
    assertNotNull(store);
    // A change waits for those before it: from here on the server is up.
    features.install(LEAF);
    features.uninstall(LEAF, false);
    Map<Long, BundleWiring> before = wirings();

    features.install(LEAF);
    Bundle leaf = bundle(LEAF_BUNDLE);
    assertNotNull(leaf);
    assertEquals(Bundle.ACTIVE, leaf.getState());
    BundleWiring wiring = leaf.adapt(BundleWiring.class);
    assertEquals(List.of(), wiring.getCapabilities(PackageNamespace.PACKAGE_NAMESPACE));
    Map<String, String> providers = providers(wiring);
    assertEquals("io.orbit.net", providers.remove("io.orbit.net.spi"));
    assertTrue(providers.containsKey("io.orbit.api.security"));
    providers.forEach(
        (name, provider) ->
            assertEquals(name, name.startsWith("io.orbit."), provider.equals("io.orbit.api")));
    ServiceReference<?> protocol = leaf.getRegisteredServices()[0];
    assertTrue(Arrays.asList(protocol.getUsingBundles()).contains(bundle("io.orbit.net")));

    features.uninstall(LEAF, false);
    assertEquals(Bundle.UNINSTALLED, leaf.getState());
    assertFalse(wiring.isInUse());
    assertEquals(before, wirings());
    assertFalse(features.find(LEAF).orElseThrow().installed());
  }

  /** The packages that a bundle imports, and which bundle gives each. */
  private static Map<String, String> providers(BundleWiring wiring) {
    Map<String, String> providers = new TreeMap<>();
    for (BundleWire wire : wiring.getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)) {
      Object name = wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE);
      providers.put(String.valueOf(name), wire.getProvider().getSymbolicName());
    }
    return providers;
  }
}
