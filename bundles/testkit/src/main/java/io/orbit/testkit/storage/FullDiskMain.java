package io.orbit.testkit.storage;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;

/**
 * Runs on a small disk of its own: fills it until a batch is refused, then reads, frees space,
 * applies the refused batch again, and opens the directory anew. Arguments: factory class, an empty
 * directory on the small disk, seed. Exits with 0 and prints {@code done} when all went as the
 * contract says; an exception tells what did not.
 */
final class FullDiskMain {
  private static final int BALLAST_BYTES = 24 << 20;
  private static final int ROWS = 200;

  private final StorageEngineFactory factory;
  private final Path directory;
  private final Path ballast;
  private final Random random;
  private final Contents model = new Contents();
  private int number;

  private FullDiskMain(String[] arguments) {
    factory = ChildJvm.factory(arguments[0]);
    directory = Path.of(arguments[1], "engine");
    ballast = Path.of(arguments[1], "ballast");
    random = new Random(Long.parseLong(arguments[2]));
  }

  public static void main(String[] arguments) throws IOException {
    new FullDiskMain(arguments).run();
    System.out.println("done");
  }

  private void run() throws IOException {
    Files.createDirectory(directory);
    Files.write(ballast, new byte[BALLAST_BYTES]);
    try (StorageEngine engine = open()) {
      Changes refused = fill(engine);
      check(engine);
      expectRefusal(engine, refused);
      check(engine);
      Files.delete(ballast);
      applyOnceThereIsSpace(engine, refused);
      check(engine);
    }
    try (StorageEngine engine = open()) {
      check(engine);
    }
  }

  private StorageEngine open() {
    return factory.open(directory, StorageEngineContract.CACHE_BYTES);
  }

  private Changes fill(StorageEngine engine) {
    while (true) {
      // An engine that writes over what is free needs ever more keys to fill a disk.
      int keys = 2_500 + 100 * number;
      Changes changes = new Changes();
      for (int row = 0; row < ROWS; row++) {
        byte[] value = new byte[4_000];
        random.nextBytes(value);
        changes.put(
            StorageEngineContract.key("row%05d".formatted(random.nextInt(keys))),
            Optional.of(value));
      }
      try {
        engine.apply(ListBatch.of(changes), number + 1L);
      } catch (OrbitException e) {
        requireDiskFull(e);
        return changes;
      }
      number++;
      model.apply(changes);
    }
  }

  private void expectRefusal(StorageEngine engine, Changes changes) {
    try {
      engine.apply(ListBatch.of(changes), number + 1L);
      number++;
      model.apply(changes);
    } catch (OrbitException e) {
      requireDiskFull(e);
    }
  }

  private void applyOnceThereIsSpace(StorageEngine engine, Changes changes) {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (true) {
      try {
        engine.apply(ListBatch.of(changes), number + 1L);
        number++;
        model.apply(changes);
        return;
      } catch (OrbitException e) {
        requireDiskFull(e);
        if (System.nanoTime() > deadline) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  private void check(StorageEngine engine) {
    require(engine.position() == number, "position " + engine.position() + " after " + number);
    try (EngineSnapshot snapshot = engine.snapshot()) {
      model.assertEqualTo(snapshot);
      model.assertGets(snapshot, model.keySet());
    }
  }

  private static void requireDiskFull(OrbitException e) {
    if (e.code() != ErrorCode.DISK_FULL) {
      throw e;
    }
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new AssertionError(otherwise);
    }
  }
}
