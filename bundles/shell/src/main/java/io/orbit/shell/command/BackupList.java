package io.orbit.shell.command;

import io.orbit.api.ops.Backups;
import io.orbit.api.ops.Backups.Backup;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.table.ShellTable;
import org.jspecify.annotations.Nullable;

/** Lists the backups, oldest first. */
@Service
@Command(scope = "orbit", name = "backups", description = "Lists the backups")
public final class BackupList implements Action {
  @Reference private @Nullable Backups backups;

  @Override
  public @Nullable Object execute() {
    Backups present =
        Objects.requireNonNull(backups, "the shell runs no command without its services");
    ShellTable table = new ShellTable();
    table.column("Backup");
    table.column("Continues");
    table.column("State");
    table.column("Taken");
    table.column("Bytes");
    for (Backup backup : present.list()) {
      table
          .addRow()
          .addContent(
              backup.id(),
              backup.parent(),
              backup.state().name().toLowerCase(Locale.ROOT),
              Instant.ofEpochMilli(backup.takenAt()),
              backup.bytes());
    }
    table.print(System.out);
    return null;
  }
}
