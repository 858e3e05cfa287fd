package io.orbit.storage.xodus;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.EngineSnapshot;
import io.orbit.api.storage.StorageEngine;
import io.orbit.testkit.storage.ListBatch;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XodusThreadsTest {
  @TempDir Path directory;

  @Test
  void noThreadOutlivesTheFactoryAndItStartsAgain() {
    XodusThreads.stop();
    assertThat(threads()).isEmpty();
    for (int round = 1; round <= 3; round++) {
      XodusEngineFactory factory = new XodusEngineFactory();
      try (StorageEngine engine = factory.open(directory, 1 << 20)) {
        engine.apply(new ListBatch().put(new byte[] {1}, new byte[] {(byte) round}), round);
        engine.compact();
        try (EngineSnapshot snapshot = engine.snapshot()) {
          assertThat(snapshot.get(new byte[] {1})).containsExactly(round);
        }
        assertThat(threads()).as("threads while an engine is open").isNotEmpty();
      }
      factory.stop();
      assertThat(threads()).as("threads after round %d", round).isEmpty();
    }
  }

  private static Set<Thread> threads() {
    Set<Thread> threads = new HashSet<>(Thread.getAllStackTraces().keySet());
    threads.removeIf(
        thread ->
            !thread.getName().startsWith("Exodus")
                && !thread.getName().equals("threadJobProcessorPoolSpawner"));
    return threads;
  }
}
