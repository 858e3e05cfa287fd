package io.orbit.kernel.catalog;

import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import java.util.Optional;

/**
 * The random bytes, made once for each store and never shown, from which what must look random but
 * be the same each time is derived. Lies beside the catalog's objects.
 */
public final class StoreSecret {
  private StoreSecret() {}

  /** The store's secret; empty until its first start is complete. */
  public static Optional<byte[]> read(ReadView view) {
    RecordView record = new RecordView();
    return view.get(Store.CATALOG_SPACE, CatalogFormat.SECRET_KEY, record)
        ? Optional.of(record.copy())
        : Optional.empty();
  }

  /** Sets the secret when the transaction commits. Blocks while another transaction does so. */
  public static void write(Transaction transaction, byte[] secret) {
    byte[] key = CatalogFormat.SECRET_KEY;
    Wait wait = transaction.lock(Store.CATALOG_SPACE, key, LockMode.EXCLUSIVE);
    if (wait != null) {
      wait.await(0);
    }
    transaction.put(Store.CATALOG_SPACE, key, ValueType.ROW, secret, 0);
  }
}
