package io.orbit.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.orbit.net.spi.Protocol;
import io.orbit.net.spi.Protocol.Refusal;
import io.orbit.net.spi.Protocol.TlsStart;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Lets new channels in, turns them away, or keeps them waiting while no protocol is there. Called
 * on their event loops; {@link #admitWaiting} and {@link #dismissWaiting} on any thread.
 */
final class Admission {
  private final Listener listener;
  private final Network network;
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final Queue<Channel> waitingRoom = new ConcurrentLinkedQueue<>();

  Admission(Listener listener, Network network) {
    this.listener = listener;
    this.network = network;
  }

  Set<ClientConnection> connections() {
    return connections;
  }

  void arrived(Channel channel) {
    Protocol serving = listener.protocol();
    if (serving != null) {
      if (isClosing()) {
        refuse(channel, serving, Refusal.SHUTTING_DOWN);
      } else {
        admit(channel, serving);
      }
      return;
    }
    channel.config().setAutoRead(false);
    waitingRoom.add(channel);
    if (listener.protocol() != null) {
      admitWaiting();
    } else if (listener.state() != Listener.State.WAITING && waitingRoom.remove(channel)) {
      channel.close();
    }
  }

  void admitWaiting() {
    for (Channel channel = waitingRoom.poll(); channel != null; channel = waitingRoom.poll()) {
      Channel next = channel;
      next.eventLoop().execute(() -> comeIn(next));
    }
  }

  private void comeIn(Channel channel) {
    Protocol serving = listener.protocol();
    if (serving == null) {
      channel.close();
    } else {
      admit(channel, serving);
      channel.config().setAutoRead(true);
    }
  }

  void dismissWaiting() {
    for (Channel channel = waitingRoom.poll(); channel != null; channel = waitingRoom.poll()) {
      channel.close();
    }
  }

  private void admit(Channel channel, Protocol serving) {
    ListenerConfiguration configuration = listener.configuration();
    if (connections.size() >= configuration.maxConnections()) {
      refuse(channel, serving, Refusal.TOO_MANY_CONNECTIONS);
      return;
    }
    LoopState loop = network.state(channel.eventLoop());
    channel.config().setRecvByteBufAllocator(loop.receiveBuffer());
    ClientConnection connection =
        new ClientConnection(network.nextConnectionId(), listener, serving, channel, loop);
    connections.add(connection);
    listener.counters().accepted();
    channel.pipeline().addLast("connection", new ConnectionHandler(connection));
    boolean proxied = configuration.proxyProtocol() && Listener.isTcp(channel);
    if (proxied || listener.offersTls()) {
      DoorHandler door = new DoorHandler(listener, connection, proxied);
      channel.pipeline().addBefore("connection", "door", door);
    } else {
      connection.open();
    }
    if (listener.protocol() != serving || listener.state() == Listener.State.STOPPED) {
      connection.drain();
    }
  }

  private boolean isClosing() {
    Listener.State state = listener.state();
    return state == Listener.State.DRAINING || state == Listener.State.STOPPED;
  }

  private void refuse(Channel channel, Protocol serving, Refusal reason) {
    listener.counters().refused();
    boolean clearText =
        !(listener.requiresTls(channel) && serving.tlsStart() == TlsStart.FIRST_BYTES);
    byte[] words = clearText ? serving.refusal(reason) : new byte[0];
    channel
        .writeAndFlush(Unpooled.wrappedBuffer(words))
        .addListener(sent -> LingeringClose.begin(channel));
  }
}
