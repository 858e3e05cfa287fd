package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.RedisProtocol;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.json.Path2;
import redis.clients.jedis.timeseries.AggregationType;
import redis.clients.jedis.timeseries.TSCreateParams;
import redis.clients.jedis.timeseries.TSElement;
import redis.clients.jedis.timeseries.TSGetParams;
import redis.clients.jedis.timeseries.TSInfo;
import redis.clients.jedis.timeseries.TSMGetParams;
import redis.clients.jedis.timeseries.TSMRangeElements;
import redis.clients.jedis.timeseries.TSMRangeParams;
import redis.clients.jedis.timeseries.TSRangeParams;

/** The commands that bundles add to Redis, by Jedis' own methods for them, in both protocols. */
@ExtendWith(SharedServer.class)
class RedisModulesIT {
  private final Server server;

  RedisModulesIT(Server server) {
    this.server = server;
  }

  private JedisPooled connect(RedisProtocol protocol) {
    JedisPooled redis =
        new JedisPooled(
            new HostAndPort("127.0.0.1", server.port(6379)),
            Clients.configuration()
                .user("orbit")
                .password(Server.PASSWORD)
                .protocol(protocol)
                .build());
    redis.flushDB();
    return redis;
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void timeSeries(RedisProtocol protocol) throws SQLException {
    try (JedisPooled redis = connect(protocol);
        Connection sql = Clients.sql(server)) {
      TSCreateParams heat = TSCreateParams.createParams().label("kind", "heat").chunkSize(128);
      redis.tsCreate("hall", heat.label("room", "hall"));
      redis.tsCreate("attic", heat.label("room", "attic"));
      redis.tsCreate("hourly");
      redis.tsCreateRule("hall", "hourly", AggregationType.AVG, 100);
      for (int i = 1; i <= 250; i++) {
        assertThat(redis.tsAdd("hall", i, i)).isEqualTo(i);
      }
      assertThat(redis.tsAdd("attic", 5, 7.25)).isEqualTo(5);
      assertThat(redis.tsRange("hourly", 0, 1_000))
          .containsExactly(new TSElement(0, 50), new TSElement(100, 149.5));
      assertThat(redis.tsGet("hourly", TSGetParams.getParams().latest()))
          .isEqualTo(new TSElement(200, 225));
      assertThat(
              redis.tsRange(
                  "hall",
                  TSRangeParams.rangeParams(100, 250).aggregation(AggregationType.SUM, 100)))
          .containsExactly(new TSElement(100, 14_950), new TSElement(200, 11_475));
      assertThat(Set.copyOf(redis.tsQueryIndex("kind=heat"))).isEqualTo(Set.of("hall", "attic"));
      assertThat(redis.tsMGet(TSMGetParams.multiGetParams().withLabels(), "room=attic"))
          .hasEntrySatisfying(
              "attic",
              each -> {
                assertThat(each.getElement()).isEqualTo(new TSElement(5, 7.25));
                assertThat(each.getLabels()).containsEntry("room", "attic");
              });
      Map<String, TSMRangeElements> grouped =
          redis.tsMRange(
              TSMRangeParams.multiRangeParams(0, 5).filter("kind=heat").groupBy("kind", "max"));
      assertThat(grouped.get("kind=heat").getElements())
          .contains(new TSElement(1, 1), new TSElement(5, 7.25));
      TSInfo info = redis.tsInfoDebug("hall");
      assertThat(info.getIntegerProperty("totalSamples")).isEqualTo(250);
      assertThat(info.getRules()).containsKey("hourly");
      assertThat(info.getChunks()).hasSizeGreaterThan(1);
      assertThatThrownBy(() -> redis.tsAdd("hall", 250, 1))
          .isInstanceOf(JedisDataException.class)
          .hasMessageContaining("BLOCK");

      Clients.execute(
          sql,
          "UPDATE redis.timeseries SET value = value * 10 WHERE key = 'hall' AND value = 250",
          "INSERT INTO redis.timeseries(key, time, value)"
              + " VALUES ('hall', to_timestamp(0.3), 1), ('new', to_timestamp(1), 2)");
      assertThat(redis.tsGet("hall")).isEqualTo(new TSElement(300, 1));
      assertThat(redis.tsGet("new")).isEqualTo(new TSElement(1_000, 2));
      assertThat(redis.tsRange("hourly", 200, 200).getFirst().getValue())
          .isCloseTo((11_475 - 250 + 2_500) / 51.0, within(1e-9));
      assertThat(
              Clients.rows(
                  sql,
                  "SELECT count(*), max(value), labels->>'room' FROM redis.timeseries"
                      + " WHERE key = 'hall' GROUP BY 3"))
          .containsExactly("251|2500|hall");
      assertThat(redis.tsDel("hall", 0, 300)).isEqualTo(251);
      assertThat(redis.tsRange("hourly", 0, 1_000)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void json(RedisProtocol protocol) throws SQLException {
    try (JedisPooled redis = connect(protocol);
        Connection sql = Clients.sql(server)) {
      redis.jsonSet("doc", Path2.ROOT_PATH, new JSONObject("{\"a\": 1, \"list\": [1, 2]}"));
      assertThat(redis.jsonNumIncrBy("doc", Path2.of("$.a"), 41).toString()).startsWith("[42");
      assertThat(redis.jsonArrAppend("doc", Path2.of("$.list"), 3)).containsExactly(3L);
      JSONArray got = (JSONArray) redis.jsonGet("doc", Path2.of("$.list"));
      assertThat(got.toString()).isEqualTo("[[1,2,3]]");
      assertThat(redis.jsonType("doc", Path2.of("$.list"))).isNotEmpty();
      assertThat(
              Clients.rows(
                  sql, "SELECT (value->>'a')::numeric::int FROM redis.json WHERE key = 'doc'"))
          .containsExactly("42");
      Clients.execute(sql, "UPDATE redis.json SET value = '{\"b\": true}' WHERE key = 'doc'");
      assertThat(redis.jsonGet("doc", Path2.of("$.b")).toString()).isEqualTo("[true]");
      assertThat(redis.jsonDel("doc")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void sketches(RedisProtocol protocol) {
    try (JedisPooled redis = connect(protocol)) {
      redis.bfReserve("bloom", 0.01, 100);
      assertThat(redis.bfAdd("bloom", "a")).isTrue();
      assertThat(redis.bfMExists("bloom", "a", "b")).containsExactly(true, false);
      assertThat(redis.bfInfo("bloom")).containsEntry("Capacity", 100L);
      assertThat(redis.cfAdd("cuckoo", "a")).isTrue();
      assertThat(redis.cfCount("cuckoo", "a")).isEqualTo(1);
      assertThat(redis.cfDel("cuckoo", "a")).isTrue();
      assertThat(redis.cmsInitByDim("counts", 100, 5)).isEqualTo("OK");
      assertThat(redis.cmsIncrBy("counts", Map.of("a", 5L))).containsExactly(5L);
      assertThat(redis.cmsQuery("counts", "a", "b")).containsExactly(5L, 0L);
      redis.topkReserve("top", 2);
      assertThat(redis.topkAdd("top", "a", "a", "b")).hasSize(3);
      assertThat(redis.topkListWithCount("top")).containsEntry("a", 2L);
      redis.tdigestCreate("digest");
      redis.tdigestAdd("digest", 1, 2, 3, 4);
      assertThat(redis.tdigestMax("digest")).isEqualTo(4);
      assertThat(redis.tdigestQuantile("digest", 0.5)).hasSize(1);
      assertThat(redis.tdigestInfo("digest")).containsKey("Compression");
    }
  }

  @ParameterizedTest
  @EnumSource(RedisProtocol.class)
  void scriptsAndFunctions(RedisProtocol protocol) {
    try (JedisPooled redis = connect(protocol)) {
      assertThat(
              redis.eval(
                  "redis.call('TS.ADD', KEYS[1], 1, ARGV[1]) return redis.call('TS.GET', KEYS[1])",
                  List.of("scripted"),
                  List.of("2")))
          .isInstanceOf(List.class);
      assertThat(redis.tsGet("scripted")).isEqualTo(new TSElement(1, 2));
      String library =
          "#!lua name=modules\nredis.register_function('twice', function(keys, args)"
              + " return tonumber(args[1]) * 2 end)";
      assertThat(redis.functionLoadReplace(library)).isEqualTo("modules");
      assertThat(redis.fcall("twice", List.of(), List.of("21"))).isEqualTo(42L);
      assertThat(redis.functionDelete("modules")).isEqualTo("OK");
    }
  }
}
