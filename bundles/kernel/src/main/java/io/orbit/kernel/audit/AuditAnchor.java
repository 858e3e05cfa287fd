package io.orbit.kernel.audit;

import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.kernel.catalog.StoredAuditHead;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The newest entry as the store knows it: a record beside the catalog's objects, {@code number
 * hash} as text.
 */
record AuditAnchor(long number, String hash) {
  private static final TransactionOptions OPTIONS =
      new TransactionOptions(Isolation.READ_COMMITTED, false, Durability.EVERYSEC, true);

  static Optional<AuditAnchor> read(Store store) {
    return StoredAuditHead.read(store.latest())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8).split(" "))
        .map(words -> new AuditAnchor(Long.parseLong(words[0]), words[1]));
  }

  void write(Store store) {
    try (Transaction transaction = store.begin(OPTIONS)) {
      StoredAuditHead.write(transaction, (number + " " + hash).getBytes(StandardCharsets.UTF_8));
      transaction.commit();
    }
  }
}
