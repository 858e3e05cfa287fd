package io.orbit.shell.command;

import io.orbit.api.ops.Features.Feature;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;

/** Lists features, a line for each version that is known. */
@Service
@Command(scope = "feature", name = "list", description = "Lists all features, installed or not")
public final class FeatureList extends FeatureAction {
  @Option(name = "-i", aliases = "--installed", description = "Only those that are installed")
  private boolean installed;

  @Option(name = "--no-format", description = "Without headings, separated by tabs")
  private boolean plain;

  @Override
  void run() {
    ShellTable table = new ShellTable();
    table.column("Name");
    table.column("Version");
    table.column("State");
    table.column("Kind");
    table.column("Description");
    for (Feature feature : features().list()) {
      if (feature.installed() || !installed) {
        String state = feature.installed() ? "installed" : "available";
        table
            .addRow()
            .addContent(
                feature.name(), feature.version(), state, feature.kind(), feature.description());
      }
    }
    table.print(System.out, !plain);
  }
}
