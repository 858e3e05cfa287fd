package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Reply;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.keyspace.KeyspaceTables;
import io.orbit.testkit.protocol.TestNet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as hashes, Redis' own data as tables, and both in one transaction. */
class RedisRowTest {
  private TestStack stack;
  private RedisProtocol protocol;
  private TestNet net;
  private RespClient client;

  @BeforeEach
  void open() {
    stack = new TestStack(true);
    stack.createItems();
    stack.insertItem(1, "lamp", 41);
    protocol = stack.protocol();
    net = TestNet.start(protocol);
    client = new RespClient(net.address());
  }

  @AfterEach
  void close() {
    client.close();
    net.close();
    stack.close();
  }

  @Test
  void aRowIsAHash() {
    assertThat(client.call("HGETALL", "items:1"))
        .isEqualTo("*6[$2:id , $1:1 , $4:name , $4:lamp , $3:qty , $2:41 ]");
    assertThat(client.call("HGETALL", "public.items:1")).startsWith("*6");
    assertThat(client.call("HGET", "items:1", "name")).isEqualTo("$4:lamp");
    assertThat(client.call("TYPE", "items:1")).isEqualTo("+hash");
    assertThat(client.call("EXISTS", "items:1", "items:2", "items:x")).isEqualTo(":1");
    assertThat(client.call("HLEN", "items:1")).isEqualTo(":3");
    assertThat(client.call("KEYS", "*")).isEqualTo("*1[$7:items:1 ]");
    assertThat(client.call("DBSIZE")).isEqualTo(":0");
  }

  @Test
  void hashCommandsWriteRows() {
    assertThat(client.call("HSET", "items:1", "qty", "42", "name", "desk")).isEqualTo(":0");
    assertThat(client.call("HINCRBY", "items:1", "qty", "8")).isEqualTo(":50");
    assertThat(client.call("HSET", "items:2", "name", "chair")).isEqualTo(":1");
    assertThat(client.call("HGETALL", "items:2"))
        .isEqualTo("*4[$2:id , $1:2 , $4:name , $5:chair ]");
    assertThat(client.call("HDEL", "items:1", "name", "nosuch")).isEqualTo(":1");
    assertThat(client.call("HGETALL", "items:1")).isEqualTo("*4[$2:id , $1:1 , $3:qty , $2:50 ]");
    assertThat(client.call("DEL", "items:1", "items:2", "items:3")).isEqualTo(":2");
    assertThat(client.call("EXISTS", "items:1")).isEqualTo(":0");
  }

  @Test
  void whatDoesNotFitIsRefusedAndChangesNothing() {
    assertThat(client.call("HSET", "items:1", "name", "desk", "qty", "x"))
        .isEqualTo("-ERR invalid input syntax for type integer: \"x\"");
    assertThat(client.call("HSET", "items:1", "color", "red"))
        .isEqualTo("-ERR column \"color\" of relation \"items\" does not exist");
    assertThat(client.call("HSET", "items:1", "id", "7")).startsWith("-ERR column \"id\"");
    assertThat(client.call("HDEL", "items:1", "id")).startsWith("-ERR column \"id\"");
    assertThat(client.call("HSET", "items:x", "qty", "1")).startsWith("-ERR invalid input");
    assertThat(client.call("GET", "items:1")).startsWith("-WRONGTYPE");
    assertThat(client.call("SET", "items:1", "v")).startsWith("-WRONGTYPE");
    assertThat(client.call("SET", "items:5", "v")).startsWith("-ERR 'items:5'");
    assertThat(client.call("RENAME", "items:1", "other")).startsWith("-ERR 'items:1'");
    assertThat(client.call("COPY", "items:1", "other")).startsWith("-ERR 'items:1'");
    assertThat(client.call("FLUSHALL")).isEqualTo("+OK");
    assertThat(client.call("HMGET", "items:1", "name", "qty")).isEqualTo("*2[$4:lamp , $2:41 ]");
  }

  @Test
  void rowsExpireAndAreScanned() {
    assertThat(client.call("TTL", "items:1")).isEqualTo(":-1");
    assertThat(client.call("EXPIREAT", "items:1", "99999999999")).isEqualTo(":1");
    assertThat(client.call("EXPIRETIME", "items:1")).isEqualTo(":99999999999");
    assertThat(client.call("PERSIST", "items:1")).isEqualTo(":1");
    for (int i = 2; i <= 30; i++) {
      stack.insertItem(i, "thing", i);
    }
    client.call("SET", "own", "v");
    List<String> seen = new ArrayList<>();
    String cursor = "0";
    do {
      String reply = client.call("SCAN", cursor, "COUNT", "7");
      cursor = reply.substring(reply.indexOf(':') + 1, reply.indexOf(" ,"));
      Arrays.stream(reply.substring(reply.indexOf(" ,")).split("[^a-z0-9:]+"))
          .filter(word -> word.matches("\\d+:.*"))
          .forEach(seen::add);
    } while (!cursor.equals("0"));
    assertThat(seen).hasSize(31).doesNotHaveDuplicates();
    assertThat(client.call("EXPIRE", "items:1", "-1")).isEqualTo(":1");
    assertThat(client.call("EXISTS", "items:1")).isEqualTo(":0");
  }

  @Test
  void anOpenCollectionTakesFurtherFields() {
    stack.createTable(
        "notes", true, Column.of(1, "id", DataType.TEXT), Column.of(2, "_extra", DataType.JSONB));
    assertThat(client.call("HSET", "notes:a:b", "x", "1", "y", "two")).isEqualTo(":2");
    assertThat(client.call("HGETALL", "notes:a:b"))
        .isEqualTo("*6[$2:id , $3:a:b , $1:x , $1:1 , $1:y , $3:two ]");
    assertThat(client.call("HINCRBY", "notes:a:b", "x", "4")).isEqualTo(":5");
    assertThat(client.call("HDEL", "notes:a:b", "y")).isEqualTo(":1");
    assertThat(client.call("HKEYS", "notes:a:b")).isEqualTo("*2[$2:id , $1:x ]");
  }

  @Test
  void multiTouchesRowsAndKeysTogether() {
    client.call("MULTI");
    client.call("HINCRBY", "items:1", "qty", "1");
    client.call("SET", "own", "1");
    client.call("HSET", "items:1", "qty", "bad");
    client.call("HGET", "items:1", "qty");
    assertThat(client.call("EXEC"))
        .isEqualTo("*4[:42 , +OK , -ERR invalid input syntax for type integer: \"bad\" , $2:42 ]");
    client.call("WATCH", "items:1");
    stack.insertItem(9, "other", 1);
    client.call("MULTI");
    client.call("PING");
    assertThat(client.call("EXEC")).isEqualTo("*1[+PONG ]");
    client.call("WATCH", "items:1");
    try (RespClient other = new RespClient(net.address())) {
      other.call("HSET", "items:1", "qty", "7");
    }
    client.call("MULTI");
    client.call("PING");
    assertThat(client.call("EXEC")).isEqualTo("*-1[]");
  }

  private VirtualTable table(String name) {
    return KeyspaceTables.tables(stack.store, stack.catalog, stack.records, stack.queues).stream()
        .filter(table -> table.schema().equals("redis") && table.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void redisDataIsATable() {
    client.call("SET", "s", "v");
    client.call("SET", "bin", "\u00ff\u00fe");
    client.call("HSET", "h", "f", "1", "g", "2");
    try (Session session = stack.session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
      List<String> rows = new ArrayList<>();
      Iterator<@Nullable Object[]> strings = table("strings").scan(session, transaction, Map.of());
      strings.forEachRemaining(row -> rows.add(row[0] + "=" + row[1]));
      assertThat(rows).containsExactlyInAnyOrder("s=v", "bin=null");
      VirtualTable hashes = table("hashes");
      @Nullable Object[] f = hashes.scan(session, transaction, Map.of(0, "h", 1, "f")).next();
      @Nullable Object[] changed = f.clone();
      changed[2] = "changed";
      hashes.update(session, transaction, f, changed);
      hashes.insert(session, transaction, new Object[] {"h", "k", "3", null, null, null, null});
      assertThatThrownBy(
              () ->
                  hashes.insert(
                      session, transaction, new Object[] {"h", "g", "3", null, null, null, null}))
          .isInstanceOf(OrbitException.class)
          .hasMessageContaining("hashes_pkey");
      table("strings").insert(session, transaction, new Object[] {"n", "w", null, null, null});
      try (RespClient other = new RespClient(net.address())) {
        assertThat(other.call("HGET", "h", "f")).isEqualTo("$1:1");
        assertThat(other.call("EXISTS", "n")).isEqualTo(":0");
      }
      session.commit();
    }
    assertThat(client.call("HMGET", "h", "f", "k")).isEqualTo("*2[$7:changed , $1:3 ]");
    assertThat(client.call("GET", "n")).isEqualTo("$1:w");
  }

  @Test
  void listsSetsAndSortedSetsAreTables() {
    client.call("RPUSH", "l", "a", "b", "c");
    client.call("SADD", "s", "x", "y");
    client.call("ZADD", "z", "1.5", "m", "2", "n");
    try (Session session = stack.session()) {
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
      VirtualTable lists = table("lists");
      List<@Nullable Object[]> elements = rows(lists, session, transaction, "l");
      assertThat(elements.stream().map(row -> row[1] + "=" + row[2]))
          .containsExactly("0=a", "1=b", "2=c");
      lists.delete(session, transaction, elements.get(0));
      lists.delete(session, transaction, elements.get(1));
      lists.update(session, transaction, elements.get(2), with(elements.get(2), 2, "C"));
      lists.insert(session, transaction, new Object[] {"l", null, "d", null, null, null});
      assertThatThrownBy(
              () ->
                  lists.insert(session, transaction, new Object[] {"l", 0L, "e", null, null, null}))
          .hasMessageContaining("a new one goes to its end");
      VirtualTable sets = table("sets");
      sets.delete(session, transaction, rows(sets, session, transaction, "s").getFirst());
      sets.insert(session, transaction, new Object[] {"s", "z", null, null});
      assertThatThrownBy(
              () -> sets.insert(session, transaction, new Object[] {"s", "z", null, null}))
          .hasMessageContaining("sets_pkey");
      VirtualTable sortedSets = table("zsets");
      @Nullable Object[] m = rows(sortedSets, session, transaction, "z").getFirst();
      assertThat(m[2]).isEqualTo(1.5);
      sortedSets.update(session, transaction, m, with(m, 2, 9.0));
      sortedSets.insert(session, transaction, new Object[] {"z", "o", 0.5, null, null});
      assertThatThrownBy(
              () ->
                  sortedSets.insert(
                      session, transaction, new Object[] {"z", "p", Double.NaN, null, null}))
          .isInstanceOf(OrbitException.class);
      session.commit();
    }
    assertThat(client.call("LRANGE", "l", "0", "-1")).isEqualTo("*2[$1:C , $1:d ]");
    assertThat(client.call("SMEMBERS", "s")).isEqualTo("*2[$1:y , $1:z ]");
    assertThat(client.call("ZRANGE", "z", "0", "-1", "WITHSCORES"))
        .isEqualTo("*6[$1:o , $3:0.5 , $1:n , $1:2 , $1:m , $1:9 ]");
  }

  private static @Nullable Object[] with(@Nullable Object[] row, int column, Object value) {
    @Nullable Object[] changed = row.clone();
    changed[column] = value;
    return changed;
  }

  private static List<@Nullable Object[]> rows(
      VirtualTable table, Session session, Transaction transaction, String key) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    table.scan(session, transaction, Map.of(0, key)).forEachRemaining(rows::add);
    return rows;
  }

  @Test
  void commandsRunInOtherSessionsAndTheirTransactions() {
    try (Session session = stack.session()) {
      assertThat(run(session, "SET", "a", "1")).isEqualTo(new Reply.Simple("OK"));
      session.begin(TransactionOptions.DEFAULT, true);
      assertThat(run(session, "INCR", "a")).isEqualTo(new Reply.Whole(2));
      assertThat(run(session, "HSET", "items:1", "qty", "1")).isEqualTo(new Reply.Whole(0));
      assertThat(run(session, "MULTI")).isInstanceOf(Reply.Failure.class);
      session.rollback();
      assertThat(client.call("GET", "a")).isEqualTo("$1:1");
      assertThat(client.call("HGET", "items:1", "qty")).isEqualTo("$2:41");
      assertThat(run(session, "HGETALL", "items:1")).isInstanceOf(Reply.Table.class);
      assertThat(run(session, "NOSUCH")).isInstanceOf(Reply.Failure.class);
    }
  }

  private Reply run(Session session, String... words) {
    return protocol.run(
        session, Arrays.stream(words).map(word -> word.getBytes(StandardCharsets.UTF_8)).toList());
  }
}
