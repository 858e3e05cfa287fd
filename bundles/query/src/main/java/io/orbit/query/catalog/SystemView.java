package io.orbit.query.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Schema;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.query.type.SystemRelations;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one scan of a system table sees: the catalog of the session's database. One thread. */
final class SystemView {
  /** Where the OIDs of virtual tables that are not PostgreSQL's begin. */
  private static final long VIRTUAL_TABLES = 14_000;

  private static final long VIRTUAL_SCHEMAS = 13_900;

  private final SystemSources sources;
  private final Session session;
  private final Transaction transaction;
  private final CatalogView catalog;
  private final Database database;

  SystemView(SystemSources sources, Session session, Transaction transaction) {
    this.sources = sources;
    this.session = session;
    this.transaction = transaction;
    catalog = sources.catalog().view(transaction);
    database = session.database();
  }

  SystemSources sources() {
    return sources;
  }

  Session session() {
    return session;
  }

  Transaction transaction() {
    return transaction;
  }

  CatalogView catalog() {
    return catalog;
  }

  Database database() {
    return database;
  }

  // ---- schemas and relations

  List<Schema> schemas() {
    return catalog.schemas(database.id());
  }

  /** Tables, views and sequences of all schemas. */
  List<Collection> collections() {
    List<Collection> all = new ArrayList<>();
    schemas().forEach(schema -> all.addAll(catalog.collections(schema.id())));
    return all;
  }

  List<Collection> collections(Collection.Kind kind) {
    return collections().stream().filter(c -> c.kind() == kind).toList();
  }

  String schemaName(long id) {
    return catalog.object(id).map(CatalogObject::name).orElse("");
  }

  String roleName(long id) {
    return catalog.object(id).map(CatalogObject::name).orElse("");
  }

  /** A virtual table that PostgreSQL does not have, with the OIDs it is given here. */
  record Foreign(long oid, long schema, VirtualTable table) {}

  /** Schemas that hold only virtual tables, with their OIDs. */
  TreeMap<String, Long> virtualSchemas() {
    TreeSet<String> names = new TreeSet<>();
    for (VirtualTable table : sources.tables().all()) {
      if (SystemRelations.schemaOid(table.schema()) == 0) {
        names.add(table.schema());
      }
    }
    TreeMap<String, Long> schemas = new TreeMap<>();
    for (String name : names) {
      schemas.put(
          name,
          catalog
              .schema(database.id(), name)
              .map(Schema::id)
              .orElse(VIRTUAL_SCHEMAS + schemas.size()));
    }
    return schemas;
  }

  List<Foreign> foreignTables() {
    TreeMap<String, VirtualTable> sorted = new TreeMap<>();
    for (VirtualTable table : sources.tables().all()) {
      if (SystemRelations.oid(table.schema(), table.name()) == 0) {
        sorted.put(table.schema() + "." + table.name(), table);
      }
    }
    TreeMap<String, Long> schemas = virtualSchemas();
    List<Foreign> tables = new ArrayList<>();
    for (VirtualTable table : sorted.values()) {
      long own = SystemRelations.schemaOid(table.schema());
      Long virtual = schemas.get(table.schema());
      tables.add(
          new Foreign(VIRTUAL_TABLES + tables.size(), virtual == null ? own : virtual, table));
    }
    return tables;
  }

  // ---- rights

  /** True when the session may do anything at all with the relation, which then shows it. */
  boolean mayKnow(Collection collection) {
    return session.owns(collection)
        || session.may(collection, Privilege.SELECT)
        || session.may(collection, Privilege.INSERT)
        || session.may(collection, Privilege.UPDATE)
        || session.may(collection, Privilege.DELETE)
        || session.may(collection, Privilege.REFERENCES)
        || session.may(collection, Privilege.TRUNCATE)
        || session.may(collection, Privilege.TRIGGER)
        || session.may(collection, Privilege.USAGE);
  }

  /** Refuses a catalog that shows secrets. */
  void requireSuperuser(String table) {
    if (!session.principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for table " + table);
    }
  }

  /** An estimate of how many rows a table has. */
  long estimatedRows(Collection table) {
    return sources.records().reader(transaction, table).estimatedRows();
  }

  /** How many old versions of a table's rows are kept for snapshots. */
  long oldVersions(Collection table) {
    return sources.records().reader(transaction, table).oldVersions();
  }

  /** The column of a collection with that id. */
  static Column column(Collection collection, int id) {
    return collection.columns().stream()
        .filter(column -> column.id() == id)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no column " + id));
  }

  /** Column ids of a table's primary key, in key order. */
  static List<Integer> primaryKeyIds(Collection table) {
    return table.primaryKey().stream().map(position -> table.columns().get(position).id()).toList();
  }
}
