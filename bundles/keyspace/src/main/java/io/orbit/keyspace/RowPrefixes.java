package io.orbit.keyspace;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.keyspace.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which key prefixes name collections of a database: {@code schema.table}, and {@code table} for
 * those of schema public. Immutable; a look-up costs one hash of the prefix and makes no object.
 */
final class RowPrefixes {
  static final RowPrefixes NONE = new RowPrefixes(List.of());

  private static final String DEFAULT_SCHEMA = "public";

  /** A collection and its shortest name. */
  record Entry(String prefix, Collection collection) {}

  private final List<Entry> entries;
  private final byte[][] names;
  private final @Nullable Collection[] collections;
  private final int mask;

  private RowPrefixes(List<Entry> entries) {
    this.entries = entries;
    int capacity = Integer.highestOneBit(Math.max(1, entries.size() * 4)) * 2;
    names = new byte[capacity][];
    collections = new Collection[capacity];
    mask = capacity - 1;
  }

  static RowPrefixes of(CatalogView catalog, long database) {
    List<Entry> found = new ArrayList<>();
    List<Entry> qualified = new ArrayList<>();
    for (Schema schema : catalog.schemas(database)) {
      for (Collection collection : catalog.collections(schema.id())) {
        if (isAddressable(collection)) {
          String full = schema.name() + "." + collection.name();
          boolean isDefault = schema.name().equals(DEFAULT_SCHEMA);
          found.add(new Entry(isDefault ? collection.name() : full, collection));
          qualified.add(new Entry(full, collection));
        }
      }
    }
    if (found.isEmpty()) {
      return NONE;
    }
    RowPrefixes prefixes = new RowPrefixes(List.copyOf(found));
    found.forEach(prefixes::put);
    qualified.forEach(prefixes::put);
    return prefixes;
  }

  /** The shortest prefix of a collection's rows; null when they are no keys. */
  static @Nullable String prefixOf(CatalogView catalog, Collection collection) {
    if (!isAddressable(collection)
        || !(catalog.object(collection.schema()).orElse(null) instanceof Schema schema)) {
      return null;
    }
    return schema.name().equals(DEFAULT_SCHEMA)
        ? collection.name()
        : schema.name() + "." + collection.name();
  }

  private static boolean isAddressable(Collection collection) {
    return collection.kind() == Collection.Kind.TABLE
        && collection.redis()
        && !collection.primaryKey().isEmpty();
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** Collections with the prefix their rows' keys are shown with, each once. */
  List<Entry> entries() {
    return entries;
  }

  @Nullable Collection find(ByteRange key) {
    byte[] array = key.array();
    int start = key.offset();
    int end = start + key.length();
    int hash = 0;
    for (int i = start; i < end; i++) {
      if (array[i] == ':') {
        return find(array, start, i, hash);
      }
      hash = 31 * hash + array[i];
    }
    return null;
  }

  private @Nullable Collection find(byte[] array, int start, int end, int hash) {
    for (int slot = spread(hash) & mask; names[slot] != null; slot = (slot + 1) & mask) {
      byte[] name = names[slot];
      if (java.util.Arrays.equals(name, 0, name.length, array, start, end)) {
        return collections[slot];
      }
    }
    return null;
  }

  private void put(Entry entry) {
    byte[] name = entry.prefix().getBytes(StandardCharsets.UTF_8);
    int hash = 0;
    for (byte letter : name) {
      hash = 31 * hash + letter;
    }
    int slot = spread(hash) & mask;
    while (names[slot] != null) {
      if (java.util.Arrays.equals(names[slot], name)) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    names[slot] = name;
    collections[slot] = entry.collection();
  }

  private static int spread(int hash) {
    return hash ^ (hash >>> 16);
  }
}
