package io.orbit.container;

import io.orbit.api.ops.Bundles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The framework's bundles, and what keeps their components from starting. Thread-safe. */
@Component(service = Bundles.class)
public final class ContainerBundles implements Bundles {
  private final BundleContext context;
  private final ServiceComponentRuntime components;

  @Activate
  public ContainerBundles(BundleContext context, @Reference ServiceComponentRuntime components) {
    this.context = context;
    this.components = components;
  }

  @Override
  public List<BundleInfo> list() {
    return Arrays.stream(context.getBundles()).map(this::describe).toList();
  }

  private BundleInfo describe(Bundle bundle) {
    return new BundleInfo(
        bundle.getBundleId(),
        String.valueOf(bundle.getSymbolicName()),
        bundle.getVersion().toString(),
        state(bundle),
        problem(bundle),
        services(bundle));
  }

  private static String state(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.ACTIVE -> "active";
      case Bundle.STOPPING -> "stopping";
      default -> "uninstalled";
    };
  }

  private String problem(Bundle bundle) {
    BundleRevision revision = bundle.adapt(BundleRevision.class);
    if (revision == null || (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0) {
      return "";
    }
    List<String> problems = new ArrayList<>();
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
      for (ComponentConfigurationDTO configuration :
          components.getComponentConfigurationDTOs(component)) {
        describe(component, configuration, problems);
      }
    }
    return String.join("; ", problems);
  }

  private static void describe(
      ComponentDescriptionDTO component,
      ComponentConfigurationDTO configuration,
      List<String> problems) {
    switch (configuration.state) {
      case ComponentConfigurationDTO.UNSATISFIED_REFERENCE ->
          problems.add(
              component.name
                  + " waits for "
                  + Arrays.stream(configuration.unsatisfiedReferences)
                      .map(reference -> wanted(component, reference))
                      .collect(Collectors.joining(", ")));
      case ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION ->
          problems.add(component.name + " waits for its configuration");
      case ComponentConfigurationDTO.FAILED_ACTIVATION ->
          problems.add(component.name + " failed: " + firstLine(configuration.failure));
      default -> {
        // Satisfied or active: nothing keeps it.
      }
    }
  }

  private static String wanted(
      ComponentDescriptionDTO component, UnsatisfiedReferenceDTO unsatisfied) {
    return Arrays.stream(component.references)
        .filter(reference -> reference.name.equals(unsatisfied.name))
        .map(reference -> reference.interfaceName)
        .findAny()
        .orElse(unsatisfied.name);
  }

  private static String firstLine(String trace) {
    return trace == null ? "" : trace.lines().findFirst().orElse("");
  }

  private static List<String> services(Bundle bundle) {
    ServiceReference<?>[] references = bundle.getRegisteredServices();
    return references == null
        ? List.of()
        : Arrays.stream(references)
            .flatMap(
                reference ->
                    Arrays.stream((String[]) reference.getProperty(Constants.OBJECTCLASS)))
            .distinct()
            .sorted()
            .toList();
  }
}
