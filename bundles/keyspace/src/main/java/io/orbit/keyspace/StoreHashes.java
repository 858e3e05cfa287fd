package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.WholeNumber;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.ValueType;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hashes: a composite each, field to value, in the order of the fields' bytes. */
final class StoreHashes implements Hashes {
  static final KeyEvent FIELDS_REMOVED = new KeyEvent(KeyEvent.Kind.HASH, "hdel");
  static final KeyEvent INCREMENTED = new KeyEvent(KeyEvent.Kind.HASH, "hincrby");
  static final KeyEvent INCREMENTED_FLOAT = new KeyEvent(KeyEvent.Kind.HASH, "hincrbyfloat");

  private static final String NOT_A_FLOAT = "hash value is not a float";

  private final Access access;
  private final Rows rows;
  private final CompositeScan scan;
  private final Composite.ElementView element = new Composite.ElementView();
  private final byte[] digits = new byte[WholeNumber.MAXIMUM_LENGTH];

  StoreHashes(Access access, Rows rows, CompositeScan scan) {
    this.access = access;
    this.rows = rows;
    this.scan = scan;
  }

  @Override
  public boolean get(ByteRange key, ByteRange field, ByteRange value) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      HashView row = rows.view(collection, key);
      return row != null && row.get(field, value);
    }
    Composite hash = find(key);
    return hash != null && get(hash, field, value);
  }

  private boolean get(Composite hash, ByteRange field, ByteRange value) {
    if (!hash.get(field.array(), field.offset(), field.length(), element)) {
      return false;
    }
    value.set(element.value, 0, element.value.length);
    return true;
  }

  @Override
  public @Nullable HashView view(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.view(collection, key);
    }
    Composite hash = find(key);
    return hash == null ? null : new CompositeHash(hash);
  }

  @Override
  public long size(ByteRange key) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      HashView row = rows.view(collection, key);
      return row == null ? 0 : row.size();
    }
    Composite hash = find(key);
    return hash == null ? 0 : hash.size();
  }

  private @Nullable Composite find(ByteRange key) {
    return access.find(key) ? hashOf(access.view) : null;
  }

  private static Composite hashOf(RecordView view) {
    Composite composite = view.composite();
    if (view.type() != ValueType.HASH || composite == null) {
      throw Access.wrongType();
    }
    return composite;
  }

  /** The hash an operation stands on, or null when the key does not exist. */
  private static @Nullable Composite hashOf(RecordOperation operation) {
    return operation.exists() ? hashOf(operation.current()) : null;
  }

  @Override
  public long set(ByteRange key, List<ByteRange> fieldsAndValues) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.set(collection, key, fieldsAndValues);
    }
    RecordOperation operation = access.begin(key);
    try {
      Composite hash = hashOf(operation);
      if (hash == null) {
        operation.createComposite(ValueType.HASH, 0);
      }
      long created = 0;
      for (int i = 0; i < fieldsAndValues.size(); i += 2) {
        ByteRange field = fieldsAndValues.get(i);
        hash = hashOf(operation.current());
        if (!hash.get(field.array(), field.offset(), field.length(), element)) {
          created++;
        }
        operation.putElement(field.copy(), fieldsAndValues.get(i + 1).copy());
      }
      access.commit(operation, KeyEvents.HASH_SET);
      return created;
    } finally {
      access.end();
    }
  }

  @Override
  public boolean setIfAbsent(ByteRange key, ByteRange field, ByteRange value) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.setIfAbsent(collection, key, field, value);
    }
    RecordOperation operation = access.begin(key);
    try {
      Composite hash = hashOf(operation);
      if (hash == null) {
        operation.createComposite(ValueType.HASH, 0);
      } else if (hash.get(field.array(), field.offset(), field.length(), element)) {
        return false;
      }
      operation.putElement(field.copy(), value.copy());
      access.commit(operation, KeyEvents.HASH_SET);
      return true;
    } finally {
      access.end();
    }
  }

  @Override
  public long delete(ByteRange key, List<ByteRange> fields) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.deleteFields(collection, key, fields);
    }
    RecordOperation operation = access.begin(key);
    try {
      Composite hash = hashOf(operation);
      if (hash == null) {
        return 0;
      }
      long removed = 0;
      for (ByteRange field : fields) {
        hash = hashOf(operation.current());
        if (hash.get(field.array(), field.offset(), field.length(), element)) {
          operation.removeElement(field.copy());
          removed++;
        }
      }
      if (removed == 0) {
        return 0;
      }
      if (hashOf(operation.current()).size() == 0) {
        operation.delete();
      }
      access.commit(operation, FIELDS_REMOVED);
      return removed;
    } finally {
      access.end();
    }
  }

  @Override
  public long add(ByteRange key, ByteRange field, long delta) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.add(collection, key, field, delta);
    }
    RecordOperation operation = access.begin(key);
    try {
      Composite hash = hashOf(operation);
      long value = 0;
      if (hash != null && hash.get(field.array(), field.offset(), field.length(), element)) {
        value = wholeOf(element.value);
      }
      long sum = WholeNumber.add(value, delta);
      int start = WholeNumber.format(sum, digits);
      put(
          operation,
          field,
          java.util.Arrays.copyOfRange(digits, start, digits.length),
          INCREMENTED);
      return sum;
    } finally {
      access.end();
    }
  }

  static long wholeOf(byte[] value) {
    if (!WholeNumber.isWhole(value, 0, value.length)) {
      throw new OrbitException(ErrorCode.VALUE_NOT_INTEGER, "hash value is not an integer");
    }
    return WholeNumber.parse(value, 0, value.length);
  }

  static BigDecimal floatOf(byte[] value) {
    return LongDouble.parse(value, 0, value.length, NOT_A_FLOAT);
  }

  @Override
  public byte[] addFloat(ByteRange key, ByteRange field, ByteRange delta) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.addFloat(collection, key, field, delta);
    }
    BigDecimal increment = LongDouble.hashArgument(delta);
    RecordOperation operation = access.begin(key);
    try {
      Composite hash = hashOf(operation);
      BigDecimal value = BigDecimal.ZERO;
      if (hash != null && hash.get(field.array(), field.offset(), field.length(), element)) {
        value = floatOf(element.value);
      }
      byte[] sum = LongDouble.add(value, increment);
      put(operation, field, sum, INCREMENTED_FLOAT);
      return sum;
    } finally {
      access.end();
    }
  }

  private void put(RecordOperation operation, ByteRange field, byte[] value, KeyEvent event) {
    if (!operation.exists()) {
      operation.createComposite(ValueType.HASH, 0);
    }
    operation.putElement(field.copy(), value);
    access.commit(operation, event);
  }

  @Override
  public long scan(ByteRange key, long cursor, int count, FieldVisitor visitor) {
    HashView view = view(key);
    if (view == null) {
      return 0;
    }
    if (!(view instanceof CompositeHash hash)) {
      view.forEach(visitor);
      return 0;
    }
    ByteRange field = new ByteRange();
    ByteRange value = new ByteRange();
    return scan.scan(
        hash.elements(),
        hash.size(),
        cursor,
        count,
        each -> {
          field.set(each.key, 0, each.key.length);
          value.set(each.value, 0, each.value.length);
          visitor.visit(field, value);
        });
  }
}
