package io.orbit.itests;

import io.orbit.testkit.history.RecordCall;
import io.orbit.testkit.history.RecordCall.Kind;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** Redis commands on single keys, recorded with when they were sent and answered. */
final class CallHistory {
  private static final int KEYS_AT_ONCE = 3;
  private static final int CALLS_AT_ONCE = 300;

  private final AtomicLong calls = new AtomicLong();
  private final Queue<RecordCall> history = new ConcurrentLinkedQueue<>();

  List<RecordCall> calls() {
    return List.copyOf(history);
  }

  /** One command; when the connection is lost, whether it happened is unknown. */
  void call(Jedis redis, RandomGenerator random) {
    long number = calls.incrementAndGet();
    String key = "call:" + number / CALLS_AT_ONCE + ":" + random.nextInt(KEYS_AT_ONCE);
    Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
    String argument = number + ".";
    long invoked = System.nanoTime();
    try {
      String result = send(redis, key, kind, argument);
      history.add(new RecordCall(key, kind, argument, result, invoked, System.nanoTime()));
    } catch (JedisConnectionException lost) {
      history.add(new RecordCall(key, kind, argument, null, invoked, RecordCall.UNKNOWN));
      throw lost;
    }
  }

  private static @Nullable String send(Jedis redis, String key, Kind kind, String argument) {
    return switch (kind) {
      case GET -> redis.get(key);
      case SET -> redis.set(key, argument);
      case EXCHANGE -> redis.setGet(key, argument);
      case APPEND -> Long.toString(redis.append(key, argument));
      case SET_IF_ABSENT -> Long.toString(redis.setnx(key, argument));
      case DELETE -> Long.toString(redis.del(key));
    };
  }
}
