package io.orbit.records;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogEditor;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.ForeignKey;
import io.orbit.api.catalog.Index;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.Sequences;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.api.storage.Transaction;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * TRUNCATE: each collection and index gets a new, empty space in the catalog; the old ones go when
 * the transaction commits, and come back when it does not. The caller holds the exclusive locks.
 */
final class Truncation {
  private final Catalog catalog;
  private final Sequences sequences;
  private final Transaction transaction;

  Truncation(Catalog catalog, Sequences sequences, Transaction transaction) {
    this.catalog = catalog;
    this.sequences = sequences;
    this.transaction = transaction;
  }

  void run(List<Collection> collections, boolean restartIdentity) {
    CatalogView view = catalog.view(transaction);
    Set<Long> ids = collections.stream().map(Collection::id).collect(Collectors.toSet());
    for (Collection collection : collections) {
      requireUnreferenced(view, collection, ids);
    }
    CatalogEditor editor = catalog.edit(transaction);
    for (Collection collection : collections) {
      if (view.object(collection.id()).orElse(null) instanceof Collection current) {
        editor.put(emptied(current));
        if (restartIdentity) {
          restartSequences(view, current);
        }
      }
    }
  }

  private static void requireUnreferenced(
      CatalogView view, Collection collection, Set<Long> truncated) {
    for (Collection child : view.referencing(collection.id())) {
      boolean refers =
          child.foreignKeys().stream().map(ForeignKey::target).anyMatch(t -> t == collection.id());
      if (refers && !truncated.contains(child.id())) {
        throw new OrbitException(
                ErrorCode.FEATURE_NOT_SUPPORTED,
                "cannot truncate a table referenced in a foreign key constraint")
            .withDetail("Table \"" + child.name() + "\" references \"" + collection.name() + "\".")
            .withHint(
                "Truncate table \""
                    + child.name()
                    + "\" at the same time, or use TRUNCATE ... CASCADE.");
      }
    }
  }

  private Collection emptied(Collection old) {
    List<Index> indexes = old.indexes().stream().map(index -> emptied(old, index)).toList();
    return new Collection(
        old.id(),
        old.name(),
        old.version(),
        old.owner(),
        old.grants(),
        old.database(),
        old.schema(),
        old.kind(),
        old.columns(),
        old.primaryKey(),
        old.primaryKeyName(),
        indexes,
        old.checks(),
        old.foreignKeys(),
        old.schemaVersion(),
        old.nextColumnId(),
        old.open(),
        old.redis(),
        swap(old, old.space()),
        old.engine(),
        old.options(),
        old.definition(),
        old.sequence(),
        old.comment(),
        old.triggers(),
        old.rowSecurity());
  }

  private Index emptied(Collection old, Index index) {
    return new Index(
        index.id(),
        index.name(),
        index.elements(),
        index.include(),
        index.unique(),
        index.nullsNotDistinct(),
        index.constraint(),
        index.predicateText(),
        swap(old, index.space()),
        index.valid(),
        index.comment());
  }

  private int swap(Collection collection, int space) {
    int fresh = transaction.createSpace(new SpaceOptions(true, collection.engine()));
    transaction.dropSpace(space);
    return fresh;
  }

  private void restartSequences(CatalogView view, Collection collection) {
    for (Column column : collection.columns()) {
      if (column.sequence() != 0
          && view.object(column.sequence()).orElse(null) instanceof Collection sequence
          && sequence.sequence() != null) {
        sequences.restart(transaction, sequence, sequence.sequence().start());
      }
    }
  }
}
