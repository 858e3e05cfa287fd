package io.orbit.keyspace;

import io.orbit.api.catalog.Collection;
import io.orbit.api.keyspace.KeyEvent;
import io.orbit.api.keyspace.KeyName;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction has done to keys so far; what a savepoint takes back is forgotten. One thread
 * at a time, the transaction's.
 */
final class TransactionEvents {
  private record Told(KeyName name, @Nullable KeyEvent event, @Nullable Session by) {}

  private final KeyEvents events;
  private final Transaction transaction;
  private final Deque<Told> told = new ArrayDeque<>();
  private @Nullable Collection quietCollection;
  private byte[] quietKey = new byte[0];

  TransactionEvents(KeyEvents events, Transaction transaction) {
    this.events = events;
    this.transaction = transaction;
  }

  void add(KeyName name, @Nullable KeyEvent event, @Nullable Session by) {
    told.addLast(new Told(name, event, by));
    transaction.onUndo(told::removeLast);
  }

  /** Until {@link #endQuiet} somebody else says what happens to a row. */
  void beginQuiet(Collection collection, byte[] key) {
    quietCollection = collection;
    quietKey = key;
  }

  void endQuiet() {
    quietCollection = null;
  }

  boolean isQuiet(Collection collection, byte[] key) {
    Collection quiet = quietCollection;
    return quiet != null && quiet.id() == collection.id() && Arrays.equals(quietKey, key);
  }

  void tell() {
    told.forEach(each -> events.tell(each.name(), each.event(), each.by()));
    events.told();
  }
}
