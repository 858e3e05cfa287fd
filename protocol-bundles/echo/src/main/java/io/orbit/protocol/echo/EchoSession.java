package io.orbit.protocol.echo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.ProtocolSession;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One client: logged in or not, busy or not. Text is answered on the event loop; what may take time
 * (checking a password, repeating) runs on a virtual thread while nothing more is read.
 */
final class EchoSession implements ProtocolSession {
  private static final int CHUNK = 32 * 1024;

  private final Connection connection;
  private final Sessions sessions;
  private volatile @Nullable Session session;
  private boolean busy;
  private boolean draining;
  private boolean over;

  EchoSession(Connection connection, Sessions sessions) {
    this.connection = connection;
    this.sessions = sessions;
  }

  @Override
  public void received(ByteBuf input) {
    try {
      while (!busy && !over && connection.isWritable()) {
        EchoMessage message = EchoCodec.decode(input);
        if (message == null) {
          return;
        }
        handle(message);
      }
    } catch (OrbitException e) {
      end(e);
    }
  }

  private void handle(EchoMessage message) {
    switch (message) {
      case EchoMessage.Login(String user, String password) -> logIn(user, password);
      case EchoMessage.Quit() -> {
        say("bye");
        over = true;
        connection.close();
      }
      case EchoMessage.StartTls() -> startTls();
      case EchoMessage.Text(String line) -> {
        if (loggedIn()) {
          say(line);
        }
      }
      case EchoMessage.Repeat(int count, String line) -> {
        if (loggedIn()) {
          repeat(count, line);
        }
      }
      case EchoMessage.Unsupported(String command) -> {
        if (loggedIn()) {
          refuse(new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "no command " + command));
        }
      }
    }
  }

  private boolean loggedIn() {
    if (session == null) {
      refuse(new OrbitException(ErrorCode.AUTHENTICATION_REQUIRED, "log in first: /login"));
      return false;
    }
    return true;
  }

  private void logIn(String user, String password) {
    if (session != null) {
      refuse(new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "logged in already"));
      return;
    }
    if (connection.tlsRequired() && !connection.isSecure()) {
      refuse(
          new OrbitException(
              ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "TLS is required: /tls"));
      return;
    }
    SessionRequest request =
        new SessionRequest(
            user, "", "echo", connection.remoteAddress().toString(), isLoopback(), "");
    connection.activity("logging in");
    run(
        () -> session = sessions.authenticate(request, password),
        () -> {
          connection.authenticated(user);
          say("welcome " + user);
        });
  }

  private boolean isLoopback() {
    return !(connection.remoteAddress() instanceof InetSocketAddress internet)
        || internet.getAddress().isLoopbackAddress();
  }

  private void startTls() {
    if (connection.isSecure() || !connection.tlsAvailable()) {
      refuse(new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "TLS is on already, or off here"));
      return;
    }
    say("begin");
    connection.startTls();
  }

  private void repeat(int count, String line) {
    Session current = session;
    if (current == null) {
      return;
    }
    connection.activity("repeating");
    current.beginStatement(0);
    run(() -> sendRepeated(current, count, line), () -> {});
  }

  /** On a virtual thread: {@link Connection#send} blocks it while the client is behind. */
  private void sendRepeated(Session current, int count, String line) {
    int left = count;
    while (left > 0) {
      current.checkCanceled();
      ByteBuf chunk = Unpooled.buffer(CHUNK);
      while (left > 0 && chunk.readableBytes() < CHUNK) {
        EchoCodec.encode(line, chunk);
        left--;
      }
      connection.send(chunk);
    }
  }

  /** Runs work off the event loop, then says what came of it. */
  private void run(Runnable work, Runnable success) {
    busy = true;
    connection.offload(
        work,
        problem -> {
          busy = false;
          connection.activity("idle");
          switch (problem) {
            case null -> success.run();
            case OrbitException refused -> refuse(refused);
            default ->
                refuse(new OrbitException(ErrorCode.INTERNAL_ERROR, "a bug: see the log", problem));
          }
          if (draining) {
            drain();
          }
        });
  }

  private void say(String line) {
    EchoCodec.encode(line, connection.output());
  }

  private void refuse(OrbitException problem) {
    say(EchoErrors.line(problem));
  }

  /** The last words. */
  private void end(OrbitException problem) {
    over = true;
    refuse(problem);
    connection.close();
  }

  @Override
  public void drain() {
    draining = true;
    if (busy) {
      cancel(Session.CancelReason.SHUTDOWN);
    } else if (!over) {
      end(new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "the server ends this session"));
    }
  }

  @Override
  public void timedOut(Timeout timeout) {
    over = true;
    refuse(
        switch (timeout) {
          case IDLE -> new OrbitException(ErrorCode.IDLE_SESSION_TIMEOUT, "idle for too long");
          case AUTHENTICATION ->
              new OrbitException(ErrorCode.AUTHENTICATION_REQUIRED, "not logged in in time");
        });
  }

  @Override
  public void refused(OrbitException problem) {
    over = true;
    refuse(problem);
  }

  @Override
  public void disconnected() {
    cancel(Session.CancelReason.USER_REQUEST);
  }

  private void cancel(Session.CancelReason reason) {
    Session current = session;
    if (current != null) {
      current.cancel(reason);
    }
  }

  @Override
  public void closed() {
    Session current = session;
    session = null;
    if (current != null) {
      current.close();
    }
  }
}
