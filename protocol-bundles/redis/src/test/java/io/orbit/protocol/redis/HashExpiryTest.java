package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.keyspace.KeyspaceTables;
import io.orbit.storage.lsm.LsmEngineFactory;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fields that expire, as Redis 7.4 and 8.0 have them. */
class HashExpiryTest {
  private static final int COMMANDS = 4_000;

  private static final Set<String> OF_KEYS = Set.of("DEL", "TYPE", "EXISTS", "COPY", "RENAME");

  @Test
  void answersAsRedisDoes() throws IOException {
    Conversation.play("hash-expiry.txt");
  }

  /** Beside a genuine server that knows nothing of times: one field of each hash has one here. */
  @Test
  void aHashWithTimesAnswersAsOneWithout() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("HashExpiryTest seed " + seed);
    try (RealRedis redis = RealRedis.start();
        TestStack stack = new TestStack(true);
        TestNet net = TestNet.start(stack.protocol());
        RespClient expected = new RespClient(redis.address());
        RespClient actual = new RespClient(net.address())) {
      RandomCommands commands = new RandomCommands(seed);
      int compared = 0;
      while (compared < COMMANDS) {
        List<String> command = commands.next();
        String name = command.getFirst();
        if (!name.startsWith("H") && !OF_KEYS.contains(name) || name.equals("HELLO")) {
          continue;
        }
        int unordered = RandomCommands.unorderedDepth(name);
        assertThat(actual.call(command, unordered))
            .as("seed %d, %s", seed, command)
            .isEqualTo(expected.call(command, unordered));
        compared++;
        String field = "f" + compared % 4;
        actual.call("HEXPIRE", "k" + compared % 6, "100000", "FIELDS", "1", field);
      }
    }
  }

  @Test
  void whatHasExpiredIsGoneAndEverybodyIsTold() {
    try (TestStack stack = new TestStack(true);
        TestNet net = TestNet.start(stack.protocol());
        RespClient client = new RespClient(net.address());
        RespClient listener = new RespClient(net.address())) {
      client.call("CONFIG", "SET", "notify-keyspace-events", "Kgh");
      listener.call("PSUBSCRIBE", "__keyspace@0__:*");
      client.call("HSET", "h", "a", "1", "b", "2");
      client.call("HPEXPIRE", "h", "60", "FIELDS", "1", "a");
      assertThat(events(listener, 2)).containsExactly("hset", "hexpire");
      client.call("WATCH", "h");
      assertThat(events(listener, 1)).containsExactly("hexpired");
      assertThat(client.call("HGETALL", "h")).isEqualTo("*2[$1:b , $1:2 ]");
      assertThat(client.call("HLEN", "h")).isEqualTo(":1");
      client.call("MULTI");
      client.call("PING");
      assertThat(client.call("EXEC")).isEqualTo("*-1[]");
      client.call("HSETEX", "h", "PX", "60", "FIELDS", "1", "b", "3");
      assertThat(events(listener, 4)).containsExactly("hset", "hexpire", "hexpired", "del");
      assertThat(client.call("EXISTS", "h")).isEqualTo(":0");
      assertThat(client.call("DBSIZE")).isEqualTo(":0");
      client.call("HSET", "h", "a", "1");
      client.call("HGETEX", "h", "EX", "9", "FIELDS", "1", "a");
      client.call("HPERSIST", "h", "FIELDS", "1", "a");
      client.call("HGETDEL", "h", "FIELDS", "1", "a");
      assertThat(events(listener, 5)).containsExactly("hset", "hexpire", "hpersist", "hdel", "del");
    }
  }

  private static List<String> events(RespClient listener, int count) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String message = listener.read(-1);
      names.add(message.replaceAll("(?s).*:([a-z]+) ]", "$1"));
    }
    return names;
  }

  /** Nothing removes it meanwhile: a reader must not see it, and a writer begins without it. */
  @Test
  void whatHasExpiredIsNeverSeen() {
    try (TestStack stack = new TestStack(true);
        TestNet net = TestNet.start(stack.protocol());
        RespClient client = new RespClient(net.address())) {
      for (int i = 0; i < 20; i++) {
        client.call("HSET", "h", "a", "1", "b", "2", "c", "3");
        client.call("HPEXPIRE", "h", "3", "FIELDS", "2", "a", "c");
        Await.until("expired", () -> client.call("HGET", "h", "a").equals("$nil"));
        assertThat(client.call("HLEN", "h")).isEqualTo(":1");
        assertThat(client.call("HRANDFIELD", "h")).isEqualTo("$1:b");
        assertThat(client.call("HKEYS", "h")).isEqualTo("*1[$1:b ]");
        assertThat(client.call("HSETNX", "h", "a", "4")).isEqualTo(":1");
        assertThat(client.call("HTTL", "h", "FIELDS", "1", "a")).isEqualTo("*1[:-1 ]");
        client.call("HDEL", "h", "a");
        client.call("HPEXPIRE", "h", "3", "FIELDS", "1", "b");
        Await.until("expired", () -> client.call("EXISTS", "h").equals(":0"));
        assertThat(client.call("TYPE", "h")).isEqualTo("+none");
        assertThat(client.call("SET", "h", "text")).isEqualTo("+OK");
        client.call("DEL", "h");
      }
    }
  }

  @Test
  void timesSurviveRestartsAndDumps(@TempDir Path folder) throws IOException {
    String dumped;
    Path first = Files.createDirectory(folder.resolve("first"));
    Path second = folder.resolve("second");
    try (TestStack stack = new TestStack(first, true, new LsmEngineFactory());
        TestNet net = TestNet.start(stack.protocol());
        RespClient client = new RespClient(net.address())) {
      client.call("HSETEX", "h", "EX", "5000", "FIELDS", "2", "a", "1", "b", "2");
      client.call("HSET", "h", "c", "3");
      client.call("HPEXPIRE", "h", "150", "FIELDS", "1", "b");
      dumped = client.call("DUMP", "h");
      client.call("SAVE");
      client.call("CONFIG", "SET", "appendfsync", "always");
      client.call("HSETEX", "log", "EX", "5000", "FIELDS", "1", "a", "1");
      CompositeCrashTest.copy(first, second);
    }
    try (TestStack stack = new TestStack(second, true, new LsmEngineFactory());
        TestNet net = TestNet.start(stack.protocol());
        RespClient client = new RespClient(net.address())) {
      Await.until("expired", () -> client.call("HLEN", "h").equals(":2"));
      assertThat(client.call("HTTL", "h", "FIELDS", "3", "a", "b", "c"))
          .matches("\\*3\\[:(5000|49[0-9]{2}) , :-2 , :-1 ]");
      assertThat(client.call("HTTL", "log", "FIELDS", "1", "a"))
          .matches("\\*1\\[:(5000|49[0-9]{2}) ]");
      String payload = dumped.substring(dumped.indexOf(':') + 1);
      assertThat(client.call("RESTORE", "copy", "0", payload)).isEqualTo("+OK");
      assertThat(client.call("HTTL", "copy", "FIELDS", "3", "a", "b", "c"))
          .matches("\\*3\\[:(5000|49[0-9]{2}) , :-2 , :-1 ]");
    }
  }

  @Test
  void columnsOfRowsDoNotExpire() {
    try (TestStack stack = new TestStack(true)) {
      stack.createItems();
      stack.insertItem(1, "lamp", 41);
      try (TestNet net = TestNet.start(stack.protocol());
          RespClient client = new RespClient(net.address())) {
        String refused =
            "-ERR 'items:1' is a row of a table, whose columns do not expire; the row may";
        assertThat(client.call("HEXPIRE", "items:1", "10", "FIELDS", "1", "qty"))
            .isEqualTo(refused);
        assertThat(client.call("HGETEX", "items:1", "EX", "10", "FIELDS", "1", "qty"))
            .isEqualTo(refused);
        assertThat(client.call("HSETEX", "items:1", "EX", "10", "FIELDS", "1", "qty", "5"))
            .isEqualTo(refused);
        assertThat(client.call("HTTL", "items:1", "FIELDS", "2", "qty", "nosuch"))
            .isEqualTo("*2[:-1 , :-2 ]");
        assertThat(client.call("HSETEX", "items:1", "FXX", "FIELDS", "1", "qty", "5"))
            .isEqualTo(":1");
        assertThat(client.call("HSETEX", "items:2", "FNX", "FIELDS", "1", "qty", "6"))
            .isEqualTo(":1");
        assertThat(client.call("HGETEX", "items:1", "FIELDS", "2", "qty", "name"))
            .isEqualTo("*2[$1:5 , $4:lamp ]");
        assertThat(client.call("HGETDEL", "items:1", "FIELDS", "1", "name"))
            .isEqualTo("*1[$4:lamp ]");
        assertThat(client.call("HGETALL", "items:1"))
            .isEqualTo("*4[$2:id , $1:1 , $3:qty , $1:5 ]");
      }
    }
  }

  @Test
  void sqlReadsAndWritesTheTimes() {
    try (TestStack stack = new TestStack(true);
        TestNet net = TestNet.start(stack.protocol());
        RespClient client = new RespClient(net.address())) {
      client.call("HSETEX", "h", "PXAT", "70000000000001", "FIELDS", "1", "a", "1");
      VirtualTable table =
          KeyspaceTables.tables(stack.store, stack.catalog, stack.records, stack.queues).stream()
              .filter(each -> each.schema().equals("redis") && each.name().equals("hashes"))
              .findFirst()
              .orElseThrow();
      try (Session session = stack.session()) {
        Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
        Object[] row = table.scan(session, transaction, Map.of()).next();
        assertThat(row[6]).isEqualTo(70_000_000_000_001_000L);
        Object[] changed = row.clone();
        changed[2] = "2";
        changed[6] = 60_000_000_000_000_000L;
        table.update(session, transaction, row, changed);
        table.insert(session, transaction, new Object[] {"h", "b", "3", null, null, null, row[6]});
        session.commit();
      }
      assertThat(client.call("HPEXPIRETIME", "h", "FIELDS", "2", "a", "b"))
          .isEqualTo("*2[:60000000000000 , :70000000000001 ]");
      assertThat(client.call("HGET", "h", "a")).isEqualTo("$1:2");
    }
  }
}
