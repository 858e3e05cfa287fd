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
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
    if (!access.find(key)) {
      return false;
    }
    RecordView view = access.view;
    if (view.type() != ValueType.HASH) {
      return viewOf(view, access).get(field, value);
    }
    Composite hash = composite(view);
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
    return access.find(key) ? viewOf(access.view, access) : null;
  }

  @Override
  public long size(ByteRange key) {
    HashView hash = view(key);
    return hash == null ? 0 : hash.size();
  }

  /** Fails when the record is no hash. */
  static HashView viewOf(RecordView view, Access access) {
    return view.type() == ValueType.EXPIRING_HASH
        ? new ExpiringHash(composite(view), access.now())
        : new CompositeHash(composite(view));
  }

  static Composite composite(RecordView view) {
    Composite composite = view.composite();
    boolean hash = view.type() == ValueType.HASH || view.type() == ValueType.EXPIRING_HASH;
    if (!hash || composite == null) {
      throw Access.wrongType();
    }
    return composite;
  }

  @Override
  public long set(ByteRange key, List<ByteRange> fieldsAndValues) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.set(collection, key, fieldsAndValues);
    }
    RecordOperation operation = access.begin(key);
    try {
      HashEditor hash = new HashEditor(access, operation);
      long created = 0;
      for (int i = 0; i < fieldsAndValues.size(); i += 2) {
        created += hash.put(fieldsAndValues.get(i), fieldsAndValues.get(i + 1)) ? 1 : 0;
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
      HashEditor hash = new HashEditor(access, operation);
      if (hash.contains(field)) {
        return false;
      }
      boolean ignored = hash.put(field, value);
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
      HashEditor hash = new HashEditor(access, operation);
      long removed = fields.stream().filter(hash::remove).count();
      if (removed > 0) {
        access.commit(operation, FIELDS_REMOVED);
      }
      return removed;
    } finally {
      access.end();
    }
  }

  @Override
  public <T> T change(ByteRange key, Function<? super FieldEditor, T> change) {
    Collection collection = access.rowOf(key);
    if (collection != null) {
      return rows.change(collection, key, change);
    }
    RecordOperation operation = access.begin(key);
    try {
      HashEditor hash = new HashEditor(access, operation);
      T result = change.apply(hash);
      if (!hash.events().isEmpty()) {
        access.commit(operation, hash.events());
      }
      return result;
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
      HashEditor hash = new HashEditor(access, operation);
      ByteRange held = new ByteRange();
      long sum = WholeNumber.add(hash.get(field, held) ? wholeOf(held.copy()) : 0, delta);
      int start = WholeNumber.format(sum, digits);
      boolean ignored = hash.putKeeping(field, Arrays.copyOfRange(digits, start, digits.length));
      access.commit(operation, INCREMENTED);
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
      HashEditor hash = new HashEditor(access, operation);
      ByteRange held = new ByteRange();
      BigDecimal value = hash.get(field, held) ? floatOf(held.copy()) : BigDecimal.ZERO;
      byte[] sum = LongDouble.add(value, increment);
      boolean ignored = hash.putKeeping(field, sum);
      access.commit(operation, INCREMENTED_FLOAT);
      return sum;
    } finally {
      access.end();
    }
  }

  @Override
  public long scan(ByteRange key, long cursor, int count, FieldVisitor visitor) {
    HashView view = view(key);
    if (view == null) {
      return 0;
    }
    return switch (view) {
      case CompositeHash plain ->
          scan.scan(
              plain.elements(),
              0,
              plain.size(),
              cursor,
              count,
              each -> visitor.visit(ByteRange.of(each.key), ByteRange.of(each.value)));
      case ExpiringHash timed -> scan(timed, cursor, count, visitor);
      default -> {
        view.forEach(visitor);
        yield 0;
      }
    };
  }

  private long scan(ExpiringHash hash, long cursor, int count, FieldVisitor visitor) {
    ByteRange field = new ByteRange();
    ByteRange value = new ByteRange();
    return scan.scan(
        hash.elements(),
        ExpiringHash.begin(hash.elements()),
        hash.elements().size(),
        cursor,
        count,
        each -> {
          if (hash.isLiving(each)) {
            ExpiringHash.showField(each, field);
            ExpiringHash.showValue(each, value);
            visitor.visit(field, value);
          }
        });
  }
}
