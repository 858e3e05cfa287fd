package io.orbit.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/** Addresses for people. */
final class Addresses {
  private Addresses() {}

  /** {@code 127.0.0.1:5432}, {@code [::1]:5432} or a path. */
  static String describe(SocketAddress address) {
    if (address instanceof InetSocketAddress internet) {
      String host =
          internet.isUnresolved()
              ? internet.getHostString()
              : internet.getAddress().getHostAddress();
      return (host.contains(":") ? "[" + host + "]" : host) + ":" + internet.getPort();
    }
    return address.toString();
  }
}
