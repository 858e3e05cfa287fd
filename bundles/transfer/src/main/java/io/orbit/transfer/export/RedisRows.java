package io.orbit.transfer.export;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.transfer.RedisForm;
import io.orbit.transfer.archive.RowFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Writes Redis' keys of a database, of all key spaces, as the transaction sees them. */
final class RedisRows {
  private static final long MICROS = 1000;

  private final Session session;
  private final Keyspace scan;
  private final Keyspace values;
  private final RowFile out;
  private final Runnable each;
  private long streams;

  /**
   * @param each called once a line, to count it and to stop
   */
  RedisRows(
      Keyspaces keyspaces, Session session, Transaction transaction, RowFile out, Runnable each) {
    this.session = session;
    this.out = out;
    this.each = each;
    scan = open(keyspaces, session, transaction);
    values = open(keyspaces, session, transaction);
  }

  private static Keyspace open(Keyspaces keyspaces, Session session, Transaction transaction) {
    Keyspace keyspace = keyspaces.open(session);
    keyspace.setMayWait(true);
    keyspace.enter(transaction);
    return keyspace;
  }

  void write() throws IOException {
    try {
      for (int number = 0; number < Keyspaces.COUNT; number++) {
        int database = number;
        scan.select(number);
        values.select(number);
        scan.keys().forEach((key, type) -> key(database, key, type));
      }
    } catch (UncheckedIOException failure) {
      throw failure.getCause();
    }
  }

  /** How many keys were left out because they are streams, for which there is no form yet. */
  long streams() {
    return streams;
  }

  private void key(int database, byte[] bytes, KeyType type) {
    session.checkCanceled();
    ByteRange key = ByteRange.of(bytes);
    long expires = values.keys().expiresAt(key);
    Long expiresAt = expires == Keys.NO_EXPIRY || expires == Keys.NO_KEY ? null : expires * MICROS;
    if (values.isRow(key)) {
      if (expiresAt != null) {
        add(database, bytes, RedisForm.ROW, expiresAt, null, null);
      }
      return;
    }
    String name = type.redisName();
    switch (type) {
      case STRING -> {
        ByteRange value = new ByteRange();
        if (values.strings().get(key, value)) {
          add(database, bytes, name, expiresAt, null, value.copy());
        }
      }
      case HASH -> {
        var hash = values.hashes().view(key);
        if (hash != null) {
          hash.forEach(
              (field, value) -> add(database, bytes, name, expiresAt, field.copy(), value.copy()));
        }
      }
      case LIST -> {
        var list = values.lists().view(key);
        if (list != null) {
          list.forEach(
              0,
              list.size(),
              (position, element) -> {
                add(database, bytes, name, expiresAt, null, element.copy());
                return true;
              });
        }
      }
      case SET -> {
        var set = values.sets().view(key);
        if (set != null) {
          set.forEach(member -> add(database, bytes, name, expiresAt, member.copy(), null));
        }
      }
      case SORTED_SET -> {
        var set = values.sortedSets().view(key);
        if (set != null) {
          set.forEach(
              0,
              set.size(),
              (member, score) ->
                  add(database, bytes, name, expiresAt, member.copy(), ascii(score)));
        }
      }
      case STREAM -> streams++;
      case JSON, BLOOM_FILTER, CUCKOO_FILTER, COUNT_MIN_SKETCH, TOP_K, T_DIGEST, TIME_SERIES -> {
        var tree = values.trees(type).view(key);
        if (tree != null) {
          tree.forEach(
              null,
              (element, value) -> {
                add(database, bytes, name, expiresAt, element, value);
                return true;
              });
        }
      }
    }
  }

  private static byte[] ascii(double score) {
    return Double.toString(score).getBytes(StandardCharsets.US_ASCII);
  }

  private void add(
      int database,
      byte[] key,
      String type,
      @Nullable Long expiresAt,
      byte @Nullable [] element,
      byte @Nullable [] value) {
    try {
      out.add(new Object[] {database, key, type, expiresAt, element, value});
      each.run();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
