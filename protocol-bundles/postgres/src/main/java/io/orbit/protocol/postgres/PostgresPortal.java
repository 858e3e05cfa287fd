package io.orbit.protocol.postgres;

import io.orbit.api.query.Execution;
import io.orbit.api.query.Statements;
import io.orbit.api.security.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement with its parameters, ready to run, running, suspended, or done. */
final class PostgresPortal {
  private final PostgresStatement statement;
  private final List<@Nullable Object> parameters;
  private final boolean[] resultFormats;
  private @Nullable Execution execution;
  private @Nullable RowEncoder encoder;
  private boolean done;
  private String tag = "";

  /**
   * @param resultFormats for each column whether it is sent in binary
   */
  PostgresPortal(
      PostgresStatement statement, List<@Nullable Object> parameters, boolean[] resultFormats) {
    this.statement = statement;
    this.parameters = parameters;
    this.resultFormats = resultFormats;
  }

  PostgresStatement statement() {
    return statement;
  }

  boolean[] resultFormats() {
    return resultFormats;
  }

  /** True when there is nothing left to run. */
  boolean isDone() {
    return done;
  }

  /** Starts it on the event loop. @return false when that cannot be, and nothing was done */
  boolean startInline(Statements statements, Session session) {
    if (execution == null && !done) {
      execution = statements.executeInline(session, statement.prepared(), parameters);
    }
    return execution != null;
  }

  /** Its execution, started now if it was not. */
  Execution execution(Statements statements, Session session) {
    Execution running = execution;
    if (running == null) {
      running = statements.execute(session, statement.prepared(), parameters);
      execution = running;
    }
    return running;
  }

  /** What writes its rows, the same from first to last. */
  RowEncoder encoder(SessionText text) {
    RowEncoder known = encoder;
    if (known == null) {
      known = new RowEncoder(statement.prepared().columns(), resultFormats, text);
      encoder = known;
    }
    return known;
  }

  /** Ended with this tag. */
  void end(String commandTag) {
    tag = commandTag;
    close();
  }

  /** The tag it ended with. */
  String tag() {
    return tag;
  }

  /** Gives the execution away: whoever asked closes it. */
  void release() {
    execution = null;
    done = true;
  }

  /** Nothing is left to run; frees what it holds. */
  void close() {
    done = true;
    Execution running = execution;
    execution = null;
    if (running != null) {
      running.close();
    }
  }
}
