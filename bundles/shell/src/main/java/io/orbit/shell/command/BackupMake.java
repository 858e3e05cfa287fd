package io.orbit.shell.command;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Backups;
import io.orbit.api.ops.Backups.Backup;
import io.orbit.api.ops.Backups.State;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.jspecify.annotations.Nullable;

/** Makes a backup of the running server, tells how it gets on, and ends when it has ended. */
@Service
@Command(scope = "orbit", name = "backup", description = "Makes a backup while the server serves")
public final class BackupMake implements Action {
  private static final long LOOK_MILLIS = 200;

  @Reference private @Nullable Backups backups;

  @Option(name = "--incremental", description = "Only what was committed since the newest backup")
  private boolean incremental;

  @Override
  public @Nullable Object execute() throws InterruptedException {
    Backups present =
        Objects.requireNonNull(backups, "the shell runs no command without its services");
    Backup now = present.start(incremental);
    String phase = "";
    while (now.state() == State.RUNNING) {
      if (!now.phase().equals(phase)) {
        phase = now.phase();
        System.out.println(phase + " …");
      }
      Thread.sleep(LOOK_MILLIS);
      String id = now.id();
      now =
          present
              .find(id)
              .orElseThrow(
                  () ->
                      new OrbitException(
                          ErrorCode.UNDEFINED_OBJECT, "backup " + id + " was removed"));
    }
    if (now.state() == State.FAILED) {
      throw new OrbitException(ErrorCode.IO_ERROR, now.problem());
    }
    System.out.println("Backup " + now.id() + ": " + now.bytes() + " bytes");
    return null;
  }
}
