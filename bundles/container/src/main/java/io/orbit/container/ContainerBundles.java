package io.orbit.container;

import io.orbit.api.ops.Bundles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;

/** The framework's bundles, and what Declarative Services says of their components. Thread-safe. */
@Component(service = Bundles.class)
public final class ContainerBundles implements Bundles {
  private final BundleContext context;
  private final ServiceComponentRuntime components;

  /** Asks the framework and Declarative Services anew each time. */
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
        Optional.ofNullable(bundle.getSymbolicName()).orElse(""),
        bundle.getVersion().toString(),
        state(bundle.getState()),
        problem(bundle),
        services(bundle));
  }

  private static String state(int state) {
    return switch (state) {
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.ACTIVE -> "active";
      case Bundle.STOPPING -> "stopping";
      default -> "uninstalled";
    };
  }

  private String problem(Bundle bundle) {
    List<String> problems = new ArrayList<>();
    for (ComponentDescriptionDTO component : components.getComponentDescriptionDTOs(bundle)) {
      for (ComponentConfigurationDTO configured :
          components.getComponentConfigurationDTOs(component)) {
        String name = component.name.substring(component.name.lastIndexOf('.') + 1);
        if (configured.failure != null) {
          problems.add(name + " failed: " + configured.failure.lines().findFirst().orElse(""));
        }
        Arrays.stream(configured.unsatisfiedReferences)
            .map(reference -> name + " waits for " + reference.name)
            .forEach(problems::add);
      }
    }
    return String.join("; ", problems);
  }

  private static List<String> services(Bundle bundle) {
    ServiceReference<?>[] registered = bundle.getRegisteredServices();
    return registered == null
        ? List.of()
        : Arrays.stream(registered)
            .flatMap(
                reference -> Stream.of((String[]) reference.getProperty(Constants.OBJECTCLASS)))
            .distinct()
            .sorted()
            .toList();
  }
}
