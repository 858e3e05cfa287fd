package io.orbit.protocol.redis;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A connection as CLIENT LIST shows it. Redis' fields all, in its order; those that name buffers
 * that are not here are 0.
 */
final class ClientReport {
  private ClientReport() {}

  static String line(RedisClient client) {
    long now = System.currentTimeMillis();
    long age = (now - client.openedAt()) / 1000;
    long unsent = client.requireConnection().unsentBytes();
    long idle = (now - client.activeAt()) / 1000;
    return "id="
        + client.requireConnection().id()
        + " addr="
        + remote(client)
        + " laddr="
        + local(client)
        + " fd=0 name="
        + client.name()
        + " age="
        + age
        + " idle="
        + Math.max(0, idle)
        + " flags="
        + flags(client)
        + " db="
        + client.database()
        + " sub="
        + client.subscriptions().count(Subscriptions.Kind.CHANNEL)
        + " psub="
        + client.subscriptions().count(Subscriptions.Kind.PATTERN)
        + " ssub="
        + client.subscriptions().count(Subscriptions.Kind.SHARD_CHANNEL)
        + " multi="
        + client.queuedCommands()
        + " qbuf="
        + client.queryBytes()
        + " qbuf-free=0 argv-mem=0 multi-mem=0 rbs=0 rbp=0 obl=0"
        + (unsent == 0 ? " oll=0" : " oll=1")
        + " omem="
        + unsent
        + " tot-mem="
        + (unsent + client.queryBytes())
        + " events=r cmd="
        + client.lastCommand()
        + " user="
        + client.userName()
        + " redir="
        + redirect(client)
        + " resp="
        + client.protocol()
        + " lib-name="
        + client.libraryName()
        + " lib-ver="
        + client.libraryVersion();
  }

  private static long redirect(RedisClient client) {
    return client.tracking().isOn() ? client.tracking().options().redirect() : -1;
  }

  private static String flags(RedisClient client) {
    String flags =
        (client.server().monitors().contains(client) ? "O" : "")
            + (client.subscriptions().isEmpty() ? "" : "P")
            + (client.queuedCommands() >= 0 ? "x" : "")
            + (client.blocking().isBlocked() ? "b" : "")
            + (client.tracking().isOn() ? "t" : "")
            + (client.tracking().isRedirectionBroken() ? "R" : "")
            + (client.tracking().options().broadcast() ? "B" : "");
    return flags.isEmpty() ? "N" : flags;
  }

  static String remote(RedisClient client) {
    return address(client.requireConnection().remoteAddress());
  }

  static String local(RedisClient client) {
    return address(client.requireConnection().localAddress());
  }

  static String address(SocketAddress address) {
    if (!(address instanceof InetSocketAddress internet)) {
      return "unixsocket:0";
    }
    String host = internet.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + internet.getPort();
  }
}
