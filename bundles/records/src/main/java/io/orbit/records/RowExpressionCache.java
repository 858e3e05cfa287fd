package io.orbit.records;

import io.orbit.api.catalog.Collection;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.RowExpressions.RowExpression;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Compiled expressions of one version of a collection, by one compiler. Any number of threads. */
final class RowExpressionCache {
  private record Key(String text, DataType type) {}

  private final Collection collection;
  private final @Nullable RowExpressions compiler;
  private final Map<Key, RowExpression> compiled = new ConcurrentHashMap<>();

  RowExpressionCache(Collection collection, @Nullable RowExpressions compiler) {
    this.collection = collection;
    this.compiler = compiler;
  }

  boolean isBy(@Nullable RowExpressions other) {
    return compiler == other;
  }

  RowExpression get(String text, DataType type) {
    return compiled.computeIfAbsent(
        new Key(text, type), key -> required().compile(collection, key.text(), key.type()));
  }

  /** Refuses a value that is not of a domain. */
  void checkDomain(Session session, DataType domain, @Nullable Object value) {
    required().checkDomain(session, domain, value);
  }

  private RowExpressions required() {
    return required(compiler);
  }

  /** What compiles, and fires triggers. */
  RowExpressions required(@Nullable RowExpressions now) {
    if (now == null) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              "the expressions of relation \"" + collection.name() + "\" cannot be evaluated now")
          .withHint("The query engine is not running; try again when it is.");
    }
    return now;
  }
}
