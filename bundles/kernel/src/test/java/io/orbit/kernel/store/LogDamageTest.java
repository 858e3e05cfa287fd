package io.orbit.kernel.store;

import static io.orbit.kernel.store.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.ValueType;
import io.orbit.kernel.log.LogFormat;
import io.orbit.kernel.log.LogRecord;
import io.orbit.kernel.log.LogScanner;
import io.orbit.kernel.log.LogTail;
import io.orbit.testkit.simulation.SimulatedDisk;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Torn tails are cut, damage is named; for each kind of record. */
class LogDamageTest {
  @TempDir private Path directory;
  private SimulatedDisk disk;
  private StoreConfiguration configuration;
  private final List<LogRecord> records = new ArrayList<>();

  @BeforeEach
  void write() {
    disk = new SimulatedDisk(1);
    configuration =
        Stores.simulated(directory, disk, new SortedMapEngine.Factory("map"), 1)
            .withSegmentBytes(1 << 20);
    OrbitStore store = OrbitStore.open(configuration);
    durable(store, Stores.put(store, Store.CATALOG_SPACE, "first", "1"));
    durable(store, commitChunked(store, "chunked"));
    rollBackChunked(store);
    durable(store, Stores.put(store, Store.CATALOG_SPACE, "last", "1"));
    LogScanner.End end = LogScanner.scan(disk, 0, records::add);
    assertThat(end.torn()).isFalse();
    assertThat(records.stream().map(LogRecord::kind))
        .contains(LogFormat.COMMIT, LogFormat.CHUNK, LogFormat.LAST, LogFormat.ROLLBACK);
  }

  private static void durable(Store store, long timestamp) {
    assertThat(store.durable(timestamp)).isNull();
  }

  private static long commitChunked(Store store, String key) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      transaction.lock(0, bytes(key), LockMode.EXCLUSIVE);
      transaction.put(0, bytes(key), ValueType.ROW, new byte[1_200_000], 0);
      return transaction.commit();
    }
  }

  /** The space is cleared between the chunks and the commit, so the chunks are rolled back. */
  private static void rollBackChunked(OrbitStore store) {
    int space = Stores.createSpace(store, false, "map");
    var operation = store.operation();
    operation.beginWaiting(space, bytes("k"), 0, 1);
    operation.put(ValueType.ROW, new byte[1_200_000], 0, 1_200_000, 0);
    store.clear(space, io.orbit.api.storage.Durability.ALWAYS);
    assertThat(operation.commit(io.orbit.api.storage.Durability.ALWAYS)).isZero();
  }

  private LogRecord lastOf(byte kind) {
    return records.stream().filter(record -> record.kind() == kind).toList().getLast();
  }

  private String fileOf(long position) {
    String found = "";
    for (String name : disk.list(LogFormat.FOLDER)) {
      if (Long.parseUnsignedLong(name.substring(0, 16), 16) <= position) {
        found = LogFormat.FOLDER + "/" + name;
      }
    }
    return found;
  }

  private void flip(long position) {
    String file = fileOf(position);
    disk.flip(file, position - Long.parseUnsignedLong(file.substring(4, 20), 16));
  }

  @ParameterizedTest
  @ValueSource(bytes = {LogFormat.COMMIT, LogFormat.CHUNK, LogFormat.LAST, LogFormat.ROLLBACK})
  void aFlippedByteIsNamedWithTheWayOut(byte kind) {
    LogRecord victim = kind == LogFormat.COMMIT ? records.getFirst() : lastOf(kind);
    for (long at : new long[] {0, 5, 9, 12, 17, 23, LogFormat.RECORD_HEADER}) {
      flip(victim.position() + at);
      String file = fileOf(victim.position());
      long offset = victim.position() - Long.parseUnsignedLong(file.substring(4, 20), 16);
      assertThatThrownBy(() -> OrbitStore.open(configuration))
          .isInstanceOfSatisfying(
              OrbitException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.DATA_CORRUPTED);
                assertThat(e.getMessage()).contains(file).contains("offset " + offset + ":");
                assertThat(e.hint()).contains("./orbit check DIR --repair");
              });
      flip(victim.position() + at);
    }
    OrbitStore.open(configuration).close();
  }

  @Test
  void aTornTailIsCut() {
    LogRecord last = writeUnsynced();
    flip(last.end() - 1);
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertThat(store.recovery().torn()).isTrue();
      assertThat(store.recovery().end()).isEqualTo(last.position());
      assertThat(Stores.get(store.latest(), 0, "first")).isEqualTo("1");
      assertThat(Stores.get(store.latest(), 0, "last")).isEqualTo("1");
      assertThat(Stores.get(store.latest(), 0, "unsynced")).isNull();
      Stores.put(store, 0, "later", "1");
    }
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertThat(store.recovery().torn()).isFalse();
      assertThat(Stores.get(store.latest(), 0, "later")).isEqualTo("1");
    }
  }

  /** A commit that was appended and never synced. */
  private LogRecord writeUnsynced() {
    OrbitStore store = OrbitStore.open(configuration);
    long ignored = Stores.put(store, 0, "unsynced", "1");
    List<LogRecord> now = new ArrayList<>();
    LogScanner.End end = LogScanner.scan(disk, 0, now::add);
    assertThat(end.damage()).isNull();
    return now.getLast();
  }

  @Test
  void theLastRecordIsGuardedByTheDurableMark() {
    flip(records.getLast().end() - 1);
    assertThatThrownBy(() -> OrbitStore.open(configuration))
        .hasMessageContaining("offset " + offsetOf(records.getLast()) + ":");
  }

  /** What a recovery has found and made durable is no torn tail any more. */
  @Test
  void whatARecoveryFoundIsGuardedToo() {
    LogRecord last = writeUnsynced();
    OrbitStore recovered = OrbitStore.open(configuration);
    assertThat(Stores.get(recovered.latest(), 0, "unsynced")).isEqualTo("1");

    flip(last.end() - 1);
    assertThatThrownBy(() -> OrbitStore.open(configuration))
        .hasMessageContaining("offset " + offsetOf(last) + ":");
  }

  private long offsetOf(LogRecord record) {
    return record.position()
        - Long.parseUnsignedLong(fileOf(record.position()).substring(4, 20), 16);
  }

  @Test
  void damageBeforeWhatTheEngineHoldsDoesNoHarm() {
    OrbitStore store = OrbitStore.open(configuration);
    long end = store.statistics().logPosition();
    durable(store, Stores.put(store, Store.CATALOG_SPACE, "covered", "1"));
    store.checkpoint();
    durable(store, Stores.put(store, Store.CATALOG_SPACE, "behind", "1"));
    assertThat(fileOf(end)).isEqualTo(fileOf(store.checkpointPosition()));

    flip(end + LogFormat.RECORD_HEADER);
    try (OrbitStore again = OrbitStore.open(configuration)) {
      assertThat(again.recovery().commits()).isOne();
      assertThat(Stores.get(again.latest(), 0, "covered")).isEqualTo("1");
      assertThat(Stores.get(again.latest(), 0, "behind")).isEqualTo("1");
    }
  }

  @Test
  void aDamagedSegmentHeaderIsNamed() {
    disk.flip(fileOf(records.getLast().position()), 17);
    assertThatThrownBy(() -> OrbitStore.open(configuration))
        .hasMessageContaining("its header is not valid");
  }

  @Test
  void aCutInTheMiddleOfAChunkedCommitLeavesNothingOfIt() {
    LogRecord commit = lastOf(LogFormat.LAST);

    LogTail.cut(disk, commit.position());
    try (OrbitStore store = OrbitStore.open(configuration)) {
      assertThat(Stores.get(store.latest(), 0, "first")).isEqualTo("1");
      assertThat(Stores.get(store.latest(), 0, "chunked")).isNull();
    }
  }

  @Test
  void aMissingSegmentIsNamed() {
    List<String> names = disk.list(LogFormat.FOLDER);
    assertThat(names).hasSizeGreaterThan(2);
    disk.delete(LogFormat.FOLDER + "/" + names.get(0));
    assertThatThrownBy(() -> OrbitStore.open(configuration))
        .hasMessageContaining("first segment begins at");
  }
}
