package io.orbit.query.execute;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.UserType;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.ErrorSubject;
import io.orbit.api.error.OrbitException;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.records.RowExpressions.RowExpression;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.api.value.DomainDefinition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whether values are of a domain. Conditions are compiled once. Any number of threads. */
public final class DomainChecks {
  /** Altered domains leave conditions behind; that many are kept. */
  private static final int MOST = 1000;

  private record Key(long domain, DataType base, String text) {}

  private final Map<Key, RowExpression> compiled = new ConcurrentHashMap<>();
  private volatile @Nullable RowExpressions compiler;
  private volatile @Nullable Catalog catalog;

  /** Told once, when the engine is put together, what compiles conditions. */
  public void compileBy(RowExpressions expressions, Catalog types) {
    catalog = types;
    compiler = expressions;
  }

  /**
   * @throws OrbitException NOT_NULL_VIOLATION, CHECK_VIOLATION
   */
  public void check(Session session, DataType type, @Nullable Object value) {
    DomainDefinition domain = type.domain();
    if (domain == null) {
      return;
    }
    for (DomainDefinition one : domain.chain()) {
      if (one.notNull() && value == null) {
        throw new OrbitException(
                ErrorCode.NOT_NULL_VIOLATION,
                "domain " + domain.name() + " does not allow null values")
            .about(new ErrorSubject(schema(session, domain), null, null, domain.name(), null));
      }
      for (DomainDefinition.Check check : one.checks()) {
        if (Boolean.FALSE.equals(condition(one, check).evaluate(session, row(value)))) {
          throw new OrbitException(
                  ErrorCode.CHECK_VIOLATION,
                  "value for domain "
                      + domain.name()
                      + " violates check constraint \""
                      + check.name()
                      + "\"")
              .about(
                  new ErrorSubject(
                      schema(session, domain), null, null, domain.name(), check.name()));
        }
      }
    }
  }

  private @Nullable String schema(Session session, DomainDefinition domain) {
    Catalog known = catalog;
    Transaction transaction = session.transaction();
    if (known == null || transaction == null) {
      return null;
    }
    CatalogView view = known.view(transaction);
    return view.object(domain.id()).orElse(null) instanceof UserType type
        ? view.object(type.schema()).map(CatalogObject::name).orElse(null)
        : null;
  }

  private static @Nullable Object[] row(@Nullable Object value) {
    return new @Nullable Object[] {value};
  }

  private RowExpression condition(DomainDefinition domain, DomainDefinition.Check check) {
    RowExpressions by = compiler;
    if (by == null) {
      throw new OrbitException(ErrorCode.CANNOT_CONNECT_NOW, "the query engine is not running");
    }
    if (compiled.size() > MOST) {
      compiled.clear();
    }
    return compiled.computeIfAbsent(
        new Key(domain.id(), domain.base(), check.text()),
        key -> by.compile(values(domain.base()), key.text(), DataType.BOOLEAN));
  }

  /** A table of one column: what {@code VALUE} refers to. */
  public static Collection values(DataType base) {
    return new Collection(
        0,
        "",
        0,
        0,
        List.of(),
        0,
        0,
        Collection.Kind.TABLE,
        List.of(Column.of(1, "value", base)),
        List.of(),
        "",
        List.of(),
        List.of(),
        List.of(),
        1,
        2,
        false,
        false,
        0,
        "",
        Map.of(),
        "",
        null,
        "");
  }
}
