package io.orbit.kernel.check;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Disk;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.checkpoint.EngineSalvage;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRepair;
import io.orbit.kernel.log.LogScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
      } else if (!factory.isVolatile(folder) && isFormatReadable(folder, repair)) {
        verify(name, folder, factory, repair && names.size() == 1);
      }
    }
  }

  /** Whether the file that names the format can be read, or could be mended. */
  private boolean isFormatReadable(Path folder, boolean repair) {
    Path file = folder.resolve(EngineFormat.FILE_NAME);
    try {
      Optional<EngineFormat> ignored = EngineFormat.read(folder);
      return true;
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.DATA_CORRUPTED) {
        throw e;
      }
    }
    Optional<EngineFormat> before = EngineFormat.beforeDamage(folder);
    if (before.isEmpty()) {
      return true;
    }
    findings.damaged(file.toString(), "--repair writes it anew; nothing is lost");
    if (repair) {
      before.get().write(folder);
    }
    broken = !repair;
    return repair;
  }

  private void verify(String name, Path folder, StorageEngineFactory factory, boolean repair)
      throws IOException {
    List<String> wrong;
    try (StorageEngine open = factory.open(folder, CACHE_BYTES)) {
      wrong = open.verify();
      if (wrong.isEmpty()) {
        holds(open.position());
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
    if (logHoldsEverything()) {
      findings.damaged(
          what, "the log still has all of it: --repair makes it again; nothing is lost");
      if (repair) {
        putAside(name, folder);
        holds(0);
        broken = false;
      }
    } else {
      salvage(name, folder, factory, what, repair);
    }
  }

  private void salvage(
      String name, Path folder, StorageEngineFactory factory, String what, boolean repair)
      throws IOException {
    Path fresh = directory.resolve("salvaged-" + name);
    try (StorageEngine open = factory.open(folder, CACHE_BYTES)) {
      EngineSalvage salvage = new EngineSalvage(open);
      salvage.survey();
      findings.damaged(what, lost(salvage));
      holds(open.position());
      if (!repair) {
        return;
      }
      deleteRecursively(fresh);
      Files.createDirectories(fresh);
      try (StorageEngine target = factory.open(fresh, CACHE_BYTES)) {
        salvage.copyTo(target);
      }
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.DATA_CORRUPTED) {
        throw e;
      }
      findings.beyondRepair(what, RESTORE + " (" + e.getMessage() + ")");
      return;
    }
    putAside(name, folder);
    Files.move(fresh, folder);
    broken = false;
    findings.note("engine " + name + ": made anew from what could be read");
  }

  private static String lost(EngineSalvage salvage) {
    if (salvage.gaps().isEmpty() && salvage.dropped() == 0) {
      return "everything in it can be read: --repair copies it; nothing is lost";
    }
    return "restore the folder from a copy, or --repair keeps what can be read. Lost is "
        + String.join(", and ", salvage.gaps())
        + (salvage.dropped() == 0 ? "" : ", and " + salvage.dropped() + " entries that go with it");
  }

  private void holds(long position) {
    lowest = Math.min(lowest, position);
    highest = Math.max(highest, position);
  }

  private boolean logHoldsEverything() {
    List<String> segments = LogRepair.segments(disk);
    return !segments.isEmpty()
        && LogFormat.base(segments.getFirst()) == 0
        && LogScanner.scan(disk, 0, record -> {}).damage() == null;
  }

  private void putAside(String name, Path folder) throws IOException {
    Path aside = directory.resolve("damaged-" + name);
    for (int number = 2; Files.exists(aside); number++) {
      aside = directory.resolve("damaged-" + name + "-" + number);
    }
    Files.move(folder, aside);
    findings.note("engine " + name + ": put aside as " + aside);
  }

  private static void deleteRecursively(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
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
