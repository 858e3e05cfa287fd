package io.orbit.shell.command;

import io.orbit.api.ops.Features;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.jspecify.annotations.Nullable;

/** A command on features. The shell makes one for each call and fills in what is annotated. */
abstract class FeatureAction implements Action {
  @Reference private @Nullable Features features;

  final Features features() {
    return Objects.requireNonNull(features, "the shell runs no command without its services");
  }

  /** The answer is what is printed; none is left for the shell to print. */
  @Override
  public final @Nullable Object execute() throws Exception {
    run();
    return null;
  }

  /** Does it, or throws what the operator is told. */
  abstract void run() throws Exception;
}
