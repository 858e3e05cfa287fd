package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.keyspace.Dumps;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.security.Session;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** DUMP, RESTORE and dump files, back and forth between here and a genuine server. */
class DumpTest {
  private final TestStack stack = new TestStack(true);
  private final TestNet net = TestNet.start(stack.protocol());
  private final RealRedis redis = RealRedis.start();
  private RespClient client;
  private RespClient genuine;

  @BeforeEach
  void connect() {
    client = new RespClient(net.address());
    genuine = new RespClient(redis.address());
  }

  @AfterEach
  void close() {
    genuine.close();
    client.close();
    redis.close();
    net.close();
    stack.close();
  }

  /** Values of all types and of all encodings that the genuine server has for them. */
  private static List<List<String>> commands() {
    List<List<String>> all = new ArrayList<>();
    String longText = "compressible ".repeat(500);
    for (String value : List.of("", "x", "12", "-129", "70000", "-5000000000", longText)) {
      all.add(List.of("SET", "string:" + value.length() + value.hashCode(), value));
    }
    all.add(List.of("SET", "binary", "\u0000\u00ff\r\n\u0080"));
    for (int size : List.of(1, 5, 200, 700)) {
      for (String kind : List.of("number", "text", "long")) {
        String name = ":" + kind + ":" + size;
        List<String> list = new ArrayList<>(List.of("RPUSH", "list" + name));
        List<String> set = new ArrayList<>(List.of("SADD", "set" + name));
        List<String> sorted = new ArrayList<>(List.of("ZADD", "zset" + name));
        List<String> hash = new ArrayList<>(List.of("HSET", "hash" + name));
        for (int i = 0; i < size; i++) {
          String element = element(kind, i);
          list.add(element);
          set.add(element);
          sorted.addAll(List.of(String.valueOf(i % 7), element));
          hash.addAll(List.of(element, element(kind, i * 31)));
        }
        all.addAll(List.of(list, set, sorted, hash));
      }
    }
    all.add(List.of("ZADD", "zset:ends", "-inf", "a", "inf", "b", "0.5", "c", "1024", "d"));
    for (int i = 1; i <= 250; i++) {
      all.add(List.of("XADD", "stream", i + "-" + i, "field", "value" + i, "same", "x"));
      all.add(List.of("XADD", "mixed", i / 3 + 1 + "-" + i, "f" + i % 5, "y".repeat(i % 90)));
    }
    all.add(List.of("XDEL", "stream", "5-5", "250-250"));
    all.add(List.of("XGROUP", "CREATE", "stream", "group", "0"));
    all.add(List.of("XGROUP", "CREATE", "stream", "other", "$", "ENTRIESREAD", "3"));
    all.add(List.of("XREADGROUP", "GROUP", "group", "c1", "COUNT", "7", "STREAMS", "stream", ">"));
    all.add(List.of("XREADGROUP", "GROUP", "group", "c2", "COUNT", "3", "STREAMS", "stream", ">"));
    all.add(List.of("XACK", "stream", "group", "2-2"));
    all.add(List.of("XGROUP", "CREATE", "empty", "group", "$", "MKSTREAM"));
    all.add(List.of("PFADD", "log", "a", "b", "c"));
    return all;
  }

  private static String element(String kind, int i) {
    return switch (kind) {
      case "number" -> Long.toString(i * 1_000_003L * (i % 2 == 0 ? 1 : -4000));
      case "text" -> "element" + i;
      default -> "z".repeat(i % 300) + i;
    };
  }

  private static void fill(RespClient server) {
    for (List<String> command : commands()) {
      assertThat(server.call(command, -1)).as(command.toString()).doesNotStartWith("-");
    }
  }

  /** Keys with what they hold, as commands tell it. */
  private static Map<String, String> contents(RespClient server) {
    Map<String, String> contents = new TreeMap<>();
    for (List<String> command : commands()) {
      String key = command.getFirst().equals("XGROUP") ? command.get(2) : command.get(1);
      if (!command.getFirst().equals("XREADGROUP")) {
        contents.computeIfAbsent(key, each -> content(server, each));
      }
    }
    return contents;
  }

  private static String content(RespClient server, String key) {
    String type = server.call("TYPE", key).substring(1);
    return switch (type) {
      case "string" -> server.call("GET", key);
      case "list" -> server.call("LRANGE", key, "0", "-1");
      case "set" -> server.call(List.of("SMEMBERS", key), 0);
      case "zset" -> server.call("ZRANGE", key, "0", "-1", "WITHSCORES");
      case "hash" -> pairs(server.call("HGETALL", key));
      case "stream" ->
          server.call("XRANGE", key, "-", "+")
              + server
                  .call("XINFO", "STREAM", key)
                  .replaceAll(
                      "\\$15:radix-tree-\\S+ , :\\d+ , \\$16:radix-tree-nodes , :\\d+ , ", "")
              + server.call("XINFO", "GROUPS", key)
              + server.call("XPENDING", key, "group");
      default -> type;
    };
  }

  private static String pairs(String map) {
    String[] words = map.substring(map.indexOf('[') + 1).split(" , ");
    Map<String, String> sorted = new TreeMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      sorted.put(words[i], words[i + 1].replace(" ]", ""));
    }
    return sorted.toString();
  }

  private static void same(Map<String, String> wanted, Map<String, String> got) {
    wanted.forEach((key, value) -> assertThat(got.get(key)).as(key).isEqualTo(value));
  }

  private static void copyAll(RespClient from, RespClient to) {
    for (String key : contents(from).keySet()) {
      String dumped = from.call("DUMP", key);
      assertThat(dumped).as(key).startsWith("$");
      String payload = dumped.substring(dumped.indexOf(':') + 1);
      assertThat(to.call("RESTORE", key, "0", payload)).as(key).isEqualTo("+OK");
    }
  }

  @Test
  void redisTakesWhatIsDumpedHere() {
    fill(client);
    copyAll(client, genuine);
    same(contents(client), contents(genuine));
  }

  @Test
  void whatRedisDumpsIsTakenHere() {
    fill(genuine);
    copyAll(genuine, client);
    same(contents(genuine), contents(client));
  }

  @Test
  void soItIsWithRedisOlderEncodings() {
    for (String setting :
        List.of(
            "hash-max-listpack-entries", "zset-max-listpack-entries", "set-max-intset-entries")) {
      genuine.call("CONFIG", "SET", setting, "0");
    }
    genuine.call("CONFIG", "SET", "list-max-listpack-size", "2");
    genuine.call("CONFIG", "SET", "rdbcompression", "no");
    fill(genuine);
    copyAll(genuine, client);
    same(contents(genuine), contents(client));
  }

  @Test
  void theErrorsAreThoseOfRedis() {
    for (RespClient each : List.of(client, genuine)) {
      each.call("SET", "k", "value");
    }
    String dumped = genuine.call("DUMP", "k");
    String payload = dumped.substring(dumped.indexOf(':') + 1);
    String flipped = (char) (payload.charAt(0) ^ 1) + payload.substring(1);
    List<List<String>> calls =
        List.of(
            List.of("DUMP", "none"),
            List.of("RESTORE", "k", "0", payload),
            List.of("RESTORE", "k", "0", payload, "REPLACE"),
            List.of("RESTORE", "n", "-1", payload),
            List.of("RESTORE", "n", "x", payload),
            List.of("RESTORE", "n", "0", "junk"),
            List.of("RESTORE", "n", "0", flipped),
            List.of("RESTORE", "n", "1000000", payload),
            List.of("RESTORE", "n", "1", payload, "ABSTTL", "REPLACE"),
            List.of("EXISTS", "n"),
            List.of("RESTORE", "n", "99999999999999", payload, "ABSTTL"),
            List.of("PEXPIRETIME", "n"),
            List.of("RESTORE", "f", "0", payload, "FREQ", "256"),
            List.of("RESTORE", "f", "0", payload, "IDLETIME", "-1"),
            List.of("RESTORE", "f", "0", payload, "IDLETIME", "1", "FREQ", "1"),
            List.of("RESTORE", "f", "0", payload, "IDLETIME", "1"),
            List.of("RESTORE", "f", "0", payload, "WHAT"),
            List.of("RESTORE", "f"));
    for (List<String> call : calls) {
      assertThat(client.call(call, -1)).as(call.toString()).isEqualTo(genuine.call(call, -1));
    }
  }

  @Test
  void aRowIsNeitherDumpedNorRestored() {
    stack.createItems();
    stack.insertItem(1, "lamp", 1);
    client.call("SET", "k", "v");
    String dumped = client.call("DUMP", "k");
    String payload = dumped.substring(dumped.indexOf(':') + 1);
    assertThat(client.call("DUMP", "items:1"))
        .isEqualTo("-ERR 'items:1' is a row of a table and cannot be dumped");
    assertThat(client.call("DUMP", "items:2")).isEqualTo("$nil");
    assertThat(client.call("RESTORE", "items:2", "0", payload)).startsWith("-ERR 'items:2'");
  }

  @Test
  void aDumpFileIsReadWhole() throws IOException {
    fill(genuine);
    genuine.call("SET", "expires", "x", "PXAT", "99999999999999");
    genuine.call("SELECT", "3");
    genuine.call("SET", "third", "x");
    genuine.call("SELECT", "0");
    assertThat(genuine.call("SAVE")).isEqualTo("+OK");
    Path file = redis.directory().resolve("dump.rdb");
    assertThat(load(file)).isEqualTo(contents(genuine).size() + 2);
    same(contents(genuine), contents(client));
    assertThat(client.call("PEXPIRETIME", "expires")).isEqualTo(":99999999999999");
    client.call("SELECT", "3");
    assertThat(client.call("GET", "third")).isEqualTo("$1:x");
    byte[] damaged = Files.readAllBytes(file);
    damaged[damaged.length / 2] ^= 1;
    Files.write(file, damaged);
    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> read(file)))
        .isInstanceOf(io.orbit.api.error.OrbitException.class);
  }

  private int load(Path file) throws IOException {
    int count = 0;
    try (Session session = stack.session();
        InputStream in = Files.newInputStream(file)) {
      Keyspace keyspace = stack.keyspaces.open(session);
      keyspace.setMayWait(true);
      Dumps.DumpFile dump = keyspace.dumps().open(in);
      while (dump.next()) {
        keyspace.select(dump.keySpace());
        assertThat(dump.restore()).isTrue();
        count++;
      }
      assertThat(dump.skipped()).isEmpty();
    }
    return count;
  }

  private void read(Path file) throws IOException {
    try (Session session = stack.session();
        InputStream in = Files.newInputStream(file)) {
      Dumps.DumpFile dump = stack.keyspaces.open(session).dumps().open(in);
      while (dump.next()) {
        assertThat(new String(dump.key().copy(), StandardCharsets.ISO_8859_1)).isNotNull();
      }
    }
  }
}
