package io.orbit.records;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.storage.RecordView;
import io.orbit.api.value.DataType;
import io.orbit.api.value.Decimal;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is encoded is decoded, in whatever order columns are asked for, over schema versions. */
class RowFormatTest {
  private static Collection table(
      List<Column> columns, List<Integer> key, int schemaVersion, int nextColumnId) {
    return new Collection(
        1,
        "t",
        0,
        10,
        List.of(),
        5,
        2200,
        Collection.Kind.TABLE,
        columns,
        key,
        "t_pkey",
        List.of(),
        List.of(),
        List.of(),
        schemaVersion,
        nextColumnId,
        false,
        false,
        7,
        "memory",
        Map.of(),
        "",
        null,
        "");
  }

  private static StoredRowView view(
      CollectionLayout written, CollectionLayout read, @Nullable Object[] row) {
    byte[] bytes = new RowFormat.Encoder().encode(written, row);
    byte[] key = written.writeKey(new TupleWriter(), row).toBytes();
    StoredRowView view = new StoredRowView(read);
    RecordView record = view.stored();
    byte[] shifted = new byte[bytes.length + 5];
    System.arraycopy(bytes, 0, shifted, 3, bytes.length);
    record.set(shifted, 3, bytes.length, (byte) 0, 42, 1);
    view.bind(read, key, key.length);
    return view;
  }

  @Test
  void everyTypeComesBack() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    RandomValues values = new RandomValues(seed);
    Random random = new Random(seed);
    List<DataType> types = new ArrayList<>(RandomValues.ORDERED);
    types.add(DataType.JSON);
    for (int round = 0; round < 2_000; round++) {
      List<Column> columns = new ArrayList<>();
      @Nullable Object[] row = new @Nullable Object[1 + random.nextInt(40)];
      for (int i = 0; i < row.length; i++) {
        DataType type = types.get(random.nextInt(types.size()));
        columns.add(Column.of(i + 1, "c" + i, type));
        row[i] = type.equals(DataType.JSON) ? "{ \"a\" : 1}" : values.nullable(type);
      }
      List<Integer> key =
          row[0] == null || types.getLast().equals(columns.getFirst().type())
              ? List.of()
              : List.of(0);
      CollectionLayout layout = new CollectionLayout(table(columns, key, round, row.length + 1));
      StoredRowView view = view(layout, layout, row);
      for (int asked = 0; asked < row.length; asked++) {
        int column = random.nextInt(row.length);
        assertThat(Objects.deepEquals(view.get(column), row[column]))
            .as("%s %s", columns.get(column).type(), row[column])
            .isTrue();
        assertThat(view.isNull(column)).isEqualTo(row[column] == null);
      }
      assertThat(view.expiresAt()).isEqualTo(42);
    }
  }

  @Test
  void numbersAreReadWithoutBoxes() {
    List<Column> columns =
        List.of(
            Column.of(1, "id", DataType.INT64),
            Column.of(2, "small", DataType.INT16),
            Column.of(3, "flag", DataType.BOOLEAN),
            Column.of(4, "ratio", DataType.FLOAT64));
    CollectionLayout layout = new CollectionLayout(table(columns, List.of(0), 1, 5));
    StoredRowView view =
        view(layout, layout, new Object[] {Long.MIN_VALUE, (short) -300, true, 0.25});
    assertThat(view.getLong(0)).isEqualTo(Long.MIN_VALUE);
    assertThat(view.getLong(1)).isEqualTo(-300);
    assertThat(view.getLong(2)).isEqualTo(1);
    assertThat(view.getDouble(3)).isEqualTo(0.25);
  }

  @Test
  void aKeyKeepsWhatOnlyOrdersItInTheRow() {
    List<Column> columns =
        List.of(Column.of(1, "price", DataType.DECIMAL), Column.of(2, "name", DataType.TEXT));
    CollectionLayout layout = new CollectionLayout(table(columns, List.of(0, 1), 1, 3));
    StoredRowView view =
        view(layout, layout, new Object[] {Decimal.of(new BigDecimal("1.50")), "x"});
    assertThat(view.get(0)).hasToString("1.50");
    assertThat(view.get(1)).isEqualTo("x");
    assertThat(layout.isInKey(0)).isFalse();
    assertThat(layout.isInKey(1)).isTrue();
  }

  @Test
  void columnsComeAndGoWithoutTouchingRows() {
    Column id = Column.of(1, "id", DataType.INT32);
    Column gone = Column.of(2, "gone", DataType.TEXT);
    Column stays = Column.of(3, "stays", DataType.TEXT);
    Column later =
        new Column(
            4,
            "later",
            DataType.INT32,
            true,
            "7",
            "",
            Column.Identity.NONE,
            0,
            "7",
            false,
            2,
            "",
            "");
    Column laterStill =
        new Column(
            5,
            "laterStill",
            DataType.TEXT,
            false,
            "",
            "",
            Column.Identity.NONE,
            0,
            "",
            true,
            3,
            "",
            "");
    CollectionLayout first =
        new CollectionLayout(table(List.of(id, gone, stays), List.of(0), 1, 4));
    CollectionLayout last =
        new CollectionLayout(table(List.of(id, stays, later, laterStill), List.of(0), 3, 6));
    StoredRowView old = view(first, last, new Object[] {1, "x", "y"});
    assertThat(old.values()).containsExactly(1, "y", 7, null);
    assertThat(old.getLong(2)).isEqualTo(7);
    StoredRowView fresh = view(last, last, new Object[] {1, "y", null, "z"});
    assertThat(fresh.values()).containsExactly(1, "y", null, "z");
  }

  @Test
  void wideRowsUseWiderOffsets() {
    List<Column> columns =
        List.of(
            Column.of(1, "a", DataType.TEXT),
            Column.of(2, "b", DataType.TEXT),
            Column.of(3, "c", DataType.TEXT));
    CollectionLayout layout = new CollectionLayout(table(columns, List.of(), 1, 4));
    for (int length : List.of(0, 80, 90, 255, 256, 30_000, 70_000)) {
      Object[] row = {"x".repeat(length), "y".repeat(length), "z"};
      assertThat(view(layout, layout, row).values()).containsExactly(row);
    }
  }
}
