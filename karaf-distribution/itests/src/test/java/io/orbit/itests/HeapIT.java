package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.postgresql.PGConnection;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.exceptions.JedisException;

/**
 * One client tries to use up the heap of a packaged server that has little: by one request, frame,
 * result, transaction, script or session. It is refused in its protocol's words, or served from the
 * disk, and the others are served meanwhile.
 */
class HeapIT {
  private static final String HEAP = "256MB";
  private static final int MEGABYTE = 1 << 20;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private static Server server;

  @BeforeAll
  static void start() throws Exception {
    Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
    Path data = Files.createTempDirectory(work, "heap").resolve("data");
    Files.createDirectories(data);
    Files.writeString(data.resolve("orbit.toml"), "[memory]\nlimit = \"" + HEAP + "\"\n");
    server = Server.start(data);
    try (Connection sql = Clients.sql(server)) {
      Clients.execute(sql, "CREATE TABLE wide(id int PRIMARY KEY, v text)");
    }
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What a client does; what it is told is not looked at, but that the others are served. */
  private interface Abuse {
    void run() throws Exception;
  }

  @TestFactory
  Iterable<DynamicTest> statementsAreBounded() {
    Map<String, String> statements = new LinkedHashMap<>();
    statements.put("repeat", "SELECT repeat('x', 1000000000)");
    statements.put(
        "large values that pass by",
        "SELECT count(repeat('x', 10000000)) FROM generate_series(1, 200)");
    statements.put(
        "replace", "SELECT length(replace(repeat('x', 10000000), 'x', repeat('y', 1000)))");
    statements.put(
        "doubled by recursion",
        "WITH RECURSIVE t(s) AS (SELECT 'x' UNION ALL SELECT s || s FROM t)"
            + " SELECT max(length(s)) FROM t");
    statements.put(
        "doubled by a script",
        "DO $$ DECLARE s text := 'x'; BEGIN LOOP s := s || s; END LOOP; END $$");
    statements.put(
        "an array that doubles",
        "DO $$ DECLARE a int[] := '{1}'; BEGIN LOOP a := a || a; END LOOP; END $$");
    statements.put("array_agg", "SELECT array_agg(i) FROM generate_series(1, 50000000) i");
    statements.put(
        "string_agg",
        "SELECT string_agg(repeat('x', 1000), ',') FROM generate_series(1, 10000000)");
    statements.put("json_agg", "SELECT json_agg(i) FROM generate_series(1, 50000000) i");
    statements.put(
        "a text split", "SELECT array_length(string_to_array(repeat('a,', 5000000), ','), 1)");
    statements.put(
        "a text matched",
        "SELECT array_length(regexp_split_to_array(repeat('a,', 5000000), ','), 1)");
    statements.put(
        "wide JSON", "SELECT jsonb_array_length(('[' || repeat('1,', 5000000) || '1]')::jsonb)");
    statements.put("deep JSON", "SELECT (repeat('[', 5000000) || repeat(']', 5000000))::jsonb");
    statements.put(
        "an array's text", "SELECT array_length(('{' || repeat('1,', 5000000) || '1}')::int[], 1)");
    statements.put(
        "a window",
        "SELECT max(s) FROM (SELECT sum(i) OVER (ORDER BY i ROWS BETWEEN UNBOUNDED PRECEDING"
            + " AND UNBOUNDED FOLLOWING) s FROM generate_series(1, 20000000) i) t");
    statements.put(
        "count distinct", "SELECT count(DISTINCT i) FROM generate_series(1, 30000000) i");
    statements.put(
        "large rows",
        "INSERT INTO wide SELECT i, repeat('x', 10000000) FROM generate_series(1, 100) i");
    statements.put(
        "a row made anew and anew under savepoints",
        "DO $$ BEGIN INSERT INTO wide VALUES (-1, ''); FOR i IN 1..1000 LOOP BEGIN"
            + " UPDATE wide SET v = repeat('x', 1000000) || i WHERE id = -1;"
            + " EXCEPTION WHEN division_by_zero THEN NULL; END; END LOOP; END $$");
    statements.put(
        "settings",
        "DO $$ BEGIN FOR i IN 1..1000000 LOOP"
            + " PERFORM set_config('abuse.s' || i, repeat('x', 10000), false); END LOOP; END $$");
    statements.put(
        "statements that are kept",
        "DO $$ BEGIN FOR i IN 1..1000000 LOOP"
            + " EXECUTE 'PREPARE p' || i || ' AS SELECT ' || i; END LOOP; END $$");
    statements.put(
        "notifications",
        "DO $$ BEGIN FOR i IN 1..1000000 LOOP"
            + " PERFORM pg_notify('c', i || repeat('x', 7000)); END LOOP; END $$");
    statements.put(
        "advisory locks",
        "DO $$ BEGIN FOR i IN 1..3000000 LOOP PERFORM pg_advisory_lock(i); END LOOP; END $$");
    statements.put("a width", "SELECT length(format('%1000000000s', 'x'))");
    statements.put(
        "a row of large columns",
        "SELECT " + "repeat('x', 15000000) || random(),".repeat(100) + " 1");
    return statements.entrySet().stream()
        .map(each -> test(each.getKey(), () -> runSql(each.getValue())))
        .toList();
  }

  private static DynamicTest test(String name, Abuse abuse) {
    return DynamicTest.dynamicTest(name, () -> othersAreServedDuring(name, abuse));
  }

  private static void runSql(String text) throws SQLException {
    try (Connection sql = Clients.sql(server);
        Statement statement = sql.createStatement()) {
      statement.execute("SET statement_timeout = '5s'");
      statement.execute(text);
    }
  }

  @TestFactory
  Iterable<DynamicTest> messagesAreBounded() {
    Map<String, Abuse> abuses = new LinkedHashMap<>();
    abuses.put("a large literal", HeapIT::largeLiteral);
    abuses.put("a bind of large parameters", HeapIT::largeParameters);
    abuses.put("prepared statements by the million", HeapIT::preparedStatements);
    abuses.put("a row of COPY without an end", HeapIT::endlessCopy);
    abuses.put(
        "a large array of large strings",
        () -> redisFlood("*1000000\r\n", "$1000000\r\n" + "x".repeat(1_000_000) + "\r\n", 200));
    abuses.put(
        "a large array of small strings",
        () -> redisFlood("*100000000\r\n", "$1\r\nx\r\n".repeat(100_000), 200));
    abuses.put(
        "a large string",
        () ->
            redisFlood("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\n", "x".repeat(MEGABYTE), 200));
    abuses.put(
        "a queue of large ones", () -> commands(true, 100, "SET", "k", "x".repeat(MEGABYTE)));
    abuses.put("a queue of small ones", () -> commands(true, 500_000, "INCR", "k"));
    abuses.put("watched keys", () -> numbered("WATCH", "", 500_000));
    abuses.put("subscriptions", () -> numbered("SUBSCRIBE", "", 500_000));
    abuses.put("a bit far away", () -> commands(false, 3, "SETBIT", "bits", "4294967295", "1"));
    abuses.put("a range far away", () -> commands(false, 3, "SETRANGE", "range", "536870000", "x"));
    abuses.put(
        "a string that grows", () -> commands(false, 100, "APPEND", "grows", "x".repeat(MEGABYTE)));
    abuses.put(
        "a list that is read and read in one transaction",
        () -> {
          commands(false, 100_000, "RPUSH", "list", "x".repeat(100));
          commands(true, 100, "LRANGE", "list", "0", "-1");
        });
    abuses.put("many connections with half a request", HeapIT::manyHalves);
    return abuses.entrySet().stream().map(each -> test(each.getKey(), each.getValue())).toList();
  }

  private static void othersAreServedDuring(String name, Abuse abuse) throws Exception {
    long begin = System.nanoTime();
    Thread abuser =
        Thread.ofPlatform()
            .daemon()
            .start(
                () -> {
                  try {
                    abuse.run();
                    System.out.println(name + ": done");
                  } catch (Exception e) {
                    String message = String.valueOf(e.getMessage());
                    System.out.println(
                        name
                            + ": "
                            + message
                                .substring(0, Math.min(200, message.length()))
                                .replace('\n', ' '));
                  }
                });
    long slowest = 0;
    do {
      long before = System.nanoTime();
      probe();
      slowest = Math.max(slowest, System.nanoTime() - before);
    } while (!abuser.join(PAUSE) && System.nanoTime() - begin < LONGEST.toNanos());
    abuser.interrupt();
    System.out.println(
        name
            + ": "
            + (System.nanoTime() - begin) / 1_000_000
            + " ms, slowest probe "
            + slowest / 1_000_000
            + " ms");
  }

  private static void probe() throws Exception {
    assertThat(server.isAlive()).as(tail(server.output())).isTrue();
    try (Connection sql = Clients.sql(server)) {
      assertThat(Clients.rows(sql, "SELECT 1")).containsExactly("1");
    }
    try (Jedis redis = Clients.redis(server)) {
      redis.get("probe");
    }
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 3000));
  }

  private static void largeParameters() throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      String text = "SELECT " + "length(?)+".repeat(999) + "0";
      try (PreparedStatement statement = sql.prepareStatement(text)) {
        String value = "x".repeat(MEGABYTE);
        for (int i = 1; i < 1000; i++) {
          statement.setString(i, value);
        }
        statement.execute();
      }
    }
  }

  private static void preparedStatements() throws SQLException {
    try (Connection sql = Clients.sql(server)) {
      for (int i = 0; i < 1_000_000; i++) {
        PreparedStatement kept = sql.prepareStatement("SELECT " + i + ", ?::int");
        kept.unwrap(org.postgresql.PGStatement.class).setPrepareThreshold(1);
        kept.setInt(1, i);
        kept.execute();
        if (Thread.interrupted()) {
          return;
        }
      }
    }
  }

  private static void endlessCopy() throws Exception {
    try (Connection sql = Clients.sql(server)) {
      InputStream endless =
          new InputStream() {
            private long left = 1L << 30;

            @Override
            public int read() {
              return left-- > 0 ? 'x' : -1;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) {
              int count = (int) Math.min(left, length);
              Arrays.fill(buffer, offset, offset + count, (byte) 'x');
              left -= count;
              return count == 0 ? -1 : count;
            }
          };
      sql.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY wide FROM STDIN", endless);
    }
  }

  private static void commands(boolean together, int times, String... words) {
    try (Jedis redis = Clients.redis(server)) {
      byte[][] arguments = Arrays.stream(words).skip(1).map(HeapIT::bytes).toArray(byte[][]::new);
      if (together) {
        redis.sendCommand(() -> bytes("MULTI"));
      }
      if (arguments.length > 0 && arguments[arguments.length - 1].length > 10_000) {
        for (int i = 0; i < times && !Thread.interrupted(); i++) {
          redis.sendCommand(() -> bytes(words[0]), arguments);
        }
      } else {
        for (int done = 0; done < times && !Thread.interrupted(); done += 1000) {
          Pipeline pipeline = redis.pipelined();
          for (int i = 0; i < Math.min(1000, times); i++) {
            pipeline.sendCommand(() -> bytes(words[0]), arguments);
          }
          for (Object answer : pipeline.syncAndReturnAll()) {
            if (answer instanceof JedisException refused) {
              throw refused;
            }
          }
        }
      }
      if (together) {
        redis.sendCommand(() -> bytes("EXEC"));
      }
    }
  }

  /** COMMAND [KEY] NUMBER [VALUE], with numbers that go up. */
  private static void numbered(String command, String more, int times) throws IOException {
    try (Socket socket = redisSocket();
        OutputStream out = new BufferedOutputStream(socket.getOutputStream(), MEGABYTE)) {
      Thread reader = drain(socket);
      for (int i = 0; i < times && reader.isAlive(); i++) {
        out.write(bytes(command + " key" + i + more + "\r\n"));
      }
      out.flush();
    }
  }

  private static Thread drain(Socket socket) {
    return Thread.ofPlatform()
        .daemon()
        .start(
            () -> {
              byte[] buffer = new byte[MEGABYTE];
              try {
                InputStream in = socket.getInputStream();
                String last = "";
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                  last =
                      new String(
                          buffer,
                          Math.max(0, read - 150),
                          Math.min(150, read),
                          StandardCharsets.ISO_8859_1);
                }
                System.out.println("  closed after: " + last.replace("\r\n", " "));
              } catch (IOException closed) {
                System.out.println("  " + closed.getMessage());
              }
            });
  }

  private static Socket redisSocket() throws IOException {
    Socket socket = open(6379);
    socket.getOutputStream().write(bytes("AUTH orbit " + Server.PASSWORD + "\r\n"));
    byte[] answer = new byte[5];
    socket.getInputStream().readNBytes(answer, 0, 5);
    return socket;
  }

  private static void redisFlood(String head, String part, int times) throws IOException {
    try (Socket socket = redisSocket()) {
      Thread reader = drain(socket);
      OutputStream out = socket.getOutputStream();
      out.write(bytes(head));
      byte[] piece = bytes(part);
      for (int i = 0; i < times && reader.isAlive(); i++) {
        out.write(piece);
      }
    }
  }

  private static void manyHalves() throws Exception {
    Socket[] sockets = new Socket[200];
    byte[] piece = new byte[MEGABYTE];
    Arrays.fill(piece, (byte) 'x');
    try {
      for (int i = 0; i < sockets.length; i++) {
        sockets[i] = redisSocket();
        try {
          sockets[i].getOutputStream().write(bytes("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$3000000\r\n"));
          sockets[i].getOutputStream().write(piece);
          sockets[i].getOutputStream().write(piece);
        } catch (IOException refused) {
          System.out.println("  refused at " + i);
        }
      }
      probe();
    } finally {
      for (Socket socket : sockets) {
        if (socket != null) {
          socket.close();
        }
      }
    }
  }

  private static void largeLiteral() throws SQLException {
    try (Connection sql = Clients.sql(server);
        Statement statement = sql.createStatement()) {
      statement.execute("SELECT length('" + "x".repeat(100 * MEGABYTE) + "')");
    }
  }

  private static Socket open(int port) throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(port)), 30_000);
    return socket;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
