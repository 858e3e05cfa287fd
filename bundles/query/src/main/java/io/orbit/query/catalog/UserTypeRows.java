package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.catalog.UserType;
import io.orbit.api.value.CompositeDefinition;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.EnumDefinition;
import io.orbit.query.type.CatalogOids;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.TypeOids;
import java.util.ArrayList;
import java.util.List;

/** What users defined of types: pg_type, pg_enum, domains and their constraints. */
final class UserTypeRows {
  private UserTypeRows() {}

  static List<UserType> all(SystemView view) {
    List<UserType> types = new ArrayList<>();
    for (Schema schema : view.schemas()) {
      types.addAll(view.catalog().types(schema.id()));
    }
    return types;
  }

  /** pg_type: each type, and the array type of each. */
  static void types(SystemView view, SystemRows rows) {
    for (UserType type : all(view)) {
      type(view, rows, type);
      array(view, rows, type.id(), type.name(), type.schema(), type.owner());
    }
    for (Collection table : view.collections()) {
      if (table.kind() != Collection.Kind.SEQUENCE) {
        common(rows, table.id(), table.name(), table.schema(), table.owner())
            .put("typtype", 'c')
            .put("typcategory", 'C')
            .put("typrelid", table.id())
            .put("typarray", CatalogOids.array(table.id()))
            .put("typinput", SystemIds.function(view, "record_in"))
            .put("typoutput", SystemIds.function(view, "record_out"));
        array(view, rows, table.id(), table.name(), table.schema(), table.owner());
      }
    }
  }

  private static SystemRows common(
      SystemRows rows, long oid, String name, long schema, long owner) {
    return rows.row()
        .put("oid", oid)
        .put("typname", name)
        .put("typnamespace", schema)
        .put("typowner", owner)
        .put("typlen", -1)
        .put("typbyval", false)
        .put("typispreferred", false)
        .put("typisdefined", true)
        .put("typdelim", ',')
        .put("typalign", 'd')
        .put("typstorage", 'x')
        .put("typtypmod", -1);
  }

  private static void type(SystemView view, SystemRows rows, UserType type) {
    common(rows, type.id(), type.name(), type.schema(), type.owner())
        .put("typarray", CatalogOids.array(type.id()));
    DataType base = type.type().base();
    switch (type.type().definition()) {
      case EnumDefinition labels ->
          rows.put("typtype", 'e')
              .put("typcategory", 'E')
              .put("typlen", 4)
              .put("typbyval", true)
              .put("typalign", 'i')
              .put("typstorage", 'p')
              .put("typinput", SystemIds.function(view, "enum_in"))
              .put("typoutput", SystemIds.function(view, "enum_out"));
      case CompositeDefinition composite ->
          rows.put("typtype", 'c')
              .put("typcategory", 'C')
              .put("typrelid", type.id())
              .put("typinput", SystemIds.function(view, "record_in"))
              .put("typoutput", SystemIds.function(view, "record_out"));
      case DomainDefinition domain ->
          rows.put("typtype", 'd')
              .put("typcategory", io.orbit.query.type.TypeRules.category(base))
              .put("typlen", TypeCatalog.length(base))
              .put("typbyval", TypeCatalog.byValue(base))
              .put("typalign", TypeCatalog.align(base))
              .put("typstorage", TypeCatalog.storage(base))
              .put("typnotnull", domain.notNull())
              .put("typbasetype", TypeOids.of(domain.base()))
              .put("typtypmod", TypeCatalog.modifier(domain.base()))
              .put("typcollation", TypeCatalog.collation(base))
              .put("typdefault", domain.defaultText().isEmpty() ? null : domain.defaultText())
              .put("typinput", SystemIds.function(view, "domain_in"))
              .put("typoutput", SystemIds.function(view, "textout"));
      case null -> throw new IllegalStateException("a user's type without definition");
    }
  }

  private static void array(
      SystemView view, SystemRows rows, long id, String name, long schema, long owner) {
    common(rows, CatalogOids.array(id), "_" + name, schema, owner)
        .put("typtype", 'b')
        .put("typcategory", 'A')
        .put("typelem", id)
        .put("typinput", SystemIds.function(view, "array_in"))
        .put("typoutput", SystemIds.function(view, "array_out"));
  }

  /** pg_enum. */
  static void labels(SystemView view, SystemRows rows) {
    for (UserType type : all(view)) {
      if (type.type().definition() instanceof EnumDefinition definition) {
        for (EnumDefinition.Label label : definition.labels()) {
          rows.row()
              .put("oid", CatalogOids.partOfType(type.id(), label.number()))
              .put("enumtypid", type.id())
              .put("enumsortorder", label.place())
              .put("enumlabel", label.name());
        }
      }
    }
  }

  /** pg_attribute of composite types. */
  static void attributes(SystemView view, SystemRows rows) {
    for (UserType type : all(view)) {
      if (type.type().definition() instanceof CompositeDefinition composite) {
        List<DataType> types = composite.shape().types();
        for (int i = 0; i < types.size(); i++) {
          DataType field = types.get(i);
          rows.row()
              .put("attrelid", type.id())
              .put("attname", composite.shape().names().get(i))
              .put("atttypid", TypeOids.of(field))
              .put("attlen", TypeCatalog.length(field))
              .put("attnum", i + 1)
              .put("attcacheoff", -1)
              .put("atttypmod", TypeCatalog.modifier(field))
              .put("attbyval", TypeCatalog.byValue(field))
              .put("attalign", TypeCatalog.align(field))
              .put("attstorage", TypeCatalog.storage(field))
              .put("attislocal", true)
              .put("attcollation", TypeCatalog.collation(field));
        }
      }
    }
  }

  /** pg_class of composite types. */
  static void relations(SystemView view, SystemRows rows) {
    for (UserType type : all(view)) {
      if (type.type().definition() instanceof CompositeDefinition composite) {
        rows.row()
            .put("oid", type.id())
            .put("relname", type.name())
            .put("relnamespace", type.schema())
            .put("reltype", type.id())
            .put("relowner", type.owner())
            .put("relkind", 'c')
            .put("relpersistence", 'p')
            .put("relnatts", composite.shape().names().size())
            .put("relispopulated", true)
            .put("relreplident", 'n');
      }
    }
  }

  /** pg_constraint of domains. */
  static void constraints(SystemView view, SystemRows rows) {
    for (UserType type : all(view)) {
      if (type.type().definition() instanceof DomainDefinition domain) {
        for (int i = 0; i < domain.checks().size(); i++) {
          rows.row()
              .put("oid", CatalogOids.partOfType(type.id(), i))
              .put("conname", domain.checks().get(i).name())
              .put("connamespace", type.schema())
              .put("contype", 'c')
              .put("convalidated", true)
              .put("contypid", type.id())
              .put("conislocal", true);
        }
      }
    }
  }

  /** information_schema.domains. */
  static void domains(SystemView view, SystemRows rows) {
    String database = view.database().name();
    for (UserType type : all(view)) {
      if (type.type().definition() instanceof DomainDefinition domain) {
        rows.row()
            .put("domain_catalog", database)
            .put("domain_schema", view.schemaName(type.schema()))
            .put("domain_name", type.name())
            .put("data_type", TypeNames.display(type.type().unmodified()))
            .put("domain_default", domain.defaultText().isEmpty() ? null : domain.defaultText())
            .put("udt_catalog", database)
            .put("udt_schema", "pg_catalog")
            .put("udt_name", TypeCatalog.name(type.type().base()))
            .put("dtd_identifier", "1");
      }
    }
  }
}
