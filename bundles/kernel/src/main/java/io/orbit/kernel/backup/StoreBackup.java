package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.DiskFile;
import io.orbit.api.storage.DiskErrors;
import io.orbit.kernel.checkpoint.EngineCopy;
import io.orbit.kernel.log.CommitLog;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.record.SnapshotView;
import io.orbit.kernel.record.Space;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes one backup of a running store, which is written meanwhile. A full one holds what the
 * engines have at a checkpoint and the log from there; an incremental one the log since the backup
 * before. Either stands for one moment near its end, at which every space is summed up too. It
 * appears under its name only when it is whole and on the disk.
 */
final class StoreBackup {
  private static final String PARTIAL = ".partial";
  private static final int BUFFER = 1 << 20;

  private final BackupSource source;
  private final CommitLog log;
  private final Path root;
  private final Progress progress;
  private final List<Manifest.StoredFile> files = new ArrayList<>();
  private final List<Manifest.Engine> engines = new ArrayList<>();

  /** The moment that the backup stands for. */
  private record Moment(long end, long commit, long taken, SnapshotView view) {}

  /**
   * @param root the folder of all backups
   */
  StoreBackup(BackupSource source, Path root, Progress progress) {
    this.source = source;
    this.log = source.hot().log();
    this.root = root;
    this.progress = progress;
  }

  /**
   * Makes it.
   *
   * @param id its name, which none has yet
   * @param parent the backup that it continues; null for a full one
   * @throws OrbitException DISK_FULL, IO_ERROR; SNAPSHOT_TOO_OLD when the log no longer has what
   *     follows the parent; FEATURE_NOT_SUPPORTED where nothing outlives a restart
   */
  Manifest run(String id, @Nullable Manifest parent) {
    Path partial = root.resolve(id + PARTIAL);
    try (var _ = log.retention().hold(0)) {
      Files.createDirectories(partial);
      long from = parent == null ? engines(partial) : continues(parent);
      Moment moment = moment();
      try (SnapshotView view = moment.view()) {
        progress.phase("log");
        log.sync();
        pieces(partial, from, moment.end());
        progress.phase("checksums");
        List<Checksum> sums = checksums(view);
        Manifest manifest =
            new Manifest(
                id,
                parent == null ? Manifest.NONE : parent.id(),
                source.logId(),
                source.backend(),
                from,
                moment.end(),
                moment.commit(),
                moment.taken(),
                engines,
                files,
                sums);
        publish(partial, manifest);
        return manifest;
      }
    } catch (IOException e) {
      throw DiskErrors.of(e, "writing " + partial);
    }
  }

  /** Copies what the engines hold; answers from where the log is needed. */
  private long engines(Path partial) {
    progress.phase("checkpoint");
    source.checkpoint().run();
    List<EngineCopy> copies = source.engines().copies();
    try {
      if (copies.stream().noneMatch(copy -> copy.name().equals(source.backend()))) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "the backend \"" + source.backend() + "\" holds nothing that could be backed up")
            .withHint("It forgets everything at a restart; use lsm or xodus.");
      }
      long from = Long.MAX_VALUE;
      for (EngineCopy copy : copies) {
        progress.phase("engine " + copy.name());
        long position = copy.snapshot().position();
        try (BackupFile file = new BackupFile(partial, entriesOf(copy.name()), progress)) {
          EntriesWriter.write(copy.snapshot(), file);
          files.add(file.finish());
        }
        engines.add(new Manifest.Engine(copy.name(), position, copy.timestamp()));
        from = Math.min(from, position);
      }
      return from;
    } finally {
      copies.forEach(EngineCopy::close);
    }
  }

  static String entriesOf(String engine) {
    return "engine/" + engine + ".entries";
  }

  private long continues(Manifest parent) {
    if (parent.log() != source.logId()) {
      throw new OrbitException(
              ErrorCode.SNAPSHOT_TOO_OLD,
              "backup " + parent.id() + " is of another log, which this one does not continue")
          .withHint("Make a full backup.");
    }
    if (log.oldestPosition() > parent.to()) {
      throw new OrbitException(
              ErrorCode.SNAPSHOT_TOO_OLD,
              "the log no longer has what follows backup " + parent.id())
          .withHint(
              "Make a full backup, and incremental ones more often or log.retention_bytes"
                  + " larger.");
    }
    return parent.to();
  }

  private Moment moment() {
    log.lock();
    try {
      return new Moment(
          log.endPosition(),
          log.visibleTimestamp(),
          source.hot().clock().wallTime(),
          new SnapshotView(source.hot(), 0));
    } finally {
      log.unlock();
    }
  }

  /** Copies the bytes of the log, each segment's to a file {@code log/SEGMENT.OFFSET}. */
  private void pieces(Path partial, long from, long end) {
    List<Long> bases = log.bases();
    boolean full = !engines.isEmpty();
    for (int i = 0; i < bases.size(); i++) {
      long base = bases.get(i);
      long next = i + 1 < bases.size() ? bases.get(i + 1) : Long.MAX_VALUE;
      long first = full ? base : Math.max(from, base);
      long last = Math.min(next, end);
      if (next > from && first < last) {
        piece(partial, base, first - base, last - base);
      }
    }
  }

  private void piece(Path partial, long base, long from, long to) {
    String name = LogFormat.fileName(base);
    try (DiskFile segment = source.disk().open(name);
        BackupFile file = new BackupFile(partial, name + "." + Long.toHexString(from), progress)) {
      byte[] buffer = new byte[(int) Math.min(BUFFER, to - from)];
      for (long at = from; at < to; at += buffer.length) {
        int length = (int) Math.min(buffer.length, to - at);
        segment.read(at, buffer, 0, length);
        file.write(buffer, 0, length);
      }
      files.add(file.finish());
    }
  }

  private List<Checksum> checksums(SnapshotView view) {
    List<Checksum> sums = new ArrayList<>();
    source.hot().spaces().list().stream()
        .filter(space -> space.tableAt(view.timestamp()) != null)
        .sorted(Comparator.comparingInt(Space::id))
        .forEach(space -> sums.add(Checksum.of(view, space.id())));
    return sums;
  }

  private void publish(Path partial, Manifest manifest) throws IOException {
    progress.phase("finishing");
    byte[] text = manifest.format().getBytes(StandardCharsets.UTF_8);
    try (BackupFile file = new BackupFile(partial, Manifest.NAME, Progress.NONE)) {
      file.write(text, 0, text.length);
      var ignored = file.finish();
    }
    try (Stream<Path> folders = Files.walk(partial)) {
      folders.filter(Files::isDirectory).forEach(BackupFile::syncFolder);
    }
    Files.move(partial, root.resolve(manifest.id()), StandardCopyOption.ATOMIC_MOVE);
    BackupFile.syncFolder(root);
  }
}
