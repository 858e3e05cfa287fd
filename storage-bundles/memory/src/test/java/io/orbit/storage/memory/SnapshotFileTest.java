package io.orbit.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.testkit.storage.DurableEngineContract;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine with its snapshot file is as durable as any other. */
class SnapshotFileTest extends DurableEngineContract {
  @Override
  protected StorageEngineFactory factory() {
    return new Keeping();
  }

  /** As the server makes it where the setting says so. */
  public static final class Keeping implements StorageEngineFactory {
    @Override
    public String name() {
      return "memory";
    }

    @Override
    public boolean isVolatile() {
      return false;
    }

    @Override
    public StorageEngine open(Path directory, long cacheBytes) {
      return new MemoryEngineFactory().openKept(directory, cacheBytes);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(StorageEngine engine, String key, byte[] value, long position) {
    engine.apply(Change.batch(List.of(new Change(bytes(key), value))), position);
  }

  @Test
  void aFileThatHasGrownIsWrittenAnew(@TempDir Path folder) {
    byte[] value = new byte[4 << 20];
    try (StorageEngine engine = factory().open(folder, 0)) {
      long most = 0;
      for (int position = 1; position <= 20; position++) {
        value[0] = (byte) position;
        put(engine, "key", value.clone(), position);
        most = Math.max(most, engine.statistics().diskBytes());
      }
      assertThat(most).as("bytes in the file").isLessThan(45 << 20);
    }
    try (StorageEngine again = factory().open(folder, 0);
        EngineSnapshot snapshot = again.snapshot()) {
      assertThat(again.position()).isEqualTo(20);
      assertThat(snapshot.get(bytes("key"))).hasSize(4 << 20).startsWith(20);
    }
  }

  @Test
  void whatWasKeptIsGoneForEverOnceTheEngineForgets(@TempDir Path folder) {
    MemoryEngineFactory asItIs = new MemoryEngineFactory();
    try (StorageEngine kept = asItIs.openKept(folder, 0)) {
      put(kept, "key", bytes("value"), 7);
    }
    assertThat(asItIs.isVolatile(folder)).isFalse();
    try (StorageEngine again = asItIs.open(folder, 0)) {
      assertThat(again.position()).isEqualTo(7);
    }
    MemoryEngineFactory forgetting = new MemoryEngineFactory(false);
    assertThat(forgetting.isVolatile(folder)).isTrue();
    try (StorageEngine forgotten = forgetting.open(folder, 0)) {
      assertThat(forgotten.position()).isZero();
    }
    MemoryEngineFactory keeping = new MemoryEngineFactory(true);
    assertThat(keeping.isVolatile(folder)).isFalse();
    try (StorageEngine anew = keeping.open(folder, 0)) {
      assertThat(anew.position()).isZero();
    }
  }
}
