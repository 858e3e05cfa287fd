package io.orbit.kernel.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.Backups.Backup;
import io.orbit.api.ops.Backups.State;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.kernel.log.LogRetention;
import io.orbit.kernel.store.FileMapEngine;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.kernel.store.Stores;
import io.orbit.kernel.store.Workload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was backed up comes back, to any moment of it, or not at all and with a reason. */
class BackupTest {
  private static final StorageEngineFactory ENGINE = new FileMapEngine.Factory();
  private static final LogRetention.Limits KEPT =
      new LogRetention.Limits(64 << 20, 0, Long.MAX_VALUE / 2);

  @TempDir private Path directory;
  private final AtomicLong clock = new AtomicLong(1_000_000);
  private Path data = Path.of("");
  private Path root = Path.of("");
  private int restored;

  /** A moment of the run. */
  private record Moment(long position, long millis, TreeMap<String, String> content) {}

  @BeforeEach
  void folders() throws IOException {
    data = Files.createDirectories(directory.resolve("data"));
    root = directory.resolve("backups");
  }

  private StoreConfiguration configuration(long seed) {
    return StoreConfiguration.in(data, ENGINE)
        .withSegmentBytes(64 << 10)
        .withRetention(KEPT)
        .withClock(clock::get)
        .deterministic(seed);
  }

  private static KernelBackups backups(OrbitStore store, Path root) {
    return new KernelBackups(store.backupSource(), root);
  }

  private static void requireCode(ErrorCode code, Runnable action) {
    assertThatThrownBy(action::run)
        .isInstanceOfSatisfying(OrbitException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private Path restore(String id, Restore.Until until) {
    BackupFolder folder = new BackupFolder(root);
    Path target = directory.resolve("restored-" + restored++);
    Manifest manifest = folder.find(id).orElseThrow();
    new Restore(folder, name -> ENGINE, line -> {}).run(manifest, target, until);
    if (until.isEnd()) {
      assertThat(RestoreCheck.run(manifest, target, name -> ENGINE, line -> {})).isEmpty();
    }
    return target;
  }

  private static TreeMap<String, String> content(Path folder, Workload workload) {
    StoreConfiguration opened = StoreConfiguration.in(folder, ENGINE).deterministic(1);
    try (OrbitStore store = OrbitStore.open(opened)) {
      return workload.content(store.latest());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void everyMomentOfAChainComesBack(long seed) {
    Workload workload = new Workload(seed, "file");
    List<Moment> moments = new ArrayList<>();
    List<Backup> made = new ArrayList<>();
    try (OrbitStore store = OrbitStore.open(configuration(seed));
        KernelBackups backups = backups(store, root)) {
      workload.prepare(store);
      for (int step = 0; step < 120; step++) {
        if (step % 30 == 20) {
          made.add(backups.make(step > 20));
        }
        workload.run(store, 1, step % 2 == 0);
        clock.incrementAndGet();
        long position = store.statistics().logPosition();
        moments.add(new Moment(position, clock.get() - 1, workload.last()));
      }
      workload.run(store, 1, true);
      clock.incrementAndGet();
      made.add(backups.make(true));
    }
    assertThat(made).extracting(Backup::state).containsOnly(State.DONE);
    for (Backup backup : made) {
      Path target = restore(backup.id(), Restore.Until.END);
      assertThat(workload.states()).contains(content(target, workload));
    }
    String last = made.getLast().id();
    for (int i = 22; i < moments.size(); i += 23) {
      Moment moment = moments.get(i);
      Path byPosition = restore(last, new Restore.Until(Long.MAX_VALUE, moment.position()));
      assertThat(content(byPosition, workload)).as("step %d", i).isEqualTo(moment.content());
      Path byTime = restore(last, new Restore.Until(moment.millis(), Long.MAX_VALUE));
      assertThat(content(byTime, workload)).as("step %d", i).isEqualTo(moment.content());
    }
    Moment early = moments.getFirst();
    requireCode(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> restore(last, new Restore.Until(early.millis(), Long.MAX_VALUE)));
    requireCode(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> restore(last, new Restore.Until(clock.get() + 1, Long.MAX_VALUE)));
  }

  @Test
  void whileWritersGoOnABackupStandsForOneMoment() throws Exception {
    StoreConfiguration running =
        StoreConfiguration.in(data, ENGINE)
            .withSegmentBytes(256 << 10)
            .withCheckpoint(50, 256 << 10)
            .withRetention(KEPT);
    AtomicBoolean stop = new AtomicBoolean();
    List<String> ids = new ArrayList<>();
    try (OrbitStore store = OrbitStore.open(running);
        KernelBackups backups = backups(store, root)) {
      int plain = Stores.createSpace(store, false, "file");
      int ordered = Stores.createSpace(store, true, "file");
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        String key = "k" + i;
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int n = 0; !stop.get(); n++) {
                    Stores.put(store, plain, key + n % 100, "v" + n);
                    Stores.put(store, ordered, key + n % 77, "x".repeat(n % 2000));
                  }
                },
                task -> Thread.ofPlatform().start(task)));
      }
      for (int i = 0; i < 4; i++) {
        long before = store.statistics().commits();
        while (store.statistics().commits() < before + 500) {
          Thread.onSpinWait();
        }
        Backup made = backups.make(i > 0);
        assertThat(made.state()).as(made.problem()).isEqualTo(State.DONE);
        ids.add(made.id());
      }
      stop.set(true);
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get();
    }
    for (String id : ids) {
      restore(id, Restore.Until.END);
    }
  }

  @Test
  void whatIsDamagedIsNamedAndNothingIsRestored() throws IOException {
    String full;
    String next;
    try (OrbitStore store = OrbitStore.open(configuration(1));
        KernelBackups backups = backups(store, root)) {
      Workload workload = new Workload(1, "file");
      workload.prepare(store);
      workload.run(store, 40, true);
      full = backups.make(false).id();
      workload.run(store, 40, true);
      clock.incrementAndGet();
      next = backups.make(true).id();
      requireCode(ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST, () -> backups.delete(full));
      assertThat(backups.verify(next)).isEmpty();
      assertThat(backups.folders(full)).containsExactly(root.resolve(full));
      assertThat(backups.folders(next)).containsExactly(root.resolve(full), root.resolve(next));
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    assertThat(files).hasSizeGreaterThan(4);
    for (Path file : files) {
      byte[] content = Files.readAllBytes(file);
      byte[] damaged = content.clone();
      damaged[damaged.length / 2] ^= 1;
      Files.write(file, damaged);
      requireCode(ErrorCode.DATA_CORRUPTED, () -> restore(next, Restore.Until.END));
      Files.write(file, content);
    }
    restore(next, Restore.Until.END);
    new BackupFolder(root).delete(full);
    requireCode(ErrorCode.UNDEFINED_OBJECT, () -> restore(next, Restore.Until.END));
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("data", "backups", "restored-" + (restored - 2));
    }
  }

  @Test
  void aChecksumThatDoesNotMatchIsFound() throws IOException {
    String id;
    try (OrbitStore store = OrbitStore.open(configuration(1));
        KernelBackups backups = backups(store, root)) {
      int space = Stores.createSpace(store, false, "file");
      Stores.put(store, space, "a", "1");
      id = backups.make(false).id();
    }
    Manifest manifest = new BackupFolder(root).find(id).orElseThrow();
    Path target = restore(id, Restore.Until.END);
    try (OrbitStore store =
        OrbitStore.open(StoreConfiguration.in(target, ENGINE).deterministic(1))) {
      Stores.put(store, 1, "a", "2");
    }
    assertThat(RestoreCheck.run(manifest, target, name -> ENGINE, line -> {}))
        .singleElement()
        .asString()
        .startsWith("space 1 has 1 records");
  }

  @Test
  void aBackupThatIsStoppedAnywhereLeavesNothingThatCountsAsOne() {
    try (OrbitStore store = OrbitStore.open(configuration(1))) {
      Workload workload = new Workload(1, "file");
      workload.prepare(store);
      workload.run(store, 60, true);
      boolean stopped = true;
      for (int at = 1; stopped; at++) {
        stopped = stoppedAt(store, at);
        if (stopped) {
          assertThat(new BackupFolder(root).list()).isEmpty();
          new BackupFolder(root).clean();
        }
      }
      assertThat(new BackupFolder(root).list()).hasSize(1);
      workload.run(store, 60, true);
      assertThat(store.statistics().logBytes()).isPositive();
    }
  }

  private boolean stoppedAt(OrbitStore store, int at) {
    int[] calls = {0};
    Progress progress =
        new Progress() {
          @Override
          public void phase(String words) {
            written(0);
          }

          @Override
          public void written(long bytes) {
            if (++calls[0] == at) {
              throw new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "stopped");
            }
          }
        };
    try {
      var ignored = new StoreBackup(store.backupSource(), root, progress).run("b", null);
      return false;
    } catch (OrbitException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.ADMIN_SHUTDOWN);
      return true;
    }
  }

  @Test
  void whatTheLogNoLongerHasCannotBeContinued() {
    try (OrbitStore store =
            OrbitStore.open(configuration(1).withRetention(LogRetention.Limits.NONE));
        KernelBackups backups = backups(store, root)) {
      requireCode(ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE, () -> backups.start(true));
      int space = Stores.createSpace(store, false, "file");
      String full = backups.make(false).id();
      for (int i = 0; i < 300; i++) {
        Stores.put(store, space, "k", "x".repeat(1000));
      }
      store.checkpoint();
      Backup failed = backups.make(true);
      assertThat(failed.state()).isEqualTo(State.FAILED);
      assertThat(failed.problem()).contains("no longer has what follows backup " + full);
      clock.addAndGet(1000);
      assertThat(backups.make(false).state()).isEqualTo(State.DONE);
    }
  }

  @Test
  void theCommandRestoresWithTimeAndSaysWhatItDid() throws IOException {
    String id;
    try (OrbitStore store = OrbitStore.open(configuration(1));
        KernelBackups backups = backups(store, root)) {
      int space = Stores.createSpace(store, false, "file");
      Stores.put(store, space, "a", "1");
      id = backups.make(false).id();
      String other = backups.make(false).id();
      assertThat(other).isNotEqualTo(id);
      backups.delete(other);
      assertThat(backups.list()).extracting(Backup::id).containsExactly(id);
    }
    String backup = root.resolve(id).toString();
    String target = directory.resolve("new").toString();
    assertThat(command("list", root.toString())).startsWith("0: ").contains(id);
    assertThat(command("verify", backup)).startsWith("0: ").contains("sound");
    assertThat(command("restore", backup, target))
        .startsWith("0: ")
        .contains("checksums: 2 spaces, 1 records, as they were");
    assertThat(command("restore", backup, target)).startsWith("1: ").contains("is there already");
    assertThat(command("restore", backup, target + "2", "--until", "yesterday")).startsWith("2: ");
    assertThat(command("restore", backup, target + "2", "--until", "1970-01-01T00:00:01Z"))
        .startsWith("1: ")
        .contains("holds no moment before");
    assertThat(command("restore")).startsWith("2: ");
    Path manifest = root.resolve(id).resolve("MANIFEST");
    String text = Files.readString(manifest);
    Files.writeString(manifest, text.replace("orbit-backup 1\n", "orbit-backup 2\n"));
    assertThat(command("verify", backup)).startsWith("1: ").contains("newer Orbit");
  }

  private static String command(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int status = new RestoreCommand(List.of(ENGINE), printed).run(List.of(arguments));
    return status + ": " + out.toString(StandardCharsets.UTF_8);
  }
}
