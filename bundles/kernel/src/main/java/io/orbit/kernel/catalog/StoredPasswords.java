package io.orbit.kernel.catalog;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The verifiers of a role's passwords and since when they held, newest first, beside the catalog's
 * objects: key {@code 06 role(8)}, value lines of {@code milliseconds verifier} in ASCII. Written
 * with the role that gets the password, in its transaction.
 */
public final class StoredPasswords {
  /** More are not kept. */
  public static final int KEPT = 24;

  private static final byte FIRST = 6;
  private static final int KEY_LENGTH = 1 + Long.BYTES;

  private StoredPasswords() {}

  /**
   * A password that a role has or had.
   *
   * @param since milliseconds since 1970
   * @param verifier in PostgreSQL's text form
   */
  public record Entry(long since, String verifier) {}

  /** Those of a role, newest first; empty for passwords of before they were kept. */
  public static List<Entry> of(ReadView view, long role) {
    RecordView record = new RecordView();
    return view.get(Store.CATALOG_SPACE, key(role), record) ? decode(record.copy()) : List.of();
  }

  /** A role has a password from now on. */
  static void add(Transaction transaction, long role, Entry entry) {
    List<Entry> entries = new ArrayList<>(read(transaction, role));
    entries.addFirst(entry);
    StringBuilder text = new StringBuilder();
    for (Entry one : entries.subList(0, Math.min(KEPT, entries.size()))) {
      text.append(one.since()).append(' ').append(one.verifier()).append('\n');
    }
    byte[] value = text.toString().getBytes(StandardCharsets.US_ASCII);
    transaction.put(Store.CATALOG_SPACE, key(role), ValueType.ROW, value, 0);
  }

  /** The role is no more. */
  static void remove(Transaction transaction, long role) {
    if (!read(transaction, role).isEmpty()) {
      transaction.delete(Store.CATALOG_SPACE, key(role));
    }
  }

  private static List<Entry> read(Transaction transaction, long role) {
    Optional<Wait> wait =
        Optional.ofNullable(transaction.lock(Store.CATALOG_SPACE, key(role), LockMode.EXCLUSIVE));
    wait.ifPresent(lock -> lock.await(0));
    RecordView record = new RecordView();
    return transaction.get(Store.CATALOG_SPACE, key(role), record)
        ? decode(record.copy())
        : List.of();
  }

  private static byte[] key(long role) {
    return ByteBuffer.allocate(KEY_LENGTH).put(FIRST).putLong(role).array();
  }

  private static List<Entry> decode(byte[] value) {
    return new String(value, StandardCharsets.US_ASCII)
        .lines()
        .map(line -> line.split(" ", 2))
        .map(parts -> new Entry(Long.parseLong(parts[0]), parts[1]))
        .toList();
  }
}
