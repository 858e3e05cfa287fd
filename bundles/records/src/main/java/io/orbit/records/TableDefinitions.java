package io.orbit.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.storage.Store;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Definitions of the collections in use, each computed once per version of its collection and per
 * compiler of expressions. Any number of threads.
 */
final class TableDefinitions {
  private final Store store;
  private final Supplier<@Nullable RowExpressions> compiler;
  private final Map<Long, TableDefinition> known = new ConcurrentHashMap<>();

  TableDefinitions(Store store, Supplier<@Nullable RowExpressions> compiler) {
    this.store = store;
    this.compiler = compiler;
  }

  /** The store that the collections' records are in. */
  Store store() {
    return store;
  }

  @Nullable RowExpressions compiler() {
    return compiler.get();
  }

  /** Forgets all definitions, and with them what compiled their expressions. */
  void clear() {
    known.clear();
  }

  TableDefinition of(Collection collection) {
    RowExpressions current = compiler.get();
    TableDefinition definition = known.get(collection.id());
    if (definition != null
        && definition.layout().collection() == collection
        && definition.expressions().isBy(current)) {
      return definition;
    }
    TableDefinition fresh =
        new TableDefinition(
            new CollectionLayout(collection), new RowExpressionCache(collection, current));
    known.put(collection.id(), fresh);
    return fresh;
  }

  CollectionLayout layout(Collection collection) {
    TableDefinition definition = known.get(collection.id());
    return definition != null && definition.layout().collection() == collection
        ? definition.layout()
        : of(collection).layout();
  }
}
