package io.orbit.query.catalog;

import io.orbit.api.catalog.Schema;
import io.orbit.query.type.SystemRelations;
import java.util.List;
import java.util.Map;

/** pg_namespace. */
final class NamespaceRows {
  /** On every schema of the system's. */
  static final List<String> SYSTEM_RIGHTS = List.of("orbit=UC/orbit", "=U/orbit");

  private NamespaceRows() {}

  static void rows(SystemView view, SystemRows rows) {
    system(rows, SystemRelations.PG_CATALOG, "pg_catalog");
    system(rows, SystemRelations.INFORMATION_SCHEMA, "information_schema");
    for (Schema schema : view.schemas()) {
      rows.row()
          .put("oid", schema.id())
          .put("nspname", schema.name())
          .put("nspowner", schema.owner())
          .put("nspacl", AccessList.of(view, schema));
    }
    for (Map.Entry<String, Long> virtual : view.virtualSchemas().entrySet()) {
      if (view.catalog().schema(view.database().id(), virtual.getKey()).isEmpty()) {
        system(rows, virtual.getValue(), virtual.getKey());
      }
    }
  }

  private static void system(SystemRows rows, long oid, String name) {
    rows.row()
        .put("oid", oid)
        .put("nspname", name)
        .put("nspowner", SystemIds.BOOTSTRAP_ROLE)
        .put("nspacl", SYSTEM_RIGHTS);
  }
}
