package io.orbit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether the simulation sees what it is there to see: bugs that are planted are found. */
class PlantTest {
  private static final long SECONDS = 60;
  private static final String KERNEL = "io.orbit.kernel.";

  static Stream<Plant> plants() {
    return Stream.of(
        // Durability: a sync that does not happen.
        new Plant(KERNEL + "log.CommitLog", "syncAlone", "force"),
        new Plant(KERNEL + "checkpoint.Checkpointer", "sync", "sync"),
        // Durability over a wire: an answer that leaves before what it rests on is on the disk.
        new Plant("io.orbit.protocol.redis.RedisSession", "settle", "flushAfter"),
        new Plant(KERNEL + "record.HotView", "show", "dependsOn"),
        // Isolation: a conflict check that is skipped.
        new Plant(KERNEL + "transaction.OrbitTransaction", "granted", "committed"),
        new Plant(KERNEL + "transaction.SerializableConflicts", "commit", "judge"),
        // Waits: a deadlock that nobody looks for.
        new Plant(KERNEL + "transaction.LockManager", "breakCircles", "find"),
        // What was due in an engine that failed is forgotten.
        new Plant(KERNEL + "checkpoint.Checkpointer", "write", "putBack"),
        // An index that is not kept up.
        new Plant("io.orbit.records.RecordWriter", "replace", "moveEntry"));
  }

  @ParameterizedTest
  @MethodSource("plants")
  void isFoundWithinAMinute(Plant plant) throws Exception {
    Class<?> planted = plant.loader().loadClass(Probe.class.getName());
    Method search = planted.getDeclaredMethod("search", long.class);
    search.setAccessible(true);
    String found = (String) search.invoke(null, TimeUnit.SECONDS.toNanos(SECONDS));
    System.out.println(plant + ": " + found);
    assertThat(found).isNotEmpty();
  }
}
