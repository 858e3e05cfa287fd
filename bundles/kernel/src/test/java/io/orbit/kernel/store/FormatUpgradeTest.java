package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.get;
import static io.orbit.kernel.store.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.disk.FileDisk;
import io.orbit.kernel.log.LogFormat;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A folder that the Orbit of commit a1ccc54 wrote, in version 2 of the log, and was killed upon: it
 * holds what it held, stays in that version until the upgrade is confirmed, and not longer.
 */
class FormatUpgradeTest {
  private static final int SPACE = 1;

  @TempDir private Path directory;

  @BeforeEach
  void unpack() throws IOException {
    try (InputStream resource = getClass().getResourceAsStream("/format/store-2.zip");
        ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(resource))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = directory.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.write(file, zip.readAllBytes());
        }
      }
    }
  }

  private OrbitStore open() {
    return OrbitStore.open(
        StoreConfiguration.in(
                directory, new FileMapEngine.Factory(), new SortedMapEngine.Factory("map"))
            .withSegmentBytes(64 << 10)
            .deterministic(1));
  }

  private List<Integer> versions() {
    FileDisk disk = new FileDisk(directory);
    return disk.list(LogFormat.FOLDER).stream().map(this::version).toList();
  }

  private int version(String segment) {
    try (InputStream file = Files.newInputStream(directory.resolve("log").resolve(segment))) {
      return file.readNBytes(12)[11];
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertHeld(OrbitStore store) {
    assertThat(get(store.latest(), SPACE, "checkpointed")).isEqualTo("1");
    assertThat(get(store.latest(), SPACE, "overwritten")).isEqualTo("new");
    assertThat(get(store.latest(), SPACE, "removed")).isNull();
    assertThat(get(store.latest(), SPACE, "large")).hasSize(200_000);
    assertThat(get(store.latest(), SPACE, "k99")).isEqualTo("v99");
    assertThat(store.count(SPACE)).isEqualTo(103);
  }

  @Test
  void itHoldsWhatItHeldAndCanGoBackUntilTheUpgradeIsConfirmed() {
    assertThat(versions()).isNotEmpty().containsOnly(2);
    try (OrbitStore store = open()) {
      assertHeld(store);
      assertThat(store.format().hasWayBack()).isTrue();
      put(store, SPACE, "by the newer one", "x".repeat(100_000));
      assertThatThrownBy(() -> move(store))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.FEATURE_NOT_SUPPORTED))
          .hasMessageContaining("format of the version before");
    }
    assertThat(versions()).as("the Orbit before can read all of them").containsOnly(2);
    try (OrbitStore store = open()) {
      assertThat(store.format().written()).isEqualTo(2);
      assertThat(get(store.latest(), SPACE, "by the newer one")).hasSize(100_000);
      store.confirmFormat();
      store.confirmFormat();
      assertThat(store.format().hasWayBack()).isFalse();
      put(store, SPACE, "behind", "1");
      move(store);
    }
    assertThat(versions().getLast()).isEqualTo(3);
  }

  @Test
  void whatIsConfirmedOutlivesACrash() {
    OrbitStore store = open();
    put(store, SPACE, "before", "1");
    store.confirmFormat();
    put(store, SPACE, "behind", "2");
    // Neither checkpoint nor closed log: as a killed process leaves it.
    try (OrbitStore again = open()) {
      assertThat(get(again.latest(), SPACE, "before")).isEqualTo("1");
      assertThat(get(again.latest(), SPACE, "behind")).isEqualTo("2");
      assertThat(again.format().written()).isEqualTo(3);
    }
  }

  private static void move(OrbitStore store) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.moveSpace(SPACE, "map");
      transaction.commit();
    }
  }
}
