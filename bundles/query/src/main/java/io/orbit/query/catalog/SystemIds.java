package io.orbit.query.catalog;

import io.orbit.query.function.FunctionDefinition;
import io.orbit.query.type.InputFunctions;
import java.util.List;

/** OIDs that PostgreSQL assigns by hand and that clients know. */
final class SystemIds {
  static final long BOOTSTRAP_ROLE = 10;
  static final long DEFAULT_TABLESPACE = 1663;
  static final long HEAP = 2;
  static final long BTREE = 403;
  static final long DEFAULT_COLLATION = 100;
  static final long C_COLLATION = 950;
  static final long INTERNAL_LANGUAGE = 12;
  static final int UTF8 = 6;

  private SystemIds() {}

  /** The OID of a built-in function by name, 0 when there is none. */
  static long function(SystemView view, String name) {
    List<FunctionDefinition> named = view.sources().functions().named(name);
    return named.isEmpty()
        ? InputFunctions.oid(name).orElse(0)
        : view.sources().functions().oid(named.getFirst());
  }
}
