package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TypeOids;
import java.util.List;

/** pg_attribute: columns of relations, and of indexes. */
final class AttributeRows {
  private AttributeRows() {}

  static void rows(SystemView view, SystemRows rows) {
    for (SystemRelation relation : SystemRelations.all()) {
      relation.columns().forEach(column -> column(rows, relation.oid(), column.id(), column));
    }
    for (SystemView.Foreign foreign : view.foreignTables()) {
      for (Column column : foreign.table().columns()) {
        column(rows, foreign.oid(), column.id(), column);
      }
    }
    for (Collection collection : view.collections()) {
      for (Column column : collection.columns()) {
        column(rows, collection.id(), column.id(), column);
        rows.put("attacl", AccessList.ofColumn(view, collection, column.id()));
      }
      indexes(rows, collection);
    }
    UserTypeRows.attributes(view, rows);
  }

  private static void column(SystemRows rows, long relation, int number, Column column) {
    boolean generated = !column.generatedText().isEmpty();
    attribute(rows, relation, number, column.name(), column.type())
        .put("attnotnull", column.notNull())
        .put("atthasdef", generated || !column.defaultText().isEmpty())
        .put("attidentity", identity(column))
        .put("attgenerated", generated ? 's' : (char) 0)
        .put("attcollation", collation(column));
  }

  private static SystemRows attribute(
      SystemRows rows, long relation, int number, String name, DataType type) {
    return rows.row()
        .put("attrelid", relation)
        .put("attname", name)
        .put("atttypid", TypeOids.of(type))
        .put("attstattarget", -1)
        .put("attlen", TypeCatalog.length(type))
        .put("attnum", number)
        .put("attndims", type.kind() == TypeKind.ARRAY ? 1 : 0)
        .put("attcacheoff", -1)
        .put("atttypmod", TypeCatalog.modifier(type))
        .put("attbyval", TypeCatalog.byValue(type))
        .put("attalign", TypeCatalog.align(type))
        .put("attstorage", TypeCatalog.storage(type))
        .put("attislocal", true)
        .put("attcollation", TypeCatalog.collation(type));
  }

  static long collation(Column column) {
    long own = TypeCatalog.collation(column.type());
    return switch (column.collation()) {
      case "" -> own;
      case "C" -> SystemIds.C_COLLATION;
      default -> own;
    };
  }

  private static char identity(Column column) {
    return switch (column.identity()) {
      case NONE -> (char) 0;
      case BY_DEFAULT -> 'd';
      case ALWAYS -> 'a';
    };
  }

  private static void indexes(SystemRows rows, Collection table) {
    if (!table.primaryKey().isEmpty()) {
      List<Integer> key = SystemView.primaryKeyIds(table);
      for (int i = 0; i < key.size(); i++) {
        Column column = SystemView.column(table, key.get(i));
        attribute(rows, CatalogOids.primaryKey(table), i + 1, column.name(), column.type());
      }
    }
    for (Index index : table.indexes()) {
      int number = 0;
      for (Index.Element element : index.elements()) {
        number++;
        if (element.column() == 0) {
          attribute(rows, index.id(), number, "expr", DataType.TEXT);
        } else {
          Column column = SystemView.column(table, element.column());
          attribute(rows, index.id(), number, column.name(), column.type());
        }
      }
      for (int included : index.include()) {
        Column column = SystemView.column(table, included);
        attribute(rows, index.id(), ++number, column.name(), column.type());
      }
    }
  }

  /** pg_attrdef: defaults and generated columns' expressions. */
  static void defaults(SystemView view, SystemRows rows) {
    forEachDefault(
        view,
        (place, oid) -> {
          Column column = place.column();
          boolean generated = !column.generatedText().isEmpty();
          rows.row()
              .put("oid", oid)
              .put("adrelid", place.table().id())
              .put("adnum", column.id())
              .put("adbin", generated ? column.generatedText() : column.defaultText());
        });
  }

  /** A column with a default. */
  record Place(Collection table, Column column) {}

  /** Columns with a default or a generation expression, with its OID. */
  static void forEachDefault(SystemView view, RelationRows.Numbered<Place> action) {
    long number = 0;
    for (Collection collection : view.collections()) {
      for (Column column : collection.columns()) {
        if (!column.generatedText().isEmpty() || !column.defaultText().isEmpty()) {
          action.accept(new Place(collection, column), CatalogOids.unnamed(number++));
        }
      }
    }
  }
}
