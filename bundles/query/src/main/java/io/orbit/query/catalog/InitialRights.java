package io.orbit.query.catalog;

import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import java.util.List;

/** pg_init_privs: rights that come with the system, which dumps leave out. */
final class InitialRights {
  private static final long CLASS = SystemRelations.oid("pg_catalog", "pg_class");
  private static final long SCHEMA = SystemRelations.oid("pg_catalog", "pg_namespace");

  private InitialRights() {}

  static void rows(SystemView view, SystemRows rows) {
    for (SystemRelation relation : SystemRelations.all()) {
      row(rows, CLASS, relation.oid(), ClassRows.SYSTEM_RIGHTS);
    }
    for (SystemView.Foreign table : view.foreignTables()) {
      row(rows, CLASS, table.oid(), ClassRows.SYSTEM_RIGHTS);
    }
    for (long schema : view.virtualSchemas().values()) {
      row(rows, SCHEMA, schema, NamespaceRows.SYSTEM_RIGHTS);
    }
    row(rows, SCHEMA, SystemRelations.PG_CATALOG, NamespaceRows.SYSTEM_RIGHTS);
    row(rows, SCHEMA, SystemRelations.INFORMATION_SCHEMA, NamespaceRows.SYSTEM_RIGHTS);
  }

  private static void row(SystemRows rows, long ofClass, long object, List<String> rights) {
    rows.row()
        .put("objoid", object)
        .put("classoid", ofClass)
        .put("objsubid", 0)
        .put("privtype", 'i')
        .put("initprivs", rights);
  }
}
