package io.orbit.protocol.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.testkit.protocol.FrameFuzzer;
import io.orbit.testkit.protocol.TestNet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same random commands to Orbit and to a real Redis: the replies are the same bytes. The
 * commands are the same at each run, and others with {@code ./orbit soak --commands N}.
 */
class RedisDifferentialTest {
  private static final @Nullable Integer AT_LENGTH = Integer.getInteger("orbit.redis.commands");
  private static final int COMMANDS = AT_LENGTH == null ? 20_000 : AT_LENGTH;
  private static final long SEED = 50_219_883_004L;
  private static final int SHOWN = 10;
  private static final int REMEMBERED = AT_LENGTH == null ? 12 : 200;

  /** An integer reply that may be a time to live or a point in time. */
  private static final Pattern TIME = Pattern.compile(":[0-9]{5,13}(?![0-9])");

  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void answersAsRedisDoes(String protocol) {
    try (TestStack stack = new TestStack(true)) {
      compare(protocol, stack, COMMANDS);
    }
  }

  /** What a command reads may have to come from the engine at any moment. */
  @ParameterizedTest
  @ValueSource(strings = {"2", "3"})
  void soItDoesWhileRecordsLeaveMemory(String protocol) {
    try (TestStack stack = TestStack.evicting()) {
      compare(protocol, stack, COMMANDS / 2);
      assertThat(stack.store.statistics().coldReads()).isGreaterThan(COMMANDS / 200);
    }
  }

  private static void compare(String protocol, TestStack stack, int count) {
    long seed = AT_LENGTH == null ? Long.getLong("orbit.test.seed", SEED) : FrameFuzzer.freshSeed();
    System.out.println("RedisDifferentialTest seed " + seed);
    try (RealRedis redis = RealRedis.start();
        TestNet net = TestNet.start(stack.protocol());
        RespClient expected = new RespClient(redis.address());
        RespClient actual = new RespClient(net.address())) {
      expected.call("HELLO", protocol);
      actual.call("HELLO", protocol);
      RandomCommands commands = new RandomCommands(seed);
      List<String> differences = new ArrayList<>();
      Deque<String> history = new ArrayDeque<>();
      for (int i = 0; i < count; i++) {
        List<String> command = commands.next();
        while (command.getFirst().equals("SCAN") && stack.isEvicting()) {
          // The cursor tells where the records are.
          command = commands.next();
        }
        int unordered = RandomCommands.unorderedDepth(command.getFirst());
        String wanted = expected.call(command, unordered);
        String got = actual.call(command, unordered);
        history.addLast(command + " -> " + wanted);
        if (history.size() > REMEMBERED) {
          history.removeFirst();
        }
        if (!same(wanted, got)) {
          differences.add(
              "command %d: Redis %s, Orbit %s, after%n  %s"
                  .formatted(i, wanted, got, String.join("\n  ", history)));
          for (RespClient each : List.of(expected, actual)) {
            each.call("DISCARD");
            each.call("SELECT", "0");
            each.call("FLUSHALL");
          }
          history.clear();
        }
      }
      assertThat(differences.stream().limit(SHOWN)).as("seed " + seed).isEmpty();
    }
  }

  /** Equal, but for the moments that pass between two servers: TTL and its like. */
  private static boolean same(String wanted, String got) {
    if (wanted.equals(got)) {
      return true;
    }
    String[] wantedParts = TIME.splitWithDelimiters(wanted, 0);
    String[] gotParts = TIME.splitWithDelimiters(got, 0);
    boolean close = wantedParts.length == gotParts.length;
    for (int i = 0; close && i < wantedParts.length; i++) {
      close =
          wantedParts[i].equals(gotParts[i])
              || (TIME.matcher(wantedParts[i]).matches()
                  && TIME.matcher(gotParts[i]).matches()
                  && Math.abs(time(wantedParts[i]) - time(gotParts[i])) <= 2_000);
    }
    return close;
  }

  private static long time(String reply) {
    return Long.parseLong(reply.substring(1));
  }
}
