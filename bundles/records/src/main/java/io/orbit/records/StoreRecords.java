package io.orbit.records;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.Check;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.catalog.Policy;
import io.orbit.api.records.KeyRange;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.Records;
import io.orbit.api.records.RowCursor;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.RowObserver;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.records.Sequences;
import io.orbit.api.security.Session;
import io.orbit.api.storage.ReadView;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.ValueType;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Records over a store. See {@link Records}. */
final class StoreRecords implements Records {
  /** Rows between two looks for a cancel. */
  private static final int LOOK = 1024;

  private final Store store;
  private final Catalog catalog;
  private final TableDefinitions definitions;
  private final StoredSequences sequences;
  private final RowIds rowIds = new RowIds();
  private final Map<Long, DeferredReferences> deferred = new ConcurrentHashMap<>();
  private volatile @Nullable RowObserver observer;

  StoreRecords(Store store, Catalog catalog, Supplier<@Nullable RowExpressions> expressions) {
    this.store = store;
    this.catalog = catalog;
    this.definitions = new TableDefinitions(store, expressions);
    this.sequences = new StoredSequences(store, catalog);
  }

  /** Forgets every compiled expression. */
  void forgetExpressions() {
    definitions.clear();
  }

  Sequences sequences() {
    return sequences;
  }

  @Override
  public RowReader reader(ReadView view, Collection collection) {
    return new StoredRowReader(store, view, definitions.layout(collection));
  }

  @Override
  public RowView row(Collection collection, byte[] key, byte @Nullable [] value) {
    CollectionLayout layout = definitions.layout(collection);
    byte[] bytes = value == null ? RowFormat.empty(collection.schemaVersion()) : value;
    RecordView record = new RecordView();
    record.set(bytes, 0, bytes.length, ValueType.ROW, 0, 0);
    StoredRowView row = new StoredRowView(layout);
    row.bind(layout, key, key.length, record);
    return row;
  }

  @Override
  public boolean permits(
      Session session, Collection collection, Policy.Command command, RowView row) {
    return !session.isRestricted(collection)
        || definitions
            .of(collection)
            .permits(session, definitions.compiler(), command, false, row.values());
  }

  @Override
  public RecordStatement statement(Session session, Transaction transaction) {
    return writer(session, transaction);
  }

  @Override
  public RecordStatement statementWithoutWaiting(Session session, Transaction transaction) {
    return writer(session, transaction, false);
  }

  private RecordWriter writer(Session session, Transaction transaction) {
    return writer(session, transaction, true);
  }

  private RecordWriter writer(Session session, Transaction transaction, boolean mayWait) {
    return writer(session, transaction, mayWait, null);
  }

  private RecordWriter writer(
      Session session,
      Transaction transaction,
      boolean mayWait,
      @Nullable DeferredReferences references) {
    return new RecordWriter(
        definitions,
        catalog,
        sequences,
        rowIds,
        session,
        transaction,
        mayWait,
        references,
        observer);
  }

  // ---- what is checked when a transaction commits

  @Override
  public RecordStatement deferringStatement(Session session, Transaction transaction) {
    return writer(session, transaction, true, deferred(session, transaction));
  }

  @Override
  public void defer(
      Session session, Transaction transaction, Set<Long> foreignKeys, boolean isDeferred) {
    DeferredReferences references = deferred(session, transaction);
    references.choose(foreignKeys, isDeferred);
    if (!isDeferred) {
      check(
          session,
          transaction,
          references,
          id -> foreignKeys.isEmpty() || foreignKeys.contains(id));
    }
  }

  private DeferredReferences deferred(Session session, Transaction transaction) {
    return deferred.computeIfAbsent(
        transaction.id(),
        id -> {
          DeferredReferences references = new DeferredReferences();
          transaction.onEnd(committed -> deferred.remove(id));
          transaction.beforeCommit(() -> check(session, transaction, references, key -> true));
          return references;
        });
  }

  private void check(
      Session session,
      Transaction transaction,
      DeferredReferences references,
      LongPredicate foreignKeys) {
    references.check(
        catalog.view(transaction), writer(session, transaction).references(), foreignKeys);
  }

  @Override
  public void observe(@Nullable RowObserver given) {
    observer = given;
  }

  @Override
  public void buildIndex(
      Session session, Transaction transaction, Collection collection, Index index) {
    TableDefinition table = definitions.of(collection);
    IndexLayout layout = table.layout().index(index);
    RecordWriter writer = writer(session, transaction);
    forEach(
        session,
        transaction,
        collection,
        row -> writer.build(table, layout, row.key(), row.values()));
  }

  @Override
  public void validate(Session session, Transaction transaction, Collection collection) {
    TableDefinition table = definitions.of(collection);
    RecordWriter writer = writer(session, transaction);
    forEach(
        session,
        transaction,
        collection,
        row -> {
          @Nullable Object[] values = row.values();
          for (int i = 0; i < values.length; i++) {
            if (values[i] == null && table.isRequired(i)) {
              throw writer.errors().containsNulls(table.layout(), i);
            }
          }
          table.domains(session, values);
          for (Check check : collection.checks()) {
            if (!table.satisfies(session, check, values)) {
              throw writer.errors().checkOfExisting(table.layout(), check.name());
            }
          }
          for (ForeignKey key : References.unvalidated(collection)) {
            writer.references().verify(table, key, values);
          }
        });
  }

  @Override
  public void rewrite(
      Session session,
      Transaction transaction,
      Collection from,
      Collection to,
      UnaryOperator<@Nullable Object[]> conversion) {
    TableDefinition target = definitions.of(to);
    RecordWriter writer = writer(session, transaction);
    forEach(
        session,
        transaction,
        from,
        row -> writer.rewrite(target, row.key(), conversion.apply(row.values()), row.expiresAt()));
  }

  private void forEach(
      Session session,
      Transaction transaction,
      Collection collection,
      java.util.function.Consumer<StoredRowView> action) {
    CollectionLayout layout = new CollectionLayout(collection);
    StoredRowReader reader = new StoredRowReader(store, transaction, layout);
    try (RowCursor rows = reader.scan(KeyRange.ALL, false)) {
      StoredRowView row = (StoredRowView) rows.row();
      for (int count = 1; rows.next(); count++) {
        if (count % LOOK == 0) {
          session.checkCanceled();
        }
        action.accept(row);
      }
    }
  }
}
