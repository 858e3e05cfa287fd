package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.Keys;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** MIGRATE: moves keys to another server by RESTORE, and removes here what arrived. */
final class MigrateCommand {
  private static final int DEFAULT_TIMEOUT = 1000;
  private static final int OPTIONS_AT = 6;
  private static final int GREATEST_PORT = 65_535;

  private MigrateCommand() {}

  static RedisCommand command() {
    return new RedisCommand(CommandGroup.GENERIC, "MIGRATE", -6, "write off_loop")
        .keys("RW access delete", 3, 3, 1)
        .keysAfter("RW access delete incomplete", "KEYS")
        .about("2.6.0", "O(N) in the size of the values", "Moves keys to another server")
        .runs(MigrateCommand::run);
  }

  /** What the command says. */
  private static final class Order {
    boolean copies;
    boolean replaces;
    String user = "";
    String password = "";
    List<ByteRange> keys = List.of();
  }

  private static void run(RedisClient client, RedisRequest request, RedisReply reply) {
    Order order = parse(request);
    int timeout = (int) Math.min(Integer.MAX_VALUE, Words.integer(request.argument(5)));
    long database = Words.integer(request.argument(4));
    int port =
        (int) Words.inRange(request.argument(2), 0, GREATEST_PORT, "ERR Invalid TCP port number");
    WatchingCommands.requireSuperuser(client, "migrate");
    List<ByteRange> keys =
        order.keys.stream().filter(key -> client.keys().exists(key)).distinct().toList();
    if (keys.isEmpty()) {
      reply.simple("NOKEY");
      return;
    }
    List<byte[]> dumps = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    for (ByteRange key : keys) {
      byte[] dump = client.keyspace().dumps().dump(key);
      long at = client.keys().expiresAt(key);
      dumps.add(dump == null ? new byte[0] : dump);
      times.add(at == Keys.NO_EXPIRY ? 0 : Math.max(1, at - client.now()));
    }
    String host = request.argument(1).utf8();
    int patience = timeout <= 0 ? DEFAULT_TIMEOUT : timeout;
    List<String> answers;
    try (Target target = new Target(host, port, patience)) {
      answers = target.restore(order, database, keys, dumps, times);
    } catch (IOException e) {
      throw new RedisError("IOERR error or timeout writing to target instance");
    }
    String failure = "";
    for (int i = 0; i < keys.size(); i++) {
      String answer = answers.get(i);
      if (answer.startsWith("-")) {
        failure = failure.isEmpty() ? answer.substring(1) : failure;
      } else if (!order.copies) {
        boolean ignored = client.keys().delete(keys.get(i));
      }
    }
    if (!failure.isEmpty()) {
      throw new RedisError("ERR Target instance replied with error: " + failure);
    }
    reply.ok();
  }

  private static Order parse(RedisRequest request) {
    Order order = new Order();
    order.keys = List.of(request.argument(3));
    for (int i = OPTIONS_AT; i < request.size(); i++) {
      ByteRange word = request.argument(i);
      int left = request.size() - i - 1;
      if (word.isWord("COPY")) {
        order.copies = true;
      } else if (word.isWord("REPLACE")) {
        order.replaces = true;
      } else if (word.isWord("AUTH") && left > 0) {
        order.password = request.argument(++i).utf8();
      } else if (word.isWord("AUTH2") && left > 1) {
        order.user = request.argument(++i).utf8();
        order.password = request.argument(++i).utf8();
      } else if (word.isWord("KEYS")) {
        if (request.argument(3).length() > 0) {
          throw new RedisError(
              "ERR When using MIGRATE KEYS option, the key argument must be set to the empty"
                  + " string");
        }
        order.keys = request.from(i + 1);
        break;
      } else {
        throw RedisError.syntax();
      }
    }
    return order;
  }

  /** A connection to the server that takes the keys. */
  private static final class Target implements AutoCloseable {
    private final Socket socket = new Socket();
    private final InputStream in;

    Target(String host, int port, int timeout) throws IOException {
      try {
        socket.connect(new InetSocketAddress(host, port), timeout);
        socket.setSoTimeout(timeout);
        in = new BufferedInputStream(socket.getInputStream());
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }

    /** Answers of RESTORE, in the keys' order; the same failure for all where it came before. */
    List<String> restore(
        Order order, long database, List<ByteRange> keys, List<byte[]> dumps, List<Long> times)
        throws IOException {
      ByteBuf out = Unpooled.buffer();
      try {
        int before = 1;
        if (!order.password.isEmpty()) {
          before++;
          List<byte[]> login = new ArrayList<>(List.of(bytes("AUTH")));
          if (!order.user.isEmpty()) {
            login.add(bytes(order.user));
          }
          login.add(bytes(order.password));
          write(out, login);
        }
        write(out, List.of(bytes("SELECT"), bytes(Long.toString(database))));
        for (int i = 0; i < keys.size(); i++) {
          List<byte[]> words = new ArrayList<>();
          words.add(bytes("RESTORE"));
          words.add(keys.get(i).copy());
          words.add(bytes(times.get(i).toString()));
          words.add(dumps.get(i));
          if (order.replaces) {
            words.add(bytes("REPLACE"));
          }
          write(out, words);
        }
        out.readBytes(socket.getOutputStream(), out.readableBytes());
        String failure = "";
        for (int i = 0; i < before; i++) {
          String answer = line();
          failure = answer.startsWith("-") && failure.isEmpty() ? answer : failure;
        }
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
          String answer = line();
          answers.add(failure.isEmpty() ? answer : failure);
        }
        return answers;
      } finally {
        out.release();
      }
    }

    private static byte[] bytes(String text) {
      return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ByteBuf out, List<byte[]> words) {
      out.writeBytes(bytes("*" + words.size() + "\r\n"));
      for (byte[] word : words) {
        out.writeBytes(bytes("$" + word.length + "\r\n"));
        out.writeBytes(word);
        out.writeBytes(bytes("\r\n"));
      }
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new EOFException("the target has ended the connection");
        }
        if (next != '\r') {
          line.write(next);
        }
      }
      return line.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
