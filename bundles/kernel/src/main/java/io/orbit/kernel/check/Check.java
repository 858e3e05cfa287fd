package io.orbit.kernel.check;

import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.disk.FileDisk;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRecord;
import io.orbit.kernel.log.LogScanner;
import io.orbit.kernel.log.LogTail;
import io.orbit.kernel.record.ChangeFormat;
import io.orbit.kernel.store.DirectoryLock;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code ./orbit check DIR [--repair]}: verifies a data folder that no server uses. Reads every
 * record of the log and lets each engine verify itself; names the file, the place, what is broken
 * and what can be done. Engines are found by {@link ServiceLoader}.
 *
 * <p>Exit codes: 0 sound, 1 damage found (or repaired), 2 could not be checked.
 */
public final class Check {
  private final Path directory;
  private final Iterable<StorageEngineFactory> engines;
  private final PrintStream out;
  private int findings;

  Check(Path directory, Iterable<StorageEngineFactory> engines, PrintStream out) {
    this.directory = directory;
    this.engines = engines;
    this.out = out;
  }

  /** Arguments: the data folder, and {@code --repair} to cut a damaged log. */
  public static void main(String[] arguments) {
    List<String> given = List.of(arguments);
    List<String> folders = given.stream().filter(each -> !each.startsWith("--")).toList();
    if (folders.size() != 1
        || given.size() > 2
        || given.size() == 2 && !given.contains("--repair")) {
      System.err.println("usage: orbit check DIR [--repair]");
      System.exit(2);
    }
    Check check =
        new Check(
            Path.of(folders.getFirst()),
            ServiceLoader.load(StorageEngineFactory.class),
            System.out);
    System.exit(check.run(given.contains("--repair")));
  }

  /** Checks, repairs if asked to, and answers the exit code. */
  int run(boolean repair) {
    try {
      if (!Files.isRegularFile(directory.resolve("store"))) {
        out.println(directory + " is no data folder of Orbit: it has no file \"store\"");
        return 2;
      }
      try (var _ = DirectoryLock.take(directory)) {
        checkEngines();
        checkLog(new FileDisk(directory), repair);
      }
    } catch (OrbitException e) {
      out.println("Cannot check " + directory + ": " + e.getMessage());
      return 2;
    } catch (IOException e) {
      out.println("Cannot read " + directory + ": " + e.getMessage());
      return 2;
    }
    out.println(findings == 0 ? "Sound." : findings + " finding(s).");
    return findings == 0 ? 0 : 1;
  }

  private void checkEngines() throws IOException {
    Path folder = directory.resolve("engine");
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> found = Files.list(folder)) {
      for (Path engine : found.sorted().toList()) {
        checkEngine(engine);
      }
    }
  }

  private void checkEngine(Path engine) {
    String name = String.valueOf(engine.getFileName());
    StorageEngineFactory factory = find(name);
    if (factory == null) {
      Optional<EngineFormat> format = EngineFormat.read(engine);
      out.println(
          "engine "
              + name
              + ": not verified, its bundle is not on the class path ("
              + format.map(EngineFormat::toString).orElse("no FORMAT file")
              + ")");
      return;
    }
    try (StorageEngine open = factory.open(engine, 16 << 20)) {
      List<String> broken = open.verify();
      broken.forEach(what -> report("engine " + name + ": " + what, RESTORE));
      out.println(
          "engine "
              + name
              + ": position "
              + open.position()
              + ", "
              + (broken.isEmpty() ? "sound" : "broken"));
    } catch (OrbitException e) {
      report("engine " + name + ": " + e.getMessage(), RESTORE);
    }
  }

  private static final String RESTORE =
      "restore the folder from a backup; the log holds only what came after its position";

  private @Nullable StorageEngineFactory find(String name) {
    for (StorageEngineFactory factory : engines) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    return null;
  }

  private void checkLog(Disk disk, boolean repair) {
    List<String> names =
        disk.list(LogFormat.FOLDER).stream().filter(n -> n.endsWith(".log")).toList();
    if (names.isEmpty()) {
      out.println("log: none");
      return;
    }
    long from = Long.parseUnsignedLong(names.getFirst().substring(0, 16), 16);
    LogContent content = new LogContent();
    LogScanner.End end = LogScanner.scan(disk, from, content::take);
    out.println("log: " + content.describe() + ", ends at position " + end.end());
    OrbitException damage = end.damage();
    if (damage != null) {
      report(damage.getMessage(), String.valueOf(damage.hint()));
      if (repair) {
        LogTail.cut(disk, end.end());
        out.println("log: cut at position " + end.end() + "; what was behind it is lost");
      }
    } else if (end.torn()) {
      out.println("log: a record that a crash cut off follows; the next start drops it");
    }
  }

  private void report(String what, String wayOut) {
    findings++;
    out.println("DAMAGED " + what);
    out.println("        " + wayOut);
  }

  /** Counts what the log holds, and reads every commit as recovery would. */
  private static final class LogContent {
    private static final ChangeFormat.Visitor IGNORING = new IgnoredChanges();
    private long commits;
    private long chunks;

    void take(LogRecord record) {
      if (record.kind() == LogFormat.COMMIT) {
        ChangeFormat.read(new ByteReader(record.payload()), IGNORING);
      }
      if (record.kind() == LogFormat.CHUNK) {
        chunks++;
      } else {
        commits++;
      }
    }

    String describe() {
      return commits + " commits, " + chunks + " chunks";
    }
  }
}
