package io.orbit.keyspace;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Hashes;
import io.orbit.api.keyspace.KeyEvent;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The fields of a row being changed: its columns, which do not expire. */
final class RowFields implements Hashes.FieldEditor {
  private final ByteRange key;
  private final RowWrite row;
  private @Nullable KeyEvent event;

  RowFields(ByteRange key, RowWrite row) {
    this.key = key;
    this.row = row;
  }

  private boolean isThere() {
    return row.exists() || event != null;
  }

  @Override
  public boolean get(ByteRange field, ByteRange value) {
    Optional<String> text = isThere() ? row.text(field.utf8()) : Optional.empty();
    text.ifPresent(
        found -> {
          byte[] bytes = found.getBytes(StandardCharsets.UTF_8);
          value.set(bytes, 0, bytes.length);
        });
    return text.isPresent();
  }

  @Override
  public long expiresAt(ByteRange field) {
    return get(field, new ByteRange()) ? Hashes.NO_EXPIRY : Hashes.NO_FIELD;
  }

  @Override
  public boolean put(ByteRange field, ByteRange value, long expiresAt) {
    if (expiresAt != Hashes.NO_EXPIRY) {
      throw neverExpires();
    }
    event = KeyEvents.HASH_SET;
    return row.set(field.utf8(), Rows.textOf(value));
  }

  @Override
  public boolean remove(ByteRange field) {
    boolean removed = isThere() && row.remove(field.utf8());
    if (removed && event == null) {
      event = StoreHashes.FIELDS_REMOVED;
    }
    return removed;
  }

  @Override
  public void expireAt(ByteRange field, long expiresAt) {
    throw neverExpires();
  }

  private RuntimeException neverExpires() {
    return Rows.notAllowed(
        "'" + key.utf8() + "' is a row of a table, whose columns do not expire; the row may");
  }

  @Override
  public boolean persist(ByteRange field) {
    return false;
  }

  /** Writes the row, if it was changed. */
  void finish() {
    KeyEvent change = event;
    if (change != null) {
      row.finish(change);
    }
  }
}
