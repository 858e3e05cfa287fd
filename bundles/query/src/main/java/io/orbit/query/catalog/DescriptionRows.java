package io.orbit.query.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Role;
import io.orbit.query.type.SystemRelations;

/** pg_description and pg_shdescription: comments. */
final class DescriptionRows {
  private static final long CLASS = SystemRelations.oid("pg_catalog", "pg_class");
  private static final long NAMESPACE = SystemRelations.oid("pg_catalog", "pg_namespace");
  private static final long DATABASE = SystemRelations.oid("pg_catalog", "pg_database");
  private static final long ROLE = SystemRelations.oid("pg_catalog", "pg_authid");

  private DescriptionRows() {}

  static void rows(SystemView view, SystemRows rows) {
    row(rows, SystemRelations.PG_CATALOG, NAMESPACE, 0, "system catalog schema");
    view.schemas().forEach(s -> row(rows, s.id(), NAMESPACE, 0, s.comment()));
    for (Collection collection : view.collections()) {
      row(rows, collection.id(), CLASS, 0, collection.comment());
      for (Column column : collection.columns()) {
        row(rows, collection.id(), CLASS, column.id(), column.comment());
      }
      for (Index index : collection.indexes()) {
        row(rows, index.id(), CLASS, 0, index.comment());
      }
    }
  }

  private static void row(SystemRows rows, long object, long classId, int column, String text) {
    if (!text.isEmpty()) {
      rows.row()
          .put("objoid", object)
          .put("classoid", classId)
          .put("objsubid", column)
          .put("description", text);
    }
  }

  static void shared(SystemView view, SystemRows rows) {
    for (Database database : view.catalog().databases()) {
      shared(rows, database, DATABASE, database.comment());
    }
    for (Role role : view.catalog().roles()) {
      shared(rows, role, ROLE, role.comment());
    }
  }

  private static void shared(SystemRows rows, CatalogObject object, long classId, String text) {
    if (!text.isEmpty()) {
      rows.row().put("objoid", object.id()).put("classoid", classId).put("description", text);
    }
  }
}
