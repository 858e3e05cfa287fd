package io.orbit.keyspace;

import io.orbit.api.catalog.Database;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.storage.RecordCursor;
import io.orbit.api.storage.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * SWAPDB: two key spaces change places in the list of their database, which is a record of the
 * catalog like any other. No key is touched; blocks.
 */
final class KeySpaceSwap {
  private final Access access;

  KeySpaceSwap(Access access) {
    this.access = access;
  }

  /** Inside the transaction entered. */
  void run(int first, int second) {
    int firstSpace = access.space(first);
    int secondSpace = access.space(second);
    if (firstSpace == secondSpace) {
      return;
    }
    Transaction transaction = access.requireTransaction();
    access.catalog().lock(transaction, access.session.database().id(), true);
    Database database = access.session.database();
    if (first == 0 || second == 0) {
      refuseRowNames(database.keySpaces().get(first == 0 ? second : first));
    }
    List<Integer> spaces = new ArrayList<>(database.keySpaces());
    Collections.swap(spaces, first, second);
    access
        .catalog()
        .edit(transaction)
        .put(
            new Database(
                database.id(),
                database.name(),
                0,
                database.owner(),
                database.grants(),
                database.engine(),
                List.copyOf(spaces),
                database.settings(),
                database.comment()));
    access.swapped(first, second);
  }

  private void refuseRowNames(int space) {
    RowPrefixes rows = access.defaultRowPrefixes();
    if (rows.isEmpty()) {
      return;
    }
    try (RecordCursor cursor = access.reads().all(space)) {
      while (cursor.next()) {
        ByteRange key = ByteRange.of(cursor.key());
        if (rows.find(key) != null) {
          throw Rows.notAllowed("'" + key.utf8() + "' would become the name of a row of a table");
        }
      }
    }
  }
}
