package io.orbit.api.query.tree;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Statements that define, alter or drop objects. Names have one to three parts. */
public sealed interface Definition extends Statement {

  enum ObjectKind {
    TABLE,
    INDEX,
    VIEW,
    MATERIALIZED_VIEW,
    SEQUENCE,
    SCHEMA,
    DATABASE,
    ROLE,
    TYPE,
    DOMAIN,
    FUNCTION,
    PROCEDURE,
    TRIGGER,
    POLICY,
    COLUMN,
    CONSTRAINT,
    EXTENSION
  }

  enum ReferentialAction {
    NO_ACTION,
    RESTRICT,
    CASCADE,
    SET_NULL,
    SET_DEFAULT
  }

  enum MatchType {
    SIMPLE,
    FULL,
    PARTIAL
  }

  /**
   * Options of a sequence, of an identity column, of CREATE and ALTER; null where not given.
   *
   * @param name of an identity column's sequence; empty where not given
   */
  record SequenceOptions(
      @Nullable TypeName type,
      @Nullable Long start,
      @Nullable Long increment,
      @Nullable Long minimum,
      boolean noMinimum,
      @Nullable Long maximum,
      boolean noMaximum,
      @Nullable Long cache,
      @Nullable Boolean cycle,
      boolean restart,
      @Nullable Long restartWith,
      List<String> ownedBy,
      List<String> name) {
    public static final SequenceOptions NONE =
        new SequenceOptions(
            null, null, null, null, false, null, false, null, null, false, null, List.of(),
            List.of());
  }

  /** A constraint of a column or a table. */
  sealed interface ConstraintClause {
    /** The constraint's name as given, or null. */
    @Nullable String name();

    record NotNull(@Nullable String name) implements ConstraintClause {}

    record Nullability(@Nullable String name) implements ConstraintClause {}

    /** Text of the expression as written goes along, for the catalog. */
    record DefaultValue(@Nullable String name, Expression value, String text)
        implements ConstraintClause {}

    record Generated(@Nullable String name, Expression value, String text, boolean stored)
        implements ConstraintClause {}

    record Identity(@Nullable String name, boolean always, SequenceOptions options)
        implements ConstraintClause {}

    /** {@code columns} is empty on a column constraint. */
    record Key(
        @Nullable String name,
        boolean primary,
        List<String> columns,
        List<String> include,
        boolean nullsNotDistinct,
        boolean deferrable,
        boolean initiallyDeferred,
        @Nullable String usingIndex,
        int position)
        implements ConstraintClause {}

    record Check(
        @Nullable String name, Expression condition, String text, boolean noInherit, boolean valid)
        implements ConstraintClause {}

    /** {@code columns} is empty on a column constraint, {@code referenced} when left out. */
    record ForeignKey(
        @Nullable String name,
        List<String> columns,
        List<String> table,
        List<String> referenced,
        MatchType match,
        ReferentialAction onDelete,
        ReferentialAction onUpdate,
        boolean deferrable,
        boolean initiallyDeferred,
        boolean valid,
        int position)
        implements ConstraintClause {}
  }

  record ColumnClause(
      String name,
      TypeName type,
      List<String> collation,
      List<ConstraintClause> constraints,
      int position) {}

  /** {@code LIKE table INCLUDING …}; options in upper case. */
  record LikeClause(List<String> table, List<String> including) {}

  /**
   * CREATE TABLE.
   *
   * @param options WITH (…), names lower case; a value is what was written, empty for none
   * @param temporary TEMP
   * @param onCommit null, {@code DELETE ROWS}, {@code PRESERVE ROWS} or {@code DROP}
   * @param accessMethod USING …
   * @param query CREATE TABLE AS
   * @param withNoData AS … WITH NO DATA
   */
  record CreateTable(
      List<String> name,
      boolean temporary,
      boolean unlogged,
      boolean ifNotExists,
      List<ColumnClause> columns,
      List<ConstraintClause> constraints,
      List<LikeClause> likes,
      Map<String, String> options,
      @Nullable String onCommit,
      @Nullable String accessMethod,
      List<String> columnNames,
      @Nullable Query query,
      boolean withNoData,
      int position)
      implements Definition {}

  sealed interface TableAction {
    record AddColumn(ColumnClause column, boolean ifNotExists) implements TableAction {}

    record DropColumn(String column, boolean ifExists, boolean cascade) implements TableAction {}

    record AlterType(
        String column, TypeName type, @Nullable Expression using, @Nullable String usingText)
        implements TableAction {}

    record SetDefault(String column, Expression value, String text) implements TableAction {}

    record DropDefault(String column) implements TableAction {}

    record SetNotNull(String column) implements TableAction {}

    record DropNotNull(String column) implements TableAction {}

    record AddIdentity(String column, boolean always, SequenceOptions options)
        implements TableAction {}

    record DropIdentity(String column, boolean ifExists) implements TableAction {}

    record AddConstraint(ConstraintClause constraint) implements TableAction {}

    record DropConstraint(String name, boolean ifExists, boolean cascade) implements TableAction {}

    record ValidateConstraint(String name) implements TableAction {}

    record RenameColumn(String from, String to) implements TableAction {}

    record RenameConstraint(String from, String to) implements TableAction {}

    record RenameTable(String to) implements TableAction {}

    record SetSchema(String schema) implements TableAction {}

    record SetOptions(Map<String, String> options) implements TableAction {}

    record ResetOptions(List<String> options) implements TableAction {}

    record SetAccessMethod(String method) implements TableAction {}

    record OwnerTo(String role) implements TableAction {}

    record SetRowSecurity(@Nullable Boolean enabled, @Nullable Boolean forced)
        implements TableAction {}
  }

  record AlterTable(
      ObjectKind kind,
      List<String> name,
      boolean ifExists,
      boolean only,
      List<TableAction> actions,
      int position)
      implements Definition {}

  record IndexElement(
      Expression expression,
      String text,
      List<String> collation,
      List<String> opclass,
      SortKey.Direction direction,
      SortKey.NullOrder nulls) {}

  record CreateIndex(
      @Nullable String name,
      List<String> table,
      boolean unique,
      boolean concurrently,
      boolean ifNotExists,
      @Nullable String method,
      List<IndexElement> elements,
      List<String> include,
      boolean nullsNotDistinct,
      Map<String, String> options,
      @Nullable Expression predicate,
      @Nullable String predicateText,
      int position)
      implements Definition {}

  record CreateView(
      List<String> name,
      boolean orReplace,
      boolean temporary,
      boolean recursive,
      boolean materialized,
      boolean ifNotExists,
      List<String> columns,
      Query query,
      String text,
      boolean withNoData,
      int position)
      implements Definition {}

  record CreateSequence(
      List<String> name,
      boolean temporary,
      boolean ifNotExists,
      SequenceOptions options,
      int position)
      implements Definition {}

  record AlterSequence(List<String> name, boolean ifExists, SequenceOptions options, int position)
      implements Definition {}

  record CreateSchema(
      @Nullable String name,
      boolean ifNotExists,
      @Nullable String authorization,
      List<Statement> elements,
      int position)
      implements Definition {}

  record CreateDatabase(String name, Map<String, String> options, int position)
      implements Definition {}

  /** ALTER DATABASE: RENAME TO, OWNER TO or options; absent parts are null or empty. */
  record AlterDatabase(
      String name,
      @Nullable String renameTo,
      @Nullable String owner,
      Map<String, String> options,
      int position)
      implements Definition {}

  record Drop(
      ObjectKind kind,
      List<List<String>> names,
      boolean ifExists,
      boolean cascade,
      boolean concurrently,
      int position)
      implements Definition {}

  /** COMMENT ON; {@code text} null removes it. */
  record Comment(ObjectKind kind, List<String> name, @Nullable String text, int position)
      implements Definition {}
}
