package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.ParsedStatement;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Definition;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RecordStatement.WaitPolicy;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** CREATE and REFRESH MATERIALIZED VIEW: a table that keeps what a query answered. */
public final class MaterializedViews {
  /** The option of one that was made WITH NO DATA and has none yet. */
  private static final Map<String, String> UNPOPULATED =
      Map.of(Collection.POPULATED, Boolean.toString(false));

  private MaterializedViews() {}

  static Execution create(CommandContext context, Definition.CreateView create) {
    Schema schema = TableNames.target(context, create.name());
    context.session().require(schema, Privilege.CREATE);
    String name = create.name().getLast();
    if (Tables.exists(context, schema, name)) {
      if (create.ifNotExists()) {
        context
            .state()
            .notice("NOTICE", "42P07", "relation \"" + name + "\" already exists, skipping");
        return CommandExecution.done("CREATE MATERIALIZED VIEW", -1);
      }
      throw Tables.duplicate(name);
    }
    String engine = context.session().database().engine();
    TableBuilder builder = new TableBuilder(context, schema, name, engine);
    PreparedStatement prepared = context.prepare(create.query(), List.of(), 0);
    List<ResultColumn> columns = prepared.columns();
    if (create.columns().size() > columns.size()) {
      throw new OrbitException(ErrorCode.SYNTAX_ERROR, "too many column names were specified");
    }
    for (int i = 0; i < columns.size(); i++) {
      String given = i < create.columns().size() ? create.columns().get(i) : columns.get(i).name();
      builder.addPlain(given, columns.get(i).type());
    }
    int space = context.transaction().createSpace(new SpaceOptions(true, engine));
    Collection table =
        Copies.defined(
            builder.build(
                context.session().principal().roleId(),
                space,
                false,
                false,
                create.withNoData() ? UNPOPULATED : Map.of()),
            create.text());
    context.services().catalog().edit(context.transaction()).put(table);
    if (create.withNoData()) {
      return CommandExecution.done("CREATE MATERIALIZED VIEW", -1);
    }
    return CommandExecution.done("SELECT", Tables.fill(context, table, prepared));
  }

  /**
   * Computes the rows anew. Readers wait for it, but with CONCURRENTLY: then they go on with the
   * rows there were until it commits.
   */
  public static Execution refresh(CommandContext context, Utility.RefreshView refresh) {
    Collection found = TableNames.collection(context, refresh.name(), refresh.position());
    if (!found.isMaterializedView()) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "\"" + found.name() + "\" is not a materialized view");
    }
    Owners.require(context, found);
    requireConcurrent(refresh, found);
    if (refresh.concurrently() && found.indexes().stream().noneMatch(MaterializedViews::isKey)) {
      throw new OrbitException(
              ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
              "cannot refresh materialized view \""
                  + Owners.schema(context, found).name()
                  + "."
                  + found.name()
                  + "\" concurrently")
          .withHint(
              "Create a unique index with no WHERE clause on one or more columns of the"
                  + " materialized view.");
    }
    context.services().catalog().lock(context.transaction(), found.id(), !refresh.concurrently());
    context.transaction().beginStatement();
    Collection view = Owners.current(context, found);
    RecordStatement statement =
        context.services().records().statement(context.session(), context.transaction());
    if (refresh.concurrently()) {
      deleteAll(context, view, statement);
    } else {
      statement.truncate(List.of(view), false);
    }
    Collection emptied = Owners.current(context, view);
    context
        .services()
        .catalog()
        .edit(context.transaction())
        .put(Copies.withOptions(emptied, refresh.withNoData() ? UNPOPULATED : Map.of()));
    if (refresh.withNoData()) {
      return CommandExecution.done("REFRESH MATERIALIZED VIEW", -1);
    }
    List<ParsedStatement> parsed = context.language().parse(view.definition());
    PreparedStatement query = context.prepare(parsed.getFirst().statement(), List.of(), 0);
    Tables.fill(context, Owners.current(context, view), query);
    return CommandExecution.done("REFRESH MATERIALIZED VIEW", -1);
  }

  private static void requireConcurrent(Utility.RefreshView refresh, Collection found) {
    if (refresh.concurrently() && refresh.withNoData()) {
      throw new OrbitException(
          ErrorCode.SYNTAX_ERROR,
          "REFRESH options CONCURRENTLY and WITH NO DATA cannot be used together");
    }
    if (refresh.concurrently() && !found.isPopulated()) {
      throw new OrbitException(
          ErrorCode.OBJECT_NOT_IN_PREREQUISITE_STATE,
          "CONCURRENTLY cannot be used when the materialized view is not populated");
    }
  }

  private static boolean isKey(Index index) {
    return index.unique() && index.valid() && index.predicateText().isEmpty();
  }

  private static void deleteAll(
      CommandContext context, Collection view, RecordStatement statement) {
    RowReader reader = context.services().records().reader(context.transaction(), view);
    List<byte[]> keys = new ArrayList<>();
    try (RowCursor rows = reader.scan(KeyRange.ALL, false)) {
      while (rows.next()) {
        keys.add(rows.row().key());
      }
    }
    var latest = reader.newView();
    for (byte[] key : keys) {
      context.session().checkCanceled();
      var outcome = statement.lock(view, key, LockMode.EXCLUSIVE, WaitPolicy.BLOCK, latest);
      if (outcome != RecordStatement.LockOutcome.GONE) {
        statement.delete(view, key, latest);
      }
    }
    statement.finish();
  }
}
