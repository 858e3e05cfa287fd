package io.orbit.simulation;

import io.orbit.simulation.Network.Call;
import io.orbit.simulation.Timeline.Value;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Redis protocol, and the wire between: requests, several at once, arrive in
 * pieces, answers come late, and now and then the connection is cut with all that is on its way.
 */
final class NetworkClient implements Client {
  private static final int MOST_OPEN = 4;
  private static final int PIECE = 48;

  /**
   * A request on its way.
   *
   * @param call null for one that is no part of the history
   */
  private record Sent(@Nullable Call call, byte[] bytes) {}

  private final World world;
  private final Network network;
  private @Nullable SimulatedConnection connection;

  /** Not wholly arrived, in order; of the first, how much has. */
  private final Deque<Sent> requests = new ArrayDeque<>();

  private int arrived;

  /** Sent and not answered, in order. */
  private final Deque<Sent> open = new ArrayDeque<>();

  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

  NetworkClient(World world) {
    this.world = world;
    this.network = world.network();
  }

  @Override
  public boolean isWaiting() {
    return false;
  }

  @Override
  public void step() {
    for (int events = world.random().nextInt(1, 6); events > 0; events--) {
      SimulatedConnection present = connection;
      if (present == null || present.isOver()) {
        connect();
      } else {
        event(present);
      }
    }
  }

  private void event(SimulatedConnection present) {
    int choice = world.random().nextInt(30);
    if (choice == 0) {
      cut(present);
    } else if (choice < 10) {
      if (open.size() < MOST_OPEN) {
        Call call = network.ask();
        send(call, words(call));
      }
    } else if (choice < 20) {
      arrive(present);
    } else {
      read(present);
    }
  }

  private void connect() {
    forget();
    connection = network.connect();
    send(null, "SELECT", "" + Network.KEY_SPACE);
  }

  private void cut(SimulatedConnection present) {
    world.note("a connection is cut");
    if (world.random().nextBoolean()) {
      arrive(present);
    }
    present.cut();
    forget();
  }

  private void forget() {
    connection = null;
    requests.clear();
    open.clear();
    answer.reset();
    arrived = 0;
  }

  private static String[] words(Call call) {
    String argument = String.valueOf(call.argument);
    return switch (call.kind) {
      case GET -> new String[] {"GET", call.key};
      case SET -> new String[] {"SET", call.key, argument};
      case EXCHANGE -> new String[] {"GETSET", call.key, argument};
      case APPEND -> new String[] {"APPEND", call.key, argument};
      case SET_IF_ABSENT -> new String[] {"SETNX", call.key, argument};
      case DELETE -> new String[] {"DEL", call.key};
    };
  }

  private void send(@Nullable Call call, String... words) {
    StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
    for (String word : words) {
      text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
    }
    Sent sent = new Sent(call, World.bytes(text.toString()));
    requests.add(sent);
    open.add(sent);
  }

  /** Bytes reach the server: at most one request that changes something becomes whole. */
  private void arrive(SimulatedConnection present) {
    int most = world.oneIn(3) ? world.random().nextInt(1, PIECE) : Integer.MAX_VALUE;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Call write = null;
    while (!requests.isEmpty() && bytes.size() < most) {
      Sent next = requests.getFirst();
      Call call = next.call();
      boolean writes = call != null && call.isWrite();
      if (writes && write != null) {
        break;
      }
      int piece = Math.min(most - bytes.size(), next.bytes().length - arrived);
      bytes.write(next.bytes(), arrived, piece);
      arrived += piece;
      if (arrived == next.bytes().length) {
        requests.removeFirst();
        arrived = 0;
        write = writes ? call : write;
      }
    }
    if (bytes.size() > 0) {
      serve(present, bytes.toByteArray(), write);
    }
  }

  private void serve(SimulatedConnection present, byte[] bytes, @Nullable Call write) {
    Timeline timeline = world.timeline();
    Map<String, @Nullable Value> changes = write == null ? Map.of() : changes(write);
    if (!changes.isEmpty()) {
      timeline.attempt(changes);
    }
    long before = world.store().visibleTimestamp();
    present.receive(bytes);
    long timestamp = world.store().visibleTimestamp();
    if (timestamp != before) {
      int moment = world.committed(timestamp, changes);
      world.note("network " + changes + " at " + moment);
    } else if (world.disturbance().isAny()) {
      timeline.attemptUnknown();
    } else {
      timeline.attemptFailed();
    }
  }

  private Map<String, @Nullable Value> changes(Call call) {
    String name = World.NETWORK + call.key;
    Value known = world.timeline().get(name, world.timeline().now());
    String before = known == null ? null : known.text();
    String after =
        switch (call.kind) {
          case GET -> before;
          case SET, EXCHANGE -> call.argument;
          case APPEND -> (before == null ? "" : before) + call.argument;
          case SET_IF_ABSENT -> before == null ? call.argument : before;
          case DELETE -> null;
        };
    Map<String, @Nullable Value> changes = new HashMap<>();
    if (!java.util.Objects.equals(before, after)) {
      changes.put(name, after == null ? null : Value.of(after));
    }
    return changes;
  }

  private void read(SimulatedConnection present) {
    answer.writeBytes(present.take(world.random().nextInt(1, PIECE)));
    for (int end = endOfAnswer(); end > 0; end = endOfAnswer()) {
      byte[] all = answer.toByteArray();
      String text = World.string(Arrays.copyOf(all, end));
      answer.reset();
      answer.write(all, end, all.length - end);
      Call call = open.removeFirst().call();
      if (call != null && text.charAt(0) != '-') {
        network.answered(call, result(text));
      }
    }
  }

  /** Where the first answer ends; 0 when it is not whole yet. */
  private int endOfAnswer() {
    String text = World.string(answer.toByteArray());
    int line = text.indexOf("\r\n");
    if (line < 0) {
      return 0;
    }
    int end = line + 2;
    if (text.charAt(0) == '$' && text.charAt(1) != '-') {
      end += Integer.parseInt(text.substring(1, line)) + 2;
    }
    return end <= text.length() ? end : 0;
  }

  private static @Nullable String result(String text) {
    String[] lines = text.split("\r\n", -1);
    return text.charAt(0) == '$' ? text.charAt(1) == '-' ? null : lines[1] : lines[0].substring(1);
  }

  @Override
  public void abort() {
    SimulatedConnection present = connection;
    if (present != null) {
      present.cut();
    }
    forget();
  }

  @Override
  public void finish() {
    abort();
  }
}
