package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.keyspace.KeyspaceTables;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams: who waits, what is measured in time, blocks, and streams as a table. */
class RedisStreamTest {
  private TestStack stack;
  private TestNet net;
  private RespClient client;

  @BeforeEach
  void start() {
    stack = new TestStack(true);
    net = TestNet.start(stack.protocol());
    client = new RespClient(net.address());
  }

  @AfterEach
  void stop() {
    client.close();
    net.close();
    stack.close();
  }

  private void awaitBlocked(int count) {
    Await.until(
        count + " clients wait",
        () -> client.call("INFO", "clients").contains("blocked_clients:" + count));
  }

  @Test
  void everyReaderThatWaitsGetsANewEntry() {
    client.call("XADD", "s", "1-1", "f", "old");
    List<RespClient> readers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      RespClient reader = new RespClient(net.address());
      readers.add(reader);
      reader.send(List.of("XREAD", "BLOCK", "0", "STREAMS", "other", "s", "$", "$"));
    }
    awaitBlocked(3);
    client.call("MULTI");
    client.call("XADD", "s", "2-1", "f", "a");
    client.call("XADD", "s", "3-1", "f", "b");
    client.call("EXEC");
    for (RespClient reader : readers) {
      assertThat(reader.read(-1)).contains("2-1", "3-1").doesNotContain("1-1");
      reader.close();
    }
  }

  @Test
  void consumersOfAGroupShareWhatComes() {
    client.call("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
    try (RespClient first = new RespClient(net.address());
        RespClient second = new RespClient(net.address())) {
      first.send(List.of("XREADGROUP", "GROUP", "g", "a", "BLOCK", "0", "STREAMS", "s", ">"));
      awaitBlocked(1);
      second.send(List.of("XREADGROUP", "GROUP", "g", "b", "BLOCK", "0", "STREAMS", "s", ">"));
      awaitBlocked(2);
      client.call("XADD", "s", "1-1", "f", "x");
      assertThat(first.read(-1)).contains("1-1");
      client.call("XADD", "s", "2-1", "f", "y");
      assertThat(second.read(-1)).contains("2-1");
    }
    assertThat(client.call("XPENDING", "s", "g"))
        .isEqualTo("*4[:2 , $3:1-1 , $3:2-1 , *2[*2[$1:a , $1:1 ] , *2[$1:b , $1:1 ] ] ]");
    assertThat(client.call("XACK", "s", "g", "1-1", "9-9")).isEqualTo(":1");
    assertThat(client.call("XPENDING", "s", "g", "IDLE", "0", "-", "+", "5"))
        .matches("\\*1\\[\\*4\\[\\$3:2-1 , \\$1:b , :\\d+ , :1 ] ]");
  }

  @Test
  void whoWaitsForAGroupIsToldWhenItIsGone() {
    for (List<String> end :
        List.of(
            List.of("DEL", "s"),
            List.of("XGROUP", "DESTROY", "s", "g"),
            List.of("FLUSHALL"),
            List.of("RENAME", "s", "t"))) {
      client.call("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM");
      try (RespClient reader = new RespClient(net.address())) {
        reader.send(List.of("XREADGROUP", "GROUP", "g", "a", "BLOCK", "0", "STREAMS", "s", ">"));
        awaitBlocked(1);
        client.call(end, -1);
        assertThat(reader.read(-1))
            .as(end.toString())
            .startsWith("-NOGROUP No such key 's' or consumer group 'g' in XREADGROUP");
      }
      client.call("DEL", "s", "t");
    }
  }

  @Test
  void anApproximateTrimmingRemovesWholeBlocks() {
    for (int i = 1; i <= 1000; i++) {
      client.call("XADD", "s", "MAXLEN", "~", "555", i + "-0", "f", "v");
    }
    assertThat(client.call("XLEN", "s")).isEqualTo(":600");
    assertThat(client.call("XINFO", "STREAM", "s")).contains("radix-tree-keys , :6 ");
    assertThat(client.call("XTRIM", "s", "MAXLEN", "~", "0", "LIMIT", "250")).isEqualTo(":200");
    assertThat(client.call("XTRIM", "s", "MINID", "~", "801")).isEqualTo(":200");
    assertThat(client.call("XTRIM", "s", "MAXLEN", "3")).isEqualTo(":197");
    assertThat(client.call("XRANGE", "s", "-", "+", "COUNT", "1")).contains("998-0");
  }

  @Test
  void setIdLetsTheNextEntryBeGreaterStill() {
    String first = client.call("XADD", "s", "*", "f", "v");
    assertThat(client.call("OBJECT", "ENCODING", "s")).isEqualTo("$6:stream");
    String second = client.call("XADD", "s", "*", "f", "v");
    assertThat(second).isNotEqualTo(first);
    assertThat(client.call("XSETID", "s", "18446744073709551615-5")).isEqualTo("+OK");
    assertThat(client.call("XADD", "s", "*", "f", "v")).isEqualTo("$22:18446744073709551615-6");
    assertThat(client.call("XSETID", "s", "1-1"))
        .isEqualTo("-ERR The ID specified in XSETID is smaller than the target stream top item");
    client.call("XADD", "s", "18446744073709551615-18446744073709551615", "f", "v");
    assertThat(client.call("XADD", "s", "*", "f", "v"))
        .isEqualTo("-ERR The stream has exhausted the last possible ID, unable to add more items");
  }

  @Test
  void aStreamIsATable() {
    VirtualTable table =
        KeyspaceTables.tables(stack.store, stack.catalog, stack.records, stack.queues).stream()
            .filter(each -> each.schema().equals("redis") && each.name().equals("streams"))
            .findFirst()
            .orElseThrow();
    client.call("XADD", "s", "5-1", "color", "red", "size", "9");
    try (RespClient reader = new RespClient(net.address());
        Session session = stack.session()) {
      reader.send(List.of("XREAD", "BLOCK", "0", "STREAMS", "s", "$"));
      awaitBlocked(1);
      Transaction transaction = session.begin(TransactionOptions.DEFAULT, false);
      assertThat(rows(table, session, transaction))
          .containsExactly("s 5-1 color red", "s 5-1 size 9");
      table.insert(session, transaction, row("s", "6-0", "color", "blue"));
      table.insert(session, transaction, row("s", "6-0", "size", "10"));
      table.insert(session, transaction, row("s", null, "color", "green"));
      for (@Nullable Object[] old : all(table, session, transaction)) {
        if ("5-1".equals(old[1])) {
          table.delete(session, transaction, old);
        }
      }
      @Nullable Object[] old = all(table, session, transaction).getFirst();
      @Nullable Object[] changed = old.clone();
      changed[3] = "black";
      table.update(session, transaction, old, changed);
      long ignored = session.commit();
      assertThat(reader.read(-1)).contains("6-0").contains("green");
    }
    assertThat(client.call("XRANGE", "s", "-", "+", "COUNT", "1"))
        .isEqualTo("*1[*2[$3:6-0 , *4[$5:color , $5:black , $4:size , $2:10 ] ] ]");
    assertThat(client.call("XLEN", "s")).isEqualTo(":2");
    assertThat(client.call("XINFO", "STREAM", "s")).contains("max-deleted-entry-id , $3:5-1");
  }

  private static @Nullable Object[] row(
      String key, @Nullable String id, String field, String value) {
    return new Object[] {key, id, field, value, null, null, null, null};
  }

  private static List<@Nullable Object[]> all(
      VirtualTable table, Session session, Transaction transaction) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    table.scan(session, transaction, Map.of(0, "s")).forEachRemaining(rows::add);
    return rows;
  }

  private static List<String> rows(VirtualTable table, Session session, Transaction transaction) {
    return all(table, session, transaction).stream()
        .map(row -> String.join(" ", Arrays.stream(row).limit(4).map(String::valueOf).toList()))
        .toList();
  }
}
