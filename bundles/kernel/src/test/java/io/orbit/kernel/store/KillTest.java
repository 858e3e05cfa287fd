package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty times kill -9 of a process that writes, every other time while all that can leaves memory:
 * nothing acknowledged lost, nothing half there.
 */
class KillTest {
  private static final int CYCLES = 50;

  @TempDir private Path directory;

  @Test
  void fiftyKills() throws Exception {
    long seed = Long.getLong("orbit.seed", System.nanoTime());
    System.out.println("KillTest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    Path data = Files.createDirectories(directory.resolve("data"));
    for (int cycle = 0; cycle < CYCLES; cycle++) {
      killOnce(data, random.nextInt(30, 600), cycle % 2 == 1);
      verify(data, "seed " + seed + ", cycle " + cycle);
    }
  }

  private void killOnce(Path data, int commits, boolean evicting) throws Exception {
    long before = acknowledged();
    Path log = directory.resolve("child.log");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                KillChild.class.getName(),
                data.toString(),
                directory.toString(),
                Boolean.toString(evicting))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (acknowledged() < before + commits) {
      assertThat(child.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(System.nanoTime()).as("the child makes no progress").isLessThan(deadline);
      Thread.onSpinWait();
    }
    child.destroyForcibly().waitFor();
  }

  private long acknowledged() throws IOException {
    long total = 0;
    for (int i = 0; i < KillChild.THREADS; i++) {
      total += readOracle(directory.resolve("oracle-" + i));
    }
    return total;
  }

  static long readOracle(Path file) throws IOException {
    if (!Files.exists(file) || Files.size(file) < 8) {
      return 0;
    }
    return ByteBuffer.wrap(Files.readAllBytes(file)).getLong();
  }

  /** The space that the catalog record of that name tells, made when there is none. */
  static int findOrCreate(Store store, String name, boolean ordered) {
    String known = Stores.get(store.latest(), Store.CATALOG_SPACE, name);
    if (known != null) {
      return Integer.parseInt(known);
    }
    int space = Stores.createSpace(store, ordered, "file");
    var wait = store.durable(Stores.put(store, Store.CATALOG_SPACE, name, Integer.toString(space)));
    if (wait != null) {
      wait.await(0);
    }
    return space;
  }

  private void verify(Path data, String when) throws IOException {
    try (OrbitStore store =
        OrbitStore.open(KillChild.configuration(data).withScheduler(Runnable::run))) {
      int plain = findOrCreate(store, "plain", false);
      int ordered = findOrCreate(store, "ordered", true);
      for (int thread = 0; thread < KillChild.THREADS; thread++) {
        long last = readOracle(directory.resolve("oracle-" + thread));
        String of = when + ", thread " + thread + ", acknowledged " + last;
        for (int i = 0; i < KillChild.KEYS; i++) {
          String key = "s" + thread + "-" + i;
          requireCurrent(number(store, plain, key), last, KillChild.KEYS, i, of + ", " + key);
        }
        requireHash(store, plain, thread, last, of);
        long a = number(store, plain, "a" + thread);
        assertThat(number(store, ordered, "b" + thread)).as(of + ", half").isEqualTo(a);
        assertThat(number(store, ordered, "c" + thread)).as(of + ", half").isEqualTo(a);
        assertThat(a).as(of).isBetween(last, last + 1);
      }
    }
  }

  private static void requireHash(OrbitStore store, int plain, int thread, long last, String of) {
    RecordView view = new RecordView();
    Composite.ElementView element = new Composite.ElementView();
    boolean exists = store.latest().get(plain, bytes("h" + thread), view);
    Composite composite = exists ? view.composite() : null;
    for (int i = 0; i < KillChild.ELEMENTS; i++) {
      byte[] key = bytes("e" + i);
      boolean found = composite != null && composite.get(key, 0, key.length, element);
      long value = found ? Long.parseLong(text(element.value)) : 0;
      requireCurrent(value, last, KillChild.ELEMENTS, i, of + ", element " + i);
    }
  }

  /** The newest number that falls on a place of the ring, or one that was under way. */
  private static void requireCurrent(long found, long last, int ring, int place, String of) {
    long expected = last - Math.floorMod(last - place, ring);
    long underWay = (last + 1) % ring == place ? last + 1 : expected;
    assertThat(found).as(of).isIn(Math.max(0, expected), underWay);
  }

  private static long number(OrbitStore store, int space, String key) {
    String value = Stores.get(store.latest(), space, key);
    return value == null ? 0 : Long.parseLong(value.strip().replace("\0", ""));
  }

  private static String text(byte[] value) {
    return new String(value, java.nio.charset.StandardCharsets.UTF_8);
  }
}
