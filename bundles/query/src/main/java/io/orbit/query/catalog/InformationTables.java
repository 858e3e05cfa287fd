package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.Sequence;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TemporarySchema;
import java.util.Map;

/** information_schema: schemata, tables, views, sequences and what names the database. */
final class InformationTables {
  private static final int BINARY = 2;

  private InformationTables() {}

  static void catalogName(SystemView view, SystemRows rows) {
    rows.row().put("catalog_name", view.database().name());
  }

  static void schemata(SystemView view, SystemRows rows) {
    String administrator = view.roleName(SystemIds.BOOTSTRAP_ROLE);
    if (view.session().principal().superuser()) {
      schema(view, rows, "pg_catalog", administrator);
      schema(view, rows, "information_schema", administrator);
      for (Map.Entry<String, Long> virtual : view.virtualSchemas().entrySet()) {
        if (view.catalog().schema(view.database().id(), virtual.getKey()).isEmpty()) {
          schema(view, rows, virtual.getKey(), administrator);
        }
      }
    }
    for (Schema schema : view.schemas()) {
      if (view.session().owns(schema)) {
        schema(view, rows, schema.name(), view.roleName(schema.owner()));
      }
    }
  }

  private static void schema(SystemView view, SystemRows rows, String name, String owner) {
    rows.row()
        .put("catalog_name", view.database().name())
        .put("schema_name", name)
        .put("schema_owner", owner);
  }

  static void tables(SystemView view, SystemRows rows) {
    for (SystemRelation relation : SystemRelations.all()) {
      table(view, rows, relation.schema(), relation.name(), relation.kind() == 'r', false);
    }
    for (SystemView.Foreign foreign : view.foreignTables()) {
      boolean table = !foreign.table().key().isEmpty();
      table(view, rows, foreign.table().schema(), foreign.table().name(), table, table);
    }
    for (Collection one : view.collections()) {
      boolean shown = one.kind() != Collection.Kind.SEQUENCE && !one.isMaterializedView();
      if (shown && view.mayKnow(one)) {
        boolean table = one.kind() == Collection.Kind.TABLE;
        table(view, rows, view.schemaName(one.schema()), one.name(), table, table);
      }
    }
  }

  private static void table(
      SystemView view,
      SystemRows rows,
      String schema,
      String name,
      boolean table,
      boolean insertable) {
    rows.row()
        .put("table_catalog", view.database().name())
        .put("table_schema", schema)
        .put("table_name", name)
        .put("table_type", table ? kind(schema) : "VIEW")
        .put("is_insertable_into", yesNo(insertable))
        .put("is_typed", "NO");
  }

  static void views(SystemView view, SystemRows rows) {
    for (Collection one : view.collections(Collection.Kind.VIEW)) {
      if (view.mayKnow(one)) {
        rows.row()
            .put("table_catalog", view.database().name())
            .put("table_schema", view.schemaName(one.schema()))
            .put("table_name", one.name())
            .put("view_definition", view.session().owns(one) ? " " + one.definition() + ";" : null)
            .put("check_option", "NONE")
            .put("is_updatable", "NO")
            .put("is_insertable_into", "NO")
            .put("is_trigger_updatable", "NO")
            .put("is_trigger_deletable", "NO")
            .put("is_trigger_insertable_into", "NO");
      }
    }
  }

  /** Sequences of their own; those of identity columns are not listed. */
  static void sequences(SystemView view, SystemRows rows) {
    for (Collection one : view.collections(Collection.Kind.SEQUENCE)) {
      Sequence sequence = one.sequence();
      if (sequence != null && view.mayKnow(one) && !InformationColumns.isIdentity(view, one)) {
        rows.row()
            .put("sequence_catalog", view.database().name())
            .put("sequence_schema", view.schemaName(one.schema()))
            .put("sequence_name", one.name())
            .put("data_type", io.orbit.query.type.TypeNames.display(sequence.type()))
            .put("numeric_precision", InformationColumns.precision(sequence.type()))
            .put("numeric_precision_radix", BINARY)
            .put("numeric_scale", 0)
            .put("start_value", sequence.start())
            .put("minimum_value", sequence.minimum())
            .put("maximum_value", sequence.maximum())
            .put("increment", sequence.increment())
            .put("cycle_option", yesNo(sequence.cycle()));
      }
    }
  }

  static void characterSets(SystemView view, SystemRows rows) {
    rows.row()
        .put("character_set_name", "UTF8")
        .put("character_repertoire", "UCS")
        .put("form_of_use", "UTF8")
        .put("default_collate_catalog", view.database().name())
        .put("default_collate_schema", "pg_catalog")
        .put("default_collate_name", "C");
  }

  static void collations(SystemView view, SystemRows rows) {
    for (String name : new String[] {"default", "C", "POSIX"}) {
      rows.row()
          .put("collation_catalog", view.database().name())
          .put("collation_schema", "pg_catalog")
          .put("collation_name", name)
          .put("pad_attribute", "NO PAD");
    }
  }

  static String yesNo(boolean value) {
    return value ? "YES" : "NO";
  }

  private static String kind(String schema) {
    return TemporarySchema.isTemporary(schema) ? "LOCAL TEMPORARY" : "BASE TABLE";
  }
}
