package io.orbit.query.session;

import io.orbit.api.catalog.CatalogView;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.MustWait;
import io.orbit.api.query.Execution;
import io.orbit.api.query.Language;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.query.tree.Utility;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.value.DataType;
import io.orbit.query.bind.Binder;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.execute.Explanation;
import io.orbit.query.execute.Profile;
import io.orbit.query.execute.Program;
import io.orbit.query.execute.QueryServices;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs prepared statements: transactions around them, locks, rights, errors. Thread-safe. */
final class Runner {
  private final Planner planner;
  private final Commands commands;
  private final SessionStates states;

  Runner(Planner planner, Commands commands, SessionStates states) {
    this.planner = planner;
    this.commands = commands;
    this.states = states;
  }

  static OrbitException inFailedTransaction() {
    return new OrbitException(
        ErrorCode.IN_FAILED_TRANSACTION,
        "current transaction is aborted, commands ignored until end of transaction block");
  }

  static boolean endsTransaction(Statement statement) {
    return statement instanceof SessionControl.Commit
        || statement instanceof SessionControl.Rollback
        || statement instanceof SessionControl.RollbackToSavepoint;
  }

  // ---- preparing

  /** Plans the statement, or finds out what the command answers. */
  Prepared prepare(Session session, Prepared raw) {
    try {
      if (Planner.isPlanned(raw.statement())) {
        Planned planned =
            planner.plan(
                session,
                raw.language(),
                raw.statement(),
                raw.givenTypes(),
                raw.parameterCount(),
                types -> List.of());
        return with(raw, planned, raw.shape());
      }
      if (raw.statement() instanceof Utility.Empty) {
        return raw;
      }
      CommandShape shape =
          commands
              .shape(new Context(session, raw), raw.statement())
              .orElseThrow(() -> unsupported(raw.statement()));
      return with(raw, null, shape);
    } catch (RuntimeException failure) {
      throw failed(session, failure);
    }
  }

  private static Prepared with(Prepared raw, @Nullable Planned planned, CommandShape shape) {
    return new Prepared(
        raw.language(),
        raw.statement(),
        raw.text(),
        raw.givenTypes(),
        raw.parameterCount(),
        raw.literals(),
        new PlanCell(planned),
        shape);
  }

  private static OrbitException unsupported(Statement statement) {
    String command =
        statement instanceof Utility.Unsupported named
            ? named.command()
            : statement.getClass().getSimpleName();
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, command + " is not supported")
        .at(statement.position());
  }

  // ---- executing

  Execution execute(
      Session session, Prepared prepared, List<? extends @Nullable Object> parameters) {
    return execute(session, prepared, parameters, null);
  }

  private Execution execute(
      Session session,
      Prepared prepared,
      List<? extends @Nullable Object> parameters,
      @Nullable Profile profile) {
    if (session.isFailed() && !prepared.endsTransaction() && !prepared.isEmpty()) {
      throw inFailedTransaction();
    }
    try {
      session.beginStatement(Settings.statementTimeout(session));
      if (!Prepared.isTransactionEdge(prepared.statement())) {
        states.of(session).ranElsewhere();
      }
      Planned planned = prepared.planned();
      if (planned != null) {
        return query(session, prepared, planned, parameters, profile);
      }
      if (prepared.isEmpty()) {
        return CommandExecution.done("", -1);
      }
      if (commands.needsTransaction(prepared.statement())) {
        open(session).beginStatement();
      }
      return commands.run(new Context(session, prepared), prepared.statement(), parameters);
    } catch (RuntimeException failure) {
      throw failed(session, failure);
    }
  }

  /**
   * As {@link #execute}, on an event loop, for what {@linkplain Prepared#runsInline() is short}.
   *
   * @return null, with nothing done, where it would wait or fail
   * @throws OrbitException only when a transaction's end fails, and the transaction is over then
   */
  @Nullable Execution executeInline(
      Session session, Prepared prepared, List<? extends @Nullable Object> parameters) {
    if (session.isFailed()) {
      return null;
    }
    Planned planned = prepared.planned();
    if (planned == null) {
      return transactionEdge(session, prepared);
    }
    return planned.program().modifies()
        ? changeInline(session, planned, parameters)
        : readInline(session, planned, parameters);
  }

  private @Nullable Execution transactionEdge(Session session, Prepared prepared) {
    boolean begins = prepared.statement() instanceof SessionControl.Begin;
    if (!begins && !states.of(session).endsShortly()) {
      return null;
    }
    try {
      session.beginStatement(Settings.statementTimeout(session));
      return commands.run(new Context(session, prepared), prepared.statement(), List.of());
    } catch (RuntimeException failure) {
      throw failed(session, failure);
    }
  }

  /** Takes locks that are free; a lock that is not, or an error, leaves nothing changed. */
  private @Nullable Execution changeInline(
      Session session, Planned planned, List<? extends @Nullable Object> parameters) {
    boolean alone = session.transaction() == null;
    try {
      session.beginStatement(Settings.statementTimeout(session));
      Transaction transaction = open(session);
      if (locked(planned, session)) {
        long before = alone ? 0 : transaction.savepoint();
        try {
          Execution execution = run(session, transaction, planned, parameters, false, null);
          states.of(session).changedInline();
          return execution;
        } catch (OrbitException | MustWait failure) {
          if (!alone) {
            transaction.rollbackTo(before);
          }
        } finally {
          if (!alone && transaction.isActive()) {
            transaction.release(before);
          }
        }
      }
    } catch (OrbitException | MustWait failure) {
      // The one who runs it again tells the client.
    }
    if (alone) {
      session.rollback();
    }
    return null;
  }

  /**
   * Reads a record.
   *
   * <p>Alone, it takes no object lock: it reads its record between two looks at the catalog's
   * settled version, and what changed in between makes the answer void. In a transaction that goes
   * on, the lock is taken as ever, since it must hold others off to the end.
   */
  private @Nullable Execution readInline(
      Session session, Planned planned, List<? extends @Nullable Object> parameters) {
    boolean alone = session.transaction() == null;
    try {
      session.beginStatement(Settings.statementTimeout(session));
      if (alone ? !isSettled(planned) : !locked(planned, session)) {
        return null;
      }
      Execution execution = run(session, open(session), planned, parameters, false, null);
      if (!alone || isSettled(planned)) {
        return execution;
      }
      execution.close();
    } catch (OrbitException | MustWait failure) {
      // The one who runs it again tells the client.
    }
    if (alone) {
      session.rollback();
    }
    return null;
  }

  private boolean isSettled(Planned planned) {
    return planner.services().catalog().settledVersion() == planned.catalogVersion();
  }

  private boolean locked(Planned planned, Session session) {
    Transaction transaction = open(session);
    return planner.tryLock(planned, transaction) && planner.isCurrent(planned, session);
  }

  /** The session's transaction, an implicit one where there is none. */
  private static Transaction open(Session session) {
    Transaction transaction = session.transaction();
    return transaction == null
        ? session.begin(Settings.transactionOptions(session), false)
        : transaction;
  }

  private Execution query(
      Session session,
      Prepared prepared,
      Planned planned,
      List<? extends @Nullable Object> parameters,
      @Nullable Profile profile) {
    Transaction transaction = open(session);
    Planned current = planned;
    while (true) {
      planner.lock(current, transaction);
      if (planner.isCurrent(current, session) && planner.isFresh(current)) {
        break;
      }
      current =
          planner.plan(
              session,
              prepared.language(),
              prepared.statement(),
              current.parameterTypes(),
              prepared.parameterCount(),
              types -> parameters);
      requireSameShape(planned, current);
    }
    if (current != planned && !planner.hasOwnDefinitions(session)) {
      prepared.plan().set(current);
    }
    return run(session, transaction, current, parameters, true, profile);
  }

  /**
   * Runs a plan that is current, everything it uses being locked.
   *
   * @param mayWait false on an event loop
   */
  private Execution run(
      Session session,
      Transaction transaction,
      Planned current,
      List<? extends @Nullable Object> parameters,
      boolean mayWait,
      @Nullable Profile profile) {
    CatalogView catalog = planner.services().catalog().view(transaction);
    planner.authorize(current, session, catalog);
    if (transaction.options().readOnly() && Planner.writes(current)) {
      throw new OrbitException(
          ErrorCode.READ_ONLY_TRANSACTION,
          "cannot execute " + current.tag() + " in a read-only transaction");
    }
    transaction.beginStatement();
    if (session.inExplicitTransaction()) {
      states.of(session).ranStatement();
    }
    long now = Settings.nowMicros();
    Evaluation evaluation =
        new Evaluation(
            session, transaction, planner.services(), parameters, current.variables(), now);
    evaluation.inTransactionSince(states.of(session).beginOf(transaction, now));
    if (!mayWait) {
      evaluation.withoutWaiting();
    }
    if (profile != null) {
      evaluation.measure(profile);
    }
    Program.Opened opened = opened(current.program(), evaluation);
    return new QueryExecution(
        evaluation,
        opened.rows(),
        current.tag(),
        current.returnsRows(),
        opened.count(),
        failure -> failed(session, failure));
  }

  /** Runs a routine's query or change; what an error does to the session is the caller's. */
  Execution runNested(
      Session session,
      Transaction transaction,
      Planned planned,
      List<? extends @Nullable Object> parameters,
      boolean newSnapshot,
      boolean kept) {
    planner.lock(planned, transaction);
    planner.authorize(planned, session, planner.services().catalog().view(transaction));
    if (transaction.options().readOnly() && Planner.writes(planned)) {
      throw new OrbitException(
          ErrorCode.READ_ONLY_TRANSACTION,
          "cannot execute " + planned.tag() + " in a read-only transaction");
    }
    if (newSnapshot) {
      transaction.beginStatement();
    }
    states.of(session).ranStatement();
    long now = Settings.nowMicros();
    Evaluation evaluation =
        new Evaluation(
            session, transaction, planner.services(), parameters, planned.variables(), now);
    evaluation.inTransactionSince(states.of(session).beginOf(transaction, now));
    Program.Opened opened = opened(planned.program(), evaluation);
    return new QueryExecution(
        evaluation,
        kept ? Program.kept(evaluation, opened.rows()) : opened.rows(),
        planned.tag(),
        planned.returnsRows(),
        opened.count(),
        failure -> failure);
  }

  /** Carries out a routine's command. */
  Execution commandNested(Session session, Prepared prepared) {
    if (!commands.knows(prepared.statement())) {
      throw unsupported(prepared.statement());
    }
    return commands.run(new Context(session, prepared), prepared.statement(), List.of());
  }

  private static Program.Opened opened(Program program, Evaluation evaluation) {
    boolean open = false;
    try {
      Program.Opened opened = program.open(evaluation);
      open = true;
      return opened;
    } finally {
      if (!open) {
        evaluation.end();
      }
    }
  }

  private static void requireSameShape(Planned before, Planned now) {
    List<DataType> old = before.columns().stream().map(ResultColumn::type).toList();
    if (!old.equals(now.columns().stream().map(ResultColumn::type).toList())) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, "cached plan must not change result type");
    }
  }

  /** What an error does to the session, and what is thrown of it. */
  RuntimeException failed(Session session, RuntimeException failure) {
    if (session.inExplicitTransaction() && !session.isFailed()) {
      session.fail();
    }
    if (failure instanceof OrbitException known) {
      return known;
    }
    return new OrbitException(ErrorCode.INTERNAL_ERROR, "internal error: " + failure, failure);
  }

  long endImplicit(Session session, boolean commit) {
    long before = states.find(session).map(SessionState::takeLastCommit).orElse(0L);
    if (session.transaction() == null || session.inExplicitTransaction()) {
      return before;
    }
    if (!commit) {
      session.rollback();
      states.find(session).ifPresent(state -> state.transactionEnded(false));
      return before;
    }
    try {
      states.find(session).ifPresent(state -> state.beforeCommit(planner.services()));
      long timestamp = session.commit();
      states.find(session).ifPresent(state -> state.transactionEnded(true));
      return Math.max(before, timestamp);
    } catch (RuntimeException failure) {
      states.find(session).ifPresent(state -> state.transactionEnded(false));
      throw failed(session, failure);
    }
  }

  /** One command's view of all this. */
  private final class Context implements CommandContext {
    private final Session session;
    private final Prepared prepared;

    Context(Session session, Prepared prepared) {
      this.session = session;
      this.prepared = prepared;
    }

    @Override
    public Session session() {
      return session;
    }

    @Override
    public SessionState state() {
      return states.of(session);
    }

    @Override
    public QueryServices services() {
      return planner.services();
    }

    @Override
    public Binder binder() {
      return planner.binder();
    }

    @Override
    public Language language() {
      return prepared.language();
    }

    @Override
    public String text() {
      return prepared.text();
    }

    @Override
    public Transaction transaction() {
      return open(session);
    }

    @Override
    public CatalogView catalog() {
      return planner.catalog(session);
    }

    @Override
    public Evaluation evaluation(int variables) {
      return new Evaluation(
          session, open(session), services(), List.of(), variables, Settings.nowMicros());
    }

    @Override
    public PreparedStatement prepare(
        Statement statement, List<DataType> parameterTypes, int parameters) {
      return Runner.this.prepare(
          session,
          new Prepared(
              prepared.language(),
              statement,
              prepared.text(),
              parameterTypes,
              parameters,
              List.of(),
              new PlanCell(null),
              CommandShape.COMMAND));
    }

    @Override
    public Execution execute(
        PreparedStatement statement, List<? extends @Nullable Object> parameters) {
      return Runner.this.execute(session, (Prepared) statement, parameters);
    }

    @Override
    public Execution analyze(
        PreparedStatement statement, List<? extends @Nullable Object> parameters, Profile profile) {
      return Runner.this.execute(session, (Prepared) statement, parameters, profile);
    }

    @Override
    public @Nullable Explanation explain(PreparedStatement statement) {
      Planned planned = ((Prepared) statement).planned();
      return planned == null ? null : planned.program().explain();
    }
  }
}
