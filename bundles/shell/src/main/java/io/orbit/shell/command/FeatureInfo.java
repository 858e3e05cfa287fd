package io.orbit.shell.command;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Features.Feature;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Shows one feature: its versions, what it brings, and who needs it. */
@Service
@Command(
    scope = "feature",
    name = "info",
    description = "Shows a feature's versions, its bundles and what uses it")
public final class FeatureInfo extends FeatureAction {
  @Argument(name = "name", description = "Its name", required = true)
  @Completion(FeatureNames.class)
  private String name = "";

  @Override
  void run() {
    List<Feature> versions =
        features().list().stream().filter(feature -> feature.name().equals(name)).toList();
    if (versions.isEmpty()) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "feature \"" + name + "\" does not exist");
    }
    versions.forEach(FeatureInfo::print);
  }

  private static void print(Feature feature) {
    String state = feature.installed() ? "installed" : "available";
    System.out.println(feature.name() + " " + feature.version() + ", " + state);
    System.out.println("  " + feature.description() + " (" + feature.kind() + ")");
    print("bundles", feature.bundles());
    print("needed by", feature.dependents());
    print("used by", feature.inUseBy());
  }

  private static void print(String heading, List<String> items) {
    if (!items.isEmpty()) {
      System.out.println("  " + heading + ": " + String.join(", ", items));
    }
  }
}
