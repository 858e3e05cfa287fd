package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.catalog.Collection;
import io.orbit.api.records.RowReader;
import io.orbit.api.records.RowView;
import io.orbit.api.security.Session;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keyspace notifications: the genuine server's for commands, and SQL's and expiry's for keys. */
class KeyspaceNotificationTest {
  private static final int COMMANDS = 8_000;
  private static final String END = "end of the events";

  /** They wait, answer at random, or tell of a moment that two servers do not share. */
  private static final Set<String> LEFT_OUT =
      Set.of("SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE", "RESET", "QUIT", "HELLO", "CONFIG");

  private final TestStack stack = new TestStack(true);
  private final TestNet net = TestNet.start(stack.protocol());
  private RespClient client;
  private RespClient listener;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
    listener = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    listener.close();
    client.close();
    net.close();
    stack.close();
  }

  @Test
  void theEventsOfRandomCommandsAreThoseOfRedis() {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("KeyspaceNotificationTest seed " + seed);
    try (RealRedis redis = RealRedis.start();
        RespClient genuine = new RespClient(redis.address());
        RespClient genuineListener = new RespClient(redis.address());
        RespClient genuinePublisher = new RespClient(redis.address());
        RespClient publisher = new RespClient(net.address())) {
      listenTo(genuine, genuineListener, "KEAn");
      listenTo(client, listener, "KEAn");
      RandomCommands commands = new RandomCommands(seed);
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < COMMANDS; i++) {
        List<String> command = commands.next();
        if (LEFT_OUT.contains(command.getFirst())) {
          continue;
        }
        genuine.call(command, 0);
        client.call(command, 0);
        List<String> wanted = events(genuinePublisher, genuineListener);
        List<String> got = events(publisher, listener);
        if (!wanted.equals(got)) {
          differences.add("%s: Redis %s, Orbit %s".formatted(command, wanted, got));
          for (RespClient each : List.of(genuine, client)) {
            each.call("DISCARD");
            each.call("SELECT", "0");
            each.call("FLUSHALL");
          }
          events(genuinePublisher, genuineListener);
          events(publisher, listener);
        }
      }
      assertThat(differences.stream().limit(20)).as("seed " + seed).isEmpty();
    }
  }

  private static void listenTo(RespClient client, RespClient listener, String classes) {
    assertThat(client.call("CONFIG", "SET", "notify-keyspace-events", classes)).isEqualTo("+OK");
    listener.call("PSUBSCRIBE", "__key*");
    listener.call("SUBSCRIBE", "end");
  }

  /** What has happened so far, as {@code channel message}. */
  private static List<String> events(RespClient client, RespClient listener) {
    client.call("PUBLISH", "end", END);
    List<String> events = new ArrayList<>();
    while (true) {
      String message = listener.read(-1);
      if (message.startsWith("*3[") && message.contains(END)) {
        return events;
      }
      String event = message.substring(message.lastIndexOf("__key"));
      if (!event.contains("consumer")) {
        // Redis 7.2 makes a consumer where 7.0 does not.
        events.add(event);
      }
    }
  }

  private List<String> events() {
    return events(client, listener);
  }

  private static String key(String key, String event) {
    return "__keyspace@0__:%s , $%d:%s ]".formatted(key, event.length(), event);
  }

  @Test
  void onlyTheClassesWantedAreSent() {
    assertThat(client.call("CONFIG", "SET", "notify-keyspace-events", "Q"))
        .isEqualTo(
            "-ERR CONFIG SET failed (possibly related to argument 'notify-keyspace-events') -"
                + " Invalid event class character. Use 'Ag$lshzxeKEtmdn'.");
    listenTo(client, listener, "Elm");
    assertThat(client.call("CONFIG", "GET", "notify-keyspace-events"))
        .isEqualTo("*2[$22:notify-keyspace-events , $3:lEm ]");
    client.call("SET", "a", "b");
    client.call("RPUSH", "list", "b");
    client.call("GET", "none");
    assertThat(events())
        .containsExactly("__keyevent@0__:rpush , $4:list ]", "__keyevent@0__:keymiss , $4:none ]");
    client.call("CONFIG", "SET", "notify-keyspace-events", "AKE");
    assertThat(client.call("CONFIG", "GET", "notify-keyspace-events")).contains("$3:AKE");
    client.call("CONFIG", "SET", "notify-keyspace-events", "");
    client.call("RPUSH", "list", "b");
    assertThat(events()).isEmpty();
  }

  @Test
  void whatExpiresIsTold() {
    listenTo(client, listener, "Kx");
    client.call("PSETEX", "a", "1", "b");
    assertThat(listener.read(-1)).contains(key("a", "expired"));
    client.call("SET", "a", "b", "PX", "1");
    client.call("SET", "a", "c");
    assertThat(client.call("GET", "a")).isEqualTo("$1:c");
  }

  @Test
  void rowsAreKeysWhoeverChangesThem() {
    Collection items = stack.createItems();
    listenTo(client, listener, "KA");
    stack.insertItem(1, "lamp", 41);
    client.call("HSET", "items:1", "qty", "42");
    client.call("HINCRBY", "public.items:1", "qty", "1");
    client.call("EXPIRE", "items:1", "100");
    client.call("HDEL", "items:1", "name");
    client.call("HSET", "items:2", "qty", "1");
    client.call("DEL", "items:2");
    assertThat(events())
        .containsExactly(
            key("items:1", "hset"),
            key("items:1", "hset"),
            key("items:1", "hincrby"),
            key("items:1", "expire"),
            key("items:1", "hdel"),
            key("items:2", "hset"),
            key("items:2", "del"));
    change(items, 1, 7, true);
    change(items, 1, 8, false);
    assertThat(events()).containsExactly(key("items:1", "hset"));
    remove(items, 1);
    assertThat(events()).containsExactly(key("items:1", "del"));
    client.call("HSET", "items:3", "qty", "1");
    client.call("PEXPIRE", "items:3", "5");
    events();
    assertThat(client.call("CONFIG", "SET", "notify-keyspace-events", "Kx")).isEqualTo("+OK");
    client.call("HSET", "items:4", "qty", "1");
    client.call("PEXPIRE", "items:4", "5");
    String expired = listener.read(-1);
    while (!expired.contains("items:4")) {
      expired = listener.read(-1);
    }
    assertThat(expired).contains(key("items:4", "expired"));
  }

  private void change(Collection items, int id, int quantity, boolean commits) {
    try (Session session = stack.session()) {
      var transaction = session.begin(TransactionOptions.DEFAULT, false);
      var statement = stack.records.statement(session, transaction);
      RowReader reader = stack.records.reader(transaction, items);
      RowView old = reader.newView();
      byte[] key = reader.encodeKey(new Object[] {id});
      statement.lock(
          items,
          key,
          LockMode.NO_KEY_EXCLUSIVE,
          io.orbit.api.records.RecordStatement.WaitPolicy.BLOCK,
          old);
      Object[] row = old.values().clone();
      row[2] = quantity;
      BitSet changed = new BitSet();
      changed.set(2);
      statement.update(items, key, old, row, changed, 0);
      statement.finish();
      if (commits) {
        session.commit();
      } else {
        session.rollback();
      }
    }
  }

  private void remove(Collection items, int id) {
    try (Session session = stack.session()) {
      var transaction = session.begin(TransactionOptions.DEFAULT, false);
      var statement = stack.records.statement(session, transaction);
      RowReader reader = stack.records.reader(transaction, items);
      RowView old = reader.newView();
      byte[] key = reader.encodeKey(new Object[] {id});
      statement.lock(
          items,
          key,
          LockMode.EXCLUSIVE,
          io.orbit.api.records.RecordStatement.WaitPolicy.BLOCK,
          old);
      statement.delete(items, key, old);
      statement.finish();
      session.commit();
    }
  }

  @Test
  void aTransactionsEventsComeWhenItCommits() {
    listenTo(client, listener, "KA");
    client.call("MULTI");
    client.call("SET", "a", "1");
    client.call("LPUSH", "a", "x");
    client.call("INCR", "a");
    assertThat(client.call("EXEC")).startsWith("*3[+OK , -WRONGTYPE");
    assertThat(events()).containsExactly(key("a", "set"), key("a", "incrby"));
  }
}
