package io.orbit.itests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.ClientSetInfoConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;

/** Real clients of a server: pgjdbc, Jedis, and the command line tools. */
final class Clients {
  private static final String HOST = "127.0.0.1";
  private static final int TIMEOUT_SECONDS = 60;

  private Clients() {}

  /** A connection of the administrator. */
  static Connection sql(Server server) throws SQLException {
    return sql(server, "orbit", Server.PASSWORD);
  }

  /** A connection of a user to the database {@code orbit}. */
  static Connection sql(Server server, String user, String password) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("socketTimeout", Integer.toString(TIMEOUT_SECONDS));
    properties.setProperty("loginTimeout", Integer.toString(TIMEOUT_SECONDS));
    return DriverManager.getConnection(
        "jdbc:postgresql://" + HOST + ":" + server.port(5432) + "/orbit", properties);
  }

  /** A connection of the administrator. */
  static Jedis redis(Server server) {
    return redis(server, "orbit", Server.PASSWORD);
  }

  /** A connection of a user. */
  static Jedis redis(Server server, String user, String password) {
    return new Jedis(
        new HostAndPort(HOST, server.port(6379)),
        configuration().user(user).password(password).build());
  }

  /** A connection that says nothing of who it is. */
  static Jedis strangerToRedis(Server server) {
    return new Jedis(
        new HostAndPort(HOST, server.port(6379)),
        configuration().clientSetInfoConfig(ClientSetInfoConfig.DISABLED).build());
  }

  static DefaultJedisClientConfig.Builder configuration() {
    int milliseconds = Math.toIntExact(TimeUnit.SECONDS.toMillis(TIMEOUT_SECONDS));
    return DefaultJedisClientConfig.builder()
        .connectionTimeoutMillis(milliseconds)
        .socketTimeoutMillis(milliseconds);
  }

  /** Runs statements one by one. */
  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }

  /** The rows of a query, the columns of each as text joined by a bar. */
  static List<String> rows(Connection connection, String query) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      ResultSetMetaData shape = result.getMetaData();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= shape.getColumnCount(); column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join("|", row));
      }
    }
    return rows;
  }

  /** What {@code psql} prints for a command as the administrator, errors included. */
  static String psql(Server server, String command) throws IOException {
    return output(
        Map.of("PGPASSWORD", Server.PASSWORD),
        List.of(
            "psql",
            "-X",
            "-q",
            "-At",
            "-h",
            HOST,
            "-p",
            Integer.toString(server.port(5432)),
            "-U",
            "orbit",
            "-c",
            command,
            "orbit"));
  }

  /** What {@code redis-cli} prints for a command as the administrator, errors included. */
  static String redisCli(Server server, String... words) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "redis-cli",
                "--user",
                "orbit",
                "--no-auth-warning",
                "-h",
                HOST,
                "-p",
                Integer.toString(server.port(6379))));
    command.addAll(List.of(words));
    return output(Map.of("REDISCLI_AUTH", Server.PASSWORD), command);
  }

  /** What a command prints, errors included. */
  static String output(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
