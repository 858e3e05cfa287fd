package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.util.ArrayList;
import java.util.List;

/**
 * A record's key as one text, the same as in Redis: the key columns joined by {@code :}, a colon
 * inside any but the last one written as {@code %3A}.
 */
final class RecordKey {
  private static final String ESCAPED = "%3A";

  private RecordKey() {}

  /** The columns' texts. */
  static List<String> parse(Collection collection, String text) {
    int columns = collection.primaryKey().size();
    if (columns == 0) {
      throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE,
              "\"" + collection.name() + "\" has no primary key, so its records have no addresses")
          .withHint("Use statements, or ALTER TABLE … ADD PRIMARY KEY.");
    }
    List<String> parts = new ArrayList<>(List.of(text.split(":", columns)));
    if (parts.size() != columns) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the key of \"" + collection.name() + "\" has " + columns + " parts joined by colons");
    }
    for (int i = 0; i < columns - 1; i++) {
      parts.set(i, parts.get(i).replace(ESCAPED, ":").replace("%3a", ":"));
    }
    return parts;
  }

  /** The key of a record. */
  static String format(Collection collection, ObjectNode members) {
    StringBuilder text = new StringBuilder();
    List<Integer> positions = collection.primaryKey();
    for (int i = 0; i < positions.size(); i++) {
      String value = members.path(collection.columns().get(positions.get(i)).name()).asText();
      boolean last = i == positions.size() - 1;
      text.append(last ? value : value.replace(":", ESCAPED) + ":");
    }
    return text.toString();
  }
}
