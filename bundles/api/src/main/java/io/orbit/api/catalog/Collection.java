package io.orbit.api.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A collection of records: a table, or a view or sequence, which share its names.
 *
 * @param columns all living columns, in order; positions in this list are what rows are indexed by
 * @param primaryKey positions in {@code columns}; empty when records have a hidden row id
 * @param primaryKeyName constraint name, empty without primary key
 * @param schemaVersion counts changes of the columns; stands in every stored record
 * @param nextColumnId next {@link Column#id()}
 * @param open true when records may have undeclared fields, kept in a last column {@code _extra}
 * @param redis true when records are hashes {@code table:pk} to Redis
 * @param space where its records are; 0 for a view
 * @param engine name of its engine
 * @param options WITH (…) as declared
 * @param definition text of a view's query (of a TABLE: a materialised view's), else empty
 * @param sequence parameters of a sequence, else null
 * @param triggers what is called when its rows are written
 * @param rowSecurity which of its rows whom may see and write
 */
public record Collection(
    long id,
    String name,
    long version,
    long owner,
    List<Grant> grants,
    long database,
    long schema,
    Kind kind,
    List<Column> columns,
    List<Integer> primaryKey,
    String primaryKeyName,
    List<Index> indexes,
    List<Check> checks,
    List<ForeignKey> foreignKeys,
    int schemaVersion,
    int nextColumnId,
    boolean open,
    boolean redis,
    int space,
    String engine,
    Map<String, String> options,
    String definition,
    @Nullable Sequence sequence,
    String comment,
    List<Trigger> triggers,
    RowSecurity rowSecurity)
    implements CatalogObject {

  /** A collection without triggers and row-level security. */
  public Collection(
      long id,
      String name,
      long version,
      long owner,
      List<Grant> grants,
      long database,
      long schema,
      Kind kind,
      List<Column> columns,
      List<Integer> primaryKey,
      String primaryKeyName,
      List<Index> indexes,
      List<Check> checks,
      List<ForeignKey> foreignKeys,
      int schemaVersion,
      int nextColumnId,
      boolean open,
      boolean redis,
      int space,
      String engine,
      Map<String, String> options,
      String definition,
      @Nullable Sequence sequence,
      String comment) {
    this(
        id,
        name,
        version,
        owner,
        grants,
        database,
        schema,
        kind,
        columns,
        primaryKey,
        primaryKeyName,
        indexes,
        checks,
        foreignKeys,
        schemaVersion,
        nextColumnId,
        open,
        redis,
        space,
        engine,
        options,
        definition,
        sequence,
        comment,
        List.of(),
        RowSecurity.NONE);
  }

  /** An option of materialised views: false where there is no data yet. */
  public static final String POPULATED = "populated";

  public enum Kind {
    TABLE,
    VIEW,
    SEQUENCE
  }

  /** A table that keeps what a query answered: its definition is that query's text. */
  public boolean isMaterializedView() {
    return kind == Kind.TABLE && !definition.isEmpty();
  }

  /** False for a materialised view that was made WITH NO DATA and has none yet. */
  public boolean isPopulated() {
    return !"false".equals(options.get(POPULATED));
  }

  /** The column of that name. */
  public Optional<Column> column(String columnName) {
    int position = position(columnName);
    return position < 0 ? Optional.empty() : Optional.of(columns.get(position));
  }

  /** Position of the column of that name, or -1. */
  public int position(String columnName) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(columnName)) {
        return i;
      }
    }
    return -1;
  }
}
