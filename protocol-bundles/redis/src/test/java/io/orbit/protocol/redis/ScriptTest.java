package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.protocol.redis.scripting.RedisScripting;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What scripts do that a single client does not see: kill, limits, other clients, restarts. */
class ScriptTest {
  private final TestStack stack = new TestStack(true);
  private final RedisProtocol server = stack.protocol();
  private final RedisScripting module = new RedisScripting();
  private final TestNet net = TestNet.start(server);
  private final RespClient client = new RespClient(net.address());

  @AfterEach
  void close() {
    client.close();
    net.close();
    stack.close();
  }

  private CompletableFuture<String> inBackground(String... words) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (RespClient other = new RespClient(net.address())) {
            return other.call(words);
          }
        });
  }

  @Test
  void withoutTheModuleTheCommandsAreUnknown() {
    assertThat(client.call("EVAL", "return 1", "0"))
        .isEqualTo("-ERR unknown command 'EVAL', with args beginning with: 'return 1' '0' ");
    server.addModule(module);
    assertThat(client.call("EVAL", "return 1", "0")).isEqualTo(":1");
    server.removeModule(module);
    assertThat(client.call("EVAL", "return 1", "0")).startsWith("-ERR unknown command 'EVAL'");
  }

  @Test
  void aScriptIsKilledAndWhatItWroteIsUndoneWhileOthersAreServed() {
    server.addModule(module);
    assertThat(client.call("SCRIPT", "KILL"))
        .isEqualTo("-NOTBUSY No scripts in execution right now.");
    CompletableFuture<String> endless =
        inBackground(
            "EVAL",
            "redis.call('set', 'k', 1) while true do pcall(function() error('x') end) end",
            "0");
    Await.until("the script is killed", () -> client.call("SCRIPT", "KILL").equals("+OK"));
    assertThat(endless.join()).startsWith("-ERR Script killed by user with SCRIPT KILL.");
    assertThat(client.call("EXISTS", "k")).isEqualTo(":0");
    assertThat(client.call("EVAL", "return 'next'", "0")).isEqualTo("$4:next");
  }

  @Test
  void aPatternThatNeverEndsIsKilled() {
    server.addModule(module);
    CompletableFuture<String> endless =
        inBackground(
            "EVAL",
            "return string.find(string.rep('a', 100000), string.rep('a-', 20) .. 'b')",
            "0");
    Await.until("the script is killed", () -> client.call("SCRIPT", "KILL").equals("+OK"));
    assertThat(endless.join()).startsWith("-ERR Script killed by user");
  }

  @Test
  void otherClientsSeeAllOrNothingOfAScript() {
    server.addModule(module);
    String script =
        "local a = tonumber(redis.call('get', 'a') or 0)"
            + " redis.call('set', 'a', a + 1) redis.call('set', 'b', a + 1) return a + 1";
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      writers.add(
          CompletableFuture.runAsync(
              () -> {
                try (RespClient each = new RespClient(net.address())) {
                  for (int j = 0; j < 200; j++) {
                    assertThat(each.call("EVAL", script, "0")).startsWith(":");
                  }
                }
              }));
    }
    while (!writers.stream().allMatch(CompletableFuture::isDone)) {
      String both = client.call("MGET", "a", "b");
      String[] values = both.substring(both.indexOf('[') + 1).split(" , ");
      assertThat(values[0]).isEqualTo(values[1].replace(" ]", ""));
    }
    writers.forEach(CompletableFuture::join);
    assertThat(client.call("GET", "a")).isEqualTo("$3:800");
  }

  @Test
  void memoryIsBoundedByWhatIsAlive() {
    server.addModule(module);
    assertThat(
            client.call(
                "EVAL",
                "local t = {} for i = 1, 1e9 do t[i] = string.rep('x', 1000) .. i end return #t",
                "0"))
        .contains("not enough memory");
    assertThat(
            client.call(
                "EVAL",
                "local s = '' for i = 1, 300000 do s = string.rep('x', 5000) .. i end return #s",
                "0"))
        .isEqualTo(":5006");
    assertThat(client.call("EVAL", "return #string.rep('x', 2000000000)", "0"))
        .contains("not enough memory");
  }

  @Test
  void recursionEndsInAnError() {
    server.addModule(module);
    assertThat(client.call("EVAL", "local function f() return 1 + f() end return f()", "0"))
        .contains("stack overflow");
    assertThat(
            client.call(
                "EVAL",
                "local function f() redis.call('incr', 'n') return 1 + f() end return f()",
                "0"))
        .contains("stack overflow");
    assertThat(client.call("PING")).isEqualTo("+PONG");
  }

  @Test
  void aScriptSeesARowAsAHash() {
    server.addModule(module);
    stack.createItems();
    stack.insertItem(1, "lamp", 41);
    assertThat(
            client.call(
                "EVAL",
                "redis.call('hincrby', KEYS[1], 'qty', 1) return redis.call('hget', KEYS[1], 'qty')",
                "1",
                "items:1"))
        .isEqualTo("$2:42");
    assertThat(
            client.call("EVAL", "return redis.call('hset', KEYS[1], 'qty', 'x')", "1", "items:1"))
        .startsWith("-ERR invalid input syntax for type integer: \"x\"");
  }

  @Test
  void functionsAreForAllSessionsAndPartOfTransactions() {
    server.addModule(module);
    String library =
        "#!lua name=counting\nredis.register_function('count', function(keys) return"
            + " redis.call('incr', keys[1]) end)";
    client.call("MULTI");
    client.call("FUNCTION", "LOAD", library);
    client.call("DISCARD");
    assertThat(client.call("FCALL", "count", "1", "c")).isEqualTo("-ERR Function not found");
    assertThat(client.call("FUNCTION", "LOAD", library)).isEqualTo("$8:counting");
    assertThat(inBackground("FCALL", "count", "1", "c").join()).isEqualTo(":1");
    client.call("FLUSHALL");
    assertThat(client.call("FCALL", "count", "1", "c")).isEqualTo(":1");
    String dump = client.call("FUNCTION", "DUMP");
    client.call("FUNCTION", "FLUSH");
    assertThat(client.call("FCALL", "count", "1", "c")).isEqualTo("-ERR Function not found");
    String payload = dump.substring(dump.indexOf(':') + 1);
    assertThat(client.call("FUNCTION", "RESTORE", payload)).isEqualTo("+OK");
    assertThat(client.call("FCALL", "count", "1", "c")).isEqualTo(":2");
    assertThat(client.call("FUNCTION", "RESTORE", payload))
        .isEqualTo("-ERR Library counting already exists");
    assertThat(client.call("DBSIZE")).isEqualTo(":1");
  }

  @Test
  void functionsOfARealRedisAreRestored() {
    server.addModule(module);
    try (RealRedis redis = RealRedis.start();
        RespClient real = new RespClient(redis.address())) {
      real.call(
          "FUNCTION",
          "LOAD",
          "#!lua name=lib\nredis.register_function('one', function() return 1 end)"
              + " redis.register_function('two', function() return 2 end)");
      String dump = real.call("FUNCTION", "DUMP");
      String payload = dump.substring(dump.indexOf(':') + 1);
      assertThat(client.call("FUNCTION", "RESTORE", payload)).isEqualTo("+OK");
      assertThat(client.call("FCALL", "two", "0")).isEqualTo(":2");
      String own = client.call("FUNCTION", "DUMP");
      assertThat(real.call("FUNCTION", "RESTORE", own.substring(own.indexOf(':') + 1), "FLUSH"))
          .isEqualTo("+OK");
    }
  }

  @Test
  void coroutinesThatNeverEndLeaveNoThread() {
    server.addModule(module);
    assertThat(
            client.call(
                "EVAL",
                "for i = 1, 100 do local c = coroutine.create(function() coroutine.yield() end)"
                    + " coroutine.resume(c) end return 1",
                "0"))
        .isEqualTo(":1");
  }

  private String load(String code) {
    return client.call("FUNCTION", "LOAD", "REPLACE", "#!lua name=lib\n" + code);
  }

  @Test
  void whatMayWriteIsRefusedWhenMemoryIsFull() {
    server.addModule(module);
    load("redis.register_function('f', function() return redis.call('set', 'x', '1') end)");
    client.call("SET", "k", "v");
    client.call("CONFIG", "SET", "maxmemory", "1");
    String undeclared =
        "-OOM allow-oom flag is not set on the script, can not run it when used memory >"
            + " 'maxmemory'";
    assertThat(client.call("FCALL", "f", "0")).isEqualTo(undeclared);
    assertThat(client.call("EVAL", "#!lua\nreturn 1", "0")).isEqualTo(undeclared);
    assertThat(client.call("EVAL", "#!lua flags=no-writes\nreturn 1", "0")).isEqualTo(":1");
    assertThat(client.call("EVAL", "return redis.call('set', 'x', '1')", "0"))
        .startsWith("-OOM command not allowed when used memory > 'maxmemory'.");
    assertThat(client.call("EVAL", "#!lua flags=allow-oom\nreturn redis.call('set', 'x', 1)", "0"))
        .isEqualTo("+OK");
    assertThat(
            client.call("EVAL", "redis.call('del', 'k') return redis.call('set', 'x', '2')", "0"))
        .isEqualTo("+OK");
  }

  @Test
  void functionsAreFoundWhateverTheCaseOfTheirNames() {
    server.addModule(module);
    load("redis.register_function('Test', function() return 'hello' end)");
    assertThat(client.call("FCALL", "tEST", "0")).isEqualTo("$5:hello");
    assertThat(client.call("FUNCTION", "LOAD", "#!lua name=LIB\nredis.register_function('g', f)"))
        .startsWith("-ERR");
    assertThat(client.call("FUNCTION", "DELETE", "LIB")).isEqualTo("+OK");
  }

  @Test
  void functionsAreRegisteredWhileTheLibraryLoadsOnly() {
    server.addModule(module);
    load(
        "local lib = redis\nredis.register_function('f', function() lib.register_function('g',"
            + " function() end) end)");
    assertThat(client.call("FCALL", "f", "0"))
        .contains("redis.register_function can only be called on FUNCTION LOAD command");
  }

  @Test
  void aScriptMayAskWhatItsUserMayDo() {
    server.addModule(module);
    client.call("ACL", "SETUSER", "ann", "on", ">Secret-1", "+@all", "-@write", "~a*");
    try (RespClient ann = new RespClient(net.address())) {
      assertThat(ann.call("AUTH", "ann", "Secret-1")).isEqualTo("+OK");
      String ask = "return redis.acl_check_cmd(unpack(ARGV)) and 1 or 0";
      assertThat(ann.call("EVAL", ask, "0", "get", "a1")).isEqualTo(":1");
      assertThat(ann.call("EVAL", ask, "0", "get", "b1")).isEqualTo(":0");
      assertThat(ann.call("EVAL", ask, "0", "set", "a1", "v")).isEqualTo(":0");
    }
  }

  @Test
  void aScriptWithoutWritesPublishesNothing() {
    server.addModule(module);
    assertThat(client.call("EVAL_RO", "return redis.call('publish', 'c', 'm')", "0"))
        .startsWith("-ERR Write commands are not allowed from read-only scripts.");
    assertThat(client.call("EVAL", "return redis.call('publish', 'c', 'm')", "0")).isEqualTo(":0");
  }

  @Test
  void aFailureIsCountedOnceWhereverItComesFrom() {
    server.addModule(module);
    client.call("CONFIG", "RESETSTAT");
    client.call("EVAL", "return redis.call('select', 99)", "0");
    assertThat(client.call("INFO", "errorstats")).contains("errorstat_ERR:count=1\r\n");
    client.call("EVAL_RO", "return redis.call('set', 'x', 'y')", "0");
    assertThat(client.call("INFO", "errorstats")).contains("errorstat_ERR:count=2\r\n");
    client.call("EVAL", "return redis.error_reply('MINE my own')", "0");
    assertThat(client.call("INFO", "errorstats")).contains("errorstat_MINE:count=1\r\n");
    assertThat(client.call("INFO", "commandstats"))
        .containsPattern("cmdstat_set:calls=0,[^\r]*rejected_calls=1,failed_calls=0")
        .containsPattern("cmdstat_eval:calls=2,[^\r]*failed_calls=2");
  }

  @Test
  void aFirstLineMayHaveNoFlagsAndAQuotedName() {
    server.addModule(module);
    assertThat(client.call("EVAL", "#!lua flags=\nreturn 1", "0")).isEqualTo(":1");
    assertThat(
            client.call(
                "FUNCTION",
                "LOAD",
                "#!lua name=\"lib\"\nredis.register_function('q', function() return 1 end)"))
        .isEqualTo("$3:lib");
  }
}
