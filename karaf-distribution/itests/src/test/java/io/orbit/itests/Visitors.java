package io.orbit.itests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Clients of Redis that come one after another until closed: each connects, says {@code PING}, and
 * reads the answer (that it is a stranger). One that is turned away at the door shows that the port
 * was closed; one whose session drains before its command was read is told nothing and comes again.
 */
final class Visitors implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final byte[] PING = "PING\r\n".getBytes(StandardCharsets.US_ASCII);

  private final InetSocketAddress address;
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger drained = new AtomicInteger();
  private final AtomicReference<IOException> refused = new AtomicReference<>();
  private final Thread thread;
  private volatile boolean stopped;

  Visitors(Server server) {
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port(6379));
    thread = Thread.ofPlatform().name("visitors").start(this::run);
  }

  private void run() {
    while (!stopped && refused.get() == null) {
      try (Socket socket = new Socket()) {
        socket.setSoTimeout(Math.toIntExact(LIMIT.toMillis()));
        socket.connect(address, socket.getSoTimeout());
        (ask(socket) ? answered : drained).incrementAndGet();
      } catch (IOException closed) {
        refused.set(closed);
      }
    }
  }

  private static boolean ask(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(PING);
      return socket.getInputStream().read() != -1;
    } catch (SocketTimeoutException nobody) {
      throw nobody;
    } catch (IOException reset) {
      return false;
    }
  }

  /** Waits until so many more were answered; fails when one was refused. */
  void awaitMore(int count) {
    int enough = answered.get() + count;
    Await.until(
        "more visitors",
        LIMIT,
        () -> {
          if (refused.get() != null) {
            throw new AssertionError("a visitor was refused", refused.get());
          }
          return answered.get() >= enough;
        });
  }

  @Override
  public String toString() {
    return answered + " visitors answered, " + drained + " drained";
  }

  @Override
  public void close() {
    stopped = true;
    Await.until("ended", LIMIT, () -> !thread.isAlive());
  }
}
