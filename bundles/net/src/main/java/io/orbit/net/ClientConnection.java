package io.orbit.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Wait;
import io.orbit.net.spi.Connection;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.ProtocolSession;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: feeds its protocol's session and carries out what the session asks for. All state is
 * the event loop's, fields marked volatile are read elsewhere.
 *
 * <p>Reading pauses lazily: what comes while the session is busy is put aside, and only when that
 * grows is the socket left alone. So a client that sends one request at a time costs no system call
 * more, and one that goes away is noticed.
 */
final class ClientConnection implements Connection {
  private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

  /** Put aside while paused before the socket is no longer read. */
  private static final int ASIDE = 64 * 1024;

  private final ConnectionFacts facts;
  private final Listener listener;
  private final Protocol protocol;
  private final Channel channel;
  private final EventLoop loop;
  private final LoopState loopState;
  private final InputBuffer input;
  private final OutputQueue output;
  private final SendGate gate;
  private final long openedTick;

  private @Nullable ProtocolSession session;
  private volatile boolean aborted;

  private long lastRead;
  private long closingSince;
  private boolean parsing;
  private boolean parseAgain;
  private boolean held;
  private boolean working;
  private boolean behind;
  private boolean inputEnded;
  private boolean tlsStarting;
  private boolean closing;
  private boolean draining;
  private boolean hungUp;
  private boolean gone;
  private boolean sessionEnded;

  ClientConnection(long id, Listener listener, Protocol protocol, Channel channel, LoopState loop) {
    this.listener = listener;
    this.protocol = protocol;
    this.channel = channel;
    this.loop = channel.eventLoop();
    this.loopState = loop;
    this.input = new InputBuffer(loop.sharedInput(), listener.inputMemory());
    NetConfiguration limits = listener.common();
    this.output =
        new OutputQueue(channel, loop.sendBuffer(), limits.highWater(), limits.hardLimit());
    this.gate = new SendGate(limits.highWater());
    this.facts =
        new ConnectionFacts(
            id,
            protocol.name(),
            listener.address(channel.remoteAddress()),
            listener.address(channel.localAddress()));
    this.openedTick = loop.now();
    this.lastRead = openedTick;
    loop.add(this);
  }

  Protocol protocol() {
    return protocol;
  }

  ConnectionFacts facts() {
    return facts;
  }

  /** The door is passed (or there is none): the protocol takes over. */
  void open() {
    if (session != null || gone) {
      return;
    }
    try {
      session = protocol.open(this);
    } catch (Throwable e) {
      fail(e);
      return;
    }
    resume();
  }

  // What the channel tells

  /** Bytes came; the caller releases them. */
  void arrived(ByteBuf data) {
    int length = data.readableBytes();
    facts.received(length);
    listener.counters().bytesIn(length);
    lastRead = loopState.now();
    if (closing || gone) {
      return;
    }
    try {
      if (!isPaused()) {
        parse(input.receive(data));
        return;
      }
      input.append(data);
    } catch (OrbitException tooMuch) {
      refuse(tooMuch);
      return;
    }
    if (input.readableBytes() >= ASIDE) {
      channel.config().setAutoRead(false);
    }
  }

  void writabilityChanged() {
    if (behind && channel.isWritable()) {
      loop.execute(this::caughtUp);
    }
  }

  void secured(TlsIdentity identity) {
    facts.tls(identity);
    open();
  }

  /** The client will send nothing more, but may still read. */
  void inputEnded() {
    inputEnded = true;
    if (working && session != null) {
      guarded(session::inputEnded);
    }
    resume();
  }

  void lost() {
    gone = true;
    loopState.remove(this);
    countOutput();
    output.release();
    input.release();
    gate.lose();
    if (working && session != null) {
      guarded(session::disconnected);
    }
    endSession();
  }

  void broken(Throwable cause) {
    if (cause instanceof IOException) {
      LOG.debug("Connection {} broke", facts, cause);
      abort();
    } else {
      fail(cause);
    }
  }

  // Feeding the session

  private boolean isPaused() {
    return session == null
        || held
        || working
        || behind
        || tlsStarting
        || closing
        || aborted
        || gone;
  }

  private void parse(ByteBuf bytes) {
    ProtocolSession receiver = session;
    if (receiver == null) {
      return;
    }
    parsing = true;
    ByteBuf next = bytes;
    int before = bytes.readableBytes();
    try {
      do {
        parseAgain = false;
        receiver.received(next);
        if (!isPaused() && output.isBehind()) {
          output.flush();
          noteBehind();
          parseAgain = !behind && next.isReadable();
        }
      } while (parseAgain && next.isReadable() && !isPaused());
    } catch (Throwable e) {
      input.settle(Unpooled.EMPTY_BUFFER);
      fail(e);
      return;
    } finally {
      parsing = false;
    }
    int consumed = before - next.readableBytes();
    input.settle(next);
    if (working) {
      input.workOn(consumed);
    }
    checkInputLimits();
  }

  /** There is no memory for what the client sends. */
  private void refuse(OrbitException problem) {
    LOG.info("Connection {} closed: {}", facts, problem.getMessage());
    input.release();
    ProtocolSession receiver = session;
    if (receiver != null && !working) {
      guarded(() -> receiver.refused(problem));
      close();
    } else {
      abort();
    }
  }

  private void checkInputLimits() {
    int waiting = input.readableBytes();
    int most = listener.common().inputLimit();
    int limit = facts.isAuthenticated() ? most : Math.min(most, protocol.unauthenticatedLimit());
    if (waiting > limit && !isPaused()) {
      LOG.info(
          "Connection {} closed: {} bytes of one request, {} allowed{}",
          facts,
          waiting,
          limit,
          facts.isAuthenticated() ? "" : " before authentication");
      abort();
    }
  }

  /** After whatever made the session write, or may have ended a pause. */
  void endOfTurn() {
    if (gone || hungUp || aborted) {
      return;
    }
    if (output.isOverHardLimit()) {
      LOG.warn("Connection {} closed: it does not read its answers", facts);
      abort();
      return;
    }
    sendNow();
    noteBehind();
    if (tlsStarting) {
      beginTls();
    }
    if (inputEnded && !working && !behind && !closing && !output.isHolding()) {
      close();
    }
  }

  private void noteBehind() {
    if (!behind && output.isBehind() && channel.isActive()) {
      behind = true;
      if (session != null) {
        guarded(() -> session.writable(false));
      }
    }
  }

  private void caughtUp() {
    if (behind && !gone && !output.isBehind()) {
      behind = false;
      if (session != null) {
        guarded(() -> session.writable(true));
      }
      resume();
    }
  }

  /** Goes on with what was put aside, if nothing pauses any more. */
  private void resume() {
    if (gone || closing || aborted) {
      return;
    }
    if (parsing) {
      parseAgain = true;
      return;
    }
    if (!isPaused() && input.readableBytes() > 0) {
      parse(input.remaining());
    }
    if (!isPaused() && !channel.config().isAutoRead()) {
      channel.config().setAutoRead(true);
    }
    endOfTurn();
  }

  private void sendNow() {
    output.push();
    countOutput();
    output.flush();
  }

  private void countOutput() {
    long more = output.takeWritten();
    if (more > 0) {
      facts.sent(more);
      listener.counters().bytesOut(more);
    }
  }

  /** Called by the event loop's round. */
  void checkTimeouts(long now) {
    ListenerConfiguration limits = listener.configuration();
    if (closing) {
      if (now - closingSince > listener.common().drainMillis()) {
        abort();
      }
      return;
    }
    long unsent = output.unsentBytes();
    if (unsent > 0 && session != null) {
      guarded(() -> session.unsent(unsent));
    }
    long login = limits.authenticationTimeoutMillis();
    long idle = limits.idleTimeoutMillis();
    if (!facts.isAuthenticated()) {
      if (login > 0 && now - openedTick > login) {
        timedOut(ProtocolSession.Timeout.AUTHENTICATION);
      }
    } else if (idle > 0 && now - lastRead > idle && !isPaused() && !output.isHolding()) {
      timedOut(ProtocolSession.Timeout.IDLE);
    }
  }

  private void timedOut(ProtocolSession.Timeout timeout) {
    LOG.debug("Connection {} closed: {} time-out", facts, timeout);
    if (session != null) {
      guarded(() -> session.timedOut(timeout));
    }
    close();
  }

  /** Asks the session to end itself. */
  void drain() {
    execute(
        () -> {
          draining = true;
          if (session == null) {
            close();
          } else {
            session.drain();
          }
        });
  }

  // TLS

  private void beginTls() {
    tlsStarting = false;
    ByteBuf early = input.remaining();
    ByteBuf hello = Unpooled.copiedBuffer(early);
    early.skipBytes(early.readableBytes());
    input.settle(early);
    DoorHandler.insertTls(channel, listener);
    if (hello.isReadable()) {
      channel.pipeline().fireChannelRead(hello).fireChannelReadComplete();
    } else {
      hello.release();
    }
  }

  // Ending

  private void fail(Throwable cause) {
    LOG.error(
        "A bug of the {} protocol closes connection {}: {}",
        protocol.name(),
        facts,
        facts.activity(),
        cause);
    abort();
  }

  private void guarded(Runnable call) {
    try {
      call.run();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void endSession() {
    ProtocolSession ending = session;
    if (ending != null && !working && !sessionEnded) {
      sessionEnded = true;
      guarded(ending::closed);
    }
    if (gone && !working) {
      listener.ended(this);
    }
  }

  /** Everything was sent: say so to the peer, and the session is over. */
  private void hangUp() {
    if (gone) {
      return;
    }
    hungUp = true;
    output.release();
    gate.lose();
    endSession();
    SslHandler encryption = channel.pipeline().get(SslHandler.class);
    if (inputEnded || draining) {
      channel.close();
    } else if (encryption == null) {
      LingeringClose.begin(channel);
    } else {
      encryption.closeOutbound().addListener(sent -> LingeringClose.begin(channel));
    }
  }

  // What the session asks for

  @Override
  public long id() {
    return facts.id();
  }

  @Override
  public SocketAddress remoteAddress() {
    return facts.remoteAddress();
  }

  @Override
  public SocketAddress localAddress() {
    return facts.localAddress();
  }

  @Override
  public long openedAt() {
    return facts.openedAt();
  }

  @Override
  public boolean isSecure() {
    return facts.tls() != null;
  }

  @Override
  public boolean tlsAvailable() {
    return listener.offersTls();
  }

  @Override
  public boolean tlsRequired() {
    return listener.requiresTls(channel);
  }

  @Override
  public byte @Nullable [] tlsServerEndPoint() {
    TlsIdentity identity = facts.tls();
    return identity == null ? null : identity.serverEndPoint();
  }

  @Override
  public @Nullable String clientCertificateName() {
    TlsIdentity identity = facts.tls();
    return identity == null ? null : identity.clientName();
  }

  @Override
  public ByteBuf output() {
    return output.current();
  }

  @Override
  public void flush() {
    if (!gone) {
      sendNow();
    }
  }

  @Override
  public void flushAfter(Wait wait) {
    if (gone) {
      return;
    }
    Runnable release = output.hold();
    wait.onDone(
        () -> {
          if (loop.inEventLoop()) {
            waited(wait, release);
          } else {
            onLoop(() -> waited(wait, release));
          }
        });
  }

  private void waited(Wait wait, Runnable release) {
    if (gone) {
      return;
    }
    try {
      wait.result();
    } catch (RuntimeException e) {
      LOG.warn("Connection {} closed: what it was to be told did not come true", facts, e);
      abort();
      return;
    }
    release.run();
    if (!parsing) {
      output.flush();
      caughtUp();
      endOfTurn();
    }
  }

  @Override
  public long unsentBytes() {
    return output.unsentBytes();
  }

  @Override
  public boolean isWritable() {
    return loop.inEventLoop() ? !output.isBehind() : channel.isWritable();
  }

  @Override
  public void offload(Runnable work, Consumer<@Nullable Throwable> then) {
    if (working) {
      throw new IllegalStateException("work is running already");
    }
    working = true;
    VirtualWork.start(
        "orbit-" + protocol.name() + "-" + facts.id(),
        work,
        problem -> onLoop(() -> worked(then, problem)));
  }

  private void worked(Consumer<@Nullable Throwable> then, @Nullable Throwable problem) {
    working = false;
    input.workDone();
    guarded(() -> then.accept(problem));
    if (working) {
      return;
    }
    if (gone || hungUp) {
      endSession();
    } else {
      resume();
    }
  }

  @Override
  public void send(ByteBuf buffer) {
    int length = buffer.readableBytes();
    try {
      gate.enter(length);
      loop.execute(
          () -> {
            output.append(buffer, sent -> gate.sent(length));
            sendNow();
          });
    } catch (RuntimeException e) {
      buffer.release();
      throw e;
    }
  }

  @Override
  public void execute(Runnable task) {
    onLoop(
        () -> {
          if (!gone && !sessionEnded) {
            guarded(task);
            endOfTurn();
          }
        });
  }

  private void onLoop(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException e) {
      LOG.debug("Connection {} outlived its event loop", facts, e);
    }
  }

  @Override
  public void setReading(boolean reading) {
    held = !reading;
    if (reading) {
      resume();
    }
  }

  @Override
  public void startTls() {
    if (!tlsAvailable() || isSecure() || tlsStarting) {
      throw new IllegalStateException("TLS is not available, or there already");
    }
    if (output.isHolding()) {
      throw new IllegalStateException("output is held");
    }
    tlsStarting = true;
  }

  @Override
  public void authenticated(String name) {
    if (tlsRequired() && !isSecure()) {
      LOG.warn("Connection {} closed: it logged in without the TLS that is required", facts);
      abort();
      return;
    }
    facts.authenticated(name);
  }

  @Override
  public void activity(String state) {
    facts.activity(state);
  }

  @Override
  public void close() {
    if (!loop.inEventLoop()) {
      onLoop(this::close);
      return;
    }
    if (closing || gone) {
      return;
    }
    closing = true;
    closingSince = loopState.now();
    output.end(sent -> onLoop(this::hangUp));
    countOutput();
  }

  @Override
  public void abort() {
    aborted = true;
    channel.close();
  }
}
