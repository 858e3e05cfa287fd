package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.ProtocolSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: logs in, then reads messages and runs them, together as they came, on the event
 * loop while they are known to be short, else on a virtual thread.
 */
final class PostgresSession implements ProtocolSession {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresSession.class);

  /** Most bytes of one message. */
  private static final int LONGEST_MESSAGE = 256 << 20;

  /** Messages that are run together. */
  private static final int MOST_MESSAGES = 512;

  private final PostgresServer server;
  private final Connection connection;
  private final PostgresCodec codec = new PostgresCodec(LONGEST_MESSAGE);
  private final PostgresLogin login;
  private final PostgresOutput output;
  private final List<PostgresMessage> messages = new ArrayList<>();
  private volatile @Nullable Session session;
  private @Nullable PostgresDialect dialect;
  private boolean working;
  private boolean draining;
  private boolean ended;
  private boolean lost;

  PostgresSession(PostgresServer server, Connection connection) {
    this.server = server;
    this.connection = connection;
    this.login = new PostgresLogin(server, connection, codec);
    this.output = new PostgresOutput(connection, server.store());
  }

  @Override
  public void received(ByteBuf input) {
    try {
      while (!ended && !working && connection.isWritable() && step(input)) {
        // Each step writes its answers.
      }
    } catch (OrbitException broken) {
      end(broken);
    }
    if (ended) {
      input.skipBytes(input.readableBytes());
    }
  }

  /**
   * @return false when there is nothing whole left to do
   */
  private boolean step(ByteBuf input) {
    PostgresDialect talking = dialect;
    return talking == null ? logIn(input) : talk(talking, input);
  }

  // ---- log-in

  private boolean logIn(ByteBuf input) {
    PostgresLogin.Step step = login.next(input);
    switch (step) {
      case PostgresLogin.Step.Await() -> {
        return false;
      }
      case PostgresLogin.Step.Continue() -> {}
      case PostgresLogin.Step.Close() -> {
        ended = true;
        connection.close();
      }
      case PostgresLogin.Step.Open open -> open(open);
    }
    return true;
  }

  private void open(PostgresLogin.Step.Open step) {
    connection.activity("authenticating");
    working = true;
    connection.offload(
        () -> begin(step.work().open(), step.told()),
        problem -> {
          working = false;
          if (problem != null) {
            end(known(problem));
            return;
          }
          connection.authenticated(login.options().user());
          connection.activity("idle");
          output.finish();
          drainIfAsked();
        });
  }

  /** On a virtual thread: settings, and all that a client is told at its start. */
  private void begin(Session opened, boolean told) {
    session = opened;
    output.beginOffLoop();
    if (!told) {
      PostgresWriter.authenticationOk(output.buffer());
    }
    for (Map.Entry<String, String> setting : login.options().settings().entrySet()) {
      server.statements().set(opened, setting.getKey(), setting.getValue());
    }
    StatementRunner runner = new StatementRunner(server, opened);
    runner.tellAllSettings(output);
    PostgresWriter.backendKeyData(
        PostgresServer.processId(opened), opened.cancelKey(), output.buffer());
    PostgresWriter.readyForQuery('I', output.buffer());
    opened.setActivity("idle", "");
    dialect = new PostgresDialect(server, opened);
    opened.notifications().onArrival(() -> connection.execute(this::deliver));
  }

  /** Sends what has come on channels, unless something is going on: then that does, at its end. */
  private void deliver() {
    PostgresDialect talking = dialect;
    if (!working && !ended && talking != null && talking.isIdle()) {
      talking.notifications(connection.output());
    }
  }

  private static OrbitException known(Throwable problem) {
    if (problem instanceof OrbitException known) {
      return known;
    }
    LOG.error("A session could not be opened", problem);
    return new OrbitException(
        ErrorCode.INTERNAL_ERROR, "internal error; the server's log has more", problem);
  }

  // ---- talking

  private boolean talk(PostgresDialect talking, ByteBuf input) {
    OrbitException broken = null;
    try {
      PostgresMessage message = codec.decode(input);
      while (message != null) {
        messages.add(message);
        message = messages.size() < MOST_MESSAGES ? codec.decode(input) : null;
      }
    } catch (OrbitException problem) {
      broken = problem;
    }
    if (messages.isEmpty()) {
      if (broken != null) {
        throw broken;
      }
      return false;
    }
    run(talking, broken);
    return !working;
  }

  /**
   * Runs what was read.
   *
   * @param broken why nothing can be read after it, or null
   */
  private void run(PostgresDialect talking, @Nullable OrbitException broken) {
    int done = 0;
    output.beginOnLoop();
    while (done < messages.size()
        && !talking.isOver()
        && talking.handleInline(messages.get(done), output)) {
      done++;
    }
    int from = done;
    if (from == messages.size() || talking.isOver()) {
      output.finish();
      after(talking, broken);
      return;
    }
    output.finish();
    connection.activity("active");
    working = true;
    connection.offload(
        () -> {
          output.beginOffLoop();
          for (int i = from; i < messages.size() && !talking.isOver(); i++) {
            talking.handle(messages.get(i), output);
          }
        },
        problem -> {
          working = false;
          if (problem != null) {
            lostOrBroken(problem);
            return;
          }
          connection.activity("idle");
          output.finish();
          after(talking, broken);
        });
  }

  private void after(PostgresDialect talking, @Nullable OrbitException broken) {
    messages.clear();
    if (talking.isOver()) {
      close();
    } else if (broken != null) {
      end(broken);
    } else {
      deliver();
      drainIfAsked();
    }
  }

  private void lostOrBroken(Throwable problem) {
    messages.clear();
    if (!lost) {
      LOG.error("A bug of the PostgreSQL protocol ends session {}", connection.id(), problem);
      ended = true;
      connection.abort();
    }
  }

  // ---- ends

  private void close() {
    ended = true;
    connection.close();
  }

  /** The last words. */
  private void end(OrbitException problem) {
    if (!ended) {
      PostgresWriter.errorResponse(problem, "FATAL", "", connection.output());
      close();
    }
  }

  private void drainIfAsked() {
    if (draining) {
      end(
          new OrbitException(
              ErrorCode.ADMIN_SHUTDOWN, "terminating connection due to administrator command"));
    }
  }

  @Override
  public void drain() {
    draining = true;
    if (!working) {
      drainIfAsked();
    }
  }

  @Override
  public void timedOut(Timeout timeout) {
    end(
        switch (timeout) {
          case IDLE ->
              new OrbitException(
                  ErrorCode.IDLE_SESSION_TIMEOUT,
                  "terminating connection due to idle-session timeout");
          case AUTHENTICATION ->
              new OrbitException(
                  ErrorCode.QUERY_CANCELED, "canceling authentication due to timeout");
        });
  }

  @Override
  public void refused(OrbitException problem) {
    end(problem);
  }

  /** A client that ends without a word waits for no lock; what it asked for otherwise goes on. */
  @Override
  public void inputEnded() {
    Session current = session;
    if (current != null) {
      current.stopWaiting();
    }
  }

  @Override
  public void disconnected() {
    lost = true;
    Session current = session;
    if (current != null) {
      current.cancel(Session.CancelReason.SHUTDOWN);
    }
  }

  @Override
  public void closed() {
    ended = true;
    PostgresDialect talking = dialect;
    dialect = null;
    try {
      if (talking != null) {
        talking.close();
      }
    } finally {
      Session current = session;
      session = null;
      if (current != null) {
        current.close();
      }
    }
  }
}
