package io.orbit.kernel.catalog;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.util.Optional;

/** What the store knows of the audit log's end. Lies beside the catalog's objects. */
public final class StoredAuditHead {
  private StoredAuditHead() {}

  /** As it was last written; empty before that. */
  public static Optional<byte[]> read(ReadView view) {
    RecordView record = new RecordView();
    return view.get(Store.CATALOG_SPACE, CatalogFormat.AUDIT_KEY, record)
        ? Optional.of(record.copy())
        : Optional.empty();
  }

  /** Sets it when the transaction commits. Blocks while another transaction does so. */
  public static void write(Transaction transaction, byte[] head) {
    byte[] key = CatalogFormat.AUDIT_KEY;
    Wait wait = transaction.lock(Store.CATALOG_SPACE, key, LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
    transaction.put(Store.CATALOG_SPACE, key, ValueType.ROW, head, 0);
  }
}
