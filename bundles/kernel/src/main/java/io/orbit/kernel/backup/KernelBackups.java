package io.orbit.kernel.backup;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Backups;
import io.orbit.api.storage.DiskErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The backups of a running store, in one folder; one is made at a time. */
public final class KernelBackups implements Backups, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelBackups.class);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final String STOPPED = "the server stops";

  private final BackupSource source;
  private final BackupFolder folder;
  private @Nullable Running running;
  private @Nullable Thread thread;
  private volatile boolean stopping;

  /**
   * @param root the folder; made when the first backup is
   */
  public KernelBackups(BackupSource source, Path root) {
    this.source = source;
    this.folder = new BackupFolder(root);
  }

  /** The backup that is made now, or the last that failed. */
  private final class Running implements Progress {
    private final String id;
    private final @Nullable Manifest parent;
    private final long startedAt;
    private volatile State state = State.RUNNING;
    private volatile String phase = "waiting";
    private volatile String problem = "";
    private volatile long bytes;

    Running(String id, @Nullable Manifest parent, long startedAt) {
      this.id = id;
      this.parent = parent;
      this.startedAt = startedAt;
    }

    @Override
    public void phase(String words) {
      phase = words;
      written(0);
    }

    @Override
    public void written(long more) {
      bytes = bytes + more;
      if (stopping) {
        throw new OrbitException(ErrorCode.ADMIN_SHUTDOWN, STOPPED);
      }
    }

    Backup describe() {
      String continued = parent == null ? "" : parent.id();
      return new Backup(id, continued, state, phase, bytes, 0, startedAt, problem);
    }

    void run() {
      try {
        folder.clean();
        Manifest made = new StoreBackup(source, folder.root(), this).run(id, parent);
        LOG.info("Backup {} is made: {} bytes, up to position {}", id, made.bytes(), made.to());
        state = State.DONE;
      } catch (OrbitException e) {
        failed(e);
        LOG.error("Backup {} failed: {}", id, e.getMessage());
      } catch (RuntimeException e) {
        failed(e);
        LOG.error("Backup {} failed", id, e);
      }
      phase = "";
    }

    private void failed(RuntimeException e) {
      problem = String.valueOf(e.getMessage());
      state = State.FAILED;
    }
  }

  @Override
  public Backup start(boolean incremental) {
    Running next = begin(incremental);
    Thread worker = Thread.ofPlatform().daemon().name("orbit-backup").unstarted(next::run);
    synchronized (this) {
      thread = worker;
    }
    worker.start();
    return next.describe();
  }

  /** Makes a backup on the caller's thread; answers how it ended. */
  Backup make(boolean incremental) {
    Running next = begin(incremental);
    next.run();
    return find(next.id).orElseThrow();
  }

  private synchronized Running begin(boolean incremental) {
    Running last = running;
    if (last != null && last.state == State.RUNNING) {
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, "backup " + last.id + " is being made");
    }
    try {
      Files.createDirectories(folder.root());
    } catch (IOException e) {
      throw DiskErrors.of(e, "creating " + folder.root());
    }
    List<Manifest> there = folder.list();
    Manifest parent = null;
    if (incremental) {
      parent =
          there.stream()
              .filter(backup -> backup.log() == source.logId())
              .reduce((first, second) -> second)
              .orElseThrow(
                  () ->
                      new OrbitException(
                              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
                              "there is no backup that could be continued")
                          .withHint("Make a full one first."));
    }
    long now = source.hot().clock().wallTime();
    Running next = new Running(name(now, incremental), parent, now);
    running = next;
    return next;
  }

  /** A name that no folder has. */
  private String name(long now, boolean incremental) {
    String base = NAME.format(Instant.ofEpochMilli(now)) + (incremental ? "-incremental" : "-full");
    String name = base;
    for (int number = 2; Files.exists(folder.root().resolve(name)); number++) {
      name = base + "-" + number;
    }
    return name;
  }

  private static Backup describe(Manifest made) {
    return new Backup(
        made.id(),
        made.isFull() ? "" : made.parent(),
        State.DONE,
        "",
        made.bytes(),
        made.to(),
        made.taken(),
        "");
  }

  @Override
  public List<Backup> list() {
    Running last;
    synchronized (this) {
      last = running;
    }
    List<Backup> all =
        new ArrayList<>(folder.list().stream().map(KernelBackups::describe).toList());
    if (last != null && last.state != State.DONE) {
      all.add(last.describe());
    }
    return all;
  }

  @Override
  public Optional<Backup> find(String id) {
    return list().stream().filter(backup -> backup.id().equals(id)).findAny();
  }

  private Manifest require(String id) {
    return folder
        .find(id)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT, "backup \"" + id + "\" does not exist"));
  }

  @Override
  public List<String> verify(String id) {
    return folder.chain(require(id)).stream()
        .flatMap(backup -> folder.verify(backup).stream())
        .toList();
  }

  @Override
  public List<Path> folders(String id) {
    return folder.chain(require(id)).stream()
        .map(backup -> folder.root().resolve(backup.id()))
        .toList();
  }

  @Override
  public synchronized void delete(String id) {
    Running last = running;
    if (last != null && last.id.equals(id) && last.state != State.DONE) {
      if (last.state == State.RUNNING) {
        throw new OrbitException(ErrorCode.OBJECT_IN_USE, "backup " + id + " is being made");
      }
      running = null;
      return;
    }
    Manifest unwanted = require(id);
    for (Manifest other : folder.list()) {
      if (other.parent().equals(id)) {
        throw new OrbitException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "backup " + other.id() + " continues " + id)
            .withHint("Delete that one first.");
      }
    }
    if (last != null && last.parent == unwanted) {
      throw new OrbitException(ErrorCode.OBJECT_IN_USE, "backup " + last.id + " continues " + id);
    }
    folder.delete(id);
  }

  /** Stops a backup that is being made and waits until its thread has ended. */
  @Override
  public void close() {
    stopping = true;
    Thread worker;
    synchronized (this) {
      worker = thread;
    }
    if (worker != null) {
      try {
        worker.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
