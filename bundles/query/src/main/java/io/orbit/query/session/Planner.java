package io.orbit.query.session;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Policy;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Language;
import io.orbit.api.query.tree.Modification;
import io.orbit.api.query.tree.Query;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Program;
import io.orbit.query.execute.QueryServices;
import io.orbit.query.optimize.Cardinality;
import io.orbit.query.optimize.KnownValues;
import io.orbit.query.optimize.Optimizer;
import io.orbit.query.plan.BoundStatement;
import io.orbit.query.plan.BoundStatement.Use;
import io.orbit.query.type.Casts;
import io.orbit.query.type.TemporarySchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** From a tree to a plan that may run, and the checks before each run. Thread-safe. */
public final class Planner {
  private final QueryServices services;
  private final Binder binder;
  private final Optimizer optimizer;

  public Planner(QueryServices services, Casts casts, Optimizer optimizer) {
    this.optimizer = optimizer;
    this.services = services;
    binder = new Binder(services, casts);
  }

  QueryServices services() {
    return services;
  }

  public Binder binder() {
    return binder;
  }

  static boolean isPlanned(Statement statement) {
    return statement instanceof Query
        || (statement instanceof Modification && !(statement instanceof Modification.Truncate));
  }

  /** The catalog as the session sees it. */
  CatalogView catalog(Session session) {
    Transaction transaction = session.transaction();
    return transaction == null
        ? services.catalog().current()
        : services.catalog().view(transaction);
  }

  /** True when the session's transaction has changed the catalog itself. */
  boolean hasOwnDefinitions(Session session) {
    return session.transaction() != null
        && catalog(session).version() != services.catalog().current().version();
  }

  boolean isCurrent(Planned planned, Session session) {
    return planned.catalogVersion() == catalog(session).version()
        && (planned.role() == 0 || planned.role() == actor(session));
  }

  /** Who acts, for plans that depend on it: with and without row-level security. */
  private static long actor(Session session) {
    long role = session.principal().roleId();
    return "off".equals(session.settings().get("row_security")) ? -role : role;
  }

  /** Whether nothing has become known since that could have led to another plan. */
  boolean isFresh(Planned planned) {
    return planned.program().isPoint()
        || planned.statisticsVersion() == services.statistics().version();
  }

  /** Settings that change what names mean. */
  String planSettings(Session session) {
    String path = session.settings().getOrDefault("search_path", "");
    String disabled = session.settings().get("orbit.disabled_rules");
    String temporary = session.settings().get(TemporarySchema.MARK);
    return disabled == null && temporary == null ? path : path + ";" + disabled + ";" + temporary;
  }

  /** The values of parameters at the first run. */
  interface FirstParameters {
    /**
     * @param types of all parameters, as bound
     * @return one value for each, {@link KnownValues#UNKNOWN} where there is none yet
     */
    List<? extends @Nullable Object> of(List<DataType> types);
  }

  Planned plan(
      Session session,
      Language language,
      Statement statement,
      List<DataType> parameterTypes,
      int parameterCount,
      FirstParameters parameters) {
    return plan(
        session,
        language,
        statement,
        parameterTypes,
        parameterCount,
        parameters,
        VariableNames.NONE);
  }

  /**
   * @param variables names that stand for parameters
   */
  Planned plan(
      Session session,
      Language language,
      Statement statement,
      List<DataType> parameterTypes,
      int parameterCount,
      FirstParameters parameters,
      VariableNames variables) {
    CatalogView catalog = catalog(session);
    long statisticsVersion = services.statistics().version();
    BoundStatement bound =
        binder.bind(
            session, catalog, language, statement, parameterTypes, parameterCount, variables);
    return planned(session, bound, parameters, catalog.version(), statisticsVersion);
  }

  /** A plan that tells whether a row is allowed: {@link Binder#bindPolicies}. */
  Planned policies(
      Session session, Language language, Collection table, Policy.Command command, boolean check) {
    CatalogView catalog = catalog(session);
    BoundStatement bound = binder.bindPolicies(session, catalog, language, table, command, check);
    long statisticsVersion = services.statistics().version();
    return planned(session, bound, types -> List.of(), catalog.version(), statisticsVersion);
  }

  private Planned planned(
      Session session,
      BoundStatement bound,
      FirstParameters parameters,
      long catalogVersion,
      long statisticsVersion) {
    Evaluation folding = new Evaluation(session, null, services, List.of(), bound.variables(), 0);
    KnownValues values = new KnownValues(folding, parameters.of(bound.parameterTypes()));
    Cardinality cardinality = new Cardinality(services.statistics(), values, bound.plan());
    BoundStatement optimized =
        optimizer.optimize(bound, cardinality, folding, Settings.disabledRules(session));
    Program program = Program.compile(optimized.plan(), cardinality);
    return new Planned(
        program,
        optimized.tag(),
        optimized.returnsRows(),
        optimized.columns(),
        optimized.parameterTypes(),
        optimized.uses(),
        optimized.variables(),
        catalogVersion,
        statisticsVersion,
        bound.roleDependent() ? actor(session) : 0,
        cardinality.isSensitive() && !program.isPoint());
  }

  /** Shared locks on everything used; false when one is not free. */
  boolean tryLock(Planned planned, Transaction transaction) {
    for (Use use : planned.uses()) {
      if (!services.catalog().tryLockShared(transaction, use.object())) {
        return false;
      }
    }
    return true;
  }

  /** Shared locks on everything used; blocks while somebody changes it. */
  void lock(Planned planned, Transaction transaction) {
    for (Use use : planned.uses()) {
      if (!services.catalog().tryLockShared(transaction, use.object())) {
        services.catalog().lock(transaction, use.object(), false);
      }
    }
  }

  /** Refuses what the session, or the owner of the view it goes through, may not do. */
  void authorize(Planned planned, Session session, CatalogView catalog) {
    for (Use use : planned.uses()) {
      CatalogObject object =
          catalog
              .object(use.object())
              .orElseThrow(
                  () -> new OrbitException(ErrorCode.UNDEFINED_TABLE, "the relation is gone"));
      if (use.asRole() == 0) {
        session.require(object, use.privilege());
      } else {
        authorizeOwner(catalog, object, use);
      }
    }
  }

  private static void authorizeOwner(CatalogView catalog, CatalogObject object, Use use) {
    Optional<Role> role =
        catalog.object(use.asRole()).map(found -> found instanceof Role r ? r : null);
    boolean allowed =
        role.isPresent()
            && (role.get().superuser()
                || object.owner() == use.asRole()
                || object.grants().stream()
                    .anyMatch(
                        grant ->
                            grant.grantee() == use.asRole()
                                && grant.privileges().contains(use.privilege())));
    if (!allowed) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE,
          "permission denied for "
              + (object instanceof Collection c && c.kind() == Collection.Kind.VIEW
                  ? "view "
                  : "table ")
              + object.name());
    }
  }

  /** Whether a use means that records change. */
  static boolean writes(Planned planned) {
    return planned.program().modifies()
        || planned.uses().stream()
            .anyMatch(
                use -> use.privilege() != Privilege.SELECT && use.privilege() != Privilege.EXECUTE);
  }
}
