package io.orbit.query.session;

import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.query.execute.QueryServices;
import io.orbit.query.type.TemporarySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of one session: made, emptied and dropped when a transaction ends, tidied away. */
public final class TemporaryTables {
  private TemporaryTables() {}

  /** The session's schema for them, made where it is not there yet. */
  public static Schema schema(CommandContext context) {
    Session session = context.session();
    session.require(session.database(), Privilege.TEMPORARY);
    String name = TemporarySchema.name(session);
    session.settings().put(TemporarySchema.MARK, name);
    long database = session.database().id();
    return context
        .catalog()
        .schema(database, name)
        .orElseGet(
            () -> {
              CatalogEditor editor = context.services().catalog().edit(context.transaction());
              Schema made =
                  new Schema(
                      editor.newId(),
                      name,
                      0,
                      session.principal().roleId(),
                      List.of(),
                      database,
                      "");
              editor.put(made);
              return made;
            });
  }

  /** Whether a name that is to be made means something temporary. */
  public static boolean isMeant(Session session, List<String> name, boolean said) {
    boolean qualified = name.size() > 1;
    String schema = qualified ? TemporarySchema.resolve(session, name.get(name.size() - 2)) : "";
    boolean own = schema.equals(TemporarySchema.name(session));
    if (said && qualified && !own) {
      throw new OrbitException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "cannot create temporary relation in non-temporary schema");
    }
    if (!own && TemporarySchema.isTemporary(schema)) {
      throw new OrbitException(
          ErrorCode.INVALID_TABLE_DEFINITION,
          "cannot create relations in temporary schemas of other sessions");
    }
    return said || own;
  }

  /**
   * What becomes of a table when a transaction commits.
   *
   * @param onCommit DROP, DELETE ROWS, PRESERVE ROWS, or null for none of them
   */
  public static void onCommit(CommandContext context, Collection table, @Nullable String onCommit) {
    if ("DROP".equals(onCommit)) {
      QueryServices services = context.services();
      Transaction transaction = context.transaction();
      transaction.beforeCommit(() -> drop(services, transaction, table.id()));
    } else if ("DELETE ROWS".equals(onCommit)) {
      context.state().emptiedOnCommit().add(table.id());
    }
  }

  /** Empties what is to be empty after each transaction. */
  static void empty(QueryServices services, Session session, Set<Long> tables) {
    Transaction transaction = session.transaction();
    if (transaction == null || tables.isEmpty()) {
      return;
    }
    CatalogView catalog = services.catalog().view(transaction);
    List<Collection> found = new ArrayList<>();
    for (long id : tables) {
      if (catalog.object(id).orElse(null) instanceof Collection table) {
        found.add(table);
      }
    }
    if (!found.isEmpty()) {
      services.records().statement(session, transaction).truncate(found, false);
    }
  }

  private static void drop(QueryServices services, Transaction transaction, long id) {
    if (services.catalog().view(transaction).object(id).orElse(null) instanceof Collection table) {
      remove(services, transaction, table);
    }
  }

  private static void remove(QueryServices services, Transaction transaction, Collection table) {
    services.catalog().lock(transaction, table.id(), true);
    table.indexes().forEach(index -> transaction.dropSpace(index.space()));
    if (table.space() != 0) {
      transaction.dropSpace(table.space());
    }
    services.catalog().edit(transaction).remove(table.id());
  }

  /** Drops all of the session's own (DISCARD TEMP). */
  static void dropOwn(CommandContext context) {
    context
        .catalog()
        .schema(context.session().database().id(), TemporarySchema.name(context.session()))
        .ifPresent(
            schema ->
                context
                    .catalog()
                    .collections(schema.id())
                    .forEach(table -> remove(context.services(), context.transaction(), table)));
  }

  /** Drops what sessions have left that are no longer there. Blocks. */
  public static void tidy(QueryServices services) {
    Set<Long> alive =
        services.sessions().list().stream().map(Session::id).collect(Collectors.toSet());
    CatalogView catalog = services.catalog().current();
    for (Database database : catalog.databases()) {
      for (Schema schema : catalog.schemas(database.id())) {
        var owner = TemporarySchema.owner(schema.name());
        if (owner.isPresent() && !alive.contains(owner.getAsLong())) {
          drop(services, schema);
        }
      }
    }
  }

  private static void drop(QueryServices services, Schema schema) {
    try (Transaction transaction = services.store().begin(TransactionOptions.DEFAULT)) {
      services.catalog().lock(transaction, schema.id(), true);
      CatalogView catalog = services.catalog().view(transaction);
      catalog.collections(schema.id()).forEach(table -> remove(services, transaction, table));
      services.catalog().edit(transaction).remove(schema.id());
      transaction.commit();
    }
  }
}
