package io.orbit.query.session;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.tree.Expression;
import io.orbit.api.query.tree.SessionControl;
import io.orbit.api.query.tree.SessionControl.TransactionModes;
import io.orbit.api.query.tree.Statement;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Isolation;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Expressions;
import io.orbit.query.execute.RowBatch;
import io.orbit.query.plan.Scalar;
import io.orbit.query.type.TemporarySchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Transactions, settings, prepared statements and cursors. */
public final class SessionCommands implements Commands {
  private static final long PREPARED_BYTES = 4_000;

  @Override
  public boolean knows(Statement statement) {
    return statement instanceof SessionControl;
  }

  @Override
  public Optional<CommandShape> shape(CommandContext context, Statement statement) {
    if (!(statement instanceof SessionControl control)) {
      return Optional.empty();
    }
    return switch (control) {
      case SessionControl.ShowVariable show -> Optional.of(showShape(context, show));
      case SessionControl.Fetch fetch ->
          Optional.of(
              fetch.move()
                  ? CommandShape.COMMAND
                  : CommandShape.rows(cursor(context, fetch.cursor()).columns()));
      case SessionControl.Execute execute -> {
        PreparedStatement named = named(context, execute.name());
        yield Optional.of(new CommandShape(named.kind(), named.columns(), List.of()));
      }
      default -> Optional.of(CommandShape.COMMAND);
    };
  }

  @Override
  public boolean needsTransaction(Statement statement) {
    return statement instanceof SessionControl.DeclareCursor
        || statement instanceof SessionControl.LockTables
        || statement instanceof SessionControl.Listen
        || statement instanceof SessionControl.Unlisten
        || statement instanceof SessionControl.Notify
        || statement instanceof SessionControl.Execute;
  }

  @Override
  public Execution run(
      CommandContext context, Statement statement, List<? extends @Nullable Object> parameters) {
    return switch ((SessionControl) statement) {
      case SessionControl.Begin begin -> begin(context, begin);
      case SessionControl.Commit commit -> commit(context, commit);
      case SessionControl.Rollback rollback -> rollback(context, rollback);
      case SessionControl.Savepoint savepoint -> {
        explicit(context, "SAVEPOINT");
        context.state().savepoints().define(savepoint.name(), context.transaction());
        yield CommandExecution.done("SAVEPOINT", -1);
      }
      case SessionControl.ReleaseSavepoint release -> {
        explicit(context, "RELEASE SAVEPOINT");
        context.state().savepoints().release(release.name(), context.transaction());
        yield CommandExecution.done("RELEASE", -1);
      }
      case SessionControl.RollbackToSavepoint rollback -> {
        explicit(context, "ROLLBACK TO SAVEPOINT");
        context.state().savepoints().rollbackTo(rollback.name(), context.transaction());
        context.session().unfail();
        yield CommandExecution.done("ROLLBACK", -1);
      }
      case SessionControl.SetTransaction set -> setTransaction(context, set);
      case SessionControl.SetConstraints set -> ConstraintTimes.set(context, set);
      case SessionControl.SetVariable set -> setVariable(context, set);
      case SessionControl.ResetVariable reset -> reset(context, reset);
      case SessionControl.ShowVariable show -> show(context, show);
      case SessionControl.SetRole role -> SessionRoles.set(context, role);
      case SessionControl.Discard discard -> discard(context, discard);
      case SessionControl.Prepare prepare -> prepare(context, prepare);
      case SessionControl.Execute execute -> execute(context, execute);
      case SessionControl.Deallocate deallocate -> deallocate(context, deallocate);
      case SessionControl.DeclareCursor declare -> declare(context, declare);
      case SessionControl.Fetch fetch -> fetch(context, fetch);
      case SessionControl.CloseCursor close -> close(context, close);
      case SessionControl.LockTables lock -> lockTables(context, lock);
      case SessionControl.Listen listen -> {
        context.session().notifications().listen(listen.channel());
        yield CommandExecution.done("LISTEN", -1);
      }
      case SessionControl.Unlisten unlisten -> {
        context.session().notifications().unlisten(unlisten.channel());
        yield CommandExecution.done("UNLISTEN", -1);
      }
      case SessionControl.Notify notify -> {
        context.session().notifications().send(notify.channel(), notify.payload());
        yield CommandExecution.done("NOTIFY", -1);
      }
    };
  }

  private static void explicit(CommandContext context, String what) {
    if (!context.session().inExplicitTransaction()) {
      throw new OrbitException(
          ErrorCode.NO_ACTIVE_TRANSACTION, what + " can only be used in transaction blocks");
    }
  }

  // ---- transactions

  private static TransactionOptions options(Session session, TransactionModes modes) {
    TransactionOptions base = Settings.transactionOptions(session);
    SessionControl.Isolation wanted = modes.isolation();
    Boolean readOnly = modes.readOnly();
    return new TransactionOptions(
        wanted == null ? base.isolation() : isolation(wanted),
        readOnly == null ? base.readOnly() : readOnly,
        base.durability(),
        base.deadlockVictim());
  }

  private static Isolation isolation(SessionControl.Isolation wanted) {
    return switch (wanted) {
      case READ_UNCOMMITTED, READ_COMMITTED -> Isolation.READ_COMMITTED;
      case REPEATABLE_READ -> Isolation.REPEATABLE_READ;
      case SERIALIZABLE -> Isolation.SERIALIZABLE;
    };
  }

  private static Execution begin(CommandContext context, SessionControl.Begin begin) {
    Session session = context.session();
    if (session.inExplicitTransaction()) {
      context.state().notice("WARNING", "25001", "there is already a transaction in progress");
    } else if (session.transaction() != null) {
      session.makeExplicit();
    } else {
      Transaction transaction = session.begin(options(session, begin.modes()), true);
      context.state().beginOf(transaction, Settings.nowMicros());
    }
    return CommandExecution.done("BEGIN", -1);
  }

  private static Execution commit(CommandContext context, SessionControl.Commit commit) {
    Session session = context.session();
    if (!session.inExplicitTransaction()) {
      context.state().notice("WARNING", "25P01", "there is no transaction in progress");
      return CommandExecution.done("COMMIT", -1);
    }
    if (session.isFailed()) {
      end(context, commit.chain(), false);
      return CommandExecution.done("ROLLBACK", -1);
    }
    TransactionOptions before = context.transaction().options();
    context.state().beforeCommit(context.services());
    long timestamp;
    try {
      timestamp = session.commit();
    } catch (RuntimeException failure) {
      session.rollback();
      context.state().transactionEnded(false);
      throw failure;
    }
    context.state().transactionEnded(true);
    context.state().committed(timestamp);
    if (commit.chain()) {
      session.begin(before, true);
    }
    return CommandExecution.done("COMMIT", -1);
  }

  private static Execution rollback(CommandContext context, SessionControl.Rollback rollback) {
    if (!context.session().inExplicitTransaction()) {
      context.state().notice("WARNING", "25P01", "there is no transaction in progress");
      return CommandExecution.done("ROLLBACK", -1);
    }
    end(context, rollback.chain(), false);
    return CommandExecution.done("ROLLBACK", -1);
  }

  private static void end(CommandContext context, boolean chain, boolean committed) {
    TransactionOptions before = context.transaction().options();
    context.session().rollback();
    context.state().transactionEnded(committed);
    if (chain) {
      context.session().begin(before, true);
    }
  }

  /** SET TRANSACTION works before the transaction's first statement. */
  private static Execution setTransaction(
      CommandContext context, SessionControl.SetTransaction set) {
    Session session = context.session();
    if (set.session()) {
      SessionControl.Isolation isolation = set.modes().isolation();
      Boolean readOnly = set.modes().readOnly();
      if (isolation != null) {
        context
            .state()
            .settings()
            .set(
                "default_transaction_isolation",
                isolation.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                false);
      }
      if (readOnly != null) {
        context
            .state()
            .settings()
            .set("default_transaction_read_only", readOnly ? "on" : "off", false);
      }
      return CommandExecution.done("SET", -1);
    }
    if (!session.inExplicitTransaction()) {
      context
          .state()
          .notice("WARNING", "25P01", "SET TRANSACTION can only be used in transaction blocks");
      return CommandExecution.done("SET", -1);
    }
    Transaction open = context.transaction();
    TransactionOptions now = open.options();
    TransactionOptions wanted = merged(now, set.modes());
    if (wanted.equals(now)) {
      return CommandExecution.done("SET", -1);
    }
    if (context.state().hasRunStatement()) {
      throw new OrbitException(
          ErrorCode.ACTIVE_TRANSACTION,
          "SET TRANSACTION ISOLATION LEVEL must be called before any query");
    }
    session.rollback();
    session.begin(wanted, true);
    return CommandExecution.done("SET", -1);
  }

  private static TransactionOptions merged(TransactionOptions now, TransactionModes modes) {
    SessionControl.Isolation wanted = modes.isolation();
    Boolean readOnly = modes.readOnly();
    return new TransactionOptions(
        wanted == null ? now.isolation() : isolation(wanted),
        readOnly == null ? now.readOnly() : readOnly,
        now.durability(),
        now.deadlockVictim());
  }

  // ---- settings

  private static Execution setVariable(CommandContext context, SessionControl.SetVariable set) {
    String name = set.name().toLowerCase(Locale.ROOT);
    if (set.local() && !context.session().inExplicitTransaction()) {
      context
          .state()
          .notice("WARNING", "25P01", "SET LOCAL can only be used in transaction blocks");
      return CommandExecution.done("SET", -1);
    }
    if (name.equals("transaction_isolation") && !set.values().isEmpty()) {
      SessionControl.Isolation level =
          SessionControl.Isolation.valueOf(
              Settings.isolation(text(context, set.values().getFirst())).name());
      return setTransaction(
          context,
          new SessionControl.SetTransaction(
              false, new TransactionModes(level, null, null), set.position()));
    }
    String value =
        set.values().isEmpty() ? null : Settings.check(set.name(), joined(context, set, name));
    if (value == null && Settings.show(context.session(), name) == null && !name.contains(".")) {
      Settings.check(set.name(), "");
    }
    context.state().settings().set(name, value, set.local());
    return CommandExecution.done("SET", -1);
  }

  private static String joined(
      CommandContext context, SessionControl.SetVariable set, String name) {
    List<String> parts = new ArrayList<>();
    for (Expression value : set.values()) {
      String text = text(context, value);
      boolean quoted =
          name.equals("search_path") && !text.matches("[a-z_][a-z0-9_$]*") && !text.isEmpty();
      parts.add(quoted && set.values().size() > 1 ? "\"" + text + "\"" : text);
    }
    return String.join(", ", parts);
  }

  /** A value of SET: a word, a string, a number. */
  private static String text(CommandContext context, Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return String.valueOf(literal.value());
    }
    if (expression instanceof Expression.ColumnReference word) {
      return String.join(".", word.name());
    }
    if (expression instanceof Expression.Operator operator
        && operator.left() == null
        && operator.right() instanceof Expression.Literal number) {
      return operator.symbol() + number.value();
    }
    Scalar scalar =
        context
            .binder()
            .bindConstant(
                context.session(), context.catalog(), context.language(), expression, DataType.TEXT)
            .scalar();
    return String.valueOf(Expressions.evaluate(scalar, context.evaluation(1)));
  }

  private static Execution reset(CommandContext context, SessionControl.ResetVariable reset) {
    String name = reset.name();
    if ("role".equals(name) || "session_authorization".equals(name)) {
      context.session().setPrincipal(context.session().sessionUser());
      return CommandExecution.done("RESET", -1);
    }
    if (name == null) {
      context.session().settings().keySet().stream()
          .filter(key -> !key.equals(TemporarySchema.MARK))
          .toList()
          .forEach(key -> context.state().settings().set(key, null, false));
    } else {
      if (Settings.show(context.session(), name) == null && !name.contains(".")) {
        Settings.check(name, "");
      }
      context.state().settings().set(name.toLowerCase(Locale.ROOT), null, false);
    }
    return CommandExecution.done("RESET", -1);
  }

  private static CommandShape showShape(CommandContext context, SessionControl.ShowVariable show) {
    String name = show.name();
    if (name == null) {
      return CommandShape.rows(List.of(text("name"), text("setting"), text("description")));
    }
    if (Settings.show(context.session(), name) == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + name + "\"");
    }
    return CommandShape.rows(List.of(text(Settings.shownName(name))));
  }

  private static ResultColumn text(String name) {
    return new ResultColumn(name, DataType.TEXT, 0, 0);
  }

  private static Execution show(CommandContext context, SessionControl.ShowVariable show) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    List<DataType> types = new ArrayList<>();
    String name = show.name();
    if (name == null) {
      types.addAll(List.of(DataType.TEXT, DataType.TEXT, DataType.TEXT));
      for (String[] setting : Settings.all(context.session())) {
        rows.add(new @Nullable Object[] {setting[0], setting[1], setting[2]});
      }
    } else {
      types.add(DataType.TEXT);
      rows.add(new @Nullable Object[] {Settings.show(context.session(), name)});
    }
    return CommandExecution.rows("SHOW", -1, RowBatch.of(types, rows));
  }

  private static Execution discard(CommandContext context, SessionControl.Discard discard) {
    if (discard.kind() == SessionControl.DiscardKind.ALL) {
      if (context.session().inExplicitTransaction()) {
        throw new OrbitException(
            ErrorCode.ACTIVE_TRANSACTION, "DISCARD ALL cannot run inside a transaction block");
      }
      context.services().advisoryLocks().unlockAll(context.session());
      forgetAllPrepared(context);
      context.state().cursors().values().forEach(Cursor::close);
      context.state().cursors().clear();
      context.session().notifications().unlisten(null);
      reset(context, new SessionControl.ResetVariable(null, discard.position()));
      context.session().setPrincipal(context.session().sessionUser());
    }
    if (discard.kind() == SessionControl.DiscardKind.ALL
        || discard.kind() == SessionControl.DiscardKind.TEMPORARY) {
      TemporaryTables.dropOwn(context);
    }
    String kind =
        discard.kind() == SessionControl.DiscardKind.TEMPORARY ? "TEMP" : discard.kind().name();
    return CommandExecution.done("DISCARD " + kind, -1);
  }

  // ---- prepared statements

  private static PreparedStatement named(CommandContext context, String name) {
    PreparedStatement statement = context.state().prepared().get(name);
    if (statement == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_PREPARED_STATEMENT,
          "prepared statement \"" + name + "\" does not exist");
    }
    return statement;
  }

  private static Execution prepare(CommandContext context, SessionControl.Prepare prepare) {
    if (context.state().prepared().containsKey(prepare.name())) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_PREPARED_STATEMENT,
          "prepared statement \"" + prepare.name() + "\" already exists");
    }
    List<DataType> types =
        prepare.parameterTypes().stream()
            .map(
                type ->
                    io.orbit.query.type.UserTypes.resolve(
                        context.session(), context.catalog(), type))
            .toList();
    PreparedStatement prepared = context.prepare(prepare.statement(), types, types.size());
    context.session().keep(bytes(prepared));
    context.state().prepared().put(prepare.name(), prepared);
    return CommandExecution.done("PREPARE", -1);
  }

  /** About how much heap a prepared statement takes, its plan included. */
  private static long bytes(PreparedStatement prepared) {
    return PREPARED_BYTES + 8L * ((Prepared) prepared).text().length();
  }

  private static void forgetAllPrepared(CommandContext context) {
    context
        .state()
        .prepared()
        .values()
        .forEach(statement -> context.session().keep(-bytes(statement)));
    context.state().prepared().clear();
  }

  private static Execution execute(CommandContext context, SessionControl.Execute execute) {
    Call call = call(context, execute);
    return context.execute(call.statement(), call.parameters());
  }

  /** A statement that PREPARE named, with the parameters that EXECUTE gives it. */
  public record Call(PreparedStatement statement, List<@Nullable Object> parameters) {}

  /**
   * What EXECUTE would run.
   *
   * @throws OrbitException UNDEFINED_PREPARED_STATEMENT, SYNTAX_ERROR
   */
  public static Call call(CommandContext context, SessionControl.Execute execute) {
    PreparedStatement statement = named(context, execute.name());
    List<DataType> types = statement.parameterTypes();
    if (execute.arguments().size() != types.size()) {
      throw new OrbitException(
              ErrorCode.SYNTAX_ERROR,
              "wrong number of parameters for prepared statement \"" + execute.name() + "\"")
          .withDetail(
              "Expected "
                  + types.size()
                  + " parameters but got "
                  + execute.arguments().size()
                  + ".");
    }
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      Scalar scalar =
          context
              .binder()
              .bindConstant(
                  context.session(),
                  context.catalog(),
                  context.language(),
                  execute.arguments().get(i),
                  types.get(i))
              .scalar();
      values.add(Expressions.evaluate(scalar, context.evaluation(1)));
    }
    return new Call(statement, values);
  }

  private static Execution deallocate(
      CommandContext context, SessionControl.Deallocate deallocate) {
    String name = deallocate.name();
    if (name == null) {
      forgetAllPrepared(context);
      return CommandExecution.done("DEALLOCATE ALL", -1);
    }
    context.session().keep(-bytes(named(context, name)));
    context.state().prepared().remove(name);
    return CommandExecution.done("DEALLOCATE", -1);
  }

  // ---- cursors

  private static Cursor cursor(CommandContext context, String name) {
    Cursor cursor = context.state().cursors().get(name);
    if (cursor == null) {
      throw new OrbitException(
          ErrorCode.UNDEFINED_CURSOR, "cursor \"" + name + "\" does not exist");
    }
    return cursor;
  }

  private static Execution declare(CommandContext context, SessionControl.DeclareCursor declare) {
    if (!context.session().inExplicitTransaction() && !declare.hold()) {
      throw new OrbitException(
          ErrorCode.NO_ACTIVE_TRANSACTION, "DECLARE CURSOR can only be used in transaction blocks");
    }
    if (context.state().cursors().containsKey(declare.name())) {
      throw new OrbitException(
          ErrorCode.DUPLICATE_CURSOR, "cursor \"" + declare.name() + "\" already exists");
    }
    PreparedStatement statement = context.prepare(declare.query(), List.of(), 0);
    Execution execution = context.execute(statement, List.of());
    context.state().cursors().put(declare.name(), new Cursor(statement, execution, declare.hold()));
    return CommandExecution.done("DECLARE CURSOR", -1);
  }

  private static Execution fetch(CommandContext context, SessionControl.Fetch fetch) {
    Cursor cursor = cursor(context, fetch.cursor());
    List<@Nullable Object[]> rows =
        switch (fetch.direction()) {
          case NEXT -> cursor.move(1);
          case PRIOR -> cursor.move(-1);
          case FIRST -> cursor.absolute(1);
          case LAST -> cursor.absolute(-1);
          case ABSOLUTE -> cursor.absolute(fetch.count());
          case RELATIVE -> cursor.relative(fetch.count());
          case FORWARD -> cursor.move(fetch.count());
          case BACKWARD -> cursor.move(-fetch.count());
        };
    return fetch.move()
        ? CommandExecution.done("MOVE", rows.size())
        : CommandExecution.rows("FETCH", rows.size(), cursor.batch(rows));
  }

  private static Execution close(CommandContext context, SessionControl.CloseCursor close) {
    String name = close.name();
    if (name == null) {
      context.state().cursors().values().forEach(Cursor::close);
      context.state().cursors().clear();
      return CommandExecution.done("CLOSE CURSOR ALL", -1);
    }
    cursor(context, name).close();
    context.state().cursors().remove(name);
    return CommandExecution.done("CLOSE CURSOR", -1);
  }

  // ---- LOCK

  private static Execution lockTables(CommandContext context, SessionControl.LockTables lock) {
    explicit(context, "LOCK TABLE");
    boolean exclusive = !lock.mode().equals("ACCESS SHARE") && !lock.mode().startsWith("ROW ");
    for (var table : lock.tables()) {
      long id = TableNames.collection(context, table.name(), table.position()).id();
      context.services().catalog().lock(context.transaction(), id, exclusive);
    }
    return CommandExecution.done("LOCK TABLE", -1);
  }
}
