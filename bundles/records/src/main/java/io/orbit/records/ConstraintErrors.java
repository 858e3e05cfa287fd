package io.orbit.records;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.ErrorSubject;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Violations of constraints in PostgreSQL's words. */
final class ConstraintErrors {
  /** PostgreSQL cuts each value of a failing row there (in bytes; here in characters). */
  private static final int SHOWN = 64;

  private final CatalogView catalog;
  private final TextContext context;

  ConstraintErrors(CatalogView catalog, TextContext context) {
    this.catalog = catalog;
    this.context = context;
  }

  private String schema(Collection collection) {
    return catalog.object(collection.schema()).orElse(null) instanceof Schema schema
        ? schema.name()
        : "";
  }

  private OrbitException about(OrbitException error, Collection collection, String constraint) {
    return error.about(ErrorSubject.constraint(schema(collection), collection.name(), constraint));
  }

  OrbitException notNull(CollectionLayout layout, int column, @Nullable Object[] row) {
    Collection collection = layout.collection();
    return new OrbitException(
            ErrorCode.NOT_NULL_VIOLATION,
            "null value in column \""
                + layout.name(column)
                + "\" of relation \""
                + collection.name()
                + "\" violates not-null constraint")
        .withDetail(failingRow(layout, row))
        .about(ErrorSubject.column(schema(collection), collection.name(), layout.name(column)));
  }

  OrbitException containsNulls(CollectionLayout layout, int column) {
    Collection collection = layout.collection();
    return new OrbitException(
            ErrorCode.NOT_NULL_VIOLATION,
            "column \""
                + layout.name(column)
                + "\" of relation \""
                + collection.name()
                + "\" contains null values")
        .about(ErrorSubject.column(schema(collection), collection.name(), layout.name(column)));
  }

  OrbitException check(CollectionLayout layout, String constraint, @Nullable Object[] row) {
    OrbitException error =
        new OrbitException(
                ErrorCode.CHECK_VIOLATION,
                "new row for relation \""
                    + layout.collection().name()
                    + "\" violates check constraint \""
                    + constraint
                    + "\"")
            .withDetail(failingRow(layout, row));
    return about(error, layout.collection(), constraint);
  }

  OrbitException checkOfExisting(CollectionLayout layout, String constraint) {
    return about(
        new OrbitException(
            ErrorCode.CHECK_VIOLATION,
            "check constraint \""
                + constraint
                + "\" of relation \""
                + layout.collection().name()
                + "\" is violated by some row"),
        layout.collection(),
        constraint);
  }

  OrbitException primaryKey(CollectionLayout layout, @Nullable Object[] row) {
    OrbitException error =
        new OrbitException(
                ErrorCode.UNIQUE_VIOLATION, duplicate(layout.collection().primaryKeyName()))
            .withDetail(key(layout, layout.keyColumns(), row) + " already exists.");
    return about(error, layout.collection(), layout.collection().primaryKeyName());
  }

  OrbitException unique(IndexLayout index, @Nullable Object[] values) {
    OrbitException error =
        new OrbitException(ErrorCode.UNIQUE_VIOLATION, duplicate(index.index().name()))
            .withDetail(indexKey(index, values) + " already exists.");
    return about(error, index.collection().collection(), index.index().name());
  }

  OrbitException notUnique(CollectionLayout layout, String constraint, String key) {
    return about(
        new OrbitException(
                ErrorCode.UNIQUE_VIOLATION, "could not create unique index \"" + constraint + "\"")
            .withDetail(key + " is duplicated."),
        layout.collection(),
        constraint);
  }

  private static String duplicate(String constraint) {
    return "duplicate key value violates unique constraint \"" + constraint + "\"";
  }

  OrbitException notPresent(
      CollectionLayout child, ForeignKey key, int[] columns, @Nullable Object[] row) {
    String target =
        catalog.object(key.target()).map(io.orbit.api.catalog.CatalogObject::name).orElse("");
    return about(
        childError(child, key)
            .withDetail(key(child, columns, row) + " is not present in table \"" + target + "\"."),
        child.collection(),
        key.name());
  }

  OrbitException mixedNulls(CollectionLayout child, ForeignKey key) {
    return about(
        childError(child, key)
            .withDetail("MATCH FULL does not allow mixing of null and nonnull key values."),
        child.collection(),
        key.name());
  }

  private static OrbitException childError(CollectionLayout child, ForeignKey key) {
    return new OrbitException(
        ErrorCode.FOREIGN_KEY_VIOLATION,
        "insert or update on table \""
            + child.collection().name()
            + "\" violates foreign key constraint \""
            + key.name()
            + "\"");
  }

  OrbitException stillReferenced(
      CollectionLayout parent,
      int[] columns,
      @Nullable Object[] row,
      Collection child,
      ForeignKey key) {
    OrbitException error =
        new OrbitException(
                ErrorCode.FOREIGN_KEY_VIOLATION,
                "update or delete on table \""
                    + parent.collection().name()
                    + "\" violates foreign key constraint \""
                    + key.name()
                    + "\" on table \""
                    + child.name()
                    + "\"")
            .withDetail(
                key(parent, columns, row)
                    + " is still referenced from table \""
                    + child.name()
                    + "\".");
    return about(error, child, key.name());
  }

  /** {@code Key (a, b)=(1, x)}. */
  String key(CollectionLayout layout, int[] columns, @Nullable Object[] row) {
    List<String> names = new ArrayList<>();
    List<String> values = new ArrayList<>();
    for (int column : columns) {
      names.add(layout.name(column));
      values.add(text(row[column], layout.type(column)));
    }
    return "Key (" + String.join(", ", names) + ")=(" + String.join(", ", values) + ")";
  }

  /** The same for an index's elements. */
  String indexKey(IndexLayout layout, @Nullable Object[] values) {
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Index index = layout.index();
    for (int i = 0; i < values.length; i++) {
      int column = layout.column(i);
      names.add(
          column < 0 ? index.elements().get(i).expressionText() : layout.collection().name(column));
      texts.add(text(values[i], layout.type(i)));
    }
    return "Key (" + String.join(", ", names) + ")=(" + String.join(", ", texts) + ")";
  }

  private String failingRow(CollectionLayout layout, @Nullable Object[] row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      String value = text(row[i], layout.type(i));
      values.add(value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "...");
    }
    return "Failing row contains (" + String.join(", ", values) + ").";
  }

  private String text(@Nullable Object value, DataType type) {
    return value == null ? "null" : ValueText.format(value, type, context);
  }
}
