package io.orbit.records;

import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Sequence;
import io.orbit.api.catalog.Trigger;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowReader;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.testkit.security.TestSessions;
import io.orbit.testkit.store.TestStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tables over a store with the kernel's own catalog, for tests. */
final class TestDatabase implements AutoCloseable {
  private static final long DATABASE = 5;
  private static final long SCHEMA = 2200;
  private static final long OWNER = 10;

  private final Path directory;
  private final TestStore opened;
  final Store store;
  final KernelCatalog catalog;
  final StoreRecords records;
  final TinyExpressions expressions = new TinyExpressions();

  /** A new database in a temporary folder. */
  TestDatabase() {
    try {
      directory = Files.createTempDirectory("orbit-records");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    opened = TestStore.in(directory);
    store = opened.store();
    catalog = new KernelCatalog(store, TestStore.ENGINE);
    records = new StoreRecords(store, catalog, () -> expressions);
  }

  @Override
  public void close() {
    opened.close();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Session session() {
    return new TestSessions()
        .open(new SessionRequest("orbit", "orbit", "test", "127.0.0.1", true, ""));
  }

  // ---- definitions

  /** Describes a table before it is created. */
  static final class Table {
    final String name;
    final List<Column> columns = new ArrayList<>();
    final List<Integer> primaryKey = new ArrayList<>();
    final List<Index> indexes = new ArrayList<>();
    final List<Check> checks = new ArrayList<>();
    final List<ForeignKey> foreignKeys = new ArrayList<>();

    Table(String name) {
      this.name = name;
    }

    Table column(String columnName, DataType type) {
      columns.add(Column.of(columns.size() + 1, columnName, type));
      return this;
    }

    Table column(Function<Integer, Column> make) {
      columns.add(make.apply(columns.size() + 1));
      return this;
    }

    Table key(Integer... positions) {
      primaryKey.addAll(List.of(positions));
      return this;
    }
  }

  static Column column(
      int id, String name, DataType type, boolean notNull, String defaultText, String generated) {
    return new Column(
        id,
        name,
        type,
        notNull,
        defaultText,
        generated,
        Column.Identity.NONE,
        0,
        "",
        true,
        0,
        "",
        "");
  }

  static Index index(
      String name,
      boolean unique,
      boolean nullsNotDistinct,
      String predicate,
      Index.Element... elements) {
    return new Index(
        0,
        name,
        List.of(elements),
        List.of(),
        unique,
        nullsNotDistinct,
        unique,
        predicate,
        0,
        true,
        "");
  }

  static Index.Element ascending(int columnId) {
    return new Index.Element(columnId, "", false, false);
  }

  static ForeignKey reference(
      String name,
      List<Integer> columns,
      Collection target,
      List<Integer> targetColumns,
      ForeignKey.Action onDelete,
      ForeignKey.Action onUpdate) {
    return new ForeignKey(
        0,
        name,
        columns,
        target.id(),
        targetColumns,
        onDelete,
        onUpdate,
        false,
        false,
        false,
        true);
  }

  Collection create(Table table) {
    return inTransaction(
        transaction -> {
          var editor = catalog.edit(transaction);
          List<Index> indexes = new ArrayList<>();
          for (Index index : table.indexes) {
            indexes.add(withSpace(index, editor.newId(), newSpace(transaction)));
          }
          List<ForeignKey> keys = new ArrayList<>();
          for (ForeignKey key : table.foreignKeys) {
            keys.add(withId(key, editor.newId()));
          }
          Collection collection =
              new Collection(
                  editor.newId(),
                  table.name,
                  0,
                  OWNER,
                  List.of(),
                  DATABASE,
                  SCHEMA,
                  Collection.Kind.TABLE,
                  table.columns,
                  table.primaryKey,
                  table.primaryKey.isEmpty() ? "" : table.name + "_pkey",
                  indexes,
                  table.checks,
                  keys,
                  1,
                  table.columns.size() + 1,
                  false,
                  false,
                  newSpace(transaction),
                  TestStore.ENGINE,
                  Map.of(),
                  "",
                  null,
                  "");
          editor.put(collection);
          return collection.id();
        });
  }

  Collection withTriggers(Collection c, List<Trigger> triggers) {
    return inTransaction(
        transaction -> {
          catalog
              .edit(transaction)
              .put(
                  new Collection(
                      c.id(),
                      c.name(),
                      0,
                      c.owner(),
                      c.grants(),
                      c.database(),
                      c.schema(),
                      c.kind(),
                      c.columns(),
                      c.primaryKey(),
                      c.primaryKeyName(),
                      c.indexes(),
                      c.checks(),
                      c.foreignKeys(),
                      c.schemaVersion(),
                      c.nextColumnId(),
                      c.open(),
                      c.redis(),
                      c.space(),
                      c.engine(),
                      c.options(),
                      c.definition(),
                      c.sequence(),
                      c.comment(),
                      triggers,
                      c.rowSecurity()));
          return c.id();
        });
  }

  Collection createSequence(String name, Sequence sequence) {
    return inTransaction(
        transaction -> {
          var editor = catalog.edit(transaction);
          Collection collection =
              new Collection(
                  editor.newId(),
                  name,
                  0,
                  OWNER,
                  List.of(),
                  DATABASE,
                  SCHEMA,
                  Collection.Kind.SEQUENCE,
                  List.of(),
                  List.of(),
                  "",
                  List.of(),
                  List.of(),
                  List.of(),
                  1,
                  1,
                  false,
                  false,
                  newSpace(transaction),
                  TestStore.ENGINE,
                  Map.of(),
                  "",
                  sequence,
                  "");
          editor.put(collection);
          return collection.id();
        });
  }

  private Collection inTransaction(Function<Transaction, Long> work) {
    long id;
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      id = work.apply(transaction);
      transaction.commit();
    }
    return collection(id);
  }

  Collection collection(long id) {
    return (Collection) catalog.current().object(id).orElseThrow();
  }

  private static int newSpace(Transaction transaction) {
    return transaction.createSpace(new SpaceOptions(true, TestStore.ENGINE));
  }

  private static Index withSpace(Index index, long id, int space) {
    return new Index(
        id,
        index.name(),
        index.elements(),
        index.include(),
        index.unique(),
        index.nullsNotDistinct(),
        index.constraint(),
        index.predicateText(),
        space,
        index.valid(),
        index.comment());
  }

  private static ForeignKey withId(ForeignKey key, long id) {
    return new ForeignKey(
        id,
        key.name(),
        key.columns(),
        key.target(),
        key.targetColumns(),
        key.onDelete(),
        key.onUpdate(),
        key.matchFull(),
        key.deferrable(),
        key.initiallyDeferred(),
        key.validated());
  }

  // ---- statements

  Transaction begin(Isolation isolation) {
    return store.begin(new TransactionOptions(isolation, false, Durability.OFF, true));
  }

  /** One statement in a transaction of its own. */
  void run(BiConsumer<Transaction, RecordStatement> work) {
    try (Transaction transaction = begin(Isolation.READ_COMMITTED)) {
      RecordStatement statement = records.statement(session(), transaction);
      work.accept(transaction, statement);
      statement.finish();
      transaction.commit();
    }
  }

  void insert(Collection collection, @Nullable Object... row) {
    run((transaction, statement) -> statement.insert(collection, row.clone(), 0));
  }

  /** Deletes the row with a primary key; answers whether there was one. */
  static boolean delete(
      TestDatabase database,
      Transaction transaction,
      RecordStatement statement,
      Collection collection,
      Object... key) {
    RowReader reader = database.records.reader(transaction, collection);
    StoredRowView row = (StoredRowView) reader.newView();
    byte[] bytes = reader.encodeKey(key);
    var outcome =
        statement.lock(
            collection, bytes, LockMode.EXCLUSIVE, RecordStatement.WaitPolicy.BLOCK, row);
    if (outcome == RecordStatement.LockOutcome.GONE) {
      return false;
    }
    statement.delete(collection, bytes, row);
    return true;
  }

  void delete(Collection collection, Object... key) {
    run((transaction, statement) -> delete(this, transaction, statement, collection, key));
  }

  void update(Collection collection, Object[] key, int column, @Nullable Object value) {
    run((transaction, statement) -> update(transaction, statement, collection, key, column, value));
  }

  void update(
      Transaction transaction,
      RecordStatement statement,
      Collection collection,
      Object[] key,
      int column,
      @Nullable Object value) {
    RowReader reader = records.reader(transaction, collection);
    StoredRowView row = (StoredRowView) reader.newView();
    byte[] bytes = reader.encodeKey(key);
    statement.lock(
        collection, bytes, LockMode.NO_KEY_EXCLUSIVE, RecordStatement.WaitPolicy.BLOCK, row);
    @Nullable Object[] values = row.values();
    values[column] = value;
    BitSet changed = new BitSet();
    changed.set(column);
    statement.update(collection, bytes, row, values, changed, 0);
  }

  List<List<@Nullable Object>> rows(Collection collection) {
    return rows(store.latest(), collection, null, KeyRange.ALL, false);
  }

  List<List<@Nullable Object>> rows(
      ReadView view,
      Collection collection,
      @Nullable Index index,
      KeyRange range,
      boolean descending) {
    RowReader reader = records.reader(view, collection);
    List<List<@Nullable Object>> rows = new ArrayList<>();
    try (RowCursor cursor =
        index == null
            ? reader.scan(range, descending)
            : reader.scanIndex(index, range, descending)) {
      while (cursor.next()) {
        rows.add(Arrays.asList(cursor.row().values()));
      }
    }
    return rows;
  }
}
