package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.SystemRelations;

/** pg_depend: what columns and constraints own, as far as clients follow it. */
final class DependencyRows {
  private static final long CLASS = SystemRelations.oid("pg_catalog", "pg_class");
  private static final long CONSTRAINT = SystemRelations.oid("pg_catalog", "pg_constraint");

  private static final char AUTOMATIC = 'a';
  private static final char INTERNAL = 'i';

  private DependencyRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      for (Column column : table.columns()) {
        if (column.sequence() != 0) {
          boolean identity = column.identity() != Column.Identity.NONE;
          depend(rows, CLASS, column.sequence(), table.id(), column.id())
              .put("refclassid", CLASS)
              .put("deptype", identity ? INTERNAL : AUTOMATIC);
        }
      }
      if (!table.primaryKey().isEmpty()) {
        long oid = CatalogOids.primaryKey(table);
        depend(rows, CLASS, oid, oid, 0).put("refclassid", CONSTRAINT).put("deptype", INTERNAL);
      }
      for (Index index : table.indexes()) {
        index(rows, table, index);
      }
    }
  }

  private static void index(SystemRows rows, Collection table, Index index) {
    if (index.constraint()) {
      depend(rows, CLASS, index.id(), index.id(), 0)
          .put("refclassid", CONSTRAINT)
          .put("deptype", INTERNAL);
      return;
    }
    for (Index.Element element : index.elements()) {
      depend(rows, CLASS, index.id(), table.id(), element.column())
          .put("refclassid", CLASS)
          .put("deptype", AUTOMATIC);
    }
  }

  private static SystemRows depend(
      SystemRows rows, long classId, long object, long referenced, int column) {
    return rows.row()
        .put("classid", classId)
        .put("objid", object)
        .put("refobjid", referenced)
        .put("refobjsubid", column);
  }
}
