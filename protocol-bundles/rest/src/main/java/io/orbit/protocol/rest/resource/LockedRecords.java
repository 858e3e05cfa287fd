package io.orbit.protocol.rest.resource;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Schema;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.WaitingLock;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Names for people of what lies in a space, as the catalog was at one moment. One thread. */
final class LockedRecords {
  private final Records records;
  private final Map<Integer, String> names = new HashMap<>();
  private final Map<Integer, Collection> tables = new HashMap<>();

  LockedRecords(CatalogView catalog, Records records) {
    this.records = records;
    names.put(Store.CATALOG_SPACE, "catalog");
    names.put(WaitingLock.NAMED, "names");
    for (Database database : catalog.databases()) {
      for (Schema schema : catalog.schemas(database.id())) {
        String path = database.name() + "." + schema.name() + ".";
        catalog.collections(schema.id()).forEach(collection -> add(path, collection));
      }
      for (int number = 0; number < database.keySpaces().size(); number++) {
        names.put(
            database.keySpaces().get(number), "Redis keys " + number + " of " + database.name());
      }
    }
  }

  private void add(String path, Collection collection) {
    if (collection.space() != 0) {
      names.put(collection.space(), path + collection.name());
      tables.put(collection.space(), collection);
    }
    for (Index index : collection.indexes()) {
      names.put(index.space(), "index " + path + index.name());
    }
  }

  String object(int space) {
    return names.getOrDefault(space, "space " + space);
  }

  /** A record's key as in Redis; what is no text in hexadecimal. */
  String key(int space, byte[] key) {
    Collection table = tables.get(space);
    if (table != null && !table.primaryKey().isEmpty()) {
      RowView row = records.row(table, key, null);
      return table.primaryKey().stream()
          .map(at -> text(row.get(at), table.columns().get(at).type()))
          .collect(Collectors.joining(":"));
    }
    return text(key);
  }

  private static String text(@Nullable Object value, DataType type) {
    return value == null ? "" : ValueText.format(value, type, TextContext.UTC);
  }

  private static String text(byte[] key) {
    String text = new String(key, StandardCharsets.UTF_8);
    boolean isText =
        Arrays.equals(text.getBytes(StandardCharsets.UTF_8), key)
            && text.chars().noneMatch(Character::isISOControl);
    return isText ? text : "\\x" + HexFormat.of().formatHex(key);
  }
}
