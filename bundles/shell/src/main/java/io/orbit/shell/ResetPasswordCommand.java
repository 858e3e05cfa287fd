package io.orbit.shell;

import io.orbit.api.security.Sessions;
import java.util.List;
import java.util.function.Supplier;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Parser;
import org.apache.karaf.shell.api.console.Session;
import org.jspecify.annotations.Nullable;

/**
 * {@code orbit:reset-password}: the running server takes over the administrator's new password,
 * which {@code ./orbit passwd} has left in the data folder. It has no arguments, so that no
 * password appears in a history or a list of processes.
 */
final class ResetPasswordCommand implements Command {
  private final Supplier<@Nullable Sessions> sessions;

  ResetPasswordCommand(Supplier<@Nullable Sessions> sessions) {
    this.sessions = sessions;
  }

  @Override
  public String getScope() {
    return "orbit";
  }

  @Override
  public String getName() {
    return "reset-password";
  }

  @Override
  public String getDescription() {
    return "Takes over the password that ./orbit passwd has left in the data folder";
  }

  /**
   * @throws IllegalStateException with what the user is told, when it cannot be done
   */
  @Override
  public @Nullable Object execute(Session shell, List<Object> arguments) {
    Sessions present = sessions.get();
    if (present == null) {
      throw new IllegalStateException("the store is not open");
    }
    if (!present.applyPasswordReset()) {
      throw new IllegalStateException("no password waits; run ./orbit passwd");
    }
    shell.getConsole().println("orbit has the new password");
    return null;
  }

  @Override
  public @Nullable Completer getCompleter(boolean scoped) {
    return null;
  }

  @Override
  public @Nullable Parser getParser() {
    return null;
  }
}
