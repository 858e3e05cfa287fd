package io.orbit.query.define;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.SortKey;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.segment.Columnar;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import io.orbit.query.session.TemporaryTables;
import io.orbit.query.type.TypeNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** CREATE TABLE, CREATE TABLE AS, CREATE INDEX, CREATE VIEW. */
final class Tables {
  private Tables() {}

  static Execution create(CommandContext context, Definition.CreateTable create) {
    boolean temporary =
        TemporaryTables.isMeant(context.session(), create.name(), create.temporary());
    Schema schema =
        temporary ? TemporaryTables.schema(context) : TableNames.target(context, create.name());
    context.session().require(schema, Privilege.CREATE);
    String name = create.name().getLast();
    if (exists(context, schema, name)) {
      if (create.ifNotExists()) {
        context
            .state()
            .notice("NOTICE", "42P07", "relation \"" + name + "\" already exists, skipping");
        return CommandExecution.done("CREATE TABLE", -1);
      }
      throw duplicate(name);
    }
    String method = create.accessMethod();
    String engine = Engines.of(context, method == null ? Engines.ofNewTables(context) : method);
    TableBuilder builder = new TableBuilder(context, schema, name, engine);
    PreparedStatement source = source(context, create, builder);
    create.likes().forEach(like -> like(context, like, builder));
    create.columns().forEach(builder::addColumn);
    create.constraints().forEach(builder::addConstraint);
    Collection table = store(context, create, builder, engine);
    StoredExpressions.validate(context, table, builder.written());
    if (temporary) {
      TemporaryTables.onCommit(context, table, create.onCommit());
    }
    if (source == null) {
      return CommandExecution.done("CREATE TABLE", -1);
    }
    long rows = create.withNoData() ? 0 : fill(context, table, source);
    return CommandExecution.done("SELECT", rows);
  }

  private static Collection store(
      CommandContext context, Definition.CreateTable create, TableBuilder builder, String engine) {
    Map<String, String> options = create.options();
    Columnar.require(options);
    boolean open = isOn(options, "open", false);
    boolean redis = isOn(options, "redis", true) && !builder.isTemporary();
    int space = context.transaction().createSpace(new SpaceOptions(true, engine));
    Collection table =
        builder.build(context.session().principal().roleId(), space, open, redis, options);
    RedisPrefix.requireFree(context, table);
    context.services().catalog().edit(context.transaction()).put(table);
    return table;
  }

  static boolean isOn(Map<String, String> options, String name, boolean otherwise) {
    String value = options.get(name);
    return value == null
        ? otherwise
        : value.isEmpty()
            || List.of("on", "true", "1", "yes").contains(value.toLowerCase(java.util.Locale.ROOT));
  }

  static boolean exists(CommandContext context, Schema schema, String name) {
    return context.catalog().collection(schema.id(), name).isPresent()
        || context.catalog().collectionOfIndex(schema.id(), name).isPresent();
  }

  static OrbitException duplicate(String name) {
    return new OrbitException(
        ErrorCode.DUPLICATE_TABLE, "relation \"" + name + "\" already exists");
  }

  private static void like(
      CommandContext context, Definition.LikeClause like, TableBuilder builder) {
    Collection source = TableNames.collection(context, like.table(), -1);
    context.session().require(source, Privilege.SELECT);
    boolean all = like.including().contains("ALL");
    boolean defaults = all || like.including().contains("DEFAULTS");
    for (Column column : source.columns()) {
      builder.copyColumn(column, defaults);
    }
    if (all || like.including().contains("CONSTRAINTS")) {
      source.checks().forEach(builder::copyCheck);
    }
  }

  // ---- CREATE TABLE AS

  private static @Nullable PreparedStatement source(
      CommandContext context, Definition.CreateTable create, TableBuilder builder) {
    var query = create.query();
    if (query == null) {
      return null;
    }
    PreparedStatement prepared = context.prepare(query, List.of(), 0);
    List<ResultColumn> columns = prepared.columns();
    if (create.columnNames().size() > columns.size()) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "too many column names were specified");
    }
    for (int i = 0; i < columns.size(); i++) {
      String name =
          i < create.columnNames().size() ? create.columnNames().get(i) : columns.get(i).name();
      builder.addPlain(name, columns.get(i).type());
    }
    return prepared;
  }

  static long fill(CommandContext context, Collection table, PreparedStatement source) {
    RecordStatement statement =
        context.services().records().statement(context.session(), context.transaction());
    long rows = 0;
    try (Execution execution = context.execute(source, List.of())) {
      for (Batch batch = execution.next(RowBatch.TARGET_ROWS);
          batch != null;
          batch = execution.next(RowBatch.TARGET_ROWS)) {
        for (int r = 0; r < batch.rows(); r++) {
          @Nullable Object[] row = new Object[table.columns().size()];
          for (int c = 0; c < row.length; c++) {
            row[c] = batch.column(c).get(r);
          }
          statement.insert(table, row, 0);
          rows++;
        }
      }
    }
    statement.finish();
    return rows;
  }

  // ---- CREATE INDEX

  static Execution createIndex(CommandContext context, Definition.CreateIndex create) {
    Collection found = TableNames.collection(context, create.table(), create.position());
    if (found.kind() != Collection.Kind.TABLE) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "cannot create index on relation \"" + found.name() + "\"");
    }
    Owners.require(context, found);
    context.services().catalog().lock(context.transaction(), found.id(), true);
    Collection table = Owners.current(context, found);
    Schema schema = Owners.schema(context, table);
    String method = create.method();
    if (method != null && !List.of("btree", "hash").contains(method)) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "access method \"" + method + "\" is not supported");
    }
    String given = create.name();
    if (given != null && exists(context, schema, given)) {
      if (create.ifNotExists()) {
        context
            .state()
            .notice("NOTICE", "42P07", "relation \"" + given + "\" already exists, skipping");
        return CommandExecution.done("CREATE INDEX", -1);
      }
      throw duplicate(given);
    }
    TableBuilder builder = new TableBuilder(context, schema, table);
    Index index = index(context, create, table, builder, schema);
    CatalogEditor editor = context.services().catalog().edit(context.transaction());
    Collection changed = Copies.withIndex(table, index);
    editor.put(changed);
    StoredExpressions.validate(context, changed, Map.of());
    context
        .services()
        .records()
        .buildIndex(context.session(), context.transaction(), changed, index);
    return CommandExecution.done("CREATE INDEX", -1);
  }

  private static Index index(
      CommandContext context,
      Definition.CreateIndex create,
      Collection table,
      TableBuilder builder,
      Schema schema) {
    List<Index.Element> elements = new ArrayList<>();
    List<String> parts = new ArrayList<>();
    for (Definition.IndexElement element : create.elements()) {
      boolean descending = element.direction() == SortKey.Direction.DESCENDING;
      boolean nullsFirst =
          switch (element.nulls()) {
            case FIRST -> true;
            case LAST -> false;
            case DIALECT -> descending;
          };
      if (element.expression() instanceof Expression.ColumnReference reference) {
        Column column = indexed(table, reference);
        elements.add(new Index.Element(column.id(), "", descending, nullsFirst));
        parts.add(column.name());
      } else {
        elements.add(new Index.Element(0, element.text(), descending, nullsFirst));
        parts.add(
            element.expression() instanceof Expression.Call call ? call.name().getLast() : "expr");
      }
    }
    String given = create.name();
    String predicate = create.predicateText();
    return new Index(
        context.services().catalog().edit(context.transaction()).newId(),
        given == null
            ? new ConstraintNames(context, schema)
                .free(table.name() + "_" + String.join("_", parts) + "_idx")
            : given,
        elements,
        create.include().stream().map(c -> builder.require(c, create.position()).id()).toList(),
        create.unique(),
        create.nullsNotDistinct(),
        false,
        predicate == null ? "" : predicate,
        context.transaction().createSpace(new SpaceOptions(true, table.engine())),
        true,
        "");
  }

  private static Column indexed(Collection table, Expression.ColumnReference reference) {
    return table
        .column(reference.name().getLast())
        .orElseThrow(
            () ->
                new OrbitException(
                        ErrorCode.UNDEFINED_COLUMN,
                        "column \"" + reference.name().getLast() + "\" does not exist")
                    .at(reference.position()));
  }

  // ---- CREATE VIEW

  static Execution createView(CommandContext context, Definition.CreateView create) {
    if (create.materialized()) {
      return MaterializedViews.create(context, create);
    }
    boolean temporary =
        TemporaryTables.isMeant(context.session(), create.name(), create.temporary());
    Schema schema =
        temporary ? TemporaryTables.schema(context) : TableNames.target(context, create.name());
    context.session().require(schema, Privilege.CREATE);
    String name = create.name().getLast();
    Collection old = context.catalog().collection(schema.id(), name).orElse(null);
    if (old != null && (!create.orReplace() || old.kind() != Collection.Kind.VIEW)) {
      throw duplicate(name);
    }
    if (old != null) {
      Owners.require(context, old);
      context.services().catalog().lock(context.transaction(), old.id(), true);
    }
    PreparedStatement prepared = context.prepare(create.query(), List.of(), 0);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < prepared.columns().size(); i++) {
      ResultColumn column = prepared.columns().get(i);
      DataType type = column.type();
      columns.add(
          Column.of(
              i + 1, i < create.columns().size() ? create.columns().get(i) : column.name(), type));
    }
    if (create.columns().size() > columns.size()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR, "CREATE VIEW specifies more column names than columns");
    }
    if (old != null) {
      requireSameColumns(old, columns);
    }
    CatalogEditor editor = context.services().catalog().edit(context.transaction());
    editor.put(
        new Collection(
            old == null ? editor.newId() : old.id(),
            name,
            0,
            old == null ? context.session().principal().roleId() : old.owner(),
            old == null ? List.of() : old.grants(),
            schema.database(),
            schema.id(),
            Collection.Kind.VIEW,
            columns,
            List.of(),
            "",
            List.of(),
            List.of(),
            List.of(),
            1,
            columns.size() + 1,
            false,
            false,
            0,
            "",
            Map.of(),
            create.text(),
            null,
            ""));
    return CommandExecution.done("CREATE VIEW", -1);
  }

  /** What stands on a view counts on its columns: new ones come behind them. */
  private static void requireSameColumns(Collection view, List<Column> columns) {
    if (columns.size() < view.columns().size()) {
      throw new OrbitException(ErrorCode.INVALID_TABLE_DEFINITION, "cannot drop columns from view");
    }
    for (int i = 0; i < view.columns().size(); i++) {
      Column old = view.columns().get(i);
      Column now = columns.get(i);
      if (!old.name().equals(now.name())) {
        throw new OrbitException(
                ErrorCode.INVALID_TABLE_DEFINITION,
                "cannot change name of view column \""
                    + old.name()
                    + "\" to \""
                    + now.name()
                    + "\"")
            .withHint(
                "Use ALTER VIEW ... RENAME COLUMN ... to change name of view column instead.");
      }
      if (!old.type().equals(now.type())) {
        throw new OrbitException(
            ErrorCode.INVALID_TABLE_DEFINITION,
            "cannot change data type of view column \""
                + old.name()
                + "\" from "
                + TypeNames.display(old.type())
                + " to "
                + TypeNames.display(now.type()));
      }
    }
  }
}
