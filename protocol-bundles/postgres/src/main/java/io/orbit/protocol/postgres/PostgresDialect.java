package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Notifications;
import io.orbit.api.security.Session;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An authenticated session's conversation: simple queries, COPY, and what surrounds the extended
 * protocol of {@link ExtendedQuery}. One thread at a time.
 */
final class PostgresDialect {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDialect.class);

  private final Statements statements;
  private final Session session;
  private final StatementRunner runner;
  private final ExtendedQuery extended;

  private @Nullable Script script;
  private @Nullable CopyIn copy;
  private boolean skipping;
  private boolean active;
  private boolean over;

  /** What ran since the last Sync was not all inline: to commit it may wait. */
  private boolean mayWait;

  /** A simple query's text on its way: the statements that are left. */
  private static final class Script {
    final String text;
    final Iterator<PreparedStatement> rest;
    boolean ran;

    Script(String text, Iterator<PreparedStatement> rest) {
      this.text = text;
      this.rest = rest;
    }
  }

  /** COPY FROM STDIN that waits for data; {@code text} is what positions refer to. */
  private record CopyIn(Execution execution, String text, boolean simple) {}

  PostgresDialect(PostgresServer server, Session session) {
    this.statements = server.statements();
    this.session = session;
    this.runner = new StatementRunner(server, session);
    this.extended = new ExtendedQuery(server, session, runner);
  }

  /** True after the client, or an error, has ended the session. */
  boolean isOver() {
    return over;
  }

  /**
   * Handles the message on the event loop if that is short and does not wait.
   *
   * @return false when nothing was done, since it belongs on a virtual thread
   */
  boolean handleInline(PostgresMessage message, PostgresOutput out) {
    if (copy != null) {
      return false;
    }
    if (skipping) {
      handle(message, out);
      return true;
    }
    return switch (message) {
      case PostgresMessage.Query(String text) -> queryInline(text, out);
      case PostgresMessage.Sync() -> {
        boolean inline = !mayWait;
        if (inline) {
          sync(out);
        }
        yield inline;
      }
      case PostgresMessage.Flush flush -> true;
      case PostgresMessage.Terminate() -> {
        over = true;
        yield true;
      }
      case PostgresMessage.Parse parse -> extendedInline(parse.text(), message, out);
      case PostgresMessage.Bind bind -> extendedInline(extended.textOf(bind), message, out);
      case PostgresMessage.Execute execute ->
          extendedInline(extended.textOf(execute), message, out);
      case PostgresMessage.DescribeStatement describe -> extendedInline("", message, out);
      case PostgresMessage.DescribePortal describe -> extendedInline("", message, out);
      default -> false;
    };
  }

  /** Handles the message on a virtual thread. */
  void handle(PostgresMessage message, PostgresOutput out) {
    mayWait = true;
    CopyIn copying = copy;
    if (copying != null) {
      copyMessage(copying, message, out);
      return;
    }
    if (skipping
        && !(message instanceof PostgresMessage.Sync
            || message instanceof PostgresMessage.Terminate)) {
      return;
    }
    switch (message) {
      case PostgresMessage.Query(String text) -> query(text, out);
      case PostgresMessage.Sync() -> sync(out);
      case PostgresMessage.Terminate() -> over = true;
      case PostgresMessage.Flush() -> {}
      case PostgresMessage.FunctionCall() -> {
        activate("<function call>");
        failed(
            new OrbitException(
                    ErrorCode.FEATURE_NOT_SUPPORTED, "the function call protocol is not supported")
                .withHint("Call the function by SELECT."),
            "",
            out);
        ready(out);
      }
      case PostgresMessage.Invalid(OrbitException problem, boolean isExtended) -> {
        failed(problem, "", out);
        skipping = isExtended;
        if (!isExtended) {
          ready(out);
        }
      }
      // What is left of a COPY that failed.
      case PostgresMessage.CopyData data -> {}
      case PostgresMessage.CopyDone done -> {}
      case PostgresMessage.CopyFail fail -> {}
      case PostgresMessage.Parse parse -> extended(parse.text(), message, out);
      case PostgresMessage.Bind bind -> extended(extended.textOf(bind), message, out);
      case PostgresMessage.Execute execute -> extended(extended.textOf(execute), message, out);
      case PostgresMessage.DescribeStatement describe -> extended("", message, out);
      case PostgresMessage.DescribePortal describe -> extended("", message, out);
      case PostgresMessage.CloseStatement close -> extended("", message, out);
      case PostgresMessage.ClosePortal close -> extended("", message, out);
      case PostgresMessage.SslRequest request -> throw tooLate();
      case PostgresMessage.GssEncryptionRequest request -> throw tooLate();
      case PostgresMessage.CancelRequest request -> throw tooLate();
      case PostgresMessage.Startup startup -> throw tooLate();
      case PostgresMessage.Authentication authentication -> throw tooLate();
    }
  }

  private static IllegalStateException tooLate() {
    return new IllegalStateException("a start-up message in a session");
  }

  // ---- simple queries

  private void query(String text, PostgresOutput out) {
    activate(text);
    extended.dropUnnamed();
    try {
      Script started = new Script(text, statements.script(session, PostgresServer.LANGUAGE, text));
      script = started;
      runScript(started, out);
    } catch (RuntimeException | VirtualMachineError problem) {
      endScript(problem, text, out);
    }
  }

  /** A text of one point query that has been run before. */
  private boolean queryInline(String text, PostgresOutput out) {
    PreparedStatement statement =
        statements.preparedAtHand(session, PostgresServer.LANGUAGE, text, List.of());
    if (statement == null || !statement.runsInline() || !statement.parameterTypes().isEmpty()) {
      return false;
    }
    try {
      Execution execution = statements.executeInline(session, statement, List.of());
      if (execution == null) {
        return false;
      }
      activate(text);
      extended.dropUnnamed();
      Execution copying = runner.sendResult(statement, execution, out);
      assert copying == null;
      runner.complete(true, out);
      ready(out);
    } catch (RuntimeException | VirtualMachineError problem) {
      endScript(problem, text, out);
    }
    return true;
  }

  private void endScript(Throwable problem, String text, PostgresOutput out) {
    script = null;
    failed(problem, text, out);
    ready(out);
  }

  private void runScript(Script running, PostgresOutput out) {
    while (running.rest.hasNext()) {
      PreparedStatement statement = running.rest.next();
      if (statement.isEmpty()) {
        continue;
      }
      running.ran = true;
      if (!statement.parameterTypes().isEmpty()) {
        throw new OrbitException(ErrorCode.UNDEFINED_PARAMETER, "there is no parameter $1");
      }
      Execution execution = runner.run(statement, out);
      if (execution != null) {
        copy = new CopyIn(execution, running.text, true);
        return;
      }
      runner.complete(!running.rest.hasNext(), out);
    }
    script = null;
    if (!running.ran) {
      PostgresWriter.emptyQueryResponse(out.buffer());
    }
    out.restsOn(statements.endImplicit(session, true));
    ready(out);
  }

  // ---- the extended protocol

  private void extended(String text, PostgresMessage message, PostgresOutput out) {
    if (!active) {
      activate(text);
    }
    try {
      Execution copying = extended.handle(message, out);
      if (copying != null) {
        copy = new CopyIn(copying, text, false);
      }
    } catch (RuntimeException | VirtualMachineError problem) {
      failed(problem, text, out);
      skipping = true;
    }
  }

  private boolean extendedInline(String text, PostgresMessage message, PostgresOutput out) {
    try {
      boolean inline = extended.handleInline(message, out);
      if (inline && !active) {
        activate(text);
      }
      return inline;
    } catch (RuntimeException | VirtualMachineError problem) {
      activate(text);
      failed(problem, text, out);
      skipping = true;
      return true;
    }
  }

  private void sync(PostgresOutput out) {
    skipping = false;
    mayWait = false;
    try {
      if (!session.inExplicitTransaction()) {
        extended.closePortals();
        out.restsOn(statements.endImplicit(session, true));
      }
    } catch (RuntimeException problem) {
      failed(problem, "", out);
    }
    ready(out);
  }

  // ---- COPY FROM STDIN

  private void copyMessage(CopyIn copying, PostgresMessage message, PostgresOutput out) {
    try {
      switch (message) {
        case PostgresMessage.CopyData(byte[] data) ->
            copying.execution().copyData(data, 0, data.length);
        case PostgresMessage.CopyDone() -> copyDone(copying, out);
        case PostgresMessage.Flush() -> {}
        case PostgresMessage.Sync() -> {}
        case PostgresMessage.Terminate() -> over = true;
        case PostgresMessage.CopyFail(String reason) ->
            throw new OrbitException(ErrorCode.QUERY_CANCELED, "COPY from stdin failed: " + reason);
        case PostgresMessage.Invalid(OrbitException problem, boolean isExtended) -> throw problem;
        default ->
            throw new OrbitException(
                ErrorCode.PROTOCOL_VIOLATION,
                "unexpected message during COPY from stdin: " + message.getClass().getSimpleName());
      }
    } catch (RuntimeException | VirtualMachineError problem) {
      copy = null;
      copying.execution().close();
      if (copying.simple()) {
        endScript(problem, copying.text(), out);
      } else {
        failed(problem, copying.text(), out);
        skipping = true;
      }
    }
  }

  private void copyDone(CopyIn copying, PostgresOutput out) {
    copying.execution().copyDone();
    copy = null;
    Script resumed = script;
    runner.done(copying.execution());
    runner.complete(resumed != null && !resumed.rest.hasNext(), out);
    if (resumed != null) {
      runScript(resumed, out);
    }
  }

  // ---- states

  private void activate(String text) {
    active = true;
    session.setActivity("active", text);
  }

  private void ready(PostgresOutput out) {
    if (over) {
      return;
    }
    runner.tellSettings(out);
    char status = 'I';
    String state = "idle";
    if (session.inExplicitTransaction()) {
      status = session.isFailed() ? 'E' : 'T';
      state = session.isFailed() ? "idle in transaction (aborted)" : "idle in transaction";
    }
    active = false;
    session.setActivity(state, session.activity().statement());
    if (status == 'I') {
      notifications(out.buffer());
    }
    PostgresWriter.readyForQuery(status, out.buffer());
  }

  /** Whether the client waits for nothing, so that notifications may be sent. */
  boolean isIdle() {
    return !active && !over && !session.inExplicitTransaction();
  }

  /** Writes what has come on the channels that the client listens to. */
  void notifications(ByteBuf out) {
    for (Notifications.Notification each : session.notifications().take()) {
      int sender = PostgresServer.processId(each.sender());
      PostgresWriter.notificationResponse(sender, each.channel(), each.payload(), out);
    }
  }

  /** Tells the client, and does to the transaction what an error does. */
  private void failed(Throwable thrown, String text, PostgresOutput out) {
    OrbitException problem = known(thrown);
    try {
      extended.closePortals();
      if (!session.inExplicitTransaction()) {
        out.restsOn(statements.endImplicit(session, false));
      } else if (!session.isFailed()) {
        session.fail();
      }
    } catch (RuntimeException second) {
      problem.addSuppressed(second);
    }
    runner.tellNotices(out);
    boolean fatal = PostgresErrors.endsSession(problem.code());
    over |= fatal;
    PostgresWriter.errorResponse(problem, fatal ? "FATAL" : "ERROR", text, out.buffer());
  }

  private static OrbitException known(Throwable thrown) {
    return switch (thrown) {
      case OrbitException known -> {
        if (known.code() == ErrorCode.INTERNAL_ERROR) {
          LOG.error("A statement failed", known);
        }
        yield known;
      }
      case StackOverflowError deep ->
          new OrbitException(ErrorCode.STATEMENT_TOO_COMPLEX, "stack depth limit exceeded");
      case OutOfMemoryError full -> {
        LOG.error("A statement ran out of memory", full);
        yield new OrbitException(ErrorCode.OUT_OF_MEMORY, "out of memory");
      }
      default -> {
        LOG.error("A statement failed", thrown);
        yield new OrbitException(
            ErrorCode.INTERNAL_ERROR, "internal error; the server's log has more", thrown);
      }
    };
  }

  /** The connection is gone: ends what runs. The session itself is closed by its owner. */
  void close() {
    CopyIn copying = copy;
    copy = null;
    if (copying != null) {
      copying.execution().close();
    }
    extended.closePortals();
  }
}
