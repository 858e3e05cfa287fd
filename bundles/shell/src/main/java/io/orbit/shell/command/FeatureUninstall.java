package io.orbit.shell.command;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;

/** Takes features out, in use or not: whoever has the shell decides. */
@Service
@Command(
    scope = "feature",
    name = "uninstall",
    description = "Drains and uninstalls features, also those in use")
public final class FeatureUninstall extends FeatureAction {
  @Argument(name = "names", description = "Their names", required = true, multiValued = true)
  @Completion(FeatureNames.class)
  private List<String> names = List.of();

  @Override
  void run() {
    names.forEach(name -> features().uninstall(name, true));
  }
}
