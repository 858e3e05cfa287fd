package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Routine;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.SystemRelations;

/** pg_depend: what columns, constraints, defaults and views stand on, as far as clients ask. */
final class DependencyRows {
  private static final long CLASS = SystemRelations.oid("pg_catalog", "pg_class");
  private static final long CONSTRAINT = SystemRelations.oid("pg_catalog", "pg_constraint");

  private static final long DEFAULT = SystemRelations.oid("pg_catalog", "pg_attrdef");
  private static final long RULE = SystemRelations.oid("pg_catalog", "pg_rewrite");
  private static final long ROUTINE = SystemRelations.oid("pg_catalog", "pg_proc");

  private static final long SCHEMA = SystemRelations.oid("pg_catalog", "pg_namespace");
  private static final long EXTENSION = SystemRelations.oid("pg_catalog", "pg_extension");

  private static final char AUTOMATIC = 'a';
  private static final char MEMBER = 'e';
  private static final char NORMAL = 'n';
  private static final char INTERNAL = 'i';

  private DependencyRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (Collection table : view.collections(Collection.Kind.TABLE)) {
      for (Column column : table.columns()) {
        long sequence = DefaultSequences.of(view, table, column);
        if (column.sequence() != 0 || DefaultSequences.owns(view, table, sequence)) {
          boolean identity = column.identity() != Column.Identity.NONE;
          depend(rows, CLASS, sequence, table.id(), column.id())
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
    defaults(view, rows);
    views(view, rows);
    for (SystemView.Foreign table : view.foreignTables()) {
      ofExtension(rows, CLASS, table.oid());
    }
    view.virtualSchemas().values().forEach(schema -> ofExtension(rows, SCHEMA, schema));
  }

  private static void ofExtension(SystemRows rows, long ofClass, long object) {
    depend(rows, ofClass, object, ExtensionRows.OID, 0)
        .put("refclassid", EXTENSION)
        .put("deptype", MEMBER);
  }

  /** What a column's default takes its numbers from. */
  private static void defaults(SystemView view, SystemRows rows) {
    AttributeRows.forEachDefault(
        view,
        (place, oid) -> {
          depend(rows, DEFAULT, oid, place.table().id(), place.column().id())
              .put("refclassid", CLASS)
              .put("deptype", AUTOMATIC);
          long sequence = DefaultSequences.of(view, place.table(), place.column());
          if (sequence != 0) {
            depend(rows, DEFAULT, oid, sequence, 0).put("refclassid", CLASS).put("deptype", NORMAL);
          }
        });
  }

  /** What views read and call. */
  private static void views(SystemView view, SystemRows rows) {
    RelationRows.forEachRule(
        view,
        (one, oid) -> {
          depend(rows, RULE, oid, one.id(), 0).put("refclassid", CLASS).put("deptype", INTERNAL);
          for (long used : view.sources().viewUses().of(view.session(), view.catalog(), one)) {
            boolean routine = view.catalog().object(used).orElse(null) instanceof Routine;
            depend(rows, RULE, oid, used, 0)
                .put("refclassid", routine ? ROUTINE : CLASS)
                .put("deptype", NORMAL);
          }
        });
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
