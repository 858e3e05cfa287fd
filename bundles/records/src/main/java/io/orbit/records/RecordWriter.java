package io.orbit.records;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Trigger.Event;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RowObserver;
import io.orbit.api.records.RowObserver.Change;
import io.orbit.api.records.RowView;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import io.orbit.api.storage.Wait;
import io.orbit.api.value.DataType;
import io.orbit.api.value.ValueOrder;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One writing statement. See {@link RecordStatement}. */
final class RecordWriter implements RecordStatement {
  private final TableDefinitions definitions;
  private final Catalog catalog;
  private final Sequences sequences;
  private final RowIds rowIds;
  private final Session session;
  private final Transaction transaction;
  private final boolean mayWait;
  private final ConstraintErrors errors;
  private final References references;
  private final Triggers triggers;
  private final @Nullable RowObserver observer;

  private final TupleWriter keys = new TupleWriter();
  private final RowFormat.Encoder rows = new RowFormat.Encoder();
  private final RecordView found = new RecordView();
  private final Set<Long> read = new HashSet<>(0);

  RecordWriter(
      TableDefinitions definitions,
      Catalog catalog,
      Sequences sequences,
      RowIds rowIds,
      Session session,
      Transaction transaction,
      boolean mayWait,
      @Nullable DeferredReferences deferred,
      @Nullable RowObserver observer) {
    this.mayWait = mayWait;
    this.observer = observer;
    this.definitions = definitions;
    this.catalog = catalog;
    this.sequences = sequences;
    this.rowIds = rowIds;
    this.session = session;
    this.transaction = transaction;
    CatalogView view = catalog.view(transaction);
    this.triggers = new Triggers(session, transaction, definitions);
    this.errors = new ConstraintErrors(view, SessionText.context(session));
    this.references = new References(this, definitions, view, transaction, errors, deferred);
  }

  // ---- insert

  @Override
  public void begin(Collection collection, Event event, BitSet columns) {
    triggers.begin(table(collection), event, columns);
  }

  @Override
  public void reads(Collection collection) {
    if (session.isRestricted(collection)) {
      read.add(collection.id());
    }
  }

  /** Row-level security on a row as it is to be. */
  private void requirePermitted(
      TableDefinition table, Policy.Command command, @Nullable Object[] row) {
    Collection collection = table.layout().collection();
    if (!session.isRestricted(collection)) {
      return;
    }
    boolean permitted =
        table.permits(session, definitions.compiler(), command, true, row)
            && (!read.contains(collection.id())
                || table.permits(
                    session, definitions.compiler(), Policy.Command.SELECT, false, row));
    if (!permitted) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "new row violates row-level security policy for table \"" + collection.name() + "\"");
    }
  }

  @Override
  public byte @Nullable [] insert(Collection collection, @Nullable Object[] row, long expiresAt) {
    TableDefinition table = table(collection);
    if (!complete(table, row)) {
      return null;
    }
    return store(table, row, expiresAt);
  }

  @Override
  public InsertOutcome insertOrConflict(
      Collection collection,
      @Nullable Object[] row,
      long expiresAt,
      List<Index> arbiters,
      boolean primaryKey) {
    TableDefinition table = table(collection);
    CollectionLayout layout = table.layout();
    if (!complete(table, row)) {
      return new InsertOutcome(false, true, new byte[0]);
    }
    boolean any = arbiters.isEmpty() && !primaryKey;
    if ((any || primaryKey) && !layout.hasHiddenRowId()) {
      byte[] key = layout.writeKey(keys.reset(), row).toBytes();
      if (isTaken(layout.space(), key)) {
        requireVisible(layout.space(), key);
        return new InsertOutcome(false, false, key);
      }
    }
    for (IndexLayout index : layout.indexes()) {
      boolean counts =
          any || arbiters.stream().anyMatch(arbiter -> arbiter.id() == index.index().id());
      byte[] other = counts ? conflict(table, index, row) : null;
      if (other != null) {
        requireVisible(layout.space(), other);
        return new InsertOutcome(false, false, other);
      }
    }
    return new InsertOutcome(true, false, store(table, row, expiresAt));
  }

  /** The key of the row that has this row's entry in a unique index, or null. */
  private byte @Nullable [] conflict(
      TableDefinition table, IndexLayout index, @Nullable Object[] row) {
    if (!index.index().unique() || !table.isIndexed(session, index, row)) {
      return null;
    }
    @Nullable Object[] values = table.elements(session, index, row);
    if (!index.isUniqueFor(values)) {
      return null;
    }
    byte[] entry = index.writeElements(keys.reset(), values).toBytes();
    return isTaken(index.space(), entry) ? rowKey(index, entry, found) : null;
  }

  /**
   * Whether a record exists; if not, it is locked so that it stays so. A record that exists already
   * is not locked: ON CONFLICT DO NOTHING disturbs nobody.
   */
  private boolean isTaken(int space, byte[] key) {
    if (transaction.getLatest(space, key, found)) {
      return true;
    }
    acquire(space, key, LockMode.EXCLUSIVE);
    return transaction.getLatest(space, key, found);
  }

  /** Above READ COMMITTED a conflict with a row that the snapshot does not see is no answer. */
  private void requireVisible(int space, byte[] key) {
    if (transaction.options().isolation() != Isolation.READ_COMMITTED
        && !transaction.get(space, key, found)) {
      throw new OrbitException(
          ErrorCode.SERIALIZATION_FAILURE, "could not serialize access due to concurrent update");
    }
  }

  /** Fills in and checks a new row; false where a trigger does not let it be. */
  private boolean complete(TableDefinition table, @Nullable Object[] row) {
    CollectionLayout layout = table.layout();
    List<Column> columns = layout.collection().columns();
    for (int i = 0; i < row.length; i++) {
      if (!columns.get(i).generatedText().isEmpty()) {
        requireDefault(columns.get(i), row[i]);
        row[i] = null;
      } else if (row[i] == DEFAULT) {
        row[i] = defaultValue(table, columns.get(i), row);
      }
    }
    if (!triggers.before(table, Event.INSERT, null, row, null)) {
      return false;
    }
    table.generate(session, row);
    requirePermitted(table, Policy.Command.INSERT, row);
    table.check(session, row, errors);
    return true;
  }

  private static void requireDefault(Column column, @Nullable Object value) {
    if (value != DEFAULT) {
      throw new OrbitException(
              ErrorCode.GENERATED_ALWAYS,
              "cannot insert a non-DEFAULT value into column \"" + column.name() + "\"")
          .withDetail("Column \"" + column.name() + "\" is a generated column.");
    }
  }

  @Nullable Object defaultValue(TableDefinition table, Column column, @Nullable Object[] row) {
    if (column.identity() != Column.Identity.NONE && column.sequence() != 0) {
      long number = sequences.next(session, transaction, sequence(column.sequence()));
      return switch (column.type().kind()) {
        case INT16 -> (Object) (short) number;
        case INT32 -> (Object) (int) number;
        default -> (Object) number;
      };
    }
    return table.isDefaultNull(column) ? null : table.defaultValue(session, column, row);
  }

  private Collection sequence(long id) {
    return catalog.view(transaction).object(id).orElse(null) instanceof Collection collection
        ? collection
        : fail("sequence " + id + " of an identity column does not exist");
  }

  private static Collection fail(String message) {
    throw new OrbitException(ErrorCode.INTERNAL_ERROR, message);
  }

  /** Writes a complete row with its entries; answers its key. */
  private byte[] store(TableDefinition table, @Nullable Object[] row, long expiresAt) {
    CollectionLayout layout = table.layout();
    byte[] key = layout.hasHiddenRowId() ? newRowId(layout) : newKey(layout, row);
    transaction.put(layout.space(), key, ValueType.ROW, rows.encode(layout, row), expiresAt);
    for (IndexLayout index : layout.indexes()) {
      if (table.isIndexed(session, index, row)) {
        addEntry(table, index, key, row, expiresAt);
      }
    }
    references.inserted(table, key, row);
    show(table, key, Change.INSERTED);
    triggers.after(table, Event.INSERT, null, row, null);
    return key;
  }

  private byte[] newRowId(CollectionLayout layout) {
    while (true) {
      keys.reset().integer(rowIds.next(transaction.wallTime()));
      byte[] key = keys.toBytes();
      acquire(layout.space(), key, LockMode.EXCLUSIVE);
      if (!transaction.getLatest(layout.space(), key, found)) {
        return key;
      }
    }
  }

  private byte[] newKey(CollectionLayout layout, @Nullable Object[] row) {
    byte[] key = layout.writeKey(keys.reset(), row).toBytes();
    acquire(layout.space(), key, LockMode.EXCLUSIVE);
    if (transaction.getLatest(layout.space(), key, found)) {
      throw errors.primaryKey(layout, row);
    }
    return key;
  }

  private void addEntry(
      TableDefinition table,
      IndexLayout index,
      byte[] rowKey,
      @Nullable Object[] row,
      long expiresAt) {
    @Nullable Object[] values = table.elements(session, index, row);
    addEntry(index, index.entry(keys, values, rowKey, row), values, expiresAt);
  }

  private void addEntry(
      IndexLayout index, IndexLayout.Entry entry, @Nullable Object[] values, long expiresAt) {
    acquire(index.space(), entry.key(), LockMode.EXCLUSIVE);
    if (entry.unique() && transaction.getLatest(index.space(), entry.key(), found)) {
      throw errors.unique(index, values);
    }
    transaction.put(index.space(), entry.key(), ValueType.ROW, entry.value(), expiresAt);
  }

  // ---- lock

  @Override
  public LockOutcome lock(
      Collection collection, byte[] key, LockMode mode, WaitPolicy policy, RowView latest) {
    CollectionLayout layout = table(collection).layout();
    StoredRowView view = (StoredRowView) latest;
    boolean seen = transaction.get(layout.space(), key, found);
    long seenTimestamp = seen ? found.timestamp() : -1;
    switch (policy) {
      case BLOCK -> acquire(layout.space(), key, mode);
      case NOWAIT -> {
        if (!transaction.tryLock(layout.space(), key, mode)) {
          throw new OrbitException(
              ErrorCode.LOCK_NOT_AVAILABLE,
              "could not obtain lock on row in relation \"" + collection.name() + "\"");
        }
      }
      case SKIP -> {
        if (!transaction.tryLock(layout.space(), key, mode)) {
          return LockOutcome.SKIPPED;
        }
      }
    }
    boolean keepsSnapshot = seen && transaction.options().isolation() != Isolation.READ_COMMITTED;
    if (!transaction.getLatest(layout.space(), key, view.stored())) {
      if (keepsSnapshot) {
        throw new OrbitException(
                ErrorCode.SERIALIZATION_FAILURE,
                "could not serialize access due to concurrent delete")
            .withHint("The transaction might succeed if retried.");
      }
      return LockOutcome.GONE;
    }
    view.bind(layout, key, key.length);
    if (keepsSnapshot && mode == LockMode.KEY_SHARE) {
      return LockOutcome.UNCHANGED;
    }
    return view.stored().timestamp() == seenTimestamp ? LockOutcome.UNCHANGED : LockOutcome.CHANGED;
  }

  void acquire(int space, byte[] key, LockMode mode) {
    if (!mayWait) {
      if (!transaction.tryLock(space, key, mode)) {
        throw new OrbitException(ErrorCode.LOCK_NOT_AVAILABLE, "the record is locked");
      }
      return;
    }
    Wait wait = transaction.lock(space, key, mode);
    if (wait != null) {
      wait.await(0);
    }
  }

  // ---- update and delete

  @Override
  public boolean update(
      Collection collection,
      byte[] key,
      RowView old,
      @Nullable Object[] row,
      BitSet changed,
      long expiresAt) {
    TableDefinition table = table(collection);
    @Nullable Object[] before = old.values();
    if (!prepared(table, before, row, changed)) {
      return false;
    }
    requirePermitted(table, Policy.Command.UPDATE, row);
    replace(table, key, before, row, changed, old.expiresAt(), expiresAt);
    return true;
  }

  /**
   * An update that a foreign key's action asks for; false where a trigger did not let it happen.
   */
  boolean update(
      TableDefinition table,
      byte[] key,
      @Nullable Object[] before,
      @Nullable Object[] row,
      BitSet changed,
      long expiredAt,
      long expiresAt) {
    if (!prepared(table, before, row, changed)) {
      return false;
    }
    replace(table, key, before, row, changed, expiredAt, expiresAt);
    return true;
  }

  private boolean prepared(
      TableDefinition table, @Nullable Object[] before, @Nullable Object[] row, BitSet changed) {
    if (!triggers.before(table, Event.UPDATE, before, row, changed)) {
      return false;
    }
    table.generate(session, row);
    return true;
  }

  private void replace(
      TableDefinition table,
      byte[] key,
      @Nullable Object[] before,
      @Nullable Object[] row,
      BitSet changed,
      long expiredAt,
      long expiresAt) {
    CollectionLayout layout = table.layout();
    table.check(session, row, errors);
    if (changesKeys(layout, before, row)) {
      acquire(layout.space(), key, LockMode.EXCLUSIVE);
    }
    boolean moved = !same(layout, layout.keyColumns(), before, row);
    byte[] newKey = key;
    if (moved) {
      newKey = newKey(layout, row);
      transaction.delete(layout.space(), key);
    }
    transaction.put(layout.space(), newKey, ValueType.ROW, rows.encode(layout, row), expiresAt);
    for (IndexLayout index : layout.indexes()) {
      moveEntry(table, index, key, before, newKey, row, expiredAt != expiresAt, expiresAt);
    }
    references.updated(table, newKey, before, row);
    if (moved) {
      show(table, key, Change.DELETED);
    }
    show(table, newKey, moved ? Change.INSERTED : Change.UPDATED);
    triggers.after(table, Event.UPDATE, before, row, changed);
  }

  private void moveEntry(
      TableDefinition table,
      IndexLayout index,
      byte[] oldKey,
      @Nullable Object[] before,
      byte[] newKey,
      @Nullable Object[] row,
      boolean expiryChanged,
      long expiresAt) {
    IndexLayout.Entry removed = entryOf(table, index, oldKey, before);
    boolean indexed = table.isIndexed(session, index, row);
    @Nullable Object[] values =
        indexed ? table.elements(session, index, row) : new @Nullable Object[0];
    IndexLayout.Entry added = indexed ? index.entry(keys, values, newKey, row) : null;
    if (removed != null && added != null && removed.same(added) && !expiryChanged) {
      return;
    }
    if (removed != null) {
      acquire(index.space(), removed.key(), LockMode.EXCLUSIVE);
      transaction.delete(index.space(), removed.key());
    }
    if (added != null) {
      addEntry(index, added, values, expiresAt);
    }
  }

  private IndexLayout.@Nullable Entry entryOf(
      TableDefinition table, IndexLayout index, byte[] key, @Nullable Object[] row) {
    return table.isIndexed(session, index, row)
        ? index.entry(keys, table.elements(session, index, row), key, row)
        : null;
  }

  /** Whether an update touches what others may refer to: PostgreSQL's rule for the lock mode. */
  private static boolean changesKeys(
      CollectionLayout layout, @Nullable Object[] before, @Nullable Object[] row) {
    if (!same(layout, layout.keyColumns(), before, row)) {
      return true;
    }
    for (IndexLayout index : layout.indexes()) {
      for (int i = 0; index.index().unique() && i < index.elements(); i++) {
        int column = index.column(i);
        if (column < 0 || !same(layout, new int[] {column}, before, row)) {
          return true;
        }
      }
    }
    return false;
  }

  static boolean same(
      CollectionLayout layout, int[] columns, @Nullable Object[] a, @Nullable Object[] b) {
    for (int column : columns) {
      DataType type = layout.type(column);
      if (ValueOrder.compareNullable(a[column], b[column], type) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean delete(Collection collection, byte[] key, RowView old) {
    return delete(table(collection), key, old.values());
  }

  /** False where a trigger did not let it happen. */
  boolean delete(TableDefinition table, byte[] key, @Nullable Object[] before) {
    CollectionLayout layout = table.layout();
    if (!triggers.before(table, Event.DELETE, before, null, null)) {
      return false;
    }
    acquire(layout.space(), key, LockMode.EXCLUSIVE);
    transaction.delete(layout.space(), key);
    for (IndexLayout index : layout.indexes()) {
      IndexLayout.Entry entry = entryOf(table, index, key, before);
      if (entry != null) {
        acquire(index.space(), entry.key(), LockMode.EXCLUSIVE);
        transaction.delete(index.space(), entry.key());
      }
    }
    references.deleted(table, before);
    show(table, key, Change.DELETED);
    triggers.after(table, Event.DELETE, before, null, null);
    return true;
  }

  // ---- the rest

  private void show(TableDefinition table, byte[] key, Change change) {
    if (observer != null && observer.isWatching()) {
      observer.changed(session, transaction, table.layout().collection(), key, change);
    }
  }

  @Override
  public void truncate(List<Collection> collections, boolean restartIdentity) {
    for (Collection collection : collections) {
      triggers.begin(table(collection), Event.TRUNCATE, new BitSet());
    }
    new Truncation(catalog, sequences, transaction).run(collections, restartIdentity);
  }

  @Override
  public void finish() {
    references.finish();
    triggers.finish();
  }

  /** Fills an index that has no entries yet with one row's entry. */
  void build(TableDefinition table, IndexLayout index, byte[] key, @Nullable Object[] row) {
    if (!table.isIndexed(session, index, row)) {
      return;
    }
    @Nullable Object[] values = table.elements(session, index, row);
    IndexLayout.Entry entry = index.entry(keys, values, key, row);
    acquire(index.space(), entry.key(), LockMode.EXCLUSIVE);
    if (entry.unique() && transaction.getLatest(index.space(), entry.key(), found)) {
      throw errors.notUnique(table.layout(), index.index().name(), errors.indexKey(index, values));
    }
    transaction.put(index.space(), entry.key(), ValueType.ROW, entry.value(), 0);
  }

  /** Writes a row that was read from an older definition of its collection. */
  void rewrite(TableDefinition table, byte[] oldKey, @Nullable Object[] row, long expiresAt) {
    CollectionLayout layout = table.layout();
    List<Column> columns = layout.collection().columns();
    for (int i = 0; i < row.length; i++) {
      if (row[i] == DEFAULT) {
        boolean generated = !columns.get(i).generatedText().isEmpty();
        row[i] = generated ? null : defaultValue(table, columns.get(i), row);
      }
    }
    table.generate(session, row);
    table.check(session, row, errors);
    byte[] key = layout.hasHiddenRowId() ? oldKey : layout.writeKey(keys.reset(), row).toBytes();
    acquire(layout.space(), key, LockMode.EXCLUSIVE);
    if (transaction.getLatest(layout.space(), key, found)) {
      throw errors.notUnique(
          layout,
          layout.collection().primaryKeyName(),
          errors.key(layout, layout.keyColumns(), row));
    }
    transaction.put(layout.space(), key, ValueType.ROW, rows.encode(layout, row), expiresAt);
    for (IndexLayout index : layout.indexes()) {
      build(table, index, key, row);
    }
  }

  References references() {
    return references;
  }

  ConstraintErrors errors() {
    return errors;
  }

  private TableDefinition table(Collection collection) {
    return definitions.of(collection);
  }

  static byte[] rowKey(IndexLayout index, byte[] entryKey, RecordView entry) {
    return index.rowKey(new TupleReader(), entryKey, entry.array(), entry.offset(), entry.length());
  }
}
