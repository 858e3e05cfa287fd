package io.orbit.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.storage.Wait;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckTest {
  @TempDir private Path directory;
  private final SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private int check(boolean repair) {
    output.reset();
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    return new Check(directory, List.of(engine), out).run(repair);
  }

  private String text() {
    return output.toString(StandardCharsets.UTF_8);
  }

  /** A log of two durable commits behind the engine's position, as a killed process leaves it. */
  private void writeLog() throws IOException {
    Path live = directory.resolveSibling(directory.getFileName() + "-live");
    Files.createDirectories(live);
    OrbitStore store = OrbitStore.open(StoreConfiguration.in(live, engine));
    for (String key : List.of("first", "second")) {
      Wait wait = store.durable(Stores.put(store, 0, key, "1"));
      if (wait != null) {
        wait.await(0);
      }
    }
    Files.createDirectories(directory.resolve("log"));
    Files.copy(live.resolve("store"), directory.resolve("store"));
    try (Stream<Path> files = Files.list(live.resolve("log"))) {
      for (Path file : files.toList()) {
        Files.copy(file, directory.resolve("log").resolve(file.getFileName()));
      }
    }
    store.close();
  }

  private Path segment() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("log"))) {
      return files.filter(file -> file.toString().endsWith(".log")).sorted().toList().getLast();
    }
  }

  @Test
  void aSoundFolderIsSound() throws IOException {
    writeLog();
    assertThat(check(false)).as(text()).isZero();
    assertThat(text()).contains("log: 2 commits").contains("Sound.");
  }

  @Test
  void damageIsNamedAndCanBeCutOff() throws IOException {
    writeLog();
    Path segment = segment();
    try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
      file.seek(64 + 24 + 3);
      int old = file.read();
      file.seek(64 + 24 + 3);
      file.write(old ^ 1);
    }
    assertThat(check(false)).isEqualTo(1);
    assertThat(text())
        .contains("DAMAGED")
        .contains(String.valueOf(segment.getFileName()))
        .contains("offset 64")
        .contains("--repair");
    assertThat(check(true)).isEqualTo(1);
    assertThat(check(false)).as(text()).isZero();
    try (OrbitStore store =
        OrbitStore.open(StoreConfiguration.in(directory, new SortedMapEngine.Factory("map")))) {
      assertThat(Stores.get(store.latest(), 0, "first")).isNull();
    }
  }

  @Test
  void aFolderInUseIsLeftAlone() {
    OrbitStore store = OrbitStore.open(StoreConfiguration.in(directory, engine));
    try {
      assertThat(check(true)).isEqualTo(2);
      assertThat(text()).contains("in use");
    } finally {
      store.close();
    }
  }

  @Test
  void anotherFolderIsNotOurs() {
    assertThat(check(false)).isEqualTo(2);
    assertThat(text()).contains("is no data folder");
  }
}
