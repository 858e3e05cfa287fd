package io.orbit.client.sql;

import io.orbit.client.ClientException;
import io.orbit.client.connect.Endpoint;
import io.orbit.client.connect.PasswordNeededException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import java.util.Set;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * A session over the PostgreSQL wire. Statements go as they were typed, by the simple protocol.
 * Used by one thread.
 */
public final class SqlConnection implements AutoCloseable {
  private static final Set<String> NO_PASSWORD = Set.of("08004", "28P01");
  private static final String APPLICATION = "orbit sql";

  private final Endpoint endpoint;
  private final Connection connection;

  private SqlConnection(Endpoint endpoint, Connection connection) {
    this.endpoint = endpoint;
    this.connection = connection;
  }

  /**
   * Connects.
   *
   * @throws PasswordNeededException when there is no password and the server wants one
   * @throws ClientException when there is no connection, with the reason
   */
  public static SqlConnection open(Endpoint endpoint) {
    Properties properties = new Properties();
    properties.setProperty("user", endpoint.user());
    endpoint.password().ifPresent(password -> properties.setProperty("password", password));
    properties.setProperty("ApplicationName", APPLICATION);
    properties.setProperty("preferQueryMode", PreferQueryMode.SIMPLE.value());
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("sslmode", sslMode(endpoint));
    endpoint
        .certificate()
        .ifPresent(file -> properties.setProperty("sslrootcert", file.toString()));
    if (endpoint.tls() && endpoint.certificate().isEmpty()) {
      properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    String url = "jdbc:postgresql://" + endpoint.address() + "/" + encode(endpoint.database());
    try {
      Connection connection = new Driver().connect(url, properties);
      if (connection == null) {
        throw new ClientException("this is no address of a server: " + endpoint.address());
      }
      return new SqlConnection(endpoint, connection);
    } catch (SQLException failure) {
      if (endpoint.password().isEmpty() && NO_PASSWORD.contains(failure.getSQLState())) {
        throw new PasswordNeededException(endpoint.user());
      }
      throw new ClientException(
          "no connection to " + endpoint + ": " + failure.getMessage(), failure);
    }
  }

  private static String sslMode(Endpoint endpoint) {
    if (!endpoint.tls()) {
      return "disable";
    }
    return endpoint.certificate().isPresent() ? "verify-ca" : "verify-full";
  }

  private static String encode(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  Connection jdbc() {
    return connection;
  }

  PGConnection postgres() throws SQLException {
    return connection.unwrap(PGConnection.class);
  }

  TransactionState transaction() {
    try {
      return connection.unwrap(BaseConnection.class).getTransactionState();
    } catch (SQLException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether it has been lost. */
  boolean isLost() {
    try {
      return connection.isClosed();
    } catch (SQLException failure) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException gone) {
      return; // nothing more can be done for it
    }
  }
}
