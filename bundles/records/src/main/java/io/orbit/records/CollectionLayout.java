package io.orbit.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading and writing a collection's rows needs, computed once per version of the collection:
 * which column lies where in key and row. Immutable.
 */
final class CollectionLayout {
  private final Collection collection;
  private final DataType[] types;
  private final int[] keyColumns;
  private final boolean[] inKey;
  private final int[] keyOrdinal;
  private final int[] columnOfSlot;
  private final int[] slotOfColumn;
  private final int[] sinceVersion;
  private final @Nullable Object[] missing;
  private final List<IndexLayout> indexes;

  CollectionLayout(Collection collection) {
    this.collection = collection;
    int count = collection.columns().size();
    types = new DataType[count];
    inKey = new boolean[count];
    keyOrdinal = new int[count];
    Arrays.fill(keyOrdinal, -1);
    slotOfColumn = new int[count];
    sinceVersion = new int[count];
    missing = new @Nullable Object[count];
    columnOfSlot = new int[collection.nextColumnId() - 1];
    Arrays.fill(columnOfSlot, -1);
    keyColumns = collection.primaryKey().stream().mapToInt(Integer::intValue).toArray();
    for (int i = 0; i < count; i++) {
      Column column = collection.columns().get(i);
      types[i] = column.type();
      slotOfColumn[i] = column.id() - 1;
      columnOfSlot[column.id() - 1] = i;
      sinceVersion[i] = column.sinceVersion();
      missing[i] =
          column.missingIsNull()
              ? null
              : ValueText.parse(column.missingText(), column.type(), TextContext.UTC);
    }
    for (int i = 0; i < keyColumns.length; i++) {
      keyOrdinal[keyColumns[i]] = i;
      inKey[keyColumns[i]] = TupleReader.isDecodable(types[keyColumns[i]]);
    }
    indexes = collection.indexes().stream().map(index -> new IndexLayout(this, index)).toList();
  }

  Collection collection() {
    return collection;
  }

  int space() {
    return collection.space();
  }

  int columns() {
    return types.length;
  }

  DataType type(int column) {
    return types[column];
  }

  String name(int column) {
    return collection.columns().get(column).name();
  }

  /** Position of the column with an id; fails for a dropped one. */
  int positionOf(int columnId) {
    int position = columnId <= columnOfSlot.length ? columnOfSlot[columnId - 1] : -1;
    if (position < 0) {
      throw new IllegalArgumentException(
          "no column with id " + columnId + " in " + collection.name());
    }
    return position;
  }

  /** Positions of columns by their ids. */
  int[] positionsOf(List<Integer> columnIds) {
    return columnIds.stream().mapToInt(this::positionOf).toArray();
  }

  // ---- key

  /** Positions of the primary key's columns; empty with a hidden row id. */
  int[] keyColumns() {
    return keyColumns;
  }

  boolean hasHiddenRowId() {
    return keyColumns.length == 0;
  }

  /** Whether the column's value is kept in the key only. */
  boolean isInKey(int column) {
    return inKey[column];
  }

  /** Which element of the key the column is, or -1. */
  int keyOrdinal(int column) {
    return keyOrdinal[column];
  }

  TupleWriter writeKey(TupleWriter out, @Nullable Object[] row) {
    for (int column : keyColumns) {
      out.element(row[column], types[column], false, false);
    }
    return out;
  }

  // ---- row

  int slots() {
    return columnOfSlot.length;
  }

  int columnOfSlot(int slot) {
    return columnOfSlot[slot];
  }

  int slotOfColumn(int column) {
    return slotOfColumn[column];
  }

  int sinceVersion(int column) {
    return sinceVersion[column];
  }

  @Nullable Object missing(int column) {
    return missing[column];
  }

  // ---- indexes

  List<IndexLayout> indexes() {
    return indexes;
  }

  IndexLayout index(Index index) {
    for (IndexLayout layout : indexes) {
      if (layout.index().id() == index.id() && layout.index().space() == index.space()) {
        return layout;
      }
    }
    return new IndexLayout(this, index);
  }
}
