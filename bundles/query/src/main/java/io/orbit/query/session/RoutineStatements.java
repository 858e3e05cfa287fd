package io.orbit.query.session;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.Language;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.query.tree.ProcedureStatement.Code;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.security.Principal;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.bind.VariableNames;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.routine.NestedStatements;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Statements of routines, by the same planner, commands and runner as those of clients. */
final class RoutineStatements implements NestedStatements {
  private final Planner planner;
  private final Runner runner;
  private final SessionStates states;
  private final Supplier<Optional<Language>> sql;

  RoutineStatements(
      Planner planner, Runner runner, SessionStates states, Supplier<Optional<Language>> sql) {
    this.planner = planner;
    this.runner = runner;
    this.states = states;
    this.sql = sql;
  }

  @Override
  public Binder binder() {
    return planner.binder();
  }

  @Override
  public Language sql() {
    return sql.get()
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.CANNOT_CONNECT_NOW, "the language sql is not installed"));
  }

  @Override
  public CatalogView catalog(Session session) {
    return planner.catalog(session);
  }

  @Override
  public Evaluation evaluation(
      Session session, List<? extends @Nullable Object> parameters, int variables) {
    Transaction transaction = transaction(session);
    long now = Settings.nowMicros();
    Evaluation evaluation =
        new Evaluation(session, transaction, planner.services(), parameters, variables, now);
    evaluation.inTransactionSince(states.of(session).beginOf(transaction, now));
    return evaluation;
  }

  private static Transaction transaction(Session session) {
    Transaction transaction = session.transaction();
    if (transaction == null) {
      throw new OrbitException(ErrorCode.INTERNAL_ERROR, "a routine without a transaction");
    }
    return transaction;
  }

  @Override
  public Nested prepare(Session session, Code code, List<DataType> types, VariableNames variables) {
    Statement statement = code.statement();
    refuse(statement);
    Language language = sql();
    if (!Planner.isPlanned(statement)) {
      return new Command(
          new Prepared(
              language,
              statement,
              code.text(),
              List.of(),
              0,
              List.of(),
              new PlanCell(null),
              CommandShape.COMMAND));
    }
    return new Query(
        planner.plan(
            session, language, statement, types, types.size(), all -> List.of(), variables));
  }

  private static void refuse(Statement statement) {
    switch (statement) {
      case SessionControl.Begin control ->
          throw unsupported("unsupported transaction command in PL/pgSQL");
      case SessionControl.Commit control ->
          throw unsupported("unsupported transaction command in PL/pgSQL");
      case SessionControl.Rollback control ->
          throw unsupported("unsupported transaction command in PL/pgSQL");
      case SessionControl.Savepoint control ->
          throw unsupported("unsupported transaction command in PL/pgSQL");
      case SessionControl.ReleaseSavepoint control ->
          throw unsupported("unsupported transaction command in PL/pgSQL");
      case SessionControl.RollbackToSavepoint control ->
          throw unsupported("unsupported transaction command in PL/pgSQL");
      case Utility.Copy copy -> throw unsupported("cannot COPY to/from client in PL/pgSQL");
      default -> {}
    }
  }

  private static OrbitException unsupported(String message) {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, message);
  }

  /** A query or a change of data. */
  private final class Query implements Nested {
    private final Planned planned;

    Query(Planned planned) {
      this.planned = planned;
    }

    @Override
    public boolean isCurrent(Session session) {
      return planner.isCurrent(planned, session);
    }

    @Override
    public boolean returnsRows() {
      return planned.returnsRows();
    }

    @Override
    public List<ResultColumn> columns() {
      return planned.columns();
    }

    @Override
    public Execution run(Session session, List<? extends @Nullable Object> parameters, Mode mode) {
      if (!mode.changes() && planned.program().modifies()) {
        throw unsupported(planned.tag() + " is not allowed in a non-volatile function");
      }
      return runner.runNested(
          session, transaction(session), planned, parameters, mode.newSnapshots(), false);
    }

    @Override
    public Execution runKept(
        Session session, List<? extends @Nullable Object> parameters, Mode mode) {
      return planned.program().modifies()
          ? run(session, parameters, mode)
          : runner.runNested(
              session, transaction(session), planned, parameters, mode.newSnapshots(), true);
    }
  }

  /** Any other statement. */
  private final class Command implements Nested {
    private final Prepared prepared;

    Command(Prepared prepared) {
      this.prepared = prepared;
    }

    @Override
    public boolean isCurrent(Session session) {
      return false;
    }

    @Override
    public boolean returnsRows() {
      return false;
    }

    @Override
    public List<ResultColumn> columns() {
      return List.of();
    }

    @Override
    public Execution run(Session session, List<? extends @Nullable Object> parameters, Mode mode) {
      if (!mode.changes()) {
        throw unsupported("this command is not allowed in a non-volatile function");
      }
      return runner.commandNested(session, prepared);
    }

    @Override
    public Execution runKept(
        Session session, List<? extends @Nullable Object> parameters, Mode mode) {
      return run(session, parameters, mode);
    }
  }

  @Override
  public void notice(Session session, Notice notice) {
    states.of(session).notice(notice);
  }

  @Override
  public void endTransaction(Session session, boolean commit) {
    SessionState state = states.of(session);
    if (commit) {
      state.beforeCommit(planner.services());
      state.committed(session.commit());
    } else {
      session.rollback();
    }
    state.transactionEnded(commit);
    session.begin(Settings.transactionOptions(session), false).beginStatement();
  }

  @Override
  public Acting actAs(Session session, long role) {
    Principal before = session.principal();
    if (before.roleId() == role
        || !(catalog(session).object(role).orElse(null) instanceof Role owner)) {
      return () -> {};
    }
    session.setPrincipal(SessionRoles.principal(catalog(session), owner));
    return () -> session.setPrincipal(before);
  }
}
