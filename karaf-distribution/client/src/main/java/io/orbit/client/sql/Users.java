package io.orbit.client.sql;

import io.orbit.client.TaskFailure;
import io.orbit.client.output.Column;
import io.orbit.client.output.Rows;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.Utils;

/** Roles that may log in. Passwords leave the client as SCRAM verifiers only. */
public final class Users {
  private static final String LIST =
      "SELECT rolname AS name, rolsuper AS superuser, rolcreaterole AS creates_roles, rolcreatedb AS"
          + " creates_databases, rolvaliduntil AS valid_until FROM pg_roles WHERE rolcanlogin ORDER"
          + " BY 1";
  private static final String METHOD = "scram-sha-256";

  private final SqlConnection connection;

  public Users(SqlConnection connection) {
    this.connection = connection;
  }

  /** All of them. */
  public Rows list() {
    try (Statement statement = connection.jdbc().createStatement();
        ResultSet result = statement.executeQuery(LIST)) {
      SqlRows rows = new SqlRows(result);
      List<Column> columns = rows.columns();
      List<List<@Nullable String>> all = new ArrayList<>();
      List<@Nullable String> row;
      while ((row = rows.next()) != null) {
        all.add(row);
      }
      return Rows.of(columns, all);
    } catch (SQLException | IOException failure) {
      throw failed(failure, LIST);
    }
  }

  /**
   * Makes one; without a password nobody can log in as it, so it is made with one or not at all.
   */
  public void create(String name, boolean superuser, char[] password) {
    execute("CREATE ROLE " + quoted(name) + " LOGIN" + (superuser ? " SUPERUSER" : ""));
    try {
      password(name, password);
    } catch (TaskFailure refused) {
      drop(name);
      throw refused;
    }
  }

  /** Gives one another password, and forgets the characters. */
  public void password(String name, char[] password) {
    try {
      connection.postgres().alterUserPassword(name, password, METHOD);
    } catch (SQLException failure) {
      throw failed(failure, "");
    }
  }

  public void drop(String name) {
    execute("DROP ROLE " + quoted(name));
  }

  private void execute(String sql) {
    try (Statement statement = connection.jdbc().createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw failed(failure, sql);
    }
  }

  private static String quoted(String name) {
    try {
      return Utils.escapeIdentifier(null, name).toString();
    } catch (SQLException impossible) {
      throw failed(impossible, name);
    }
  }

  private static TaskFailure failed(Exception failure, String sql) {
    String message =
        failure instanceof SQLException ofServer
            ? SqlError.describe(ofServer, sql)
            : String.valueOf(failure.getMessage());
    return new TaskFailure(message, failure);
  }
}
