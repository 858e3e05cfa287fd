package io.orbit.query.type;

import io.orbit.api.catalog.Collection;

/**
 * OIDs of what PostgreSQL counts as an object and the catalog does not. Catalog ids stay below
 * 2<sup>31</sup>, so the upper half of the OIDs is free for what can be told from an id: the index
 * (and constraint) of a primary key has its table's id with the highest bit set.
 */
public final class ObjectIds {
  private static final long PRIMARY_KEY = 1L << 31;
  private static final long DERIVED = 3L << 30;

  private ObjectIds() {}

  /** The OID of a table's primary key, as an index and as a constraint. */
  public static long primaryKey(Collection table) {
    return PRIMARY_KEY | table.id();
  }

  /** True for an OID that {@link #primaryKey} made. */
  public static boolean isPrimaryKey(long oid) {
    return (oid & PRIMARY_KEY) != 0 && (oid & DERIVED) != DERIVED;
  }

  /** The table of a primary key's OID. */
  public static long tableOfPrimaryKey(long oid) {
    return oid & ~PRIMARY_KEY;
  }

  /** An OID for the nth derived row (a column default, a view's rule), unique in its catalog. */
  public static long derived(long number) {
    return DERIVED | number;
  }
}
