package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.records.RowView;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key of a row as text: {@code prefix:value}, several key columns joined by {@code :}; the last
 * takes the rest, a {@code :} inside an earlier one is written {@code %3A} (and {@code %} there
 * {@code %25}).
 */
final class RowKey {
  private RowKey() {}

  /**
   * The key columns' values.
   *
   * @throws OrbitException when the text is none of the key's types
   */
  static @Nullable Object[] parse(Collection collection, ByteRange key) {
    String text = key.utf8();
    int at = text.indexOf(':') + 1;
    int count = collection.primaryKey().size();
    @Nullable Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      Column column = collection.columns().get(collection.primaryKey().get(i));
      int end = i == count - 1 ? text.length() : text.indexOf(':', at);
      if (end < 0) {
        throw Rows.notAllowed(
            "the key of a row of " + collection.name() + " has " + count + " parts, joined by ':'");
      }
      String part = text.substring(at, end);
      if (i < count - 1) {
        part = part.replace("%3A", ":").replace("%25", "%");
      }
      values[i] = ValueText.parse(part, column.type(), TextContext.UTC);
      at = end + 1;
    }
    return values;
  }

  /** The same, empty when the text is none of the key's types, so that no such row can be. */
  static Optional<@Nullable Object[]> tryParse(Collection collection, ByteRange key) {
    try {
      return Optional.of(parse(collection, key));
    } catch (OrbitException e) {
      return Optional.empty();
    }
  }

  static byte[] format(String prefix, Collection collection, RowView row) {
    int count = collection.primaryKey().size();
    @Nullable Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      values[i] = row.get(collection.primaryKey().get(i));
    }
    return format(prefix, collection, values);
  }

  static byte[] format(String prefix, Collection collection, @Nullable Object[] values) {
    StringBuilder text = new StringBuilder(prefix);
    int count = collection.primaryKey().size();
    for (int i = 0; i < count; i++) {
      int position = collection.primaryKey().get(i);
      Object value = values[i];
      if (value == null) {
        throw new IllegalStateException("a key column is NULL");
      }
      String part =
          ValueText.format(value, collection.columns().get(position).type(), TextContext.UTC);
      if (i < count - 1) {
        part = part.replace("%", "%25").replace(":", "%3A");
      }
      text.append(':').append(part);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
