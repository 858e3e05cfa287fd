package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Backups.Backup;
import io.orbit.api.ops.Backups.State;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.disk.FileDisk;
import io.orbit.kernel.store.DirectoryLock;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.kernel.store.StoreFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./orbit backup} where no server runs: backs up the store in a data folder. Engines are
 * found by {@link ServiceLoader}.
 *
 * <pre>
 * BackupCommand DIR FOLDER [--incremental]
 * </pre>
 *
 * Exit status 0 when done, 1 when it could not, 2 for wrong arguments, {@value #SERVER_RUNS} when a
 * server has the folder open, which is to be asked.
 */
public final class BackupCommand {
  static final int FAILED = 1;
  static final int WRONG_ARGUMENTS = 2;
  static final int SERVER_RUNS = 3;

  private static final String INCREMENTAL = "--incremental";

  private final Iterable<StorageEngineFactory> engines;
  private final PrintStream out;

  BackupCommand(Iterable<StorageEngineFactory> engines, PrintStream out) {
    this.engines = engines;
    this.out = out;
  }

  public static void main(String[] arguments) {
    BackupCommand command =
        new BackupCommand(ServiceLoader.load(StorageEngineFactory.class), System.out);
    System.exit(command.run(List.of(arguments)));
  }

  int run(List<String> arguments) {
    List<String> folders = new ArrayList<>(arguments);
    boolean incremental = folders.remove(INCREMENTAL);
    if (folders.size() != 2) {
      out.println("usage: ./orbit backup [--data DIR] [--to FOLDER] [" + INCREMENTAL + "]");
      return WRONG_ARGUMENTS;
    }
    Path store = Path.of(folders.getFirst()).toAbsolutePath().resolve("store");
    try {
      String backend = StoreFile.backend(new FileDisk(store)).orElse("");
      if (backend.isEmpty()) {
        out.println(store.getParent() + " is no data folder of Orbit: it has no store");
        return FAILED;
      }
      DirectoryLock lock = lock(store);
      return lock == null
          ? SERVER_RUNS
          : back(lock, store, backend, Path.of(folders.getLast()), incremental);
    } catch (OrbitException e) {
      out.println(e.getMessage() + (e.hint() == null ? "" : ". " + e.hint()));
      return FAILED;
    }
  }

  private static @Nullable DirectoryLock lock(Path store) {
    try {
      return DirectoryLock.take(store);
    } catch (OrbitException e) {
      if (e.code() == ErrorCode.CANNOT_CONNECT_NOW) {
        return null;
      }
      throw e;
    }
  }

  private int back(
      DirectoryLock lock, Path store, String backend, Path folder, boolean incremental) {
    StoreConfiguration configuration =
        StoreConfiguration.in(store)
            .withEngines(this::engine, backend)
            .deterministic(System.nanoTime());
    try (lock;
        OrbitStore open = OrbitStore.open(configuration);
        KernelBackups backups = new KernelBackups(open.backupSource(), folder.toAbsolutePath())) {
      Backup made = backups.make(incremental);
      if (made.state() == State.DONE) {
        out.println(folder.resolve(made.id()) + ": " + made.bytes() + " bytes");
        return 0;
      }
      out.println(made.problem());
      return FAILED;
    }
  }

  private @Nullable StorageEngineFactory engine(String name) {
    for (StorageEngineFactory factory : engines) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    return null;
  }
}
