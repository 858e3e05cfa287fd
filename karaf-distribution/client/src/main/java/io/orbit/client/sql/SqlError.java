package io.orbit.client.sql;

import io.orbit.client.text.Place;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * A failure of the server as text: severity, SQLSTATE, the place in the statement, detail, hint.
 */
final class SqlError {
  private SqlError() {}

  /** The failure of a statement, without a line break at the end. */
  static String describe(SQLException failure, String statement) {
    ServerErrorMessage message =
        failure instanceof PSQLException server ? server.getServerErrorMessage() : null;
    if (message == null) {
      String state = failure.getSQLState() == null ? "" : " [" + failure.getSQLState() + "]";
      return "ERROR:  " + failure.getMessage() + state;
    }
    StringBuilder text = new StringBuilder();
    text.append(message.getSeverity()).append(":  ").append(message.getMessage());
    text.append(" [").append(message.getSQLState()).append(']');
    if (message.getPosition() > 0) {
      text.append('\n').append(Place.of(statement, message.getPosition() - 1));
    }
    append(text, "DETAIL:  ", message.getDetail());
    append(text, "HINT:  ", message.getHint());
    if (message.getInternalQuery() != null) {
      append(text, "QUERY:  ", message.getInternalQuery());
    }
    append(text, "CONTEXT:  ", message.getWhere());
    return text.toString();
  }

  /** What the server says beside a result. */
  static String describeNotice(SQLException notice) {
    ServerErrorMessage message =
        notice instanceof org.postgresql.util.PSQLWarning warning
            ? warning.getServerErrorMessage()
            : null;
    if (message == null) {
      return "NOTICE:  " + notice.getMessage();
    }
    StringBuilder text = new StringBuilder();
    text.append(message.getSeverity()).append(":  ").append(message.getMessage());
    append(text, "DETAIL:  ", message.getDetail());
    append(text, "HINT:  ", message.getHint());
    return text.toString();
  }

  private static void append(StringBuilder text, String label, @Nullable String value) {
    if (value != null) {
      text.append('\n').append(label).append(value);
    }
  }
}
