package io.orbit.query.type;

import io.orbit.api.catalog.Collection;

/** OIDs of what the catalog keeps without an id of its own. */
public final class CatalogOids {
  /** Catalog ids are below this. */
  private static final long DERIVED = 1L << 31;

  private CatalogOids() {}

  /** OID of a table's primary key, both of its constraint and of the index shown for it. */
  public static long primaryKey(Collection table) {
    return DERIVED + table.id();
  }

  /** True for an OID that {@link #primaryKey} made. */
  public static boolean isPrimaryKey(long oid) {
    return oid >= DERIVED;
  }

  /** The table whose primary key has that OID. */
  public static long tableOfPrimaryKey(long oid) {
    return oid - DERIVED;
  }
}
