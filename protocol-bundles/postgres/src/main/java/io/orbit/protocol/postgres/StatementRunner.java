package io.orbit.protocol.postgres;

import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.query.Statements;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.security.Session;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements and tells the client what came of them: rows, COPY data, notices, changed
 * settings, the command's tag. One thread at a time.
 */
final class StatementRunner {
  /** Settings a client is told of, at the start and when they change (PostgreSQL's GUC_REPORT). */
  private static final Map<String, String> REPORTED = new TreeMap<>();

  static {
    for (String name :
        List.of(
            "application_name",
            "client_encoding",
            "DateStyle",
            "default_transaction_read_only",
            "in_hot_standby",
            "integer_datetimes",
            "IntervalStyle",
            "is_superuser",
            "server_encoding",
            "server_version",
            "session_authorization",
            "standard_conforming_strings",
            "TimeZone")) {
      REPORTED.put(name.toLowerCase(Locale.ROOT), name);
    }
  }

  private static final List<String> SEVERITIES =
      List.of("DEBUG", "LOG", "NOTICE", "WARNING", "ERROR", "INFO");

  private static final int BATCH_ROWS = 1024;

  private final Statements statements;
  private final Session session;
  private final SessionText text;
  private String tag = "";
  private long count;

  StatementRunner(PostgresServer server, Session session) {
    this.statements = server.statements();
    this.session = session;
    this.text = new SessionText(server.statements(), session);
  }

  SessionText text() {
    return text;
  }

  /**
   * Runs a statement of a simple query, all but its end ({@link #complete}).
   *
   * @return null; or the execution of a COPY that waits for data, to be closed by the caller
   */
  @Nullable Execution run(PreparedStatement statement, PostgresOutput out) {
    return sendResult(statement, statements.execute(session, statement, List.of()), out);
  }

  /**
   * The same for a statement that has been started.
   *
   * @return null; or the execution of a COPY that waits for data
   */
  @Nullable Execution sendResult(
      PreparedStatement statement, Execution execution, PostgresOutput out) {
    boolean keep = false;
    try {
      if (execution.kind() == Execution.Kind.ROWS) {
        boolean[] formats = new boolean[statement.columns().size()];
        PostgresWriter.rowDescription(statement.columns(), formats, out.buffer());
        RowEncoder encoder = new RowEncoder(statement.columns(), formats, text);
        sendRows(execution, encoder, Long.MAX_VALUE, out);
      } else {
        keep = runWithoutRows(execution, out);
      }
      if (!keep) {
        note(execution);
      }
      return keep ? execution : null;
    } finally {
      if (!keep) {
        execution.close();
      }
    }
  }

  /** Runs a command or the server's part of a COPY. @return true when COPY waits for data */
  boolean runWithoutRows(Execution execution, PostgresOutput out) {
    switch (execution.kind()) {
      case ROWS, COMMAND -> {
        Batch none = execution.next(BATCH_ROWS);
        assert none == null;
      }
      case COPY_IN -> {
        PostgresWriter.copyInResponse(
            execution.copyBinary(), execution.copyColumns(), out.buffer());
        return true;
      }
      case COPY_OUT -> {
        PostgresWriter.copyOutResponse(
            execution.copyBinary(), execution.copyColumns(), out.buffer());
        byte[] row = execution.nextCopyData();
        while (row != null) {
          PostgresWriter.copyData(row, out.buffer());
          out.checkpoint();
          row = execution.nextCopyData();
        }
        PostgresWriter.copyDone(out.buffer());
      }
    }
    return false;
  }

  /**
   * Sends rows.
   *
   * @return how many; less than the maximum when there are no more
   */
  long sendRows(Execution execution, RowEncoder encoder, long maximum, PostgresOutput out) {
    long sent = 0;
    while (sent < maximum) {
      Batch batch = execution.next((int) Math.min(BATCH_ROWS, maximum - sent));
      if (batch == null) {
        break;
      }
      int rows = batch.rows();
      for (int row = 0; row < rows; row++) {
        encoder.write(batch, row, out.buffer());
        out.checkpoint();
      }
      sent += rows;
    }
    return sent;
  }

  /** Keeps what the command's tag says; the execution may be closed then. */
  void note(Execution execution) {
    tag = execution.tag();
    count = execution.count();
  }

  /** A COPY has had all its data. */
  void done(Execution execution) {
    note(execution);
    execution.close();
  }

  /**
   * Ends the statement noted last: commits, then tells its tag.
   *
   * @param commit whether an implicit transaction ends here; an explicit one that was ended by the
   *     statement is waited for anyway
   */
  void complete(boolean commit, PostgresOutput out) {
    if (commit || session.transaction() == null) {
      out.restsOn(statements.endImplicit(session, true));
    }
    tellNotices(out);
    PostgresWriter.commandComplete(tag, count, out.buffer());
    out.checkpoint();
  }

  /** The same for a portal whose tag counts the rows of this run. */
  void complete(long rows, PostgresOutput out) {
    if (tag.equals("SELECT")) {
      count = rows;
    }
    complete(false, out);
  }

  void tellNotices(PostgresOutput out) {
    List<Notice> notices = statements.takeNotices(session);
    if (notices.isEmpty()) {
      return;
    }
    String least = statements.setting(session, "client_min_messages");
    int from = least == null ? 0 : SEVERITIES.indexOf(least.toUpperCase(Locale.ROOT));
    for (Notice notice : notices) {
      if (SEVERITIES.indexOf(notice.severity()) >= from) {
        PostgresWriter.noticeResponse(notice, out.buffer());
      }
    }
  }

  /** Tells the client of settings that changed. */
  void tellSettings(PostgresOutput out) {
    for (String changed : statements.takeChangedSettings(session)) {
      String name = REPORTED.get(changed.toLowerCase(Locale.ROOT));
      if (name != null) {
        tellSetting(name, out);
      }
    }
  }

  /** Tells the client of all it is told of. */
  void tellAllSettings(PostgresOutput out) {
    List<String> known = statements.takeChangedSettings(session);
    assert known != null;
    REPORTED.values().forEach(name -> tellSetting(name, out));
  }

  private void tellSetting(String name, PostgresOutput out) {
    String value = statements.setting(session, name);
    if (value != null) {
      PostgresWriter.parameterStatus(name, value, out.buffer());
    }
  }
}
