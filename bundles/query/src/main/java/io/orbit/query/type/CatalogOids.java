package io.orbit.query.type;

import io.orbit.api.catalog.Collection;

/** OIDs of what the catalog keeps without an id of its own. */
public final class CatalogOids {
  /** Catalog ids are below this. */
  private static final long DERIVED = 1L << 31;

  /** Nothing that has an id is this far up. */
  private static final long UNNAMED = 3L << 30;

  private CatalogOids() {}

  /** OID of the array type of a user's type. */
  public static long array(long type) {
    return DERIVED + type;
  }

  /** The user's type whose array type has that OID; 0 where it is none. */
  public static long elementOfArray(long oid) {
    return oid >= DERIVED && oid < UNNAMED ? oid - DERIVED : 0;
  }

  /** OID of the nth part of a type: a label, a constraint. */
  public static long partOfType(long type, int number) {
    return unnamed((type << 8 | number & 0xFF) & (1L << 30) - 1);
  }

  /** OID of the nth of things that have no id (column defaults, views' rules). */
  public static long unnamed(long number) {
    return UNNAMED + number;
  }

  /** OID of a table's primary key, both of its constraint and of the index shown for it. */
  public static long primaryKey(Collection table) {
    return DERIVED + table.id();
  }

  /** True for an OID that {@link #primaryKey} made. */
  public static boolean isPrimaryKey(long oid) {
    return oid >= DERIVED && oid < UNNAMED;
  }

  /** The table whose primary key has that OID. */
  public static long tableOfPrimaryKey(long oid) {
    return oid - DERIVED;
  }
}
