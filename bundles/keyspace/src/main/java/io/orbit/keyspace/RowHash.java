package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.records.RowView;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A row as a hash: its columns that are not NULL, in order, then the undeclared fields. */
final class RowHash implements Hashes.HashView {
  /** The column that holds the undeclared fields of an open collection. */
  static final String REMAINDER = "_extra";

  private record Field(ByteRange name, byte[] value) {}

  private final List<Field> fields;

  private RowHash(List<Field> fields) {
    this.fields = fields;
  }

  static RowHash of(Collection collection, RowView row) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < collection.columns().size(); i++) {
      Column column = collection.columns().get(i);
      Object value = row.get(i);
      if (value == null) {
        continue;
      }
      if (isRemainder(collection, column)) {
        for (Map.Entry<String, String> member : Remainder.parse((String) value).entrySet()) {
          Remainder.text(member.getValue())
              .ifPresent(text -> fields.add(field(member.getKey(), text)));
        }
      } else {
        fields.add(field(column.name(), ValueText.format(value, column.type(), TextContext.UTC)));
      }
    }
    return new RowHash(fields);
  }

  static boolean isRemainder(Collection collection, Column column) {
    return collection.open() && column.name().equals(REMAINDER);
  }

  private static Field field(String name, String value) {
    return new Field(ByteRange.of(name), value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public long size() {
    return fields.size();
  }

  @Override
  public boolean get(ByteRange field, ByteRange value) {
    for (Field each : fields) {
      if (each.name().equals(field)) {
        value.set(each.value(), 0, each.value().length);
        return true;
      }
    }
    return false;
  }

  @Override
  public long expiresAt(ByteRange field) {
    return get(field, new ByteRange()) ? Hashes.NO_EXPIRY : Hashes.NO_FIELD;
  }

  @Override
  public void forEach(Hashes.FieldVisitor visitor) {
    ByteRange value = new ByteRange();
    for (Field each : fields) {
      value.set(each.value(), 0, each.value().length);
      visitor.visit(each.name(), value);
    }
  }

  @Override
  public void at(long position, ByteRange field, ByteRange value) {
    Field each = fields.get(Math.toIntExact(position));
    field.set(each.name().array(), 0, each.name().length());
    value.set(each.value(), 0, each.value().length);
  }
}
