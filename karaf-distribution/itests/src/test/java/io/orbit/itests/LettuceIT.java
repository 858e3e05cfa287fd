package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.Consumer;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Lettuce, a driver beside Jedis: it speaks RESP3, and many commands at once on one connection. */
@ExtendWith(SharedServer.class)
class LettuceIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Server server;
  private RedisClient client;

  LettuceIT(Server server) {
    this.server = server;
  }

  @BeforeEach
  void connect() {
    client =
        RedisClient.create(
            RedisURI.builder()
                .withHost("127.0.0.1")
                .withPort(server.port(6379))
                .withAuthentication("orbit", Server.PASSWORD)
                .withTimeout(LIMIT)
                .build());
  }

  @AfterEach
  void close() {
    client.shutdown(Duration.ZERO, LIMIT);
  }

  @Test
  void keysHashesAndTransactionsOverResp3() {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      assertThat(redis.set("lettuce:key", "leaf", SetArgs.Builder.ex(3600))).isEqualTo("OK");
      assertThat(redis.get("lettuce:key")).isEqualTo("leaf");
      assertThat(redis.ttl("lettuce:key")).isBetween(3500L, 3600L);

      redis.hset("lettuce:hash", Map.of("color", "green", "rows", "2"));
      assertThat(redis.hincrby("lettuce:hash", "rows", 40)).isEqualTo(42);
      assertThat(redis.hgetall("lettuce:hash")).isEqualTo(Map.of("color", "green", "rows", "42"));

      redis.multi();
      redis.incr("lettuce:number");
      redis.incr("lettuce:number");
      assertThat(redis.exec()).containsExactly(1L, 2L);
      assertThat(redis.info("server")).contains("redis_version");
      assertThatThrownBy(() -> redis.incr("lettuce:key"))
          .isInstanceOf(RedisCommandExecutionException.class)
          .hasMessageContaining("not an integer");
    }
  }

  @Test
  void aThousandCommandsAtOnceAreAnsweredInOrder() {
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      List<RedisFuture<Long>> answers = new ArrayList<>();
      connection.setAutoFlushCommands(false);
      for (int command = 0; command < 1000; command++) {
        answers.add(connection.async().incr("lettuce:pipeline"));
      }
      connection.flushCommands();
      assertThat(LettuceFutures.awaitAll(LIMIT, answers.toArray(RedisFuture[]::new))).isTrue();
      assertThat(answers)
          .extracting(answer -> answer.get())
          .isSorted()
          .startsWith(1L)
          .endsWith(1000L);
    }
  }

  @Test
  void aRowOfATableIsAHash() throws Exception {
    try (Connection sql = Clients.sql(server);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      Clients.execute(sql, "CREATE TABLE lettuce_rows(id int PRIMARY KEY, name text, qty int)");
      RedisCommands<String, String> redis = connection.sync();
      redis.hset("lettuce_rows:1", Map.of("name", "lamp", "qty", "41"));
      Clients.execute(sql, "UPDATE lettuce_rows SET qty = qty + 1");
      assertThat(redis.hgetall("lettuce_rows:1"))
          .isEqualTo(Map.of("id", "1", "name", "lamp", "qty", "42"));
      assertThatThrownBy(() -> redis.hset("lettuce_rows:1", "qty", "x"))
          .isInstanceOf(RedisCommandExecutionException.class)
          .hasMessage("ERR invalid input syntax for type integer: \"x\"");
    }
  }

  @Test
  @SuppressWarnings("unchecked")
  void aGroupReadsAStreamThatSqlWritesToo() throws Exception {
    try (Connection sql = Clients.sql(server);
        StatefulRedisConnection<String, String> connection = client.connect()) {
      RedisCommands<String, String> redis = connection.sync();
      redis.xadd("lettuce:stream", Map.of("color", "green"));
      redis.xgroupCreate(XReadArgs.StreamOffset.from("lettuce:stream", "0"), "eaters");
      Clients.execute(
          sql,
          "INSERT INTO redis.streams(key, field, value) VALUES ('lettuce:stream', 'color', 'red')");
      List<StreamMessage<String, String>> read =
          redis.xreadgroup(
              Consumer.from("eaters", "snail"),
              XReadArgs.StreamOffset.lastConsumed("lettuce:stream"));
      assertThat(read)
          .extracting(StreamMessage::getBody)
          .containsExactly(Map.of("color", "green"), Map.of("color", "red"));
      assertThat(redis.xack("lettuce:stream", "eaters", read.getFirst().getId())).isEqualTo(1);
      assertThat(redis.xpending("lettuce:stream", "eaters").getCount()).isEqualTo(1);
      Clients.execute(sql, "DELETE FROM redis.streams WHERE key = 'lettuce:stream'");
      assertThat(redis.xlen("lettuce:stream")).isZero();
    }
  }
}
