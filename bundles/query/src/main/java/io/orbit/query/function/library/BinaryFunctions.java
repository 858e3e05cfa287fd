package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.bigint;
import static io.orbit.query.function.library.Arguments.bytes;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.query.function.FunctionRegistry;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** Byte strings: parts, bits, encodings, digests; UUIDs. */
final class BinaryFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    parts(definitions);
    bits(definitions);
    digests(definitions);
    encodings(definitions);
    definitions.define("gen_random_uuid() uuid").unstable().is((e, a) -> UUID.randomUUID());
  }

  private static void parts(Definitions definitions) {
    definitions.add("length(bytea) int4", (e, a) -> bytes(a, 0).length);
    definitions.add("octet_length(bytea) int4", (e, a) -> bytes(a, 0).length);
    definitions.add("||(bytea, bytea) bytea", (e, a) -> joined(bytes(a, 0), bytes(a, 1)));
    for (String name : List.of("substring", "substr")) {
      definitions.add(
          name + "(bytea, int4) bytea",
          (e, a) -> substring(bytes(a, 0), integer(a, 1), Integer.MAX_VALUE));
      definitions.add(
          name + "(bytea, int4, int4) bytea",
          (e, a) -> {
            if (integer(a, 2) < 0) {
              throw StringFunctions.negativeLength();
            }
            return substring(bytes(a, 0), integer(a, 1), integer(a, 2));
          });
    }
    definitions.add("position(bytea, bytea) int4", (e, a) -> position(bytes(a, 0), bytes(a, 1)));
    definitions.add(
        "overlay(bytea, bytea, int4) bytea",
        (e, a) -> overlay(bytes(a, 0), bytes(a, 1), integer(a, 2), bytes(a, 1).length));
    definitions.add(
        "overlay(bytea, bytea, int4, int4) bytea",
        (e, a) -> overlay(bytes(a, 0), bytes(a, 1), integer(a, 2), integer(a, 3)));
    definitions.add(
        "btrim(bytea, bytea) bytea", (e, a) -> trim(bytes(a, 0), bytes(a, 1), true, true));
    definitions.add(
        "ltrim(bytea, bytea) bytea", (e, a) -> trim(bytes(a, 0), bytes(a, 1), true, false));
    definitions.add(
        "rtrim(bytea, bytea) bytea", (e, a) -> trim(bytes(a, 0), bytes(a, 1), false, true));
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] substring(byte[] bytes, int from, int length) {
    long end = length == Integer.MAX_VALUE ? Long.MAX_VALUE : (long) from + length;
    int first = Math.max(from, 1) - 1;
    int last = (int) Math.min(end - 1, bytes.length);
    return first >= last ? new byte[0] : Arrays.copyOfRange(bytes, first, last);
  }

  private static int position(byte[] bytes, byte[] searched) {
    for (int at = 0; at + searched.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + searched.length, searched, 0, searched.length)) {
        return at + 1;
      }
    }
    return 0;
  }

  private static byte[] overlay(byte[] bytes, byte[] replacement, int from, int length) {
    if (from <= 0) {
      throw StringFunctions.negativeLength();
    }
    int rest = (int) Math.min((long) from + length, Integer.MAX_VALUE);
    return joined(
        joined(substring(bytes, 1, from - 1), replacement),
        substring(bytes, rest, Integer.MAX_VALUE));
  }

  private static byte[] trim(byte[] bytes, byte[] trimmed, boolean left, boolean right) {
    int start = 0;
    int end = bytes.length;
    while (left && start < end && contains(trimmed, bytes[start])) {
      start++;
    }
    while (right && end > start && contains(trimmed, bytes[end - 1])) {
      end--;
    }
    return Arrays.copyOfRange(bytes, start, end);
  }

  private static boolean contains(byte[] bytes, byte wanted) {
    for (byte b : bytes) {
      if (b == wanted) {
        return true;
      }
    }
    return false;
  }

  // ---- bits

  private static OrbitException outside(long index, long last) {
    return new OrbitException(
        ErrorCode.ARRAY_SUBSCRIPT_ERROR, "index " + index + " out of valid range, 0.." + last);
  }

  private static int byteIndex(byte[] bytes, int index) {
    if (index < 0 || index >= bytes.length) {
      throw outside(index, bytes.length - 1L);
    }
    return index;
  }

  private static int bitIndex(byte[] bytes, long index) {
    if (index < 0 || index >= bytes.length * 8L) {
      throw outside(index, bytes.length * 8L - 1);
    }
    return (int) (index / 8);
  }

  private static void bits(Definitions definitions) {
    definitions.add(
        "get_byte(bytea, int4) int4",
        (e, a) -> bytes(a, 0)[byteIndex(bytes(a, 0), integer(a, 1))] & 0xFF);
    definitions.add(
        "set_byte(bytea, int4, int4) bytea",
        (e, a) -> {
          byte[] copy = bytes(a, 0).clone();
          copy[byteIndex(copy, integer(a, 1))] = (byte) integer(a, 2);
          return copy;
        });
    definitions.add(
        "get_bit(bytea, int8) int4",
        (e, a) -> bytes(a, 0)[bitIndex(bytes(a, 0), bigint(a, 1))] >> (int) (bigint(a, 1) % 8) & 1);
    definitions.add(
        "set_bit(bytea, int8, int4) bytea",
        (e, a) -> {
          byte[] copy = bytes(a, 0).clone();
          int at = bitIndex(copy, bigint(a, 1));
          int mask = 1 << (int) (bigint(a, 1) % 8);
          if (integer(a, 2) != 0 && integer(a, 2) != 1) {
            throw Failures.invalid("new bit must be 0 or 1");
          }
          copy[at] = (byte) (integer(a, 2) == 1 ? copy[at] | mask : copy[at] & ~mask);
          return copy;
        });
    definitions.add(
        "bit_count(bytea) int8",
        (e, a) -> {
          long count = 0;
          for (byte b : bytes(a, 0)) {
            count += Integer.bitCount(b & 0xFF);
          }
          return count;
        });
  }

  // ---- digests

  private static byte[] digest(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException missing) {
      throw new OrbitException(
          ErrorCode.FEATURE_NOT_SUPPORTED, algorithm + " is not available here", missing);
    }
  }

  private static void digests(Definitions definitions) {
    HexFormat hex = HexFormat.of();
    definitions.add(
        "md5(text) text",
        (e, a) -> hex.formatHex(digest("MD5", text(a, 0).getBytes(StandardCharsets.UTF_8))));
    definitions.add("md5(bytea) text", (e, a) -> hex.formatHex(digest("MD5", bytes(a, 0))));
    for (String bits : List.of("224", "256", "384", "512")) {
      definitions.add("sha" + bits + "(bytea) bytea", (e, a) -> digest("SHA-" + bits, bytes(a, 0)));
    }
  }

  // ---- encodings

  private static void encodings(Definitions definitions) {
    definitions.add(
        "encode(bytea, text) text", (e, a) -> BinaryText.encode(bytes(a, 0), text(a, 1)));
    definitions.add(
        "decode(text, text) bytea", (e, a) -> BinaryText.decode(text(a, 0), text(a, 1)));
    definitions.add(
        "convert_to(text, name) bytea",
        (e, a) -> {
          requireUtf8(text(a, 1), "destination");
          return text(a, 0).getBytes(StandardCharsets.UTF_8);
        });
    definitions.add(
        "convert_from(bytea, name) text",
        (e, a) -> {
          requireUtf8(text(a, 1), "source");
          return decoded(bytes(a, 0));
        });
  }

  private static void requireUtf8(String encoding, String what) {
    String plain = encoding.toUpperCase(Locale.ROOT).replaceAll("[-_]", "");
    if (!plain.equals("UTF8") && !plain.equals("UNICODE")) {
      throw Failures.invalid("invalid " + what + " encoding name \"" + encoding + "\"");
    }
  }

  private static String decoded(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
    if (result.isError()) {
      throw invalidBytes(bytes, in.position(), result.length());
    }
    String text = out.flip().toString();
    int zero = text.indexOf('\0');
    if (zero >= 0) {
      throw invalidBytes(new byte[1], 0, 1);
    }
    return text;
  }

  private static OrbitException invalidBytes(byte[] bytes, int from, int count) {
    StringBuilder shown = new StringBuilder();
    for (int i = from; i < from + count; i++) {
      shown.append(String.format(Locale.ROOT, " 0x%02x", bytes[i]));
    }
    return new OrbitException(
        ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\":" + shown);
  }
}
