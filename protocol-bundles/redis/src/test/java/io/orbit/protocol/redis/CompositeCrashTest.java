package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.storage.lsm.LsmEngineFactory;
import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lists, sets, sorted sets and streams as a killed server leaves them: the data folder is copied
 * under a running store, as it is on the disk at that moment, and opened again.
 */
class CompositeCrashTest {
  private static final int ROUNDS = 6;
  private static final int COMMANDS = 400;

  @TempDir Path folder;

  @Test
  void everythingAcknowledgedIsThereAfterAKill() throws IOException {
    long seed = FrameFuzzer.freshSeed();
    System.out.println("CompositeCrashTest seed " + seed);
    RandomCommands commands = new RandomCommands(seed);
    Path current = Files.createDirectory(folder.resolve("0"));
    Map<String, String> expected = Map.of();
    for (int round = 1; round <= ROUNDS; round++) {
      Path next = folder.resolve(String.valueOf(round));
      try (TestStack stack = new TestStack(current, true, new LsmEngineFactory());
          TestNet net = TestNet.start(stack.protocol());
          RespClient client = new RespClient(net.address())) {
        assertThat(content(client)).as("round %d, seed %d", round, seed).isEqualTo(expected);
        client.call("CONFIG", "SET", "appendfsync", "always");
        run(client, commands);
        if (round % 2 == 0) {
          client.call("SAVE");
          run(client, commands);
        }
        client.call("DISCARD");
        client.call("SELECT", "0");
        expected = content(client);
        copy(current, next);
      }
      current = next;
    }
    assertThat(expected).isNotEmpty();
  }

  private static void run(RespClient client, RandomCommands commands) {
    for (int i = 0; i < COMMANDS; i++) {
      List<String> command = commands.nextOfComposites();
      client.call(command, -1);
    }
  }

  /** Every key's value; of a sorted set both orders, which have to agree. */
  private static Map<String, String> content(RespClient client) {
    Map<String, String> content = new TreeMap<>();
    List<String> keys = new ArrayList<>();
    for (String kind : List.of("l", "s", "z", "y", "t", "k")) {
      for (int i = 0; i < 6; i++) {
        keys.add(kind + i);
      }
    }
    for (String key : keys) {
      switch (client.call("TYPE", key)) {
        case "+list" -> content.put(key, client.call("LRANGE", key, "0", "-1"));
        case "+set" -> content.put(key, client.call("SMEMBERS", key));
        case "+zset" -> {
          String byScore = client.call("ZRANGE", key, "0", "-1", "WITHSCORES");
          String byMember = client.call("ZSCAN", key, "0", "COUNT", "1000");
          assertThat(pairs(byMember)).isEqualTo(pairs(byScore));
          content.put(key, byScore);
        }
        case "+stream" ->
            content.put(
                key,
                client.call("XINFO", "STREAM", key, "FULL", "COUNT", "0")
                    + client.call("XINFO", "GROUPS", key));
        default -> {}
      }
    }
    return content;
  }

  /** Members with their scores, in any order. */
  private static List<String> pairs(String reply) {
    String inner = reply.substring(reply.lastIndexOf('[') + 1, reply.indexOf(']'));
    String[] parts = inner.split(" , |, ");
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < parts.length; i += 2) {
      pairs.add(parts[i].trim() + "=" + parts[i + 1].trim());
    }
    pairs.sort(null);
    return pairs;
  }

  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }
}
