package io.orbit.kernel.catalog;

import io.orbit.api.catalog.CatalogObject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Told what transactions changed in the catalog, once they have committed. Thread-safe. */
public interface CatalogObserver {
  /** Looks at nothing. */
  CatalogObserver NONE = transaction -> changes -> {};

  /**
   * A transaction is about to change the catalog for the first time, on its session's thread.
   *
   * @return told what it changed if it commits, before that is acknowledged; must not fail
   */
  Consumer<List<Change>> begins(long transaction);

  /**
   * An object before a transaction and after it.
   *
   * @param before empty for a new one
   * @param after empty for one that is gone
   */
  record Change(Optional<CatalogObject> before, Optional<CatalogObject> after) {}
}
