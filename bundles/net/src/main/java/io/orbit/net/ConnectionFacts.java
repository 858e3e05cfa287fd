package io.orbit.net;

import io.orbit.api.ops.Listeners.ConnectionInfo;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** What is known of a connection: written on its event loop, read by anyone. */
final class ConnectionFacts {
  private final long id;
  private final String protocol;
  private final long openedAt = System.currentTimeMillis();
  private volatile SocketAddress remoteAddress;
  private volatile SocketAddress localAddress;
  private volatile @Nullable TlsIdentity tls;
  private volatile String user = "";
  private volatile String activity = "";
  private volatile boolean authenticated;
  private volatile long bytesIn;
  private volatile long bytesOut;

  ConnectionFacts(
      long id, String protocol, SocketAddress remoteAddress, SocketAddress localAddress) {
    this.id = id;
    this.protocol = protocol;
    this.remoteAddress = remoteAddress;
    this.localAddress = localAddress;
  }

  long id() {
    return id;
  }

  long openedAt() {
    return openedAt;
  }

  SocketAddress remoteAddress() {
    return remoteAddress;
  }

  SocketAddress localAddress() {
    return localAddress;
  }

  void addresses(SocketAddress remote, SocketAddress local) {
    remoteAddress = remote;
    localAddress = local;
  }

  @Nullable TlsIdentity tls() {
    return tls;
  }

  void tls(TlsIdentity identity) {
    tls = identity;
  }

  boolean isAuthenticated() {
    return authenticated;
  }

  void authenticated(String name) {
    user = name;
    authenticated = true;
  }

  String activity() {
    return activity;
  }

  void activity(String state) {
    activity = state;
  }

  void received(int bytes) {
    bytesIn += bytes;
  }

  void sent(long bytes) {
    bytesOut += bytes;
  }

  ConnectionInfo info() {
    return new ConnectionInfo(
        id,
        protocol,
        Addresses.describe(remoteAddress),
        user,
        activity,
        openedAt,
        bytesIn,
        bytesOut);
  }

  /** For logs. */
  @Override
  public String toString() {
    return "%d (%s from %s)".formatted(id, protocol, Addresses.describe(remoteAddress));
  }
}
