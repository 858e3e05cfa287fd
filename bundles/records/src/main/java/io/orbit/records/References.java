package io.orbit.records;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.Transaction;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Foreign keys of one statement. What rows refer to is looked up when the statement ends, under a
 * KEY_SHARE lock on the row referred to, so that it stays; whoever deletes a row or changes its key
 * holds EXCLUSIVE and then looks for the rows that refer to it. One of the two comes first and the
 * other one sees it.
 */
final class References {
  /** A row whose references must exist at the end. */
  private record Referring(TableDefinition table, byte[] key, ForeignKey foreignKey) {}

  /** A row that was referred to and is gone, or has other values now. */
  private record Referred(
      TableDefinition table, @Nullable Object[] before, @Nullable Object @Nullable [] after) {}

  /** A reference that was found already. */
  private record Verified(long foreignKey, ByteBuffer values) {}

  private final RecordWriter writer;
  private final TableDefinitions definitions;
  private final CatalogView catalog;
  private final Transaction transaction;
  private final ConstraintErrors errors;
  private final ReferenceSearch search;
  private final @Nullable DeferredReferences deferred;

  private final Deque<Referring> referring = new ArrayDeque<>();
  private final Deque<Referred> referred = new ArrayDeque<>();
  private final Map<Long, Boolean> isReferred = new HashMap<>();
  private final Set<Verified> verified = new HashSet<>();
  private final TupleWriter keys = new TupleWriter();
  private final RecordView found = new RecordView();

  References(
      RecordWriter writer,
      TableDefinitions definitions,
      CatalogView catalog,
      Transaction transaction,
      ConstraintErrors errors,
      @Nullable DeferredReferences deferred) {
    this.deferred = deferred;
    this.writer = writer;
    this.definitions = definitions;
    this.catalog = catalog;
    this.transaction = transaction;
    this.errors = errors;
    this.search = new ReferenceSearch(definitions.store(), transaction);
  }

  // ---- what happened

  void inserted(TableDefinition table, byte[] key, @Nullable Object[] row) {
    for (ForeignKey foreignKey : table.layout().collection().foreignKeys()) {
      enqueue(table, key, foreignKey, row);
    }
  }

  void updated(
      TableDefinition table, byte[] key, @Nullable Object[] before, @Nullable Object[] row) {
    CollectionLayout layout = table.layout();
    for (ForeignKey foreignKey : layout.collection().foreignKeys()) {
      if (!RecordWriter.same(layout, layout.positionsOf(foreignKey.columns()), before, row)) {
        enqueue(table, key, foreignKey, row);
      }
    }
    if (isReferred(layout.collection())) {
      referred.add(new Referred(table, before, row.clone()));
    }
  }

  void deleted(TableDefinition table, @Nullable Object[] before) {
    if (isReferred(table.layout().collection())) {
      referred.add(new Referred(table, before, null));
    }
  }

  private boolean isReferred(Collection collection) {
    return isReferred.computeIfAbsent(collection.id(), id -> !catalog.referencing(id).isEmpty());
  }

  private void enqueue(
      TableDefinition table, byte[] key, ForeignKey foreignKey, @Nullable Object[] row) {
    if (!mustExist(table.layout(), foreignKey, row)) {
      return;
    }
    if (deferred != null && deferred.isDeferred(foreignKey)) {
      deferred.referring(table.layout().collection(), key, foreignKey);
    } else {
      referring.add(new Referring(table, key, foreignKey));
    }
  }

  /** MATCH SIMPLE: no NULL among the columns; MATCH FULL: not all of them, and then none. */
  private boolean mustExist(
      CollectionLayout layout, ForeignKey foreignKey, @Nullable Object[] row) {
    int nulls = 0;
    int[] columns = layout.positionsOf(foreignKey.columns());
    for (int column : columns) {
      nulls += row[column] == null ? 1 : 0;
    }
    if (nulls > 0 && nulls < columns.length && foreignKey.matchFull()) {
      throw errors.mixedNulls(layout, foreignKey);
    }
    return nulls == 0;
  }

  // ---- the end of the statement

  void finish() {
    while (!referred.isEmpty() || !referring.isEmpty()) {
      Referred parent = referred.poll();
      if (parent != null) {
        act(parent);
      } else {
        verify(referring.remove());
      }
    }
    verified.clear();
  }

  private void verify(Referring child) {
    CollectionLayout layout = child.table().layout();
    StoredRowView row = new StoredRowView(layout);
    if (!transaction.getLatest(layout.space(), child.key(), row.stored())) {
      return;
    }
    row.bind(layout, child.key(), child.key().length);
    verify(child.table(), child.foreignKey(), row.values());
  }

  /** Fails unless the row that these values refer to exists; it then stays until the end. */
  void verify(TableDefinition table, ForeignKey foreignKey, @Nullable Object[] row) {
    CollectionLayout layout = table.layout();
    if (!mustExist(layout, foreignKey, row)) {
      return;
    }
    int[] columns = layout.positionsOf(foreignKey.columns());
    keys.reset();
    for (int column : columns) {
      keys.element(row[column], layout.type(column), false, false);
    }
    Verified reference = new Verified(foreignKey.id(), ByteBuffer.wrap(keys.toBytes()));
    if (verified.contains(reference)) {
      return;
    }
    CollectionLayout parent = definitions.of(target(foreignKey)).layout();
    @Nullable Object[] wanted = new @Nullable Object[parent.columns()];
    int[] targets = parent.positionsOf(foreignKey.targetColumns());
    for (int i = 0; i < columns.length; i++) {
      wanted[targets[i]] =
          KeyConversion.convert(row[columns[i]], layout.type(columns[i]), parent.type(targets[i]));
    }
    if (!lockParent(parent, targets, wanted)) {
      throw errors.notPresent(layout, foreignKey, columns, row);
    }
    verified.add(reference);
  }

  private Collection target(ForeignKey foreignKey) {
    if (catalog.object(foreignKey.target()).orElse(null) instanceof Collection collection) {
      return collection;
    }
    throw new OrbitException(
        ErrorCode.INTERNAL_ERROR, "foreign key \"" + foreignKey.name() + "\" refers to nothing");
  }

  private boolean lockParent(CollectionLayout parent, int[] targets, @Nullable Object[] wanted) {
    if (ReferenceSearch.sameColumns(parent.keyColumns(), targets)) {
      byte[] key = parent.writeKey(new TupleWriter(), wanted).toBytes();
      writer.acquire(parent.space(), key, LockMode.KEY_SHARE);
      return transaction.getLatest(parent.space(), key, found);
    }
    IndexLayout index = ReferenceSearch.uniqueIndex(parent, targets);
    @Nullable Object[] values = new @Nullable Object[index.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = wanted[index.column(i)];
    }
    byte[] entry = index.writeElements(new TupleWriter(), values).toBytes();
    while (transaction.getLatest(index.space(), entry, found)) {
      byte[] key = RecordWriter.rowKey(index, entry, found);
      writer.acquire(parent.space(), key, LockMode.KEY_SHARE);
      boolean still =
          transaction.getLatest(index.space(), entry, found)
              && java.util.Arrays.equals(key, RecordWriter.rowKey(index, entry, found));
      if (still) {
        return true;
      }
    }
    return false;
  }

  // ---- what was put off

  /** The reference of a row as it is now. */
  void verifyNow(Collection table, byte[] key, ForeignKey foreignKey) {
    verify(new Referring(definitions.of(table), key, foreignKey));
  }

  /** Fails when values that are no longer there are still referred to. */
  void requireNotReferred(
      Collection table, @Nullable Object[] before, Collection child, ForeignKey foreignKey) {
    TableDefinition parent = definitions.of(table);
    act(
        new Referred(parent, before, null),
        definitions.of(child),
        foreignKey,
        ForeignKey.Action.NO_ACTION,
        parent.layout().positionsOf(foreignKey.targetColumns()));
  }

  // ---- referential actions

  private void act(Referred parent) {
    CollectionLayout layout = parent.table().layout();
    long id = layout.collection().id();
    for (Collection child : catalog.referencing(id)) {
      for (ForeignKey foreignKey : child.foreignKeys()) {
        if (foreignKey.target() == id) {
          act(parent, definitions.of(child), foreignKey);
        }
      }
    }
  }

  private void act(Referred parent, TableDefinition child, ForeignKey foreignKey) {
    CollectionLayout layout = parent.table().layout();
    int[] targets = layout.positionsOf(foreignKey.targetColumns());
    for (int target : targets) {
      if (parent.before()[target] == null) {
        return;
      }
    }
    @Nullable Object @Nullable [] after = parent.after();
    if (after != null && RecordWriter.same(layout, targets, parent.before(), after)) {
      return;
    }
    ForeignKey.Action action = after == null ? foreignKey.onDelete() : foreignKey.onUpdate();
    if (action == ForeignKey.Action.NO_ACTION
        && deferred != null
        && deferred.isDeferred(foreignKey)) {
      deferred.referred(
          layout.collection(), parent.before(), child.layout().collection(), foreignKey);
      return;
    }
    act(parent, child, foreignKey, action, targets);
  }

  private void act(
      Referred parent,
      TableDefinition child,
      ForeignKey foreignKey,
      ForeignKey.Action action,
      int[] targets) {
    CollectionLayout layout = parent.table().layout();
    int[] columns = child.layout().positionsOf(foreignKey.columns());
    @Nullable Object[] values = new @Nullable Object[columns.length];
    for (int i = 0; i < columns.length; i++) {
      values[i] =
          KeyConversion.convert(
              parent.before()[targets[i]],
              layout.type(targets[i]),
              child.layout().type(columns[i]));
    }
    boolean excused =
        action == ForeignKey.Action.NO_ACTION && lockParent(layout, targets, parent.before());
    if (excused) {
      return;
    }
    for (byte[] key : search.find(child.layout(), columns, values)) {
      act(parent, child, foreignKey, action, columns, values, targets, key);
    }
  }

  private void act(
      Referred parent,
      TableDefinition child,
      ForeignKey foreignKey,
      ForeignKey.Action action,
      int[] columns,
      @Nullable Object[] values,
      int[] targets,
      byte[] key) {
    CollectionLayout layout = child.layout();
    boolean fails = action == ForeignKey.Action.NO_ACTION || action == ForeignKey.Action.RESTRICT;
    if (!fails) {
      writer.acquire(layout.space(), key, LockMode.EXCLUSIVE);
    }
    StoredRowView view = new StoredRowView(layout);
    if (!transaction.getLatest(layout.space(), key, view.stored())) {
      return;
    }
    view.bind(layout, key, key.length);
    @Nullable Object[] before = view.values();
    if (!ReferenceSearch.hasValues(layout, columns, before, values)) {
      return;
    }
    if (fails) {
      throw errors.stillReferenced(
          parent.table().layout(), targets, parent.before(), layout.collection(), foreignKey);
    }
    @Nullable Object @Nullable [] after = parent.after();
    if (action == ForeignKey.Action.CASCADE && after == null) {
      writer.delete(child, key, before);
      return;
    }
    @Nullable Object[] row = before.clone();
    for (int i = 0; i < columns.length; i++) {
      row[columns[i]] =
          action == ForeignKey.Action.CASCADE && after != null
              ? KeyConversion.convert(
                  after[targets[i]],
                  parent.table().layout().type(targets[i]),
                  layout.type(columns[i]))
              : replacement(child, action, columns[i], before);
    }
    BitSet changed = new BitSet();
    for (int column : columns) {
      changed.set(column);
    }
    writer.update(child, key, before, row, changed, view.expiresAt(), view.expiresAt());
    if (action == ForeignKey.Action.SET_DEFAULT) {
      enqueue(child, key, foreignKey, row);
    }
  }

  private @Nullable Object replacement(
      TableDefinition child, ForeignKey.Action action, int column, @Nullable Object[] before) {
    return action == ForeignKey.Action.SET_DEFAULT
        ? writer.defaultValue(
            child, child.layout().collection().columns().get(column), before.clone())
        : null;
  }

  /** Foreign keys that have not been validated yet. */
  static List<ForeignKey> unvalidated(Collection collection) {
    List<ForeignKey> keys = new ArrayList<>(collection.foreignKeys());
    keys.removeIf(ForeignKey::validated);
    return keys;
  }
}
