package io.orbit.query.maintain;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.query.define.MaterializedViews;
import io.orbit.query.session.CommandContext;
import io.orbit.query.session.CommandExecution;
import io.orbit.query.session.CommandShape;
import io.orbit.query.session.Commands;
import io.orbit.query.session.TableNames;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * VACUUM, ANALYZE, REINDEX and CHECKPOINT. The store frees old versions as soon as no snapshot
 * needs them and keeps indexes in the transactions that change rows. So VACUUM and REINDEX check
 * what they are asked about, as PostgreSQL does, and find their work done.
 */
public final class Maintenance implements Commands {
  private static final Set<String> VACUUM_OPTIONS =
      Set.of(
          "full",
          "freeze",
          "verbose",
          "analyze",
          "disable_page_skipping",
          "skip_locked",
          "index_cleanup",
          "process_toast",
          "truncate",
          "parallel");

  private static final Set<String> ANALYZE_OPTIONS = Set.of("verbose", "skip_locked");

  @Override
  public boolean knows(Statement statement) {
    return statement instanceof Utility.Vacuum
        || statement instanceof Utility.Reindex
        || statement instanceof Utility.RefreshView
        || statement instanceof Utility.Checkpoint;
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    return Optional.of(CommandShape.COMMAND);
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return statement instanceof Utility.RefreshView;
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    return switch (statement) {
      case Utility.Vacuum vacuum -> vacuum(context, vacuum);
      case Utility.Reindex reindex -> reindex(context, reindex);
      case Utility.RefreshView refresh -> MaterializedViews.refresh(context, refresh);
      case Utility.Checkpoint checkpoint -> checkpoint(context);
      default -> throw new IllegalArgumentException(statement.getClass().getName());
    };
  }

  private static void refuseInBlock(CommandContext context, String command) {
    if (context.session().inExplicitTransaction()) {
      throw new OrbitException(
          ErrorCode.ACTIVE_TRANSACTION, command + " cannot run inside a transaction block");
    }
  }

  // ---- VACUUM and ANALYZE

  private static Execution vacuum(CommandContext context, Utility.Vacuum vacuum) {
    String command = vacuum.analyzeOnly() ? "ANALYZE" : "VACUUM";
    if (!vacuum.analyzeOnly()) {
      refuseInBlock(context, command);
    }
    Set<String> known = vacuum.analyzeOnly() ? ANALYZE_OPTIONS : VACUUM_OPTIONS;
    for (String option : vacuum.options().keySet()) {
      if (!known.contains(option)) {
        throw new OrbitException(
                ErrorCode.SYNTAX_ERROR, "unrecognized " + command + " option \"" + option + "\"")
            .at(vacuum.position());
      }
    }
    boolean analyze = vacuum.analyzeOnly() || isOn(vacuum.options().get("analyze"));
    for (int i = 0; i < vacuum.tables().size(); i++) {
      table(context, vacuum, i, analyze);
    }
    if (analyze && vacuum.tables().isEmpty()) {
      ownTables(context).forEach(table -> gather(context, table));
    }
    return CommandExecution.done(command, -1);
  }

  private static boolean isOn(@Nullable String option) {
    return option != null && Set.of("true", "on", "1", "yes").contains(option);
  }

  private static void table(
      CommandContext context, Utility.Vacuum vacuum, int number, boolean analyze) {
    Collection table = TableNames.collection(context, vacuum.tables().get(number), -1);
    String verb = vacuum.analyzeOnly() ? "analyze" : "vacuum";
    if (table.kind() != Collection.Kind.TABLE) {
      String what = vacuum.analyzeOnly() ? "analyze" : "vacuum";
      context
          .state()
          .notice(
              "WARNING",
              "01000",
              "skipping \""
                  + table.name()
                  + "\" --- cannot "
                  + what
                  + " non-tables or special"
                  + " system tables");
      return;
    }
    if (!context.session().owns(table) && !context.session().owns(context.session().database())) {
      context
          .state()
          .notice(
              "WARNING",
              "01000",
              "permission denied to " + verb + " \"" + table.name() + "\", skipping it");
      return;
    }
    List<String> columns = vacuum.columns().get(number);
    if (!columns.isEmpty() && !analyze) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED,
          "ANALYZE option must be specified when a column list is provided");
    }
    for (String column : columns) {
      if (table.column(column).isEmpty()) {
        throw new OrbitException(
            ErrorCode.UNDEFINED_COLUMN,
            "column \"" + column + "\" of relation \"" + table.name() + "\" does not exist");
      }
    }
    if (analyze) {
      gather(context, table);
    }
  }

  private static List<Collection> ownTables(CommandContext context) {
    return context.catalog().schemas(context.session().database().id()).stream()
        .flatMap(schema -> context.catalog().collections(schema.id()).stream())
        .filter(table -> table.kind() == Collection.Kind.TABLE)
        .filter(
            table ->
                context.session().owns(table)
                    || context.session().owns(context.session().database()))
        .toList();
  }

  private static void gather(CommandContext context, Collection table) {
    context
        .services()
        .statistics()
        .analyze(context.transaction(), table, false, context.session()::checkCanceled);
  }

  // ---- REINDEX

  private static Execution reindex(CommandContext context, Utility.Reindex reindex) {
    List<String> name = reindex.name();
    switch (reindex.kind()) {
      case "TABLE" -> {
        Collection table = TableNames.collection(context, name == null ? List.of() : name, -1);
        if (table.kind() != Collection.Kind.TABLE) {
          throw new OrbitException(
              ErrorCode.WRONG_OBJECT_TYPE, "\"" + table.name() + "\" is not a table");
        }
        requireOwner(context, table, "table", table.name());
      }
      case "INDEX" -> index(context, name == null ? List.of() : name);
      default -> whole(context, reindex);
    }
    if (reindex.concurrently()) {
      refuseInBlock(context, "REINDEX CONCURRENTLY");
    }
    return CommandExecution.done("REINDEX", -1);
  }

  private static void requireOwner(
      CommandContext context, io.orbit.api.catalog.CatalogObject owned, String kind, String name) {
    if (!context.session().owns(owned)) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "must be owner of " + kind + " " + name);
    }
  }

  private static void index(CommandContext context, List<String> name) {
    long database = context.session().database().id();
    List<String> schemas =
        name.size() > 1
            ? List.of(name.get(name.size() - 2))
            : io.orbit.query.bind.SearchPath.of(context.session());
    for (String schemaName : schemas) {
      Optional<Schema> schema = context.catalog().schema(database, schemaName);
      Optional<Collection> owner =
          schema.flatMap(s -> context.catalog().collectionOfIndex(s.id(), name.getLast()));
      if (owner.isEmpty()) {
        owner =
            schema.stream()
                .flatMap(s -> context.catalog().collections(s.id()).stream())
                .filter(c -> c.primaryKeyName().equals(name.getLast()))
                .findFirst();
      }
      if (owner.isPresent()) {
        requireOwner(context, owner.get(), "index", name.getLast());
        return;
      }
    }
    if (TableNames.find(context, name).isPresent()) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE, "\"" + name.getLast() + "\" is not an index");
    }
    throw new OrbitException(
        ErrorCode.UNDEFINED_TABLE, "relation \"" + String.join(".", name) + "\" does not exist");
  }

  private static void whole(CommandContext context, Utility.Reindex reindex) {
    refuseInBlock(context, "REINDEX " + reindex.kind());
    List<String> name = reindex.name();
    var database = context.session().database();
    if (reindex.kind().equals("SCHEMA")) {
      String schemaName = name == null ? "" : name.getLast();
      Schema schema =
          context
              .catalog()
              .schema(database.id(), schemaName)
              .orElseThrow(
                  () ->
                      new OrbitException(
                          ErrorCode.UNDEFINED_SCHEMA,
                          "schema \"" + schemaName + "\" does not exist"));
      requireOwner(context, schema, "schema", schemaName);
      return;
    }
    if (name != null && !name.getLast().equals(database.name())) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "can only reindex the currently open database");
    }
    requireOwner(context, database, "database", database.name());
  }

  // ---- CHECKPOINT

  private static Execution checkpoint(CommandContext context) {
    if (!context.session().principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "must be superuser or have privileges of pg_checkpoint to do CHECKPOINT");
    }
    context.services().store().checkpoint();
    return CommandExecution.done("CHECKPOINT", -1);
  }
}
