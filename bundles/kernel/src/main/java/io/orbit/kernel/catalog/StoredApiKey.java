package io.orbit.kernel.catalog;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ApiKey;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An API key as it lies beside the catalog's objects: key {@code 03 id(8)}, value {@code format(1)
 * field*} with the fields as {@link CatalogFormat} has them: 1 name, 2 role, 3 createdAt, 4
 * validUntil, 5 hash, 6 the scope's name, all where there is none. A key whose role is gone is good
 * for nothing, as ids are never reused.
 *
 * @param role id of the role whose rights it has
 * @param createdAt milliseconds since 1970
 * @param validUntil milliseconds since 1970, {@code Long.MAX_VALUE} for ever
 * @param hash SHA-256 of the secret part, in hex digits
 * @param scope what of the role's rights it has
 */
public record StoredApiKey(
    long id,
    String name,
    long role,
    long createdAt,
    long validUntil,
    String hash,
    ApiKey.Scope scope) {
  private static final byte FIRST = 3;
  private static final byte FORMAT = 1;
  private static final int KEY_LENGTH = 1 + Long.BYTES;

  /** The key of that id as the view has it. */
  public static Optional<StoredApiKey> find(ReadView view, long id) {
    RecordView record = new RecordView();
    return view.get(Store.CATALOG_SPACE, key(id), record)
        ? Optional.of(decode(id, record.copy()))
        : Optional.empty();
  }

  /** All keys, in no promised order. */
  public static List<StoredApiKey> all(ReadView view) {
    List<StoredApiKey> all = new ArrayList<>();
    try (RecordCursor records = view.all(Store.CATALOG_SPACE)) {
      while (records.next()) {
        byte[] key = records.key();
        if (key.length == KEY_LENGTH && key[0] == FIRST) {
          all.add(decode(ByteBuffer.wrap(key).getLong(1), records.value().copy()));
        }
      }
    }
    return all;
  }

  /** Writes this when the transaction commits. */
  public void put(Transaction transaction) {
    lock(transaction, id);
    byte[] fields =
        new FieldWriter()
            .text(1, name)
            .number(2, role)
            .number(3, createdAt)
            .number(4, validUntil)
            .text(5, hash)
            .text(6, scope.name())
            .toBytes();
    byte[] value = ByteBuffer.allocate(1 + fields.length).put(FORMAT).put(fields).array();
    transaction.put(Store.CATALOG_SPACE, key(id), ValueType.ROW, value, 0);
  }

  /** Removes the key of that id when the transaction commits; false when there is none. */
  public static boolean remove(Transaction transaction, long id) {
    lock(transaction, id);
    if (!transaction.get(Store.CATALOG_SPACE, key(id), new RecordView())) {
      return false;
    }
    transaction.delete(Store.CATALOG_SPACE, key(id));
    return true;
  }

  private static void lock(Transaction transaction, long id) {
    Wait wait = transaction.lock(Store.CATALOG_SPACE, key(id), LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
  }

  private static byte[] key(long id) {
    return ByteBuffer.allocate(KEY_LENGTH).put(FIRST).putLong(id).array();
  }

  private static StoredApiKey decode(long id, byte[] value) {
    if (value.length == 0 || value[0] != FORMAT) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED, "the record of an API key has no format that this Orbit reads");
    }
    FieldReader in = new FieldReader(value, 1);
    return new StoredApiKey(
        id,
        in.text(1),
        in.number(2),
        in.number(3),
        in.number(4),
        in.text(5),
        in.has(6) ? ApiKey.Scope.valueOf(in.text(6)) : ApiKey.Scope.ALL);
  }
}
