package io.orbit.kernel.catalog;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * A group of consumers of a change feed as it lies beside the catalog's objects: key {@code 04
 * name}, value {@code format(1) field*} with the fields as {@link CatalogFormat} has them: 1 the
 * acknowledged place, 2 createdAt, 3 spaces with before images (repeated).
 *
 * @param place the text of the place up to which it has acknowledged
 * @param createdAt milliseconds since 1970
 */
public record StoredFeedGroup(String name, String place, long createdAt, Set<Integer> images) {
  private static final byte FIRST = 4;
  private static final byte FORMAT = 1;

  /** All groups, in no promised order. */
  public static List<StoredFeedGroup> all(ReadView view) {
    List<StoredFeedGroup> all = new ArrayList<>();
    try (RecordCursor records = view.all(Store.CATALOG_SPACE)) {
      while (records.next()) {
        byte[] key = records.key();
        if (key.length > 1 && key[0] == FIRST) {
          all.add(decode(key, records.value().copy()));
        }
      }
    }
    return all;
  }

  /** Whether the store has it, once the transaction has its lock. Blocks for that. */
  public static boolean lock(Transaction transaction, String name) {
    Wait wait = transaction.lock(Store.CATALOG_SPACE, key(name), LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
    return transaction.getLatest(Store.CATALOG_SPACE, key(name), new RecordView());
  }

  /** Writes this when the transaction, which has its lock, commits. */
  public void put(Transaction transaction) {
    byte[] fields =
        new FieldWriter()
            .text(1, place)
            .number(2, createdAt)
            .numbers(3, new TreeSet<>(images))
            .toBytes();
    byte[] value = Arrays.copyOf(new byte[] {FORMAT}, 1 + fields.length);
    System.arraycopy(fields, 0, value, 1, fields.length);
    transaction.put(Store.CATALOG_SPACE, key(name), ValueType.ROW, value, 0);
  }

  /** Removes the group when the transaction, which has its lock, commits. */
  public static void remove(Transaction transaction, String name) {
    transaction.delete(Store.CATALOG_SPACE, key(name));
  }

  private static byte[] key(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] key = new byte[1 + text.length];
    key[0] = FIRST;
    System.arraycopy(text, 0, key, 1, text.length);
    return key;
  }

  private static StoredFeedGroup decode(byte[] key, byte[] value) {
    if (value.length == 0 || value[0] != FORMAT) {
      throw new OrbitException(
          ErrorCode.DATA_CORRUPTED,
          "the record of a feed's group has no format that this Orbit reads");
    }
    FieldReader in = new FieldReader(value, 1);
    return new StoredFeedGroup(
        new String(key, 1, key.length - 1, StandardCharsets.UTF_8),
        in.text(1),
        in.number(2),
        Set.copyOf(in.integers(3)));
  }
}
