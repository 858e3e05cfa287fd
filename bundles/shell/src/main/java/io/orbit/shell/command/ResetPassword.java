package io.orbit.shell.command;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Sessions;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/**
 * The running server takes over the administrator's new password, which {@code ./orbit passwd} has
 * left in the data folder. It has no arguments, so that no password appears in a history or a list
 * of processes.
 */
@Service
@Command(
    scope = "orbit",
    name = "reset-password",
    description = "Takes over the password that ./orbit passwd has left in the data folder")
public final class ResetPassword implements Action {
  @Reference private @Nullable Sessions sessions;

  @Override
  public @Nullable Object execute() {
    Sessions present =
        Objects.requireNonNull(sessions, "the shell runs no command without its services");
    if (!present.applyPasswordReset()) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, "no password waits; run ./orbit passwd");
    }
    System.out.println("orbit has the new password");
    return null;
  }
}
