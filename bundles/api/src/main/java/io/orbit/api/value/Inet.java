package io.orbit.api.value;

import java.net.InetAddress;
import java.util.Arrays;

/** An IPv4 or IPv6 address with the length of its network mask in bits. */
public record Inet(InetAddress address, int maskBits) implements Comparable<Inet> {
  @Override
  public int compareTo(Inet other) {
    byte[] mine = address.getAddress();
    byte[] theirs = other.address.getAddress();
    if (mine.length != theirs.length) {
      return Integer.compare(mine.length, theirs.length);
    }
    int byAddress = Arrays.compareUnsigned(mine, theirs);
    return byAddress != 0 ? byAddress : Integer.compare(maskBits, other.maskBits);
  }
}
