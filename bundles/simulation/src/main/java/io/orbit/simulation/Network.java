package io.orbit.simulation;

import io.orbit.api.ops.ServerInfo;
import io.orbit.protocol.redis.RedisProtocol;
import io.orbit.testkit.history.Linearizability;
import io.orbit.testkit.history.RecordCall;
import io.orbit.testkit.history.RecordCall.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The Redis protocol, as it is in a server, for clients whose bytes come late, in pieces or never;
 * and what those clients have seen, over all starts. They ask for fsync before each answer, so what
 * they have seen must be linearizable whatever happens to connections, processes and power.
 */
final class Network {
  /** The number of the key space that is theirs alone. */
  static final int KEY_SPACE = 1;

  private static final int KEYS = 3;

  /** After so many calls of a key another takes its place: looking for an order stays quick. */
  private static final int CALLS = 12;

  /** A call as its client sees it; until an answer comes it may have happened or not. */
  static final class Call {
    final String key;
    final Kind kind;
    final @Nullable String argument;
    private final long invoked;
    private long returned = RecordCall.UNKNOWN;
    private @Nullable String result;

    private Call(String key, Kind kind, @Nullable String argument, long invoked) {
      this.key = key;
      this.kind = kind;
      this.argument = argument;
      this.invoked = invoked;
    }

    boolean isWrite() {
      return kind != Kind.GET;
    }

    private RecordCall recorded() {
      return new RecordCall(key, kind, argument, result, invoked, returned);
    }
  }

  private record Info(Path dataDirectory) implements ServerInfo {
    @Override
    public String version() {
      return "simulated";
    }

    @Override
    public String runId() {
      return "0".repeat(40);
    }

    @Override
    public long startedAt() {
      return Template.START;
    }

    @Override
    public int portOffset() {
      return 0;
    }

    @Override
    public boolean devMode() {
      return true;
    }

    @Override
    public long memoryLimit() {
      return 1L << 30;
    }
  }

  private final World world;
  private final List<Call> calls = new ArrayList<>();
  private final Map<String, Integer> asked = new TreeMap<>();
  private @Nullable RedisProtocol protocol;
  private long clock;
  private long connections;

  Network(World world) {
    this.world = world;
  }

  /** The process has ended, and every connection with it. */
  void restarted() {
    protocol = null;
  }

  SimulatedConnection connect() {
    RedisProtocol open = protocol;
    if (open == null) {
      open = world.redis(new Info(world.template().directory()));
      protocol = open;
    }
    return new SimulatedConnection(++connections, open);
  }

  /** All that were ever asked for. */
  Set<String> keys() {
    return asked.keySet();
  }

  private String key() {
    int number = world.random().nextInt(KEYS);
    String key = "n" + number;
    while (asked.getOrDefault(key, 0) == CALLS) {
      number += KEYS;
      key = "n" + number;
    }
    asked.merge(key, 1, Integer::sum);
    return key;
  }

  /** A client asks. */
  Call ask() {
    Kind kind = world.oneIn(3) ? Kind.GET : world.pick(Kind.values());
    boolean argued = kind != Kind.GET && kind != Kind.DELETE;
    Call call = new Call(key(), kind, argued ? "v" + calls.size() + ";" : null, ++clock);
    calls.add(call);
    return call;
  }

  /** A client is answered. */
  void answered(Call call, @Nullable String result) {
    call.result = result;
    call.returned = ++clock;
    world.note("answer to " + call.recorded());
  }

  /** What clients have seen fits one order of all calls. */
  void check() {
    List<RecordCall> history = calls.stream().map(Call::recorded).toList();
    Optional<List<RecordCall>> violation = Linearizability.violation(history);
    if (violation.isPresent()) {
      violation.get().forEach(call -> world.note("not linearizable: " + call));
      throw new Violation("what clients saw is not linearizable: " + violation.get());
    }
  }
}
