package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Definition.ConstraintClause;
import io.orbit.api.query.tree.Definition.TableAction;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.StoredPlace;
import io.orbit.query.execute.Expressions;
import io.orbit.query.execute.SessionText;
import io.orbit.query.segment.Columnar;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** ALTER TABLE (and what ALTER INDEX, VIEW and SEQUENCE share with it). */
final class AlterTables {
  private final CommandContext context;
  private final CatalogEditor editor;
  private final Map<String, Expression> written = new HashMap<>();

  AlterTables(CommandContext context) {
    this.context = context;
    editor = context.services().catalog().edit(context.transaction());
  }

  Execution run(Definition.AlterTable alter) {
    String tag = "ALTER " + alter.kind().name().replace('_', ' ');
    if (alter.kind() == Definition.ObjectKind.INDEX) {
      return alterIndex(alter, tag);
    }
    if (alter.kind() == Definition.ObjectKind.SCHEMA) {
      return new Schemas(context).alter(alter);
    }
    Collection found = TableNames.find(context, alter.name()).orElse(null);
    if (found == null) {
      if (alter.ifExists()) {
        context
            .state()
            .notice(
                "NOTICE",
                "00000",
                "relation \"" + alter.name().getLast() + "\" does not exist, skipping");
        return CommandExecution.done(tag, -1);
      }
      throw new OrbitException(
              ErrorCode.UNDEFINED_TABLE,
              "relation \"" + String.join(".", alter.name()) + "\" does not exist")
          .at(alter.position());
    }
    Owners.require(context, found);
    for (TableAction action : alter.actions()) {
      if (action instanceof TableAction.SetAccessMethod set) {
        Engines.move(context, found, set.method());
      }
    }
    context.services().catalog().lock(context.transaction(), found.id(), true);
    Collection table = Owners.current(context, found);
    for (TableAction action : alter.actions()) {
      requirePossible(table, action);
      table = apply(table, action);
    }
    return CommandExecution.done(tag, -1);
  }

  /** A materialised view has the columns of its query. */
  private static void requirePossible(Collection table, TableAction action) {
    boolean possible =
        action instanceof TableAction.RenameTable
            || action instanceof TableAction.SetSchema
            || action instanceof TableAction.SetAccessMethod
            || action instanceof TableAction.OwnerTo;
    if (table.isMaterializedView() && !possible) {
      String name = action.getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", " ");
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE,
          "ALTER action "
              + name.toUpperCase(java.util.Locale.ROOT)
              + " cannot be performed on relation \""
              + table.name()
              + "\"");
    }
  }

  private Collection apply(Collection table, TableAction action) {
    Collection changed =
        switch (action) {
          case TableAction.AddColumn add -> addColumn(table, add);
          case TableAction.DropColumn drop -> dropColumn(table, drop);
          case TableAction.AlterType type -> alterType(table, type);
          case TableAction.SetDefault set ->
              columnChanged(table, set.column(), c -> Columns.withDefault(c, set.text()));
          case TableAction.DropDefault drop ->
              columnChanged(table, drop.column(), c -> Columns.withDefault(c, ""));
          case TableAction.SetNotNull set ->
              columnChanged(table, set.column(), c -> Columns.notNull(c, true));
          case TableAction.DropNotNull drop -> dropNotNull(table, drop.column());
          case TableAction.AddIdentity add -> addIdentity(table, add);
          case TableAction.DropIdentity drop ->
              columnChanged(
                  table, drop.column(), c -> Columns.withIdentity(c, Column.Identity.NONE, 0));
          case TableAction.AddConstraint add -> addConstraint(table, add.constraint());
          case TableAction.DropConstraint drop -> dropConstraint(table, drop);
          case TableAction.ValidateConstraint validate -> validated(table, validate.name());
          case TableAction.RenameColumn rename -> renameColumn(table, rename);
          case TableAction.RenameConstraint rename -> renameConstraint(table, rename);
          case TableAction.RenameTable rename -> rename(table, rename.to());
          case TableAction.SetSchema set -> setSchema(table, set.schema());
          case TableAction.SetOptions set -> setOptions(table, set.options());
          case TableAction.ResetOptions reset -> resetOptions(table, reset.options());
          case TableAction.OwnerTo owner -> owner(table, owner.role());
          case TableAction.SetAccessMethod set -> Engines.move(context, table, set.method());
          case TableAction.SetRowSecurity set ->
              PolicyCommands.set(table, set.enabled(), set.forced());
        };
    editor.put(changed);
    if (action instanceof TableAction.SetDefault set) {
      written.put(set.text(), set.value());
    }
    StoredExpressions.validate(context, changed, written);
    StoredExpressions.validatePolicies(context, changed);
    boolean checksRows =
        action instanceof TableAction.SetNotNull
            || action instanceof TableAction.AddConstraint
            || action instanceof TableAction.ValidateConstraint
            || action instanceof TableAction.AddColumn;
    if (checksRows && changed.kind() == Collection.Kind.TABLE) {
      buildNewIndexes(table, changed);
      String name = action instanceof TableAction.ValidateConstraint v ? v.name() : "";
      context
          .services()
          .records()
          .validate(
              context.session(), context.transaction(), Renames.unproven(table, changed, name));
    }
    return changed;
  }

  private void buildNewIndexes(Collection before, Collection after) {
    for (Index index : after.indexes()) {
      if (before.indexes().stream().noneMatch(old -> old.id() == index.id())) {
        context
            .services()
            .records()
            .buildIndex(context.session(), context.transaction(), after, index);
      }
    }
  }

  private TableBuilder builder(Collection table) {
    return new TableBuilder(context, Owners.schema(context, table), table);
  }

  private Collection result(Collection table, TableBuilder builder) {
    written.putAll(builder.written());
    return Copies.merged(
        table,
        builder.build(table.owner(), table.space(), table.open(), table.redis(), table.options()));
  }

  private static Column required(Collection table, String name) {
    return table
        .column(name)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \"" + name + "\" of relation \"" + table.name() + "\" does not exist"));
  }

  private Collection columnChanged(
      Collection table, String name, java.util.function.UnaryOperator<Column> change) {
    required(table, name);
    TableBuilder builder = builder(table);
    builder.columns().replaceAll(c -> c.name().equals(name) ? change.apply(c) : c);
    return result(table, builder);
  }

  // ---- columns

  private Collection addColumn(Collection table, TableAction.AddColumn add) {
    if (table.column(add.column().name()).isPresent()) {
      if (add.ifNotExists()) {
        context
            .state()
            .notice(
                "NOTICE",
                "42701",
                "column \""
                    + add.column().name()
                    + "\" of relation \""
                    + table.name()
                    + "\" already exists, skipping");
        return table;
      }
      throw new OrbitException(
          ErrorCode.DUPLICATE_COLUMN,
          "column \""
              + add.column().name()
              + "\" of relation \""
              + table.name()
              + "\" already exists");
    }
    TableBuilder builder = builder(table);
    builder.newSchemaVersion();
    Column column = builder.addColumn(add.column());
    boolean perRow =
        !column.generatedText().isEmpty()
            || column.sequence() != 0
            || isVolatile(column.defaultText());
    boolean intoKey = builder.primaryKey().contains(column.name());
    if (perRow || intoKey) {
      return rewritten(table, builder, Map.of());
    }
    if (!column.defaultText().isEmpty()) {
      String missing = constant(column);
      builder
          .columns()
          .replaceAll(
              c ->
                  c.id() == column.id()
                      ? Columns.withMissing(c, missing, builder.schemaVersion())
                      : c);
    }
    return result(table, builder);
  }

  private boolean isVolatile(String text) {
    if (text.isEmpty()) {
      return false;
    }
    Binder.RowExpression bound = bindConstant(text, DataType.DYNAMIC);
    return !io.orbit.query.plan.Scalars.isStable(bound.scalar());
  }

  private Binder.RowExpression bindConstant(String text, DataType type) {
    return context
        .binder()
        .bindConstant(
            context.session(),
            context.catalog(),
            context.language(),
            context.language().parseExpression(text),
            type);
  }

  /** The default's value now, as text; null for NULL. */
  private @Nullable String constant(Column column) {
    Binder.RowExpression bound = bindConstant(column.defaultText(), column.type());
    Object value = Expressions.evaluate(bound.scalar(), context.evaluation(bound.variableCount()));
    return value == null
        ? null
        : ValueText.format(value, column.type(), SessionText.of(context.session(), 0));
  }

  private Collection dropColumn(Collection table, TableAction.DropColumn drop) {
    Column column = table.column(drop.column()).orElse(null);
    if (column == null && drop.ifExists()) {
      context
          .state()
          .notice(
              "NOTICE",
              "00000",
              "column \""
                  + drop.column()
                  + "\" of relation \""
                  + table.name()
                  + "\" does not exist, skipping");
      return table;
    }
    Column required = column == null ? required(table, drop.column()) : column;
    if (table.primaryKey().contains(table.position(required.name()))) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "dropping a primary key column is not supported; drop the constraint first");
    }
    requireUnreferenced(table, required, drop.cascade());
    ViewDependencies.beforeDropping(context, table, required, drop.cascade());
    TableBuilder builder = builder(table);
    builder.newSchemaVersion();
    for (Index index : List.copyOf(builder.indexes())) {
      if (index.elements().stream().anyMatch(e -> e.column() == required.id())
          || index.include().contains(required.id())) {
        builder.indexes().remove(index);
        context.transaction().dropSpace(index.space());
      }
    }
    builder.foreignKeys().removeIf(key -> key.columns().contains(required.id()));
    builder.checks().removeIf(check -> mentions(check.text(), required.name()));
    builder.columns().removeIf(c -> c.id() == required.id());
    if (required.sequence() != 0) {
      Drops.removeSequence(context, editor, required.sequence());
    }
    return result(table, builder);
  }

  private static boolean mentions(String text, String column) {
    return text.matches("(?s).*\\b" + java.util.regex.Pattern.quote(column) + "\\b.*");
  }

  private void requireUnreferenced(Collection table, Column column, boolean cascade) {
    for (Collection other : context.catalog().referencing(table.id())) {
      boolean uses =
          other.foreignKeys().stream()
              .anyMatch(
                  key -> key.target() == table.id() && key.targetColumns().contains(column.id()));
      if (uses && !cascade) {
        throw new OrbitException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "cannot drop column "
                    + column.name()
                    + " of table "
                    + table.name()
                    + " because other objects depend on it")
            .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
      }
      if (uses) {
        Drops.removeForeignKeys(context, editor, other, table.id());
      }
    }
  }

  private Collection dropNotNull(Collection table, String name) {
    Column column = required(table, name);
    if (table.primaryKey().contains(table.position(name))) {
      throw new OrbitException(
          ErrorCode.INVALID_TABLE_DEFINITION, "column \"" + name + "\" is in a primary key");
    }
    if (column.identity() != Column.Identity.NONE) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR,
          "column \"" + name + "\" of relation \"" + table.name() + "\" is an identity column");
    }
    return columnChanged(table, name, c -> Columns.notNull(c, false));
  }

  private Collection addIdentity(Collection table, TableAction.AddIdentity add) {
    Column column = required(table, add.column());
    List<String> named = add.options().name();
    Collection sequence =
        Sequences.define(
            context,
            Owners.schema(context, table),
            named.isEmpty()
                ? new ConstraintNames(context, Owners.schema(context, table))
                    .free(table.name() + "_" + column.name() + "_seq")
                : named.getLast(),
            Sequences.parameters(add.options(), column.type(), table.id()),
            editor);
    return columnChanged(
        table,
        add.column(),
        c ->
            Columns.withIdentity(
                c,
                add.always() ? Column.Identity.ALWAYS : Column.Identity.BY_DEFAULT,
                sequence.id()));
  }

  /** Another type: every row is converted and the table (with its indexes) written anew. */
  private Collection alterType(Collection table, TableAction.AlterType alter) {
    Column column = required(table, alter.column());
    ViewDependencies.beforeRetyping(context, table, column);
    DataType type =
        io.orbit.query.type.UserTypes.resolve(context.session(), context.catalog(), alter.type());
    String using = alter.usingText();
    TableBuilder builder = builder(table);
    builder.newSchemaVersion();
    builder.columns().replaceAll(c -> c.id() == column.id() ? Columns.typed(c, type, c.id()) : c);
    var expression =
        context.language().parseExpression(using == null ? quoted(column.name()) : using);
    Binder.RowExpression conversion =
        context
            .binder()
            .bindRow(
                context.session(),
                context.catalog(),
                context.language(),
                table,
                expression,
                StoredPlace.CONVERSION,
                type);
    return rewritten(table, builder, Map.of(column.id(), conversion));
  }

  private static String quoted(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /**
   * The table with every row copied into a new space.
   *
   * @param conversions new values by column id, over the old row; other columns are kept
   */
  private Collection rewritten(
      Collection table, TableBuilder builder, Map<Integer, Binder.RowExpression> conversions) {
    int space =
        context
            .transaction()
            .createSpace(new io.orbit.api.storage.SpaceOptions(true, table.engine()));
    List<Index> moved = new ArrayList<>();
    for (Index index : builder.indexes()) {
      moved.add(
          new Index(
              index.id(),
              index.name(),
              index.elements(),
              index.include(),
              index.unique(),
              index.nullsNotDistinct(),
              index.constraint(),
              index.predicateText(),
              context
                  .transaction()
                  .createSpace(new io.orbit.api.storage.SpaceOptions(true, table.engine())),
              index.valid(),
              index.comment()));
    }
    builder.indexes().clear();
    builder.indexes().addAll(moved);
    Collection built =
        builder.build(table.owner(), space, table.open(), table.redis(), table.options());
    Collection after = Copies.merged(table, built);
    editor.put(after);
    context
        .services()
        .records()
        .rewrite(
            context.session(),
            context.transaction(),
            table,
            after,
            row -> convert(table, after, row, compiled(conversions)));
    context.transaction().dropSpace(table.space());
    table.indexes().forEach(index -> context.transaction().dropSpace(index.space()));
    return after;
  }

  private Map<Integer, Expressions.Compiled> compiled(
      Map<Integer, Binder.RowExpression> conversions) {
    Map<Integer, Expressions.Compiled> compiled = new HashMap<>();
    conversions.forEach(
        (id, bound) -> compiled.put(id, Expressions.compile(bound.scalar(), bound.variables())));
    return compiled;
  }

  private @Nullable Object[] convert(
      Collection before,
      Collection after,
      @Nullable Object[] row,
      Map<Integer, Expressions.Compiled> conversions) {
    @Nullable Object[] values = new Object[after.columns().size()];
    for (int i = 0; i < values.length; i++) {
      Column column = after.columns().get(i);
      int old = -1;
      for (int j = 0; j < before.columns().size(); j++) {
        if (before.columns().get(j).id() == column.id()) {
          old = j;
        }
      }
      Expressions.Compiled conversion = conversions.get(column.id());
      if (conversion != null) {
        values[i] = conversion.evaluate(context.evaluation(before.columns().size()), row);
      } else {
        values[i] = old < 0 ? io.orbit.api.records.RecordStatement.DEFAULT : row[old];
      }
    }
    return values;
  }

  // ---- constraints

  private Collection addConstraint(Collection table, ConstraintClause constraint) {
    TableBuilder builder = builder(table);
    builder.addConstraint(constraint);
    if (constraint instanceof ConstraintClause.Key key && key.primary()) {
      builder.newSchemaVersion();
      return rewritten(table, builder, Map.of());
    }
    return result(table, builder);
  }

  private Collection dropConstraint(Collection table, TableAction.DropConstraint drop) {
    String name = drop.name();
    TableBuilder builder = builder(table);
    if (name.equals(table.primaryKeyName()) && !table.primaryKey().isEmpty()) {
      requireNoReferences(table, drop);
      builder.dropPrimaryKey();
      builder.newSchemaVersion();
      return rewritten(table, builder, Map.of());
    }
    boolean removed = builder.checks().removeIf(check -> check.name().equals(name));
    removed |= builder.foreignKeys().removeIf(key -> key.name().equals(name));
    for (Index index : List.copyOf(builder.indexes())) {
      if (index.constraint() && index.name().equals(name)) {
        requireNoReferences(table, drop);
        builder.indexes().remove(index);
        context.transaction().dropSpace(index.space());
        removed = true;
      }
    }
    if (!removed && drop.ifExists()) {
      context
          .state()
          .notice(
              "NOTICE",
              "00000",
              "constraint \""
                  + name
                  + "\" of relation \""
                  + table.name()
                  + "\" does not exist, skipping");
    } else if (!removed) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT,
          "constraint \"" + name + "\" of relation \"" + table.name() + "\" does not exist");
    }
    return result(table, builder);
  }

  private void requireNoReferences(Collection table, TableAction.DropConstraint drop) {
    for (Collection other : context.catalog().referencing(table.id())) {
      if (!drop.cascade()) {
        throw new OrbitException(
                ErrorCode.DEPENDENT_OBJECTS_STILL_EXIST,
                "cannot drop constraint "
                    + drop.name()
                    + " on table "
                    + table.name()
                    + " because other objects depend on it")
            .withDetail("A foreign key of table " + other.name() + " depends on it.")
            .withHint("Use DROP ... CASCADE to drop the dependent objects too.");
      }
      Drops.removeForeignKeys(context, editor, other, table.id());
    }
  }

  private Collection validated(Collection table, String name) {
    boolean known =
        table.checks().stream().anyMatch(check -> check.name().equals(name))
            || table.foreignKeys().stream().anyMatch(key -> key.name().equals(name));
    if (!known) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT,
          "constraint \"" + name + "\" of relation \"" + table.name() + "\" does not exist");
    }
    TableBuilder builder = builder(table);
    builder
        .checks()
        .replaceAll(
            check ->
                check.name().equals(name)
                    ? new io.orbit.api.catalog.Check(check.id(), check.name(), check.text(), true)
                    : check);
    builder
        .foreignKeys()
        .replaceAll(key -> key.name().equals(name) ? Renames.validated(key, true) : key);
    return result(table, builder);
  }

  // ---- names, owner, options

  private Collection renameColumn(Collection table, TableAction.RenameColumn rename) {
    required(table, rename.from());
    if (table.column(rename.to()).isPresent()) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_COLUMN,
          "column \"" + rename.to() + "\" of relation \"" + table.name() + "\" already exists");
    }
    ViewDependencies.beforeRenaming(context, table, "a column of a table");
    return Renames.column(table, rename.from(), rename.to(), context.language());
  }

  private Collection renameConstraint(Collection table, TableAction.RenameConstraint rename) {
    return Renames.constraint(table, rename.from(), rename.to());
  }

  private Collection rename(Collection table, String name) {
    Schema schema = Owners.schema(context, table);
    if (Tables.exists(context, schema, name)) {
      throw Tables.duplicate(name);
    }
    ViewDependencies.beforeRenaming(context, table, "a relation");
    Collection renamed = Copies.renamed(table, name);
    RedisPrefix.requireFree(context, renamed);
    return renamed;
  }

  private Collection setSchema(Collection table, String name) {
    Schema schema =
        context
            .catalog()
            .schema(context.session().database().id(), name)
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.UNDEFINED_SCHEMA, "schema \"" + name + "\" does not exist"));
    return Copies.inSchema(table, schema.id());
  }

  private static Collection setOptions(Collection table, Map<String, String> options) {
    Columnar.require(options);
    Map<String, String> all = new HashMap<>(table.options());
    all.putAll(options);
    return Copies.withOptions(table, Map.copyOf(all));
  }

  private static Collection resetOptions(Collection table, List<String> names) {
    Map<String, String> all = new HashMap<>(table.options());
    names.forEach(all::remove);
    return Copies.withOptions(table, Map.copyOf(all));
  }

  private Collection owner(Collection table, String role) {
    Role owner =
        context
            .catalog()
            .role(RoleNames.resolve(context, role))
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.UNDEFINED_OBJECT, "role \"" + role + "\" does not exist"));
    return Copies.ownedBy(table, owner.id());
  }

  // ---- ALTER INDEX

  private Execution alterIndex(Definition.AlterTable alter, String tag) {
    Collection table = Drops.tableOfIndex(context, alter.name()).orElse(null);
    if (table == null) {
      if (alter.ifExists()) {
        return CommandExecution.done(tag, -1);
      }
      throw new OrbitException(
          ErrorCode.UNDEFINED_TABLE,
          "relation \"" + String.join(".", alter.name()) + "\" does not exist");
    }
    Owners.require(context, table);
    context.services().catalog().lock(context.transaction(), table.id(), true);
    for (TableAction action : alter.actions()) {
      if (!(action instanceof TableAction.RenameTable rename)) {
        throw new OrbitException(
            ErrorCode.FEATURE_NOT_SUPPORTED, "this form of ALTER INDEX is not supported");
      }
      editor.put(
          Renames.constraint(Owners.current(context, table), alter.name().getLast(), rename.to()));
    }
    return CommandExecution.done(tag, -1);
  }
}
