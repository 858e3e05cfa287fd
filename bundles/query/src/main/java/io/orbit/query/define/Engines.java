package io.orbit.query.define;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Index;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import io.orbit.query.session.CommandContext;

/** Which storage engine holds a table: PostgreSQL's access methods. */
final class Engines {
  /** The name of the setting, of a session and of a database. */
  static final String SETTING = "default_table_access_method";

  private Engines() {}

  /** The engine that a name of an access method stands for; {@code heap} is the database's own. */
  static String of(CommandContext context, String method) {
    return method.equals("heap") || method.equals("default")
        ? context.session().database().engine()
        : method;
  }

  /** What the session says of tables whose definition says nothing. */
  static String ofNewTables(CommandContext context) {
    return context.session().settings().getOrDefault(SETTING, "heap");
  }

  /**
   * Moves a table with its indexes. What has been copied in this transaction already is not copied
   * again, so the copying comes before the table is locked, and once more behind.
   *
   * @return the table as it is to be in the catalog
   */
  static Collection move(CommandContext context, Collection table, String method) {
    if (table.kind() != Collection.Kind.TABLE) {
      throw new OrbitException(
          ErrorCode.WRONG_OBJECT_TYPE,
          "ALTER action SET ACCESS METHOD cannot be performed on relation \""
              + table.name()
              + "\"");
    }
    String engine = of(context, method);
    Transaction transaction = context.transaction();
    transaction.moveSpace(table.space(), engine);
    for (Index index : table.indexes()) {
      transaction.moveSpace(index.space(), engine);
    }
    return Copies.inEngine(table, engine);
  }

  /** Fails when an engine is not installed. */
  static void require(CommandContext context, String engine) {
    Transaction transaction = context.transaction();
    long before = transaction.savepoint();
    int ignored = transaction.createSpace(new SpaceOptions(false, engine));
    transaction.rollbackTo(before);
  }
}
