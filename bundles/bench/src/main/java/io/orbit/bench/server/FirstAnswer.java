package io.orbit.bench.server;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks a server that starts, again and again, until it answers a client's first question. */
final class FirstAnswer {
  private static final long BETWEEN_MILLIS = 5;

  private FirstAnswer() {}

  /** Connects, logs in, asks one question. */
  @FunctionalInterface
  interface Question {
    /**
     * @throws IOException when there is no answer yet
     */
    void ask() throws IOException;
  }

  /**
   * Blocks until the question is answered.
   *
   * @throws IOException when the server ends, or does not answer in time, with its last refusal
   */
  static void await(Process server, Duration limit, Question question) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        question.ask();
        return;
      } catch (IOException notYet) {
        if (!server.isAlive() || System.nanoTime() > deadline) {
          throw new IOException("the server does not answer: " + notYet.getMessage(), notYet);
        }
      }
      try {
        server.waitFor(BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  /** Asks for a key by the Redis protocol. */
  static void redis(int port, Login login) throws IOException {
    try (RedisWire wire = RedisWire.connect(port, login)) {
      wire.write("GET", "key:000000000000");
      wire.readReply();
    }
  }

  /** Asks for a value by the PostgreSQL protocol. */
  static void postgres(int port, Login login) throws IOException {
    String url = "jdbc:postgresql://" + BenchServer.HOST + ":" + port + "/" + login.user();
    try (Connection connection =
            DriverManager.getConnection(url + "?sslmode=disable", login.user(), login.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT 1")) {
      if (!rows.next() || rows.getInt(1) != 1) {
        throw new IOException("a wrong answer to SELECT 1");
      }
    } catch (SQLException refused) {
      throw new IOException(refused.getMessage(), refused);
    }
  }
}
