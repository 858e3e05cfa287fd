package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.DiskFile;
import io.orbit.api.storage.DiskErrors;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.disk.FileDisk;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogIdentity;
import io.orbit.kernel.log.LogRecord;
import io.orbit.kernel.log.LogScanner;
import io.orbit.kernel.log.LogTail;
import io.orbit.kernel.log.Timestamps;
import io.orbit.kernel.store.StoreFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a store's folder from a backup and all that it continues: engines first, then the log, cut
 * where it is told. The folder appears under its name when it is whole.
 */
final class Restore {
  private static final long CACHE_BYTES = 64 << 20;
  private static final int BUFFER = 1 << 20;

  private final BackupFolder backups;
  private final Function<String, @Nullable StorageEngineFactory> engines;
  private final Consumer<String> out;

  /**
   * Up to where to go.
   *
   * @param millis no commit of a later millisecond; {@code Long.MAX_VALUE} for no such bound
   * @param position no commit whose record begins there or behind; likewise
   */
  record Until(long millis, long position) {
    static final Until END = new Until(Long.MAX_VALUE, Long.MAX_VALUE);

    boolean isEnd() {
      return equals(END);
    }
  }

  /**
   * @param out told what is done
   */
  Restore(
      BackupFolder backups,
      Function<String, @Nullable StorageEngineFactory> engines,
      Consumer<String> out) {
    this.backups = backups;
    this.engines = engines;
    this.out = out;
  }

  /**
   * Restores.
   *
   * @param last the backup up to which to go
   * @param target the store's folder, which must not be there
   * @throws OrbitException DATA_CORRUPTED when a file of a backup is not what it was;
   *     INVALID_PARAMETER_VALUE when the moment is not in the backups; OBJECT_IN_USE when the
   *     target is there
   */
  void run(Manifest last, Path target, Until until) {
    if (Files.exists(target)) {
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, target + " is there already")
          .withHint("Restore into a data folder that has no store, and never over one.");
    }
    List<Manifest> chain = backups.chain(last);
    requireReached(chain, until);
    verify(chain);
    Path partial = target.resolveSibling(target.getFileName() + ".restoring");
    try {
      BackupFolder leftovers = new BackupFolder(partial.toAbsolutePath().getParent());
      if (Files.exists(partial)) {
        leftovers.delete(String.valueOf(partial.getFileName()));
      }
      Files.createDirectories(partial);
      restoreEngines(chain.getFirst(), partial);
      restoreLog(chain, partial, until);
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DiskErrors.of(e, "restoring to " + target);
    }
  }

  /** The engines are as of their checkpoint, and nothing can be taken out of them. */
  private static void requireReached(List<Manifest> chain, Until until) {
    Manifest full = chain.getFirst();
    Manifest last = chain.getLast();
    for (Manifest.Engine engine : full.engines()) {
      boolean early =
          Timestamps.lastOf(Math.min(until.millis(), Long.MAX_VALUE >> 22)) < engine.timestamp()
              || until.position() < engine.position();
      if (early) {
        throw new OrbitException(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "backup " + full.id() + " holds no moment before " + time(engine.timestamp()))
            .withHint("Choose an earlier full backup.");
      }
    }
    boolean late =
        until.position() != Long.MAX_VALUE && until.position() > last.to()
            || until.millis() != Long.MAX_VALUE && until.millis() >= last.taken();
    if (late) {
      throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "backup "
                  + last.id()
                  + " holds no moment after "
                  + Instant.ofEpochMilli(last.taken())
                  + ", position "
                  + last.to())
          .withHint("Choose a later backup.");
    }
  }

  private static Instant time(long timestamp) {
    return Instant.ofEpochMilli(Timestamps.toMillis(timestamp));
  }

  private void verify(List<Manifest> chain) {
    for (Manifest backup : chain) {
      List<String> wrong = backups.verify(backup);
      if (!wrong.isEmpty()) {
        throw new OrbitException(ErrorCode.DATA_CORRUPTED, String.join("; ", wrong))
            .withHint("Choose another backup, or fetch the file from a copy.");
      }
      out.accept("backup " + backup.id() + ": " + backup.files().size() + " files, sound");
    }
  }

  private void restoreEngines(Manifest full, Path partial) throws IOException {
    for (Manifest.Engine engine : full.engines()) {
      StorageEngineFactory factory = engines.apply(engine.name());
      if (factory == null) {
        throw new OrbitException(
            ErrorCode.CANNOT_CONNECT_NOW,
            "the storage engine \"" + engine.name() + "\" is not installed");
      }
      Path folder = partial.resolve("engine").resolve(engine.name());
      Files.createDirectories(folder);
      Path entries =
          backups.root().resolve(full.id()).resolve(StoreBackup.entriesOf(engine.name()));
      try (StorageEngine open = factory.openKept(folder, CACHE_BYTES);
          EntriesReader reader = new EntriesReader(entries)) {
        open.apply(reader, engine.position());
      }
      out.accept("engine " + engine.name() + ": restored, up to position " + engine.position());
    }
  }

  private void restoreLog(List<Manifest> chain, Path partial, Until until) throws IOException {
    FileDisk disk = new FileDisk(partial);
    TreeMap<Long, List<Piece>> segments = new TreeMap<>();
    for (Manifest backup : chain) {
      for (Manifest.StoredFile file : backup.files()) {
        if (file.path().startsWith(LogFormat.FOLDER + "/")) {
          Piece piece = Piece.of(backups.root().resolve(backup.id()), file);
          segments.computeIfAbsent(piece.base(), base -> new ArrayList<>()).add(piece);
        }
      }
    }
    for (List<Piece> pieces : segments.values()) {
      segment(disk, pieces);
    }
    Manifest last = chain.getLast();
    // Durable marks were copied after what they tell of; they must not promise more than is here.
    LogTail.cut(disk, last.to());
    long end = endOf(disk, chain.getFirst(), last, until);
    LogTail.cut(disk, end);
    StoreFile.write(disk, last.backend());
    LogIdentity.write(disk, new SecureRandom().nextLong());
    out.accept("log: restored, up to position " + end);
  }

  /** A piece of a segment. */
  private record Piece(Path path, long base, long offset, long bytes) {
    static Piece of(Path folder, Manifest.StoredFile file) {
      String name = file.path().substring(LogFormat.FOLDER.length() + 1);
      int dot = name.lastIndexOf('.');
      return new Piece(
          folder.resolve(file.path()),
          LogFormat.base(name),
          HexFormat.fromHexDigitsToLong(name.substring(dot + 1)),
          file.bytes());
    }

    long end() {
      return offset + bytes;
    }
  }

  private static void segment(FileDisk disk, List<Piece> pieces) throws IOException {
    long size = pieces.stream().mapToLong(Piece::end).max().orElseThrow();
    byte[] buffer = new byte[BUFFER];
    try (DiskFile file = disk.create(LogFormat.fileName(pieces.getFirst().base()), size)) {
      for (Piece piece : pieces) {
        try (var in = Files.newInputStream(piece.path())) {
          long at = piece.offset();
          for (int length = in.read(buffer); length > 0; length = in.read(buffer)) {
            file.write(at, buffer, 0, length);
            at += length;
          }
        }
      }
      file.force();
    }
  }

  /** Where the log is to end: all of it must be valid up to there. */
  private static long endOf(FileDisk disk, Manifest full, Manifest last, Until until) {
    long[] end = {last.to()};
    long lastTimestamp =
        until.millis() == Long.MAX_VALUE ? Long.MAX_VALUE : Timestamps.lastOf(until.millis());
    LogScanner.End found =
        LogScanner.scan(
            disk,
            full.from(),
            record -> {
              boolean behind =
                  record.position() >= until.position()
                      || isCommit(record) && record.timestamp() > lastTimestamp;
              if (behind && record.position() < end[0]) {
                end[0] = record.position();
              }
            });
    OrbitException damage = found.damage();
    if (damage != null) {
      throw damage;
    }
    if (found.end() < end[0]) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED,
          "the log in the backup is valid up to position " + found.end() + " only, not " + end[0]);
    }
    return end[0];
  }

  private static boolean isCommit(LogRecord record) {
    return record.kind() == LogFormat.COMMIT || record.kind() == LogFormat.LAST;
  }
}
