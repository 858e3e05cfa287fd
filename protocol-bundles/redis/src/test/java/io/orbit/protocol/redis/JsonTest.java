package io.orbit.protocol.redis;

import io.orbit.protocol.redis.json.RedisJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** JSON.* as RedisJSON 2.6 answers. */
class JsonTest {
  @Test
  void answersAsRedisJsonDoes() throws IOException {
    Conversation.play("json.txt", new RedisJson());
  }

  /** By what RedisJSON's own tests expect. */
  @Test
  void failsAsRedisJsonDoes() throws IOException {
    Conversation.play("json-errors.txt", new RedisJson());
  }
}
