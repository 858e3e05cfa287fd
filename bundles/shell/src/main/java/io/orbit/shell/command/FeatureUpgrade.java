package io.orbit.shell.command;

import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Puts one version of a feature into the place of another, newer or older. */
@Service
@Command(
    scope = "feature",
    name = "upgrade",
    description = "Puts a version of a feature into the place of the installed one")
public final class FeatureUpgrade extends FeatureAction {
  @Argument(name = "name", description = "Its name", required = true)
  @Completion(FeatureNames.class)
  private String name = "";

  @Argument(index = 1, name = "version", description = "The version", required = true)
  private String version = "";

  @Override
  void run() {
    features().upgrade(name, version);
  }
}
