package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.QueuePlace;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.keyspace.KeyspaceTables;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands that wait for a key: who is served, when, and what ends the wait. */
class RedisBlockingTest {
  private final TestStack stack = new TestStack(true);

  /** On one event loop, so that who sends first is read first. */
  private final TestNet net =
      TestNet.start(stack.protocol(), common -> common.withEventLoops(1), UnaryOperator.identity());

  private final List<RespClient> waiting = new ArrayList<>();
  private RespClient client;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    waiting.forEach(RespClient::close);
    client.close();
    net.close();
    stack.close();
  }

  /** Sends a blocking command on a connection of its own; returns when it waits. */
  private RespClient blocked(String... words) {
    RespClient blocked = new RespClient(net.address());
    waiting.add(blocked);
    int before = blockedClients();
    blocked.send(List.of(words));
    Await.until("a client waits", () -> blockedClients() == before + 1);
    return blocked;
  }

  private int blockedClients() {
    String info = client.call("INFO", "clients");
    int at = info.indexOf("blocked_clients:") + "blocked_clients:".length();
    return Integer.parseInt(info.substring(at, info.indexOf('\r', at)));
  }

  @Test
  void theyAreServedInTheOrderInWhichTheyCame() {
    RespClient first = blocked("BLPOP", "a", "l", "0");
    RespClient second = blocked("BRPOP", "l", "0");
    RespClient third = blocked("BLMPOP", "0", "1", "l", "LEFT", "COUNT", "5");
    assertThat(client.call("RPUSH", "l", "1", "2", "3", "4")).isEqualTo(":4");
    Await.until("all is taken", () -> client.call("EXISTS", "l").equals(":0"));
    assertThat(first.read(-1)).isEqualTo("*2[$1:l , $1:1 ]");
    assertThat(second.read(-1)).isEqualTo("*2[$1:l , $1:4 ]");
    assertThat(third.read(-1)).isEqualTo("*2[$1:l , *2[$1:2 , $1:3 ] ]");
  }

  /** The place is taken on the event loop, the wait is another thread's and may begin later. */
  @Test
  void whoHasAPlaceComesBeforeWhoWaitsAlready() {
    List<ByteRange> keys = List.of(ByteRange.of("l"));
    try (Session session = stack.session()) {
      Keyspace keyspace = stack.keyspaces.open(session);
      keyspace.setMayWait(true);
      QueuePlace place = keyspace.queue(KeyType.LIST, keys);
      RespClient second = blocked("BLPOP", "l", "0");
      assertThat(client.call("RPUSH", "l", "x")).isEqualTo(":1");
      assertThat(client.call("LLEN", "l")).isEqualTo(":1");
      assertThat(keyspace.block(place, key -> "seen").await(0)).isEqualTo("seen");
      assertThat(second.read(-1)).isEqualTo("*2[$1:l , $1:x ]");

      QueuePlace given = keyspace.queue(KeyType.LIST, keys);
      RespClient next = blocked("BLPOP", "l", "0");
      client.call("RPUSH", "l", "y");
      given.leave();
      assertThat(next.read(-1)).isEqualTo("*2[$1:l , $1:y ]");
    }
  }

  /** As many commands as there are places, from clients that come one right after the other. */
  @Test
  void whoComesFirstIsServedFirst() {
    RespClient early = new RespClient(net.address());
    RespClient late = new RespClient(net.address());
    waiting.addAll(List.of(early, late));
    early.call("PING");
    late.call("PING");
    assertThat(blockedClients()).isZero(); // the system forgets who was last
    for (int round = 0; round < 200; round++) {
      early.send(List.of("BLPOP", "l", "0"));
      late.send(List.of("BLMOVE", "l", "m", "LEFT", "LEFT", "0"));
      Await.until("both wait", () -> blockedClients() == 2);
      client.call("RPUSH", "l", "1", "2");
      assertThat(early.read(-1)).as("round %d", round).isEqualTo("*2[$1:l , $1:1 ]");
      assertThat(late.read(-1)).isEqualTo("$1:2");
    }
  }

  @Test
  void whatAnExecLeavesBehindServes() {
    RespClient list = blocked("BLPOP", "l", "0");
    RespClient scores = blocked("BZPOPMAX", "l", "z", "0");
    client.call("MULTI");
    client.call("LPUSH", "l", "gone");
    client.call("DEL", "l");
    client.call("ZADD", "z", "1", "one", "2", "two");
    client.call("EXEC");
    assertThat(scores.read(-1)).isEqualTo("*3[$1:z , $3:two , $1:2 ]");
    assertThat(blockedClients()).isOne();
    client.call("MULTI");
    client.call("LPUSH", "l", "1");
    client.call("LPUSH", "l", "2");
    client.call("EXEC");
    assertThat(list.read(-1)).isEqualTo("*2[$1:l , $1:2 ]");
  }

  @Test
  void whatSqlCommitsServes() {
    RespClient list = blocked("BLPOP", "l", "0");
    try (Session session = stack.session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
      KeyspaceTables.tables(stack.store, stack.catalog, stack.records, stack.queues).stream()
          .filter(table -> table.schema().equals("redis") && table.name().equals("lists"))
          .findFirst()
          .orElseThrow()
          .insert(session, transaction, new Object[] {"l", null, "sql", null, null, null});
      assertThat(blockedClients()).isOne();
      session.commit();
    }
    assertThat(list.read(-1)).isEqualTo("*2[$1:l , $3:sql ]");
  }

  @Test
  void aMoveServesWhoWaitsForItsTarget() {
    RespClient move = blocked("BLMOVE", "a", "b", "LEFT", "RIGHT", "0");
    RespClient last = blocked("BLPOP", "b", "0");
    client.call("LPUSH", "a", "x");
    assertThat(move.read(-1)).isEqualTo("$1:x");
    assertThat(last.read(-1)).isEqualTo("*2[$1:b , $1:x ]");
  }

  @Test
  void aMoveToSomethingElseFailsAndTakesNothing() {
    client.call("SET", "b", "text");
    RespClient move = blocked("BLMOVE", "a", "b", "LEFT", "RIGHT", "0");
    client.call("LPUSH", "a", "x");
    assertThat(move.read(-1)).startsWith("-WRONGTYPE");
    assertThat(client.call("LRANGE", "a", "0", "-1")).isEqualTo("*1[$1:x ]");
  }

  @Test
  void aTimeOutAndUnblockEndTheWait() {
    assertThat(client.call("BLPOP", "l", "0.01")).isEqualTo("*-1[]");
    RespClient first = new RespClient(net.address());
    waiting.add(first);
    String id = first.call("CLIENT", "ID").substring(1);
    first.send(List.of("BLPOP", "l", "0"));
    Await.until("a client waits", () -> blockedClients() == 1);
    assertThat(client.call("CLIENT", "UNBLOCK", id, "ERROR")).isEqualTo(":1");
    assertThat(first.read(-1)).isEqualTo("-UNBLOCKED client unblocked via CLIENT UNBLOCK");
    first.send(List.of("BZPOPMIN", "z", "0"));
    Await.until("a client waits", () -> blockedClients() == 1);
    assertThat(client.call("CLIENT", "UNBLOCK", id)).isEqualTo(":1");
    assertThat(first.read(-1)).isEqualTo("*-1[]");
    assertThat(client.call("CLIENT", "UNBLOCK", id)).isEqualTo(":0");
  }

  @Test
  void whoIsGoneTakesNothing() {
    RespClient gone = blocked("BLPOP", "l", "0");
    gone.close();
    Await.until("nobody waits", () -> blockedClients() == 0);
    client.call("LPUSH", "l", "x");
    assertThat(client.call("LLEN", "l")).isEqualTo(":1");
  }

  @Test
  void aPipelineGoesOnAfterTheWait() {
    RespClient piped = new RespClient(net.address());
    waiting.add(piped);
    piped.sendTogether(List.of(List.of("BLPOP", "l", "0"), List.of("PING")));
    Await.until("a client waits", () -> blockedClients() == 1);
    client.call("LPUSH", "l", "x");
    assertThat(piped.read(-1)).isEqualTo("*2[$1:l , $1:x ]");
    assertThat(piped.read(-1)).isEqualTo("+PONG");
  }

  @Test
  void insideMultiNobodyWaits() {
    client.call("MULTI");
    client.call("BLPOP", "l", "0");
    client.call("BLMOVE", "l", "m", "LEFT", "LEFT", "0");
    client.call("BZMPOP", "0", "1", "z", "MIN");
    assertThat(client.call("EXEC")).isEqualTo("*3[*-1[] , $nil , *-1[] ]");
  }

  @Test
  void manyWaitForOneKey() {
    List<RespClient> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      RespClient each = new RespClient(net.address());
      each.send(List.of("BLPOP", "l", "0"));
      all.add(each);
      waiting.add(each);
    }
    Await.until("all wait", () -> blockedClients() == 50);
    for (int i = 0; i < 50; i++) {
      client.call("RPUSH", "l", "x" + i);
    }
    for (RespClient each : all) {
      assertThat(each.read(-1)).startsWith("*2[$1:l , ");
    }
    assertThat(client.call("LLEN", "l")).isEqualTo(":0");
  }
}
