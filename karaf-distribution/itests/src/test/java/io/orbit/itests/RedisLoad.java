package io.orbit.itests;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisException;

/** Writes and reads through one Redis connection until closed; one failure ends it. */
final class RedisLoad implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final AtomicInteger commands = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stopped;

  RedisLoad(Server server) {
    Jedis redis = Clients.redis(server);
    thread = Thread.ofPlatform().name("redis-load").start(() -> run(redis));
  }

  private void run(Jedis connection) {
    try (connection) {
      for (int round = 0; !stopped; round++) {
        String key = "redis-load-" + round % 100;
        connection.set(key, Integer.toString(round));
        commands.incrementAndGet();
        if (!Integer.toString(round).equals(connection.get(key))) {
          throw new AssertionError(key + " is not what was written");
        }
        commands.incrementAndGet();
      }
    } catch (JedisException | AssertionError failed) {
      failure.set(failed);
    }
  }

  /** Waits until so many more commands have succeeded. */
  void awaitMore(int count) {
    int enough = commands.get() + count;
    Await.until(
        "more commands",
        LIMIT,
        () -> {
          if (failure.get() != null) {
            throw new AssertionError("a command failed", failure.get());
          }
          return commands.get() >= enough;
        });
  }

  int commands() {
    return commands.get();
  }

  @Override
  public void close() {
    stopped = true;
    Await.until("ended", LIMIT, () -> !thread.isAlive());
  }
}
