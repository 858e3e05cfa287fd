package io.orbit.kernel.check;

import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.disk.FileDisk;
import io.orbit.kernel.store.DirectoryLock;
import io.orbit.kernel.store.StoreFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/**
 * {@code ./orbit check DIR [--repair]}: verifies the store in a data folder that no server has
 * open. Lets each engine verify itself, and reads every record of the log that a start would read;
 * names the file, the place, what is broken and what can be done. With {@code --repair} it does
 * that. Engines are found by {@link ServiceLoader}.
 *
 * <p>Exit codes: 0 sound; 1 damaged, and with {@code --repair} mended as far as told; 2 could not
 * be checked; 3 damaged in a way that no repair mends.
 */
public final class Check {
  static final int SOUND = 0;
  static final int DAMAGED = 1;
  static final int NOT_CHECKED = 2;
  static final int BEYOND_REPAIR = 3;

  private static final String REPAIR = "--repair";

  private final Path directory;
  private final Iterable<StorageEngineFactory> engines;
  private final PrintStream out;

  /**
   * @param directory a server's data folder, or the folder {@code store} in one
   */
  Check(Path directory, Iterable<StorageEngineFactory> engines, PrintStream out) {
    Path store = directory.resolve("store");
    this.directory = Files.isDirectory(store) ? store : directory;
    this.engines = engines;
    this.out = out;
  }

  /** Arguments: the data folder, and {@code --repair}. */
  public static void main(String[] arguments) {
    List<String> folders =
        List.of(arguments).stream().filter(each -> !each.equals(REPAIR)).toList();
    if (folders.size() != 1 || folders.getFirst().startsWith("--")) {
      System.err.println("usage: ./orbit check DIR [" + REPAIR + "]");
      System.exit(NOT_CHECKED);
    }
    Check check =
        new Check(
            Path.of(folders.getFirst()),
            ServiceLoader.load(StorageEngineFactory.class),
            System.out);
    System.exit(check.run(List.of(arguments).contains(REPAIR)));
  }

  /** Checks, repairs if asked to, and answers the exit code. */
  int run(boolean repair) {
    if (!Files.isDirectory(directory.resolve("log"))
        && !Files.isRegularFile(directory.resolve(StoreFile.NAME))) {
      out.println(directory + " is no data folder of Orbit: it has no store");
      return NOT_CHECKED;
    }
    Findings findings = new Findings(out);
    try (var _ = DirectoryLock.take(directory)) {
      FileDisk disk = new FileDisk(directory);
      new StoreFileCheck(directory, disk, findings).run(repair);
      EngineCheck engineCheck = new EngineCheck(directory, disk, engines, findings);
      engineCheck.run(repair);
      new LogCheck(disk, findings).run(engineCheck, repair);
      new AuditCheck(directory.resolveSibling("audit"), findings).run();
    } catch (OrbitException e) {
      String hint = e.hint() == null ? "" : ". " + e.hint();
      out.println("Cannot check " + directory + ": " + e.getMessage() + hint);
      return NOT_CHECKED;
    } catch (IOException e) {
      out.println("Cannot read " + directory + ": " + e);
      return NOT_CHECKED;
    }
    return findings.conclude(repair);
  }
}
