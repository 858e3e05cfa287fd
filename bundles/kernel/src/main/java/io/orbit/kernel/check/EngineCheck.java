package io.orbit.kernel.check;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRepair;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets every engine of a folder verify itself. A broken one whose whole content is in the log too
 * is put aside by a repair: the next start makes it again from the log.
 */
final class EngineCheck {
  private static final long CACHE_BYTES = 16 << 20;
  private static final String RESTORE =
      "restore the folder from a copy: the log no longer has what this engine holds";

  private final Path directory;
  private final Disk disk;
  private final Iterable<StorageEngineFactory> factories;
  private final Findings findings;
  private long lowest = Long.MAX_VALUE;
  private long highest;
  private boolean broken;

  EngineCheck(
      Path directory, Disk disk, Iterable<StorageEngineFactory> factories, Findings findings) {
    this.directory = directory;
    this.disk = disk;
    this.factories = factories;
    this.findings = findings;
  }

  void run(boolean repair) throws IOException {
    List<String> names = StoreFileCheck.engines(directory);
    for (String name : names) {
      Path folder = directory.resolve("engine").resolve(name);
      StorageEngineFactory factory = find(name);
      if (factory == null) {
        findings.note(
            "engine "
                + name
                + ": not verified, its bundle is not on the class path ("
                + EngineFormat.read(folder).map(EngineFormat::toString).orElse("no FORMAT file")
                + ")");
      } else if (!factory.isVolatile()) {
        verify(name, folder, factory, repair && names.size() == 1);
      }
    }
  }

  private void verify(String name, Path folder, StorageEngineFactory factory, boolean repair)
      throws IOException {
    List<String> wrong;
    try (StorageEngine open = factory.open(folder, CACHE_BYTES)) {
      wrong = open.verify();
      if (wrong.isEmpty()) {
        lowest = Math.min(lowest, open.position());
        highest = Math.max(highest, open.position());
        findings.note("engine " + name + ": sound, up to position " + open.position());
        return;
      }
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.DATA_CORRUPTED) {
        throw e;
      }
      wrong = List.of(e.getMessage());
    }
    broken = true;
    String what = "engine " + name + ": " + String.join("; ", wrong);
    if (!logHoldsEverything()) {
      findings.beyondRepair(what, RESTORE);
      return;
    }
    findings.damaged(what, "the log still has all of it: --repair makes it again; nothing is lost");
    if (repair) {
      putAside(name, folder);
      broken = false;
      lowest = 0;
    }
  }

  private boolean logHoldsEverything() {
    List<String> segments = LogRepair.segments(disk);
    return !segments.isEmpty() && LogFormat.base(segments.getFirst()) == 0;
  }

  private void putAside(String name, Path folder) throws IOException {
    Path aside = directory.resolve("damaged-" + name);
    for (int number = 2; Files.exists(aside); number++) {
      aside = directory.resolve("damaged-" + name + "-" + number);
    }
    Files.move(folder, aside);
    findings.note("engine " + name + ": put aside as " + aside + "; the next start makes it again");
  }

  private @Nullable StorageEngineFactory find(String name) {
    for (StorageEngineFactory factory : factories) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    return null;
  }

  /** From where a start reads the log; empty knowledge is its beginning. */
  long needsLogFrom(long beginning) {
    return lowest == Long.MAX_VALUE ? beginning : lowest;
  }

  /** Up to where some engine holds what the log says. */
  long reaches() {
    return highest;
  }

  /** Whether an engine is broken, and still is. */
  boolean isBroken() {
    return broken;
  }
}
