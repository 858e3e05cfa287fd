package io.orbit.client.sql;

import io.orbit.client.terminal.Display;
import io.orbit.client.terminal.Lines;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import org.postgresql.PGNotification;
import org.postgresql.util.PSQLException;

/** Runs one statement at a time and shows what comes of it. */
final class SqlRunner {
  private static final String CONNECTION_FAILURES = "08";

  private final Display display;
  private volatile boolean running;

  SqlRunner(Display display) {
    this.display = display;
  }

  /** Runs a statement; false when it failed, which has been told. */
  boolean run(SqlConnection connection, String statement, Lines lines, boolean asBlocks)
      throws IOException {
    long begun = System.nanoTime();
    running = true;
    try {
      switch (CopyTask.of(statement)) {
        case IN -> done("COPY " + new CopyTask(connection).in(statement, lines));
        case OUT -> new CopyTask(connection).out(statement, display);
        case NONE -> plain(connection, statement, asBlocks);
      }
      return true;
    } catch (SQLException failure) {
      tell(failure, statement);
      return false;
    } finally {
      running = false;
      display.took(System.nanoTime() - begun);
      notifications(connection);
    }
  }

  private void tell(SQLException failure, String statement) {
    String state = failure.getSQLState();
    boolean lost = state != null && state.startsWith(CONNECTION_FAILURES);
    boolean fromServer =
        failure instanceof PSQLException server && server.getServerErrorMessage() != null;
    display.tell(
        lost && !fromServer
            ? "ERROR:  " + failure.getMessage()
            : SqlError.describe(failure, statement));
  }

  private void plain(SqlConnection connection, String statement, boolean asBlocks)
      throws SQLException, IOException {
    try (Statement sql = connection.jdbc().createStatement()) {
      sql.setEscapeProcessing(false);
      boolean rows = sql.execute(statement);
      notices(sql.getWarnings());
      while (rows || sql.getUpdateCount() >= 0) {
        if (rows) {
          show(sql, asBlocks);
        } else {
          done(StatementTag.of(statement, sql.getUpdateCount()));
        }
        rows = sql.getMoreResults();
      }
    }
  }

  private void show(Statement sql, boolean asBlocks) throws SQLException, IOException {
    try (ResultSet result = sql.getResultSet()) {
      display.rows(new SqlRows(result), asBlocks);
    } catch (IOException failure) {
      if (failure.getCause() instanceof SQLException ofServer) {
        throw ofServer;
      }
      throw failure;
    }
  }

  private void done(String tag) {
    display.remark(tag);
  }

  private void notices(SQLWarning first) {
    for (SQLWarning notice = first; notice != null; notice = notice.getNextWarning()) {
      display.tell(SqlError.describeNotice(notice));
    }
  }

  private void notifications(SqlConnection connection) {
    try {
      for (PGNotification each : connection.postgres().getNotifications()) {
        String payload =
            each.getParameter().isEmpty() ? "" : " with payload \"" + each.getParameter() + "\"";
        display.tell(
            "Asynchronous notification \""
                + each.getName()
                + "\""
                + payload
                + " received from server process with PID "
                + each.getPID()
                + ".");
      }
    } catch (SQLException lost) {
      return; // told where it is noticed by a statement
    }
  }

  /** Asks the server to stop what runs. */
  void cancel(SqlConnection connection) {
    if (!running) {
      return;
    }
    try {
      connection.postgres().cancelQuery();
      display.remark("Cancel request sent");
    } catch (SQLException failure) {
      display.tell("The request to stop could not be sent: " + failure.getMessage());
    }
  }
}
