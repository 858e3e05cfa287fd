package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.protocol.redis.timeseries.SamplesTable;
import io.orbit.protocol.redis.timeseries.TimeSeriesModule;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** TS.* as RedisTimeSeries 1.12 answers, and what is Orbit's own of series. */
class TimeSeriesTest {
  @Test
  void answersAsRedisTimeSeriesDoes() throws IOException {
    Conversation.play("timeseries.txt", new TimeSeriesModule());
  }

  private static void with(TestStack stack, BiConsumer<RespClient, RespClient> test) {
    RedisProtocol server = stack.protocol();
    server.addModule(new TimeSeriesModule());
    try (TestNet net = TestNet.start(server);
        RespClient one = new RespClient(net.address());
        RespClient other = new RespClient(net.address())) {
      test.accept(one, other);
    }
  }

  @Test
  void aTransactionIsOneMomentForIndexRulesAndSamples() {
    try (TestStack stack = new TestStack(true)) {
      with(
          stack,
          (one, other) -> {
            one.call("TS.CREATE", "dst", "LABELS", "k", "d");
            one.call("MULTI");
            one.call("TS.CREATE", "src", "LABELS", "k", "s");
            one.call("TS.CREATERULE", "src", "dst", "AGGREGATION", "sum", "10");
            one.call("TS.MADD", "src", "1", "1", "src", "2", "2", "src", "11", "5");
            one.call("TS.ADD", "src", "11", "6");
            one.call("TS.QUERYINDEX", "k=(s,d)");
            assertThat(other.call("TS.QUERYINDEX", "k=(s,d)")).isEqualTo("*1[$3:dst ]");
            assertThat(one.call("EXEC"))
                .endsWith(
                    "*3[:1 , :2 , :11 ] , -ERR TSDB: Error at upsert, update is not supported when"
                        + " DUPLICATE_POLICY is set to BLOCK mode , *2[$3:dst , $3:src ] ]");
            assertThat(other.call("TS.RANGE", "dst", "-", "+")).isEqualTo("*1[*2[:0 , +3 ] ]");
            one.call("WATCH", "dst");
            other.call("TS.ADD", "src", "21", "1");
            one.call("MULTI");
            one.call("TS.ADD", "src", "22", "1");
            assertThat(one.call("EXEC")).isEqualTo("*-1[]");
          });
    }
  }

  @Test
  void seriesAreDumpedAndRestoredWithTheirLabels() {
    try (TestStack stack = new TestStack(true)) {
      with(
          stack,
          (one, other) -> {
            one.call("TS.CREATE", "t", "CHUNK_SIZE", "64", "LABELS", "k", "v");
            for (int i = 0; i < 200; i++) {
              one.call("TS.ADD", "t", "" + i, "" + i);
            }
            String dumped = one.call("DUMP", "t");
            String payload = dumped.substring(dumped.indexOf(':') + 1);
            assertThat(one.call("RESTORE", "u", "0", payload)).isEqualTo("+OK");
            assertThat(one.call("TS.RANGE", "u", "-", "+"))
                .isEqualTo(one.call("TS.RANGE", "t", "-", "+"));
            assertThat(one.call("TS.QUERYINDEX", "k=v")).isEqualTo("*2[$1:t , $1:u ]");
            assertThat(one.call("TS.ADD", "u", "1000", "1")).isEqualTo(":1000");
          });
    }
  }

  @Test
  void keysThatComeAndGoDoNotStayInTheIndex() {
    try (TestStack stack = new TestStack(true)) {
      with(
          stack,
          (one, other) -> {
            for (int i = 0; i < 500; i++) {
              one.call("TS.CREATE", "t" + i, "LABELS", "k", "v");
              one.call("PEXPIRE", "t" + i, i % 2 == 0 ? "0" : "100000");
            }
            assertThat(one.call("TS.QUERYINDEX", "k=v")).startsWith("*250[");
            one.call("SELECT", "1");
            assertThat(one.call("TS.QUERYINDEX", "k=v")).isEqualTo("*0[]");
            one.call("SWAPDB", "0", "1");
            assertThat(one.call("TS.QUERYINDEX", "k=v")).startsWith("*250[");
            one.call("FLUSHALL");
            assertThat(one.call("TS.QUERYINDEX", "k=v")).isEqualTo("*0[]");
          });
    }
  }

  @Test
  void seriesLeaveMemoryAndComeBack() {
    try (TestStack stack = TestStack.evicting()) {
      with(
          stack,
          (one, other) -> {
            one.call("TS.CREATE", "t", "CHUNK_SIZE", "64", "LABELS", "k", "v");
            one.call("TS.CREATE", "sum");
            one.call("TS.CREATERULE", "t", "sum", "AGGREGATION", "sum", "100");
            for (int i = 0; i < 1_000; i++) {
              assertThat(one.call("TS.ADD", "t", "" + i, "1")).isEqualTo(":" + i);
            }
            assertThat(one.call("TS.RANGE", "sum", "-", "+")).startsWith("*9[*2[:0 , +100 ]");
            assertThat(one.call("TS.RANGE", "t", "-", "+")).startsWith("*1000[");
            assertThat(one.call("TS.MGET", "FILTER", "k=v"))
                .isEqualTo("*1[*3[$1:t , *0[] , *2[:999 , +1 ] ] ]");
          });
    }
  }

  // ---- SQL

  private static List<@Nullable Object[]> rows(
      VirtualTable table, Session session, Transaction transaction, Map<Integer, Object> equal) {
    List<@Nullable Object[]> rows = new ArrayList<>();
    Iterator<@Nullable Object[]> scan = table.scan(session, transaction, equal);
    scan.forEachRemaining(rows::add);
    return rows;
  }

  @Test
  void samplesAreRows() {
    try (TestStack stack = new TestStack(true)) {
      with(
          stack,
          (one, other) -> {
            one.call("TS.CREATE", "t", "LABELS", "k", "v");
            one.call("TS.CREATE", "sum");
            one.call("TS.CREATERULE", "t", "sum", "AGGREGATION", "sum", "10");
            one.call("TS.MADD", "t", "1", "1", "t", "2", "2", "t", "11", "5");
            VirtualTable table = SamplesTable.all(stack.keyspaces).getFirst();
            try (Session session = stack.session()) {
              Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
              List<@Nullable Object[]> rows =
                  rows(table, session, transaction, Map.of(0, "t", 1, 2_000L));
              assertThat(rows).hasSize(1);
              @Nullable Object[] row = rows.getFirst();
              assertThat(Arrays.copyOf(row, 4)).containsExactly("t", 2_000L, 2.0, "{\"k\": \"v\"}");
              @Nullable Object[] changed = row.clone();
              changed[2] = 20.0;
              table.update(session, transaction, row, changed);
              table.insert(session, transaction, new Object[] {"t", 21_000L, 7.0, null, null});
              table.insert(
                  session, transaction, new Object[] {"new", 5_000L, 1.0, "{\"a\": \"b\"}", null});
              assertThatThrownBy(
                      () ->
                          table.insert(
                              session, transaction, new Object[] {"t", 21_000L, 8.0, null, null}))
                  .hasMessageContaining("timeseries_pkey");
              assertThat(other.call("TS.GET", "t")).isEqualTo("*2[:11 , +5 ]");
              session.commit();
            }
            assertThat(one.call("TS.RANGE", "sum", "-", "+"))
                .isEqualTo("*2[*2[:0 , +21 ] , *2[:10 , +5 ] ]");
            assertThat(one.call("TS.QUERYINDEX", "a=b")).isEqualTo("*1[$3:new ]");
            try (Session session = stack.session()) {
              Transaction transaction = session.begin(TransactionOptions.DEFAULT, true);
              for (@Nullable Object[] row : rows(table, session, transaction, Map.of(0, "t"))) {
                table.delete(session, transaction, row);
              }
              table.insert(
                  session, transaction, new Object[] {"n2", 1_000L, 1.0, "{\"a\": \"b\"}", null});
              session.rollback();
            }
            assertThat(one.call("TS.RANGE", "t", "-", "+")).startsWith("*4[");
            assertThat(one.call("TS.QUERYINDEX", "a=b")).isEqualTo("*1[$3:new ]");
          });
    }
  }
}
