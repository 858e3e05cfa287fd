package io.orbit.shell.command;

import io.orbit.api.ops.Features;
import io.orbit.api.ops.Features.Feature;
import java.util.List;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** Completes the names of features. */
@Service
public final class FeatureNames implements Completer {
  @Reference private @Nullable Features features;

  @Override
  public int complete(Session session, CommandLine line, List<String> candidates) {
    Features present = features;
    List<String> names =
        present == null
            ? List.of()
            : present.list().stream().map(Feature::name).distinct().toList();
    return new StringsCompleter(names).complete(session, line, candidates);
  }
}
