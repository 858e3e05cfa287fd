package io.orbit.query;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Language;
import io.orbit.api.records.RecordStatement;
import io.orbit.api.records.RowExpressions;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.StoredPlace;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Expressions;
import io.orbit.query.execute.QueryServices;
import io.orbit.query.session.Planner;
import io.orbit.query.session.Policies;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Compiles the expressions that the catalog keeps as SQL text, on their first use. */
final class StoredRowExpressions implements RowExpressions {
  private final Binder binder;
  private final QueryServices services;
  private final Supplier<Optional<Language>> sql;
  private final Policies policies;

  StoredRowExpressions(Planner planner, QueryServices services, Supplier<Optional<Language>> sql) {
    binder = planner.binder();
    policies = new Policies(planner, sql);
    this.services = services;
    this.sql = sql;
  }

  @Override
  public RowExpression compile(Collection collection, String text, DataType type) {
    return new Lazy(collection, text, type);
  }

  @Override
  public void checkDomain(Session session, DataType domain, @Nullable Object value) {
    services.domains().check(session, domain, value);
  }

  @Override
  public @Nullable Object @Nullable [] fire(Session session, TriggerCall call) {
    return services.routines().triggers().fire(session, call);
  }

  @Override
  public boolean permits(
      Session session,
      Collection collection,
      Policy.Command command,
      boolean check,
      @Nullable Object[] row) {
    return policies.permits(session, collection, command, check, row);
  }

  /** Binding takes a session, which only evaluation has. */
  private final class Lazy implements RowExpression {
    private final Collection collection;
    private final String text;
    private final DataType type;
    private volatile @Nullable Bound bound;

    private record Bound(Expressions.Compiled compiled, int variables) {}

    Lazy(Collection collection, String text, DataType type) {
      this.collection = collection;
      this.text = text;
      this.type = type;
    }

    @Override
    public @Nullable Object evaluate(Session session, @Nullable Object[] row) {
      Bound ready = bound;
      if (ready == null) {
        ready = bind(session);
        bound = ready;
      }
      Evaluation evaluation =
          new Evaluation(
              session,
              session.transaction(),
              services,
              List.of(),
              ready.variables(),
              System.currentTimeMillis() * 1000);
      return ready.compiled().evaluate(evaluation, withoutDefaults(row));
    }

    /** A default is computed while others are still open; it does not look at them. */
    private static @Nullable Object[] withoutDefaults(@Nullable Object[] row) {
      @Nullable Object[] values = row.clone();
      for (int i = 0; i < values.length; i++) {
        if (values[i] == RecordStatement.DEFAULT) {
          values[i] = null;
        }
      }
      return values;
    }

    private Bound bind(Session session) {
      Language language =
          sql.get()
              .orElseThrow(
                  () ->
                      new OrbitException(
                          ErrorCode.CANNOT_CONNECT_NOW,
                          "the language sql is not installed, which this table's expressions"
                              + " need"));
      Binder.RowExpression expression =
          binder.bindRow(
              session,
              services.catalog().current(),
              language,
              collection,
              language.parseExpression(text),
              StoredPlace.CHECK,
              type);
      return new Bound(
          Expressions.compile(expression.scalar(), expression.variables()),
          expression.variableCount());
    }
  }
}
