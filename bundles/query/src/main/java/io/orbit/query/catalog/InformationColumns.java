package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.catalog.UserType;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import io.orbit.api.value.TypeDefinition;
import io.orbit.api.value.TypeKind;
import io.orbit.query.type.StoredText;
import io.orbit.query.type.SystemRelation;
import io.orbit.query.type.SystemRelations;
import io.orbit.query.type.TypeNames;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** information_schema.columns. */
final class InformationColumns {
  /** Octets of the longest text: 2^30. */
  private static final int MAXIMUM_OCTETS = 1 << 30;

  private static final int BYTES_PER_CHARACTER = 4;
  private static final int MICROSECONDS = 6;

  private InformationColumns() {}

  static void rows(SystemView view, SystemRows rows) {
    for (SystemRelation relation : SystemRelations.all()) {
      columns(view, rows, relation.schema(), relation.name(), relation.columns(), false);
    }
    for (SystemView.Foreign foreign : view.foreignTables()) {
      boolean updatable = !foreign.table().key().isEmpty();
      columns(
          view,
          rows,
          foreign.table().schema(),
          foreign.table().name(),
          foreign.table().columns(),
          updatable);
    }
    for (Collection one : view.collections()) {
      boolean shown = one.kind() != Collection.Kind.SEQUENCE && !one.isMaterializedView();
      if (shown && view.mayKnow(one)) {
        boolean updatable = one.kind() == Collection.Kind.TABLE;
        columns(view, rows, view.schemaName(one.schema()), one.name(), one.columns(), updatable);
      }
    }
  }

  private static void columns(
      SystemView view,
      SystemRows rows,
      String schema,
      String table,
      List<Column> columns,
      boolean updatable) {
    String database = view.database().name();
    for (Column column : columns) {
      boolean generated = !column.generatedText().isEmpty();
      rows.row()
          .put("table_catalog", database)
          .put("table_schema", schema)
          .put("table_name", table)
          .put("column_name", column.name())
          .put("ordinal_position", column.id())
          .put("column_default", defaultValue(view, column))
          .put("is_nullable", InformationTables.yesNo(!column.notNull()))
          .put("is_self_referencing", "NO")
          .put("is_identity", InformationTables.yesNo(isIdentity(column)))
          .put("is_generated", generated ? "ALWAYS" : "NEVER")
          .put("generation_expression", generated ? column.generatedText() : null)
          .put("is_updatable", InformationTables.yesNo(updatable))
          .put("dtd_identifier", Integer.toString(column.id()));
      type(view, rows, database, column.type());
      if (column.collation().equals("C")) {
        rows.put("collation_catalog", database)
            .put("collation_schema", "pg_catalog")
            .put("collation_name", column.collation());
      }
      identity(view, rows, column);
    }
  }

  private static void type(SystemView view, SystemRows rows, String database, DataType type) {
    TypeKind kind = type.kind();
    boolean own = type.base().definition() != null;
    boolean array = kind == TypeKind.ARRAY;
    boolean text = kind == TypeKind.VARCHAR || kind == TypeKind.CHAR || kind == TypeKind.TEXT;
    boolean bits = kind == TypeKind.BIT || kind == TypeKind.VARBIT;
    boolean limited = (text || bits) && type.length() >= 0;
    rows.put("data_type", array ? "ARRAY" : own ? "USER-DEFINED" : shown(type))
        .put("character_maximum_length", limited ? type.length() : null)
        .put(
            "character_octet_length",
            limited
                ? bits ? null : (Integer) (type.length() * BYTES_PER_CHARACTER)
                : text ? (Integer) MAXIMUM_OCTETS : null)
        .put("numeric_precision", precision(type))
        .put("numeric_precision_radix", kind.isNumeric() ? kind == TypeKind.DECIMAL ? 10 : 2 : null)
        .put("numeric_scale", scale(type))
        .put("datetime_precision", timePrecision(type))
        .put("udt_catalog", database)
        .put("udt_schema", own ? schemaOf(view, type.base()) : "pg_catalog")
        .put("udt_name", TypeCatalog.name(type));
    DomainDefinition domain = type.domain();
    if (domain != null) {
      rows.put("domain_catalog", database)
          .put("domain_schema", schemaOf(view, type))
          .put("domain_name", domain.name());
    }
  }

  private static String schemaOf(SystemView view, DataType type) {
    TypeDefinition definition = type.definition();
    return definition != null
            && view.catalog().object(definition.id()).orElse(null) instanceof UserType own
        ? view.schemaName(own.schema())
        : "";
  }

  private static String shown(DataType type) {
    return type.kind() == TypeKind.CHAR ? "character" : TypeNames.display(type.unmodified());
  }

  static @Nullable Integer precision(DataType type) {
    return switch (type.kind()) {
      case INT16 -> 16;
      case INT32 -> 32;
      case INT64 -> 64;
      case FLOAT32 -> 24;
      case FLOAT64 -> 53;
      case DECIMAL -> type.length() < 0 ? null : type.length();
      default -> null;
    };
  }

  private static @Nullable Integer scale(DataType type) {
    return switch (type.kind()) {
      case INT16, INT32, INT64 -> 0;
      case DECIMAL -> type.length() < 0 ? null : type.scale();
      default -> null;
    };
  }

  private static @Nullable Integer timePrecision(DataType type) {
    return switch (type.kind()) {
      case DATE -> 0;
      case TIME, TIMETZ, TIMESTAMP, TIMESTAMPTZ, INTERVAL ->
          type.length() < 0 ? MICROSECONDS : type.length();
      default -> null;
    };
  }

  private static @Nullable String defaultValue(SystemView view, Column column) {
    return column.defaultText().isEmpty()
        ? null
        : StoredText.shown(view.catalog(), view.session(), column.defaultText());
  }

  private static boolean isIdentity(Column column) {
    return column.identity() != Column.Identity.NONE;
  }

  private static void identity(SystemView view, SystemRows rows, Column column) {
    if (!isIdentity(column)
        || !(view.catalog().object(column.sequence()).orElse(null) instanceof Collection owned)) {
      return;
    }
    Sequence sequence = owned.sequence();
    if (sequence != null) {
      rows.put(
              "identity_generation",
              column.identity() == Column.Identity.ALWAYS ? "ALWAYS" : "BY DEFAULT")
          .put("identity_start", sequence.start())
          .put("identity_increment", sequence.increment())
          .put("identity_maximum", sequence.maximum())
          .put("identity_minimum", sequence.minimum())
          .put("identity_cycle", InformationTables.yesNo(sequence.cycle()));
    }
  }

  /** True for the sequence of an identity column. */
  static boolean isIdentity(SystemView view, Collection sequence) {
    Sequence parameters = sequence.sequence();
    return parameters != null
        && view.catalog().object(parameters.ownedBy()).orElse(null) instanceof Collection owner
        && owner.columns().stream()
            .anyMatch(column -> column.sequence() == sequence.id() && isIdentity(column));
  }
}
