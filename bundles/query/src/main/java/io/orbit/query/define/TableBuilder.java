package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.value.DataType;
import io.orbit.api.value.TypeKind;
import io.orbit.query.session.CommandContext;
import io.orbit.query.type.TemporarySchema;
import io.orbit.query.type.TypeNames;
import io.orbit.query.type.UserTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a table's definition together, by CREATE TABLE or piece by piece by ALTER TABLE. */
final class TableBuilder {
  private final CommandContext context;
  private final Schema schema;
  private final String name;
  private final long id;
  private final CatalogEditor editor;
  private final ConstraintNames names;
  private final List<Column> columns = new ArrayList<>();
  private final List<Index> indexes = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();
  private final List<ForeignKey> foreignKeys = new ArrayList<>();
  private List<String> primaryKey = List.of();
  private String primaryKeyName = "";
  private int nextColumnId = 1;
  private int schemaVersion = 1;
  private final String engine;
  private final Map<String, Expression> written = new HashMap<>();

  TableBuilder(CommandContext context, Schema schema, String name, String engine) {
    this.context = context;
    this.schema = schema;
    this.name = name;
    this.engine = engine;
    editor = context.services().catalog().edit(context.transaction());
    id = editor.newId();
    names = new ConstraintNames(context, schema);
  }

  /** For an existing table. */
  TableBuilder(CommandContext context, Schema schema, Collection table) {
    this.context = context;
    this.schema = schema;
    name = table.name();
    id = table.id();
    engine = table.engine();
    editor = context.services().catalog().edit(context.transaction());
    names = new ConstraintNames(context, schema);
    columns.addAll(table.columns());
    indexes.addAll(table.indexes());
    checks.addAll(table.checks());
    foreignKeys.addAll(table.foreignKeys());
    primaryKey = table.primaryKey().stream().map(p -> table.columns().get(p).name()).toList();
    primaryKeyName = table.primaryKeyName();
    nextColumnId = table.nextColumnId();
    schemaVersion = table.schemaVersion();
    names.reserve(table);
  }

  long id() {
    return id;
  }

  List<Column> columns() {
    return columns;
  }

  List<Index> indexes() {
    return indexes;
  }

  List<Check> checks() {
    return checks;
  }

  List<ForeignKey> foreignKeys() {
    return foreignKeys;
  }

  List<String> primaryKey() {
    return primaryKey;
  }

  String primaryKeyName() {
    return primaryKeyName;
  }

  void dropPrimaryKey() {
    primaryKey = List.of();
    primaryKeyName = "";
  }

  int nextColumnId() {
    return nextColumnId;
  }

  int schemaVersion() {
    return schemaVersion;
  }

  void newSchemaVersion() {
    schemaVersion++;
  }

  // ---- columns

  /** Adds a column with its own constraints; answers it. */
  Column addColumn(Definition.ColumnClause clause) {
    if (find(clause.name()) != null) {
      throw new OrbitException(
              ErrorCode.DUPLICATE_COLUMN,
              columns.size() > 0 && schemaVersion > 1
                  ? "column \"" + clause.name() + "\" of relation \"" + name + "\" already exists"
                  : "column \"" + clause.name() + "\" specified more than once")
          .at(clause.position());
    }
    DataType serial = TypeNames.serial(clause.type());
    DataType type =
        serial == null
            ? UserTypes.resolve(context.session(), context.catalog(), clause.type())
            : serial;
    if (type.equals(DataType.UNKNOWN)
        || type.equals(DataType.RECORD)
        || type.equals(DataType.VOID)) {
      throw new OrbitException(
              ErrorCode.INVALID_TABLE_DEFINITION,
              "column \"" + clause.name() + "\" has pseudo-type " + TypeNames.display(type))
          .at(clause.position());
    }
    ColumnParts parts = new ColumnParts();
    if (serial != null) {
      Collection sequence = ownedSequence(clause.name(), serial, Definition.SequenceOptions.NONE);
      parts.defaultText = "nextval(" + sequence.id() + "::regclass)";
      parts.sequence = sequence.id();
      parts.notNull = true;
    }
    int columnId = nextColumnId++;
    columns.add(column(columnId, clause, type, parts));
    for (ConstraintClause constraint : clause.constraints()) {
      columnConstraint(clause.name(), type, constraint, parts);
    }
    Column built = column(columnId, clause, type, parts);
    columns.set(columns.size() - 1, built);
    return built;
  }

  private void requireNoValue(String column, ColumnParts parts, int position) {
    boolean generated = !parts.generatedText.isEmpty();
    if (generated || !parts.defaultText.isEmpty()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              (generated
                      ? "both default and generation expression specified for column \""
                      : "multiple default values specified for column \"")
                  + column
                  + "\" of table \""
                  + name
                  + "\"")
          .at(position);
    }
  }

  /** Expressions of the clauses that were added, by their text. */
  Map<String, Expression> written() {
    return written;
  }

  /** A column without constraints (CREATE TABLE AS). */
  void addPlain(String columnName, DataType type) {
    if (find(columnName) != null) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_COLUMN, "column \"" + columnName + "\" specified more than once");
    }
    columns.add(Column.of(nextColumnId++, columnName, type));
  }

  /** A column of another table (LIKE). */
  void copyColumn(Column source, boolean withDefault) {
    addPlain(source.name(), source.type());
    Column plain = columns.removeLast();
    Column copy = Columns.notNull(plain, source.notNull());
    columns.add(
        withDefault && source.sequence() == 0
            ? Columns.withDefault(copy, source.defaultText())
            : copy);
  }

  /** A CHECK of another table (LIKE). */
  void copyCheck(Check source) {
    checks.add(new Check(editor.newId(), names.take(source.name(), name), source.text(), true));
  }

  /** What the constraints of one column say about it. */
  private static final class ColumnParts {
    private boolean notNull;
    private String defaultText = "";
    private String generatedText = "";
    private Column.Identity identity = Column.Identity.NONE;
    private long sequence;
  }

  private Column column(
      int columnId, Definition.ColumnClause clause, DataType type, ColumnParts parts) {
    String collation = clause.collation().isEmpty() ? "" : clause.collation().getLast();
    return new Column(
        columnId,
        clause.name(),
        type,
        parts.notNull,
        parts.defaultText,
        parts.generatedText,
        parts.identity,
        parts.sequence,
        "",
        true,
        schemaVersion,
        collation,
        "");
  }

  private void columnConstraint(
      String column, DataType type, ConstraintClause constraint, ColumnParts parts) {
    switch (constraint) {
      case ConstraintClause.NotNull notNull -> parts.notNull = true;
      case ConstraintClause.Nullability nullability -> {
        if (parts.notNull) {
          throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              "conflicting NULL/NOT NULL declarations for column \""
                  + column
                  + "\" of table \""
                  + name
                  + "\"");
        }
      }
      case ConstraintClause.DefaultValue value -> {
        requireNoValue(column, parts, value.value().position());
        parts.defaultText = value.text();
        written.put(value.text(), value.value());
      }
      case ConstraintClause.Generated generated -> {
        if (!generated.stored()) {
          throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "virtual generated columns are not supported");
        }
        requireNoValue(column, parts, generated.value().position());
        parts.generatedText = generated.text();
        written.put(generated.text(), generated.value());
      }
      case ConstraintClause.Identity identity -> {
        if (!List.of(TypeKind.INT16, TypeKind.INT32, TypeKind.INT64).contains(type.kind())) {
          throw new OrbitException(
              ErrorCode.INVALID_PARAMETER_VALUE,
              "identity column type must be smallint, integer, or bigint");
        }
        Collection sequence = ownedSequence(column, type, identity.options());
        parts.identity = identity.always() ? Column.Identity.ALWAYS : Column.Identity.BY_DEFAULT;
        parts.sequence = sequence.id();
        parts.notNull = true;
      }
      case ConstraintClause.Key key -> {
        if (key.primary()) {
          parts.notNull = true;
        }
        addConstraint(onColumn(key, column));
      }
      case ConstraintClause.Check check -> addConstraint(check);
      case ConstraintClause.ForeignKey foreignKey -> addConstraint(onColumn(foreignKey, column));
    }
  }

  private static ConstraintClause onColumn(ConstraintClause.Key key, String column) {
    return new ConstraintClause.Key(
        key.name(),
        key.primary(),
        List.of(column),
        key.include(),
        key.nullsNotDistinct(),
        key.deferrable(),
        key.initiallyDeferred(),
        key.usingIndex(),
        key.position());
  }

  private static ConstraintClause onColumn(ConstraintClause.ForeignKey key, String column) {
    return new ConstraintClause.ForeignKey(
        key.name(),
        List.of(column),
        key.table(),
        key.referenced(),
        key.match(),
        key.onDelete(),
        key.onUpdate(),
        key.deferrable(),
        key.initiallyDeferred(),
        key.valid(),
        key.position());
  }

  @Nullable Column find(String column) {
    return columns.stream().filter(c -> c.name().equals(column)).findFirst().orElse(null);
  }

  Column require(String column, int position) {
    Column found = find(column);
    if (found == null) {
      throw new OrbitException(
              ErrorCode.UNDEFINED_COLUMN, "column \"" + column + "\" named in key does not exist")
          .at(position);
    }
    return found;
  }

  private Collection ownedSequence(
      String column, DataType type, Definition.SequenceOptions options) {
    String wanted =
        options.name().isEmpty()
            ? names.free(name + "_" + column + "_seq")
            : options.name().getLast();
    Collection sequence =
        Sequences.define(context, schema, wanted, Sequences.parameters(options, type, id), editor);
    return sequence;
  }

  // ---- constraints

  void addConstraint(ConstraintClause constraint) {
    switch (constraint) {
      case ConstraintClause.Key key -> addKey(key);
      case ConstraintClause.Check check -> {
        String wanted = check.name();
        String checkName =
            wanted == null
                ? names.free(name + checkColumn(check) + "_check")
                : names.take(wanted, name);
        checks.add(new Check(editor.newId(), checkName, check.text(), check.valid()));
        written.put(check.text(), check.condition());
      }
      case ConstraintClause.ForeignKey key -> addForeignKey(key);
      case ConstraintClause.NotNull c -> throw misplaced();
      case ConstraintClause.Nullability c -> throw misplaced();
      case ConstraintClause.DefaultValue c -> throw misplaced();
      case ConstraintClause.Generated c -> throw misplaced();
      case ConstraintClause.Identity c -> throw misplaced();
    }
  }

  private static OrbitException misplaced() {
    return new OrbitException(
        ErrorCode.SYNTAX_ERROR, "this constraint belongs to a column, not to a table");
  }

  /** A check over one column is named after it. */
  private String checkColumn(ConstraintClause.Check check) {
    Set<String> used = new HashSet<>();
    for (Column column : columns) {
      if (check
          .text()
          .matches("(?s).*\\b" + java.util.regex.Pattern.quote(column.name()) + "\\b.*")) {
        used.add(column.name());
      }
    }
    return used.size() == 1 ? "_" + used.iterator().next() : "";
  }

  private void addKey(ConstraintClause.Key key) {
    if (key.deferrable()) {
      throw new OrbitException(
              ErrorCode.FEATURE_NOT_SUPPORTED, "deferrable unique constraints are not supported")
          .at(key.position());
    }
    Set<String> seen = new HashSet<>();
    for (String column : key.columns()) {
      require(column, key.position());
      if (!seen.add(column)) {
        throw new OrbitException(
                ErrorCode.DUPLICATE_COLUMN,
                "column \""
                    + column
                    + "\" appears twice in "
                    + (key.primary() ? "primary key" : "unique")
                    + " constraint")
            .at(key.position());
      }
    }
    String given = key.name();
    if (key.primary()) {
      if (!primaryKey.isEmpty()) {
        throw new OrbitException(
                ErrorCode.INVALID_TABLE_DEFINITION,
                "multiple primary keys for table \"" + name + "\" are not allowed")
            .at(key.position());
      }
      primaryKeyName = given == null ? names.free(name + "_pkey") : names.take(given, name);
      primaryKey = key.columns();
      for (int i = 0; i < columns.size(); i++) {
        if (primaryKey.contains(columns.get(i).name())) {
          columns.set(i, Columns.notNull(columns.get(i), true));
        }
      }
      return;
    }
    String indexName =
        given == null
            ? names.free(name + "_" + String.join("_", key.columns()) + "_key")
            : names.take(given, name);
    List<Index.Element> elements = new ArrayList<>();
    key.columns()
        .forEach(
            c ->
                elements.add(new Index.Element(require(c, key.position()).id(), "", false, false)));
    indexes.add(
        new Index(
            editor.newId(),
            indexName,
            elements,
            key.include().stream().map(c -> require(c, key.position()).id()).toList(),
            true,
            key.nullsNotDistinct(),
            true,
            "",
            context.transaction().createSpace(new SpaceOptions(true, engine)),
            true,
            ""));
  }

  private void addForeignKey(ConstraintClause.ForeignKey key) {
    foreignKeys.add(new ForeignKeys(context, this, name).build(key, editor.newId(), names));
  }

  /** Whether it is to be a session's own. */
  boolean isTemporary() {
    return TemporarySchema.isTemporary(schema.name());
  }

  // ---- the result

  /** The definition as it stands. */
  Collection build(
      long owner, int space, boolean open, boolean redis, Map<String, String> options) {
    List<Integer> key = new ArrayList<>();
    for (String column : primaryKey) {
      for (int i = 0; i < columns.size(); i++) {
        if (columns.get(i).name().equals(column)) {
          key.add(i);
        }
      }
    }
    return new Collection(
        id,
        name,
        0,
        owner,
        List.of(),
        schema.database(),
        schema.id(),
        Collection.Kind.TABLE,
        List.copyOf(columns),
        key,
        primaryKeyName,
        List.copyOf(indexes),
        List.copyOf(checks),
        List.copyOf(foreignKeys),
        schemaVersion,
        nextColumnId,
        open,
        redis,
        space,
        engine,
        options,
        "",
        null,
        "");
  }
}
