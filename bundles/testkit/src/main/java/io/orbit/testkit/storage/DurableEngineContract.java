package io.orbit.testkit.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineFormat;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an engine that keeps a directory has to do besides: come back after a stop, a kill, a full
 * disk and a damaged file with what it held, or say that it cannot.
 */
public abstract class DurableEngineContract extends StorageEngineContract {
  private static final int KILLS = 12;
  private static final int DAMAGES = 60;

  @Test
  void holdsTheSameAfterItIsOpenedAgain() {
    Workload workload = new Workload(seed);
    Contents model = new Contents();
    for (int number = 1; number <= 40; number++) {
      Changes changes = workload.batch(number);
      engine.apply(ListBatch.of(changes), Workload.position(number));
      model.apply(changes);
      if (number % 10 == 0) {
        engine.close();
        engine = open();
        assertUnchanged(model, Workload.position(number));
      }
    }
    assertThat(engine.verify()).isEmpty();
    assertThat(engine.statistics().diskBytes()).isPositive();
  }

  @Test
  void givesTheKernelBackWhatHasLeftItsMemory(@TempDir Path folder) {
    new EvictedRecords(factory(), folder, seed).run();
  }

  @Test
  void aNewDirectoryIsNewAgainWhenItIsOpenedAgain() {
    engine.close();
    engine = open();
    assertUnchanged(new Contents(), 0);
  }

  @Test
  void afterAKillItHoldsExactlyWhatItsPositionSays() throws Exception {
    engine.close();
    Workload workload = new Workload(seed);
    Random random = new Random(seed);
    for (int kill = 1; kill <= KILLS; kill++) {
      long acknowledged = killWriterAfter(5 + random.nextInt(60), random.nextDouble());
      engine = open();
      long position = engine.position();
      assertThat(position)
          .as("position after kill %d", kill)
          .isBetween(acknowledged, acknowledged + Workload.position(1));
      assertUnchanged(workload.contents(Workload.batches(position)), position);
      assertThat(engine.verify()).isEmpty();
      engine.close();
    }
  }

  /**
   * Kills a writer somewhere in the batch that follows, for a batch takes as long as those before.
   *
   * @param part of that time, from 0 to 1
   * @return the last position that the writer printed
   */
  private long killWriterAfter(int batches, double part) throws IOException {
    try (ChildJvm writer =
        ChildJvm.start(
            List.of(),
            WriterMain.class,
            factory().getClass().getName(),
            directory.toString(),
            Long.toString(seed))) {
      long acknowledged = 0;
      long begin = 0;
      for (int batch = 0; batch < batches; batch++) {
        String line = writer.line();
        assertThat(line).as("the writer ended by itself").isNotNull();
        acknowledged = Long.parseLong(line);
        begin = batch == 0 ? System.nanoTime() : begin;
      }
      long now = System.nanoTime();
      long moment = now + (long) (part * (now - begin) / (batches - 1));
      while (System.nanoTime() < moment) {
        Thread.onSpinWait();
      }
      writer.kill();
      for (String line = writer.line(); line != null; line = writer.line()) {
        acknowledged = Long.parseLong(line);
      }
      return acknowledged;
    }
  }

  @Test
  void aDamagedFileIsNamedOrHarmless() throws IOException {
    Workload workload = new Workload(seed);
    int batches = 30;
    for (int number = 1; number <= batches; number++) {
      engine.apply(ListBatch.of(workload.batch(number)), Workload.position(number));
    }
    engine.close();
    Path damaged = directory.resolveSibling(directory.getFileName() + "-damaged");
    Random random = new Random(seed);
    int found = 0;
    for (int damage = 0; damage < DAMAGES; damage++) {
      copy(directory, damaged);
      String where = flipByte(damaged, random);
      found += readsDamage(damaged, workload, batches, where) ? 1 : 0;
      delete(damaged);
    }
    assertThat(found).as("damages found of %d", DAMAGES).isGreaterThan(DAMAGES / 4);
  }

  /** Opens and reads everything: true when the damage was found, false when nothing is wrong. */
  private boolean readsDamage(Path damaged, Workload workload, int batches, String where) {
    try (StorageEngine other = factory().open(damaged, CACHE_BYTES)) {
      if (!other.verify().isEmpty()) {
        return true;
      }
      int held = Workload.batches(other.position());
      assertThat(held).as(where).isBetween(0, batches);
      Contents model = workload.contents(held);
      try (EngineSnapshot snapshot = other.snapshot()) {
        model.assertEqualTo(snapshot);
        model.assertGets(snapshot, workload.keys());
      }
      return false;
    } catch (OrbitException e) {
      if (e.code() != ErrorCode.DATA_CORRUPTED) {
        fail("%s: the damage was reported as %s: %s", where, e.code(), e.getMessage());
      }
      return true;
    } catch (AssertionError e) {
      throw new AssertionError(where + ": wrong data without a word", e);
    }
  }

  private static String flipByte(Path directory, Random random) throws IOException {
    List<Path> files = new ArrayList<>(files(directory));
    files.removeIf(file -> file.toFile().length() == 0);
    Path file = files.get(random.nextInt(files.size()));
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      long offset = random.nextLong(bytes.length());
      bytes.seek(offset);
      int old = bytes.read();
      bytes.seek(offset);
      bytes.write(old ^ (1 + random.nextInt(255)));
      return "byte %d of %s (%d bytes)"
          .formatted(offset, directory.relativize(file), bytes.length());
    }
  }

  @Test
  void aMissingFileIsNamedOrHarmless() throws IOException {
    Workload workload = new Workload(seed);
    for (int number = 1; number <= 10; number++) {
      engine.apply(ListBatch.of(workload.batch(number)), Workload.position(number));
    }
    engine.close();
    Path damaged = directory.resolveSibling(directory.getFileName() + "-damaged");
    for (Path file : files(directory)) {
      copy(directory, damaged);
      Path gone = damaged.resolve(directory.relativize(file).toString());
      Files.delete(gone);
      readsDamage(damaged, workload, 10, "without " + gone);
      delete(damaged);
    }
  }

  @Test
  void aNewerFormatIsRefused() {
    engine.close();
    EngineFormat format = EngineFormat.read(directory).orElseThrow();
    assertThat(format.engine()).isEqualTo(factory().name());
    new EngineFormat(format.engine(), format.version() + 1).write(directory);
    assertCode(ErrorCode.CANNOT_CONNECT_NOW, this::open);
    new EngineFormat("another", 1).write(directory);
    assertCode(ErrorCode.CANNOT_CONNECT_NOW, this::open);
    format.write(directory);
    engine = open();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1L << 46})
  void opensWithAnyCacheSize(long cacheBytes) {
    engine.close();
    engine = factory().open(directory, cacheBytes);
    Contents model = fill("a", "b");
    assertUnchanged(model, 1);
  }

  @Test
  void aDirectoryIsOpenOnlyOnce() {
    fill("a");
    assertCode(ErrorCode.CANNOT_CONNECT_NOW, this::open);
    assertThat(engine.position()).isEqualTo(1);
  }

  @Test
  void aFullDiskRefusesWritesAndKeepsReading() throws Exception {
    engine.close();
    List<String> onItsOwnDisk =
        List.of(
            "unshare",
            "--user",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            "mount -t tmpfs -o size=48m none \"$0\" && exec \"$@\"",
            directory.toString());
    assumeTrue(canMount(onItsOwnDisk), "this machine lets nobody mount a disk of their own");
    try (ChildJvm filler =
        ChildJvm.start(
            onItsOwnDisk,
            FullDiskMain.class,
            factory().getClass().getName(),
            directory.toString(),
            Long.toString(seed))) {
      assertThat(filler.line()).isEqualTo("done");
      assertThat(filler.exitCode()).isZero();
    }
  }

  private static boolean canMount(List<String> prefix) throws InterruptedException {
    List<String> command = new ArrayList<>(prefix);
    command.add("true");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      return tree.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
