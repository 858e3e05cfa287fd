package io.orbit.query.session;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Language;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Operator;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Row-level security on single rows, whatever reads or writes them: the policies of a table as a
 * plan over one row, kept for as long as the catalog and the role are the same. Any number of
 * threads; calls may block.
 */
public final class Policies {
  private static final int KEPT = 256;

  private final Planner planner;
  private final Supplier<Optional<Language>> sql;
  private final Map<Key, Planned> plans = new ConcurrentHashMap<>();

  private record Key(long table, long role, Policy.Command command, boolean check) {}

  public Policies(Planner planner, Supplier<Optional<Language>> sql) {
    this.planner = planner;
    this.sql = sql;
  }

  /** See {@link io.orbit.api.records.RowExpressions#permits}. */
  public boolean permits(
      Session session,
      Collection table,
      Policy.Command command,
      boolean check,
      @Nullable Object[] row) {
    Transaction open = session.transaction();
    if (open != null) {
      return permits(session, open, table, command, check, row);
    }
    try {
      Transaction own = session.begin(Settings.transactionOptions(session), false);
      own.beginStatement();
      return permits(session, own, table, command, check, row);
    } finally {
      session.rollback();
    }
  }

  private boolean permits(
      Session session,
      Transaction transaction,
      Collection table,
      Policy.Command command,
      boolean check,
      @Nullable Object[] row) {
    Planned planned = plan(session, table, command, check);
    planner.lock(planned, transaction);
    planner.authorize(planned, session, planner.catalog(session));
    Evaluation evaluation =
        new Evaluation(
            session,
            transaction,
            planner.services(),
            Arrays.asList(row),
            planned.variables(),
            Settings.nowMicros());
    try (Operator rows = planned.program().open(evaluation).rows()) {
      return rows.next() != null;
    } finally {
      evaluation.end();
    }
  }

  private Planned plan(Session session, Collection table, Policy.Command command, boolean check) {
    Key key = new Key(table.id(), session.principal().roleId(), command, check);
    Planned known = plans.get(key);
    if (known != null && planner.isCurrent(known, session)) {
      return known;
    }
    Planned planned = planner.policies(session, language(table), table, command, check);
    if (!planner.hasOwnDefinitions(session)) {
      if (plans.size() >= KEPT) {
        plans.clear();
      }
      plans.put(key, planned);
    }
    return planned;
  }

  private Language language(Collection table) {
    return sql.get()
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.CANNOT_CONNECT_NOW,
                    "the language sql is not installed, which the policies of table \""
                        + table.name()
                        + "\" need"));
  }
}
