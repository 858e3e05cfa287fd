package io.orbit.kernel.backup;

import io.orbit.api.ops.Backups;
import io.orbit.kernel.store.KernelSettings;
import io.orbit.kernel.store.OrbitStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The backups as a service, as long as the store is open. */
@Component(
    service = Backups.class,
    configurationPid = "io.orbit.kernel",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class BackupComponent implements Backups {
  private final KernelBackups backups;

  @Activate
  public BackupComponent(@Reference OrbitStore store, KernelSettings settings) {
    Path data = Path.of(settings.data__dir()).toAbsolutePath();
    Path root =
        settings.backup_dir().isEmpty()
            ? data.resolveSibling("backups")
            : Path.of(settings.backup_dir()).toAbsolutePath();
    backups = new KernelBackups(store.backupSource(), root);
  }

  @Deactivate
  void deactivate() {
    backups.close();
  }

  @Override
  public Backup start(boolean incremental) {
    return backups.start(incremental);
  }

  @Override
  public List<Backup> list() {
    return backups.list();
  }

  @Override
  public Optional<Backup> find(String id) {
    return backups.find(id);
  }

  @Override
  public List<String> verify(String id) {
    return backups.verify(id);
  }

  @Override
  public List<Path> folders(String id) {
    return backups.folders(id);
  }

  @Override
  public void delete(String id) {
    backups.delete(id);
  }
}
