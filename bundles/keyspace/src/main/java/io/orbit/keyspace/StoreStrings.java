package io.orbit.keyspace;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.Strings;
import io.orbit.api.keyspace.WholeNumber;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordOperation;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings: one record of plain bytes each. */
final class StoreStrings implements Strings {
  private static final KeyEvent SET = event("set");
  private static final KeyEvent APPENDED = event("append");
  private static final KeyEvent RANGE_SET = event("setrange");
  private static final KeyEvent INCREMENTED = event("incrby");
  private static final KeyEvent INCREMENTED_FLOAT = event("incrbyfloat");
  private static final String NOT_A_FLOAT = "value is not a valid float";

  private final Access access;
  private final Rows rows;
  private final StoreKeyspace keyspace;
  private final byte[] digits = new byte[WholeNumber.MAXIMUM_LENGTH];
  private long maximumLength = 512L << 20;

  StoreStrings(Access access, Rows rows, StoreKeyspace keyspace) {
    this.access = access;
    this.rows = rows;
    this.keyspace = keyspace;
  }

  private static KeyEvent event(String name) {
    return new KeyEvent(KeyEvent.Kind.STRING, name);
  }

  @Override
  public void setMaximumLength(long bytes) {
    maximumLength = bytes;
  }

  @Override
  public boolean get(ByteRange key, ByteRange value) {
    if (access.rowOf(key) != null) {
      rows.refuseExisting(key);
      return false;
    }
    if (!access.find(key)) {
      return false;
    }
    show(access.view, value);
    return true;
  }

  @Override
  public void getAll(List<ByteRange> keys, ValueVisitor visitor) {
    if (access.transaction() != null || keys.size() == 1) {
      visitAll(access.reads(), keys, visitor);
      return;
    }
    try (Snapshot snapshot = access.store.snapshot()) {
      visitAll(snapshot, keys, visitor);
    }
  }

  private void visitAll(ReadView reads, List<ByteRange> keys, ValueVisitor visitor) {
    ByteRange value = new ByteRange();
    RecordView view = access.view;
    int space = access.space();
    for (ByteRange key : keys) {
      boolean found =
          access.rowOf(key) == null
              && reads.get(space, key.array(), key.offset(), key.length(), view)
              && view.type() == ValueType.STRING;
      if (found) {
        value.set(view.array(), view.offset(), view.length());
      }
      if (!found) {
        access.missed(key);
      }
      visitor.visit(found ? value : null);
    }
  }

  @Override
  public void set(ByteRange key, ByteRange value) {
    RecordOperation operation = begin(key);
    try {
      operation.put(ValueType.STRING, value.array(), value.offset(), value.length(), 0);
      access.commit(operation, SET);
    } finally {
      access.end();
    }
  }

  @Override
  public SetOutcome set(
      ByteRange key,
      ByteRange value,
      Presence presence,
      Expiry expiry,
      long expiresAt,
      @Nullable ByteRange previous) {
    RecordOperation operation = begin(key);
    try {
      boolean exists = operation.exists();
      if (exists && previous != null) {
        show(operation.current(), previous);
      }
      boolean had = exists && previous != null;
      boolean sets = presence == Presence.ANY || exists == (presence == Presence.PRESENT);
      if (!sets) {
        return had ? SetOutcome.NOT_SET_HAD_VALUE : SetOutcome.NOT_SET;
      }
      long at = newExpiry(operation, expiry, expiresAt);
      operation.put(ValueType.STRING, value.array(), value.offset(), value.length(), at);
      access.commit(operation, SET);
      if (expiry == Expiry.AT) {
        access.tell(key, StoreKeys.EXPIRY_SET);
      }
      return had ? SetOutcome.SET_HAD_VALUE : SetOutcome.SET;
    } finally {
      access.end();
    }
  }

  private static long newExpiry(RecordOperation operation, Expiry expiry, long expiresAt) {
    return switch (expiry) {
      case NONE -> 0;
      case KEEP -> operation.exists() ? operation.current().expiresAt() : 0;
      case AT -> expiresAt;
    };
  }

  @Override
  public boolean getAndDelete(ByteRange key, ByteRange value) {
    RecordOperation operation = begin(key);
    try {
      if (!operation.exists()) {
        return false;
      }
      show(operation.current(), value);
      operation.delete();
      access.commit(operation, KeyEvent.DELETED);
      return true;
    } finally {
      access.end();
    }
  }

  @Override
  public boolean getAndExpire(ByteRange key, Expiry expiry, long expiresAt, ByteRange value) {
    RecordOperation operation = begin(key);
    try {
      if (!operation.exists()) {
        return false;
      }
      show(operation.current(), value);
      if (expiry == Expiry.AT && expiresAt <= access.now()) {
        operation.delete();
        access.commit(operation, KeyEvent.DELETED);
      } else if (expiry != Expiry.KEEP) {
        long at = newExpiry(operation, expiry, expiresAt);
        if (expiry == Expiry.AT || at != operation.current().expiresAt()) {
          operation.expireAt(at);
          access.commit(operation, at == 0 ? StoreKeys.PERSISTED : StoreKeys.EXPIRY_SET);
        }
      }
      return true;
    } finally {
      access.end();
    }
  }

  @Override
  public void setAll(List<ByteRange> keysAndValues) {
    keyspace.atomically(keysOf(keysAndValues), List.of(), () -> putAll(keysAndValues));
  }

  @Override
  public boolean setAllIfAbsent(List<ByteRange> keysAndValues) {
    boolean[] set = new boolean[1];
    List<ByteRange> keys = keysOf(keysAndValues);
    keyspace.atomically(
        keys,
        List.of(),
        () -> {
          set[0] = keys.stream().noneMatch(keyspace.keys()::exists);
          if (set[0]) {
            putAll(keysAndValues);
          }
        });
    return set[0];
  }

  private void putAll(List<ByteRange> keysAndValues) {
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      set(keysAndValues.get(i), keysAndValues.get(i + 1));
    }
  }

  private static List<ByteRange> keysOf(List<ByteRange> keysAndValues) {
    List<ByteRange> keys = new ArrayList<>(keysAndValues.size() / 2);
    for (int i = 0; i < keysAndValues.size(); i += 2) {
      keys.add(keysAndValues.get(i));
    }
    return keys;
  }

  @Override
  public long add(ByteRange key, long delta) {
    RecordOperation operation = begin(key);
    try {
      long value = 0;
      long expiresAt = 0;
      if (operation.exists()) {
        RecordView current = operation.current();
        requireString(current);
        value = WholeNumber.parse(current.array(), current.offset(), current.length());
        expiresAt = current.expiresAt();
      }
      long sum = WholeNumber.add(value, delta);
      int start = WholeNumber.format(sum, digits);
      operation.put(ValueType.STRING, digits, start, digits.length - start, expiresAt);
      access.commit(operation, INCREMENTED);
      return sum;
    } finally {
      access.end();
    }
  }

  @Override
  public byte[] addFloat(ByteRange key, ByteRange delta) {
    RecordOperation operation = begin(key);
    try {
      BigDecimal value = BigDecimal.ZERO;
      long expiresAt = 0;
      if (operation.exists()) {
        RecordView current = operation.current();
        requireString(current);
        value = LongDouble.parse(current.array(), current.offset(), current.length(), NOT_A_FLOAT);
        expiresAt = current.expiresAt();
      }
      byte[] sum = LongDouble.add(value, LongDouble.argument(delta));
      operation.put(ValueType.STRING, sum, 0, sum.length, expiresAt);
      access.commit(operation, INCREMENTED_FLOAT);
      return sum;
    } finally {
      access.end();
    }
  }

  @Override
  public long append(ByteRange key, ByteRange suffix) {
    RecordOperation operation = begin(key);
    try {
      int length = 0;
      if (operation.exists()) {
        requireString(operation.current());
        length = operation.current().length();
      }
      requireLength((long) length + suffix.length());
      write(operation, length, suffix, APPENDED);
      return length + suffix.length();
    } finally {
      access.end();
    }
  }

  @Override
  public long setRange(ByteRange key, long offset, ByteRange value) {
    RecordOperation operation = begin(key);
    try {
      int length = 0;
      if (operation.exists()) {
        requireString(operation.current());
        length = operation.current().length();
      }
      if (value.length() == 0) {
        return length;
      }
      requireLength(offset > maximumLength ? offset : offset + value.length());
      write(operation, (int) offset, value, RANGE_SET);
      return Math.max(length, offset + value.length());
    } finally {
      access.end();
    }
  }

  /** Puts the current value with a range of it replaced, and commits. */
  private void write(RecordOperation operation, int at, ByteRange value, KeyEvent event) {
    boolean exists = operation.exists();
    RecordView current = operation.current();
    int length = exists ? current.length() : 0;
    byte[] bytes = new byte[Math.max(length, at + value.length())];
    if (exists) {
      System.arraycopy(current.array(), current.offset(), bytes, 0, length);
    }
    System.arraycopy(value.array(), value.offset(), bytes, at, value.length());
    operation.put(ValueType.STRING, bytes, 0, bytes.length, exists ? current.expiresAt() : 0);
    access.commit(operation, event);
  }

  @Override
  public void change(ByteRange key, Change change) {
    RecordOperation operation = begin(key);
    try {
      boolean exists = operation.exists();
      ByteRange value = new ByteRange();
      if (exists) {
        show(operation.current(), value);
      }
      long expiresAt = exists ? operation.current().expiresAt() : 0;
      byte[] changed = change.apply(value, exists);
      if (changed != null) {
        operation.put(ValueType.STRING, changed, 0, changed.length, expiresAt);
        access.commit(operation);
      }
    } finally {
      access.end();
    }
  }

  @Override
  public long length(ByteRange key) {
    if (access.rowOf(key) != null) {
      rows.refuseExisting(key);
      return 0;
    }
    if (!access.find(key)) {
      return 0;
    }
    requireString(access.view);
    return access.view.length();
  }

  private void requireLength(long length) {
    if (length > maximumLength) {
      throw new OrbitException(
          ErrorCode.VALUE_TOO_LARGE, "string exceeds maximum allowed size (proto-max-bulk-len)");
    }
  }

  private RecordOperation begin(ByteRange key) {
    if (access.rowOf(key) != null) {
      throw rows.refuseWrite(key);
    }
    return access.begin(key);
  }

  private static void show(RecordView view, ByteRange value) {
    requireString(view);
    value.set(view.array(), view.offset(), view.length());
  }

  private static void requireString(RecordView view) {
    if (view.type() != ValueType.STRING) {
      throw Access.wrongType();
    }
  }
}
