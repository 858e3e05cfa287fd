package io.orbit.kernel.backup;

import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.record.SnapshotView;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens a restored folder as a server would, with nothing running beside, and sums up every space:
 * each must have what the manifest says it had at the backup's moment.
 */
final class RestoreCheck {
  private RestoreCheck() {}

  /** Answers what is wrong; empty when every space is what it was. */
  static List<String> run(
      Manifest backup,
      Path folder,
      Function<String, @Nullable StorageEngineFactory> engines,
      Consumer<String> out) {
    StoreConfiguration configuration =
        StoreConfiguration.in(folder).withEngines(engines, backup.backend()).deterministic(1);
    List<String> wrong = new ArrayList<>();
    try (OrbitStore store = OrbitStore.open(configuration)) {
      BackupSource source = store.backupSource();
      try (SnapshotView view = new SnapshotView(source.hot(), 0)) {
        for (Checksum wanted : backup.spaces()) {
          Checksum found = Checksum.of(view, wanted.space());
          if (!found.equals(wanted)) {
            wrong.add(
                "space %d has %d records and checksum %s instead of %d and %s"
                    .formatted(
                        wanted.space(),
                        found.records(),
                        found.digits(),
                        wanted.records(),
                        wanted.digits()));
          }
        }
      }
    }
    if (wrong.isEmpty()) {
      long records = backup.spaces().stream().mapToLong(Checksum::records).sum();
      out.accept(
          "checksums: %d spaces, %d records, as they were"
              .formatted(backup.spaces().size(), records));
    }
    return wrong;
  }
}
