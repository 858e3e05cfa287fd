package io.orbit.kernel.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.storage.Store;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.kernel.store.Stores;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineSalvageTest {
  private static final int RECORDS = 1000;

  @TempDir private Path directory;
  @TempDir private Path fresh;
  private final SortedMapEngine.Factory engines = new SortedMapEngine.Factory("map");
  private int space;

  /** One value is so long that it lies in parts. */
  @BeforeEach
  void write() {
    try (OrbitStore store = OrbitStore.open(StoreConfiguration.in(directory, engines))) {
      Stores.put(store, Store.CATALOG_SPACE, "catalog", "1");
      space = Stores.createSpace(store, true, "map");
      for (int number = 0; number < RECORDS; number++) {
        Stores.put(
            store,
            space,
            key(number),
            "v".repeat(isLong(number) ? 2 * EngineFormat.PART + 1 : 10) + number);
      }
    }
  }

  private static String key(int number) {
    return "key%04d".formatted(number);
  }

  private static boolean isLong(int number) {
    return number == 150;
  }

  private BrokenBlocks damaged() {
    return new BrokenBlocks(engines.open(directory.resolve("engine/map"), 0));
  }

  private byte[] head(int number) {
    return EngineFormat.recordKey(EngineFormat.prefix(space, Stores.bytes(key(number))));
  }

  /** What a store has that opens the salvaged engine: the numbers of its records. */
  private List<Integer> salvage(BrokenBlocks damaged, EngineSalvage salvage) {
    salvage.survey();
    List<String> surveyed = List.copyOf(salvage.gaps());
    salvage.copyTo(engines.open(fresh.resolve("engine/map"), 0));
    assertThat(salvage.gaps()).isEqualTo(surveyed);
    damaged.close();
    try (OrbitStore store = OrbitStore.open(StoreConfiguration.in(fresh, engines))) {
      assertThat(Stores.get(store.latest(), Store.CATALOG_SPACE, "catalog")).isEqualTo("1");
      List<Integer> present = new ArrayList<>();
      for (int number = 0; number < RECORDS; number++) {
        String value = Stores.get(store.latest(), space, key(number));
        if (value != null) {
          assertThat(value)
              .isEqualTo("v".repeat(isLong(number) ? 2 * EngineFormat.PART + 1 : 10) + number);
          present.add(number);
        }
      }
      return present;
    }
  }

  @Test
  void whatIsSoundIsCopiedWhole() {
    BrokenBlocks damaged = damaged();
    EngineSalvage salvage = new EngineSalvage(damaged);
    assertThat(salvage(damaged, salvage)).hasSize(RECORDS);
    assertThat(salvage.gaps()).isEmpty();
    assertThat(salvage.dropped()).isZero();
  }

  @Test
  void exactlyWhatTheBrokenBlocksHeldIsLost() {
    BrokenBlocks damaged = damaged();
    damaged.breakBlock(head(100), head(119));
    damaged.breakBlock(head(300), head(309));
    damaged.breakBlock(head(700), head(700));
    EngineSalvage salvage = new EngineSalvage(damaged);
    List<Integer> expected =
        IntStream.range(0, RECORDS)
            .filter(n -> n < 100 || n > 119)
            .filter(n -> n != 700 && (n < 300 || n > 309))
            .boxed()
            .toList();
    assertThat(salvage(damaged, salvage)).isEqualTo(expected);
    assertThat(salvage.gaps()).hasSize(3);
    assertThat(salvage.gaps().getFirst())
        .contains("space " + space + " key \"key0099\"")
        .contains("key \"key0120\"");
  }

  @Test
  void aValueThatLostAPartIsLostWhole() {
    BrokenBlocks damaged = damaged();
    byte[] part = EngineFormat.partKey(EngineFormat.prefix(space, Stores.bytes(key(150))), 1);
    damaged.breakBlock(part, part);
    EngineSalvage salvage = new EngineSalvage(damaged);
    assertThat(salvage(damaged, salvage)).hasSize(RECORDS - 1).doesNotContain(150);
    assertThat(salvage.dropped()).isPositive();
  }

  @Test
  void theCatalogAndTheListOfSpacesMustBeWhole() {
    BrokenBlocks catalog = damaged();
    catalog.breakBlock(new byte[0], head(3));
    assertThatThrownBy(() -> new EngineSalvage(catalog).survey()).hasMessageContaining("catalog");
    BrokenBlocks spaces = damaged();
    spaces.breakBlock(head(990), EngineFormat.spaceKey(space));
    assertThatThrownBy(() -> new EngineSalvage(spaces).survey())
        .hasMessageContaining("list of spaces");
  }

  @Test
  void anElementThatLostAPartIsLostAndTheOthersStay() {
    byte[] prefix = EngineFormat.prefix(7, Stores.bytes("hash"));
    byte[] longElement = new ByteWriter(8).u8(1).varint(3L * EngineFormat.PART).copy();
    SalvagedRecord record = new SalvagedRecord();
    byte[] head = new ByteWriter(8).u8(1).u8(1).u8(1).varint(0).varint(0).copy();
    add(record, EngineFormat.recordKey(prefix), head);
    add(record, EngineFormat.elementKey(prefix, Stores.bytes("broken")), longElement);
    add(record, EngineFormat.elementKey(prefix, Stores.bytes("short")), new byte[] {0, 1});
    add(record, EngineFormat.elementKey(prefix, Stores.bytes("whole")), longElement);
    add(record, EngineFormat.elementPartKey(prefix, Stores.bytes("broken"), 0), new byte[1]);
    for (int number = 0; number < 3; number++) {
      add(record, EngineFormat.elementPartKey(prefix, Stores.bytes("whole"), number), new byte[1]);
    }
    assertThat(record.whole()).hasSize(record.size() - 2);
    assertThat(record.whole())
        .noneMatch(entry -> new String(entry.name().rest()).contains("broken"));
  }

  private static void add(SalvagedRecord record, byte[] key, byte[] value) {
    SalvagedRecord.Entry entry = new SalvagedRecord.Entry(key, value, EngineFormat.readName(key));
    assertThat(record.owns(entry.name())).isTrue();
    record.add(entry);
  }
}
