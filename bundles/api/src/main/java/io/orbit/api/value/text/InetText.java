package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Inet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** IPv4 and IPv6 addresses and networks. */
final class InetText {
  private InetText() {}

  static Inet parse(String text, boolean network) {
    String typeName = network ? "cidr" : "inet";
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    int bits = slash < 0 ? -1 : maskBits(text.substring(slash + 1), typeName, text);
    boolean version6 = host.indexOf(':') >= 0;
    byte[] address = version6 ? parse6(host) : parse4(host, network, bits);
    if (address == null || bits > address.length * 8) {
      throw TextErrors.invalidSyntax(typeName, text);
    }
    if (bits < 0) {
      bits = version6 ? 128 : network ? classfulBits(address, host) : 32;
    }
    if (network && hasHostBits(address, bits)) {
      throw new OrbitException(
              ErrorCode.INVALID_TEXT_REPRESENTATION, "invalid cidr value: \"" + text + "\"")
          .withDetail("Value has bits set to right of mask.");
    }
    return new Inet(address(address), bits);
  }

  static InetAddress address(byte[] bytes) {
    try {
      return bytes.length == 16
          ? java.net.Inet6Address.getByAddress(null, bytes, -1)
          : InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(bytes.length + " bytes are no address", e);
    }
  }

  private static int maskBits(String digits, String typeName, String text) {
    boolean leadingZero = digits.length() > 1 && digits.startsWith("0") && text.indexOf(':') >= 0;
    if (digits.isEmpty() || digits.length() > 3 || leadingZero) {
      throw TextErrors.invalidSyntax(typeName, text);
    }
    int bits = 0;
    for (int i = 0; i < digits.length(); i++) {
      if (!DateTimeFields.isDigit(digits.charAt(i))) {
        throw TextErrors.invalidSyntax(typeName, text);
      }
      bits = bits * 10 + digits.charAt(i) - '0';
    }
    return bits;
  }

  /** Four octets; a network, or an address with a mask, may leave trailing ones out. */
  private static byte @Nullable [] parse4(String host, boolean network, int bits) {
    String[] parts = host.split("\\.", -1);
    if (parts.length > 4
        || (parts.length < 4 && !network && bits < 0)
        || (!network && bits / 8 > parts.length)) {
      return null;
    }
    byte[] address = new byte[4];
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i];
      if (part.isEmpty()
          || part.length() > 3
          || !part.chars().allMatch(c -> c >= '0' && c <= '9')) {
        return null;
      }
      int octet = Integer.parseInt(part);
      if (octet > 255) {
        return null;
      }
      address[i] = (byte) octet;
    }
    return address;
  }

  /** The mask of a network without one: by its class, but never shorter than its octets. */
  private static int classfulBits(byte[] address, String host) {
    int first = address[0] & 0xFF;
    int bits = first >= 240 ? 32 : first >= 224 ? 8 : first >= 192 ? 24 : first >= 128 ? 16 : 8;
    int given = host.split("\\.", -1).length * 8;
    return Math.max(bits, given);
  }

  private static byte @Nullable [] parse6(String host) {
    byte[] address = new byte[16];
    int gap = host.indexOf("::");
    if (gap >= 0 && host.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    String head = gap < 0 ? host : host.substring(0, gap);
    String tail = gap < 0 ? "" : host.substring(gap + 2);
    int headLength = groups(head, address, 0);
    byte[] tailBytes = new byte[16];
    int tailLength = groups(tail, tailBytes, 0);
    if (headLength < 0 || tailLength < 0) {
      return null;
    }
    if (gap < 0 ? headLength != 16 : headLength + tailLength > 14) {
      return null;
    }
    System.arraycopy(tailBytes, 0, address, 16 - tailLength, tailLength);
    return address;
  }

  private static int groups(String text, byte[] out, int from) {
    if (text.isEmpty()) {
      return from;
    }
    int at = from;
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      if (i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        byte[] embedded = parse4(parts[i], false, -1);
        if (embedded == null || at > 12) {
          return -1;
        }
        System.arraycopy(embedded, 0, out, at, 4);
        return at + 4;
      }
      if (parts[i].isEmpty() || parts[i].length() > 4 || at > 14) {
        return -1;
      }
      int group = 0;
      for (int j = 0; j < parts[i].length(); j++) {
        char c = parts[i].charAt(j);
        int digit = c < 128 ? Character.digit(c, 16) : -1;
        if (digit < 0) {
          return -1;
        }
        group = group << 4 | digit;
      }
      out[at++] = (byte) (group >> 8);
      out[at++] = (byte) group;
    }
    return at;
  }

  private static boolean hasHostBits(byte[] address, int bits) {
    for (int i = bits; i < address.length * 8; i++) {
      if ((address[i / 8] >> (7 - i % 8) & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  static String format(Inet inet, boolean network) {
    byte[] bytes = inet.address().getAddress();
    StringBuilder out = new StringBuilder();
    if (bytes.length == 4) {
      appendDotted(out, bytes, 0);
    } else {
      append6(out, bytes);
    }
    if (network || inet.maskBits() != bytes.length * 8) {
      out.append('/').append(inet.maskBits());
    }
    return out.toString();
  }

  private static void appendDotted(StringBuilder out, byte[] bytes, int from) {
    for (int i = from; i < from + 4; i++) {
      out.append(i == from ? "" : ".").append(bytes[i] & 0xFF);
    }
  }

  /** Lower case, the longest run of two or more zero groups as {@code ::} (RFC 5952). */
  private static void append6(StringBuilder out, byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = (bytes[2 * i] & 0xFF) << 8 | (bytes[2 * i + 1] & 0xFF);
    }
    int bestStart = -1;
    int bestLength = 1;
    for (int i = 0; i < 8; ) {
      int length = 0;
      while (i + length < 8 && groups[i + length] == 0) {
        length++;
      }
      if (length > bestLength) {
        bestStart = i;
        bestLength = length;
      }
      i += Math.max(1, length);
    }
    for (int i = 0; i < 8; i++) {
      if (i == bestStart) {
        out.append("::");
        i += bestLength - 1;
        continue;
      }
      if (i > 0 && i != bestStart + bestLength) {
        out.append(':');
      }
      boolean embedded =
          i == 6 && bestStart == 0 && (bestLength == 6 || (bestLength == 5 && groups[5] == 0xFFFF));
      if (embedded) {
        appendDotted(out, bytes, 12);
        return;
      }
      out.append(Integer.toHexString(groups[i]));
    }
  }
}
