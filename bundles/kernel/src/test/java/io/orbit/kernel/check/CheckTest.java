package io.orbit.kernel.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
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
  @TempDir private Path live;
  private final BreakableEngine engine = new BreakableEngine();
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
    flip(segment, 64 + 24 + 3);
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
  void aDamagedHeaderIsWrittenAnewAndNothingIsLost() throws IOException {
    writeLog();
    flip(segment(), 17);
    assertThat(check(false)).isEqualTo(1);
    assertThat(text()).contains("DAMAGED log/" + segment().getFileName()).contains("header");
    assertThat(check(true)).isEqualTo(1);
    assertThat(text()).contains("1 damaged, 1 repaired").contains("log: 2 commits");
    assertThat(check(false)).as(text()).isZero();
    assertFirstIsThere();
  }

  @Test
  void aStoreFileThatSaysSomethingElseIsWrittenAnew() throws IOException {
    writeLog();
    Files.createDirectories(directory.resolve("engine/map"));
    Files.writeString(directory.resolve("engine/map/data"), "");
    for (String wrong : List.of("orbit 1 mbp\n", "orbht 1 map\n", "")) {
      Files.writeString(directory.resolve("store"), wrong);
      assertThat(check(false)).isEqualTo(1);
      assertThat(text()).contains("does not say that the folder was made with the backend map");
      assertThat(check(true)).isEqualTo(1);
      assertThat(directory.resolve("store")).hasContent("orbit 1 map");
      assertThat(check(false)).as(text()).isZero();
    }
  }

  @Test
  void aDamagedEngineIsMadeAgainFromALogThatHasAllOfIt() throws IOException {
    writeLog();
    Path folder = Files.createDirectories(directory.resolve("engine/map"));
    Files.writeString(folder.resolve("data"), "broken");
    engine.damage();
    assertThat(check(false)).isEqualTo(1);
    assertThat(text()).contains("DAMAGED engine map: a block of map").contains("nothing is lost");
    assertThat(folder).exists();
    assertThat(check(true)).isEqualTo(1);
    assertThat(folder).doesNotExist();
    assertThat(directory.resolve("damaged-map/data")).hasContent("broken");
    assertFirstIsThere();
  }

  @Test
  void aDamagedEngineWhoseLogIsGoneIsBeyondRepair() throws IOException {
    writeLog();
    Path folder = Files.createDirectories(directory.resolve("engine/map"));
    Files.writeString(folder.resolve("data"), "broken");
    engine.damage();
    Files.move(segment(), directory.resolve("log/0000000000001000.log"));
    flip(directory.resolve("log/0000000000001000.log"), 17);
    assertThat(check(true)).isEqualTo(3);
    assertThat(text()).contains("restore the folder from a copy");
    assertThat(folder.resolve("data")).exists();
  }

  @Test
  void aServersDataFolderIsTakenToo() throws IOException {
    writeLog();
    Path server = Files.createDirectories(directory.resolveSibling("server"));
    Files.move(directory, server.resolve("store"));
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    assertThat(new Check(server, List.of(engine), out).run(false)).as(text()).isZero();
    Files.move(server.resolve("store"), directory);
  }

  private void assertFirstIsThere() {
    try (OrbitStore store =
        OrbitStore.open(StoreConfiguration.in(directory, new SortedMapEngine.Factory("map")))) {
      assertThat(Stores.get(store.latest(), 0, "first")).isEqualTo("1");
      assertThat(Stores.get(store.latest(), 0, "second")).isEqualTo("1");
    }
  }

  private static void flip(Path path, long offset) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(offset);
      int old = file.read();
      file.seek(offset);
      file.write(old ^ 1);
    }
  }

  /** A map that can be made to fail as an engine does that finds a broken block. */
  private static final class BreakableEngine implements StorageEngineFactory {
    private final SortedMapEngine.Factory map = new SortedMapEngine.Factory("map");
    private boolean damaged;

    void damage() {
      damaged = true;
    }

    @Override
    public String name() {
      return map.name();
    }

    @Override
    public boolean isVolatile() {
      return false;
    }

    @Override
    public StorageEngine open(Path folder, long cacheBytes) {
      if (damaged) {
        throw new OrbitException(ErrorCode.DATA_CORRUPTED, "a block of map is broken");
      }
      return map.open(folder, cacheBytes);
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
