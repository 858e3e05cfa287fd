package io.orbit.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Installs features in their newest version. */
@Service
@Command(scope = "feature", name = "install", description = "Installs features, the newest version")
public final class FeatureInstall extends FeatureAction {
  @Argument(name = "names", description = "Their names", required = true, multiValued = true)
  @Completion(FeatureNames.class)
  private List<String> names = List.of();

  @Override
  void run() {
    names.forEach(features()::install);
  }
}
