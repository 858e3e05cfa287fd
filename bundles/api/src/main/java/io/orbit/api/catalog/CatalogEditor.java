package io.orbit.api.catalog;

/** Changes to the catalog within one transaction. One thread at a time. */
public interface CatalogEditor {
  /** A new object id. */
  long newId();

  /**
   * Adds or replaces an object by its id; its version is set by the catalog. The caller holds its
   * exclusive lock (a new object needs none).
   *
   * @throws io.orbit.api.error.OrbitException DUPLICATE_DATABASE, DUPLICATE_SCHEMA, DUPLICATE_TABLE
   *     or DUPLICATE_OBJECT when another object has the name
   */
  void put(CatalogObject object);

  /** Removes an object by its id. Dependents are the caller's business. */
  void remove(long id);
}
