package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys;
import io.orbit.api.keyspace.StreamId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digests of DEBUG DIGEST and DEBUG DIGEST-VALUE (debug.c): the same data has the same digest
 * as in a genuine Redis, whatever the order in which it came. Of module's values only the key and
 * its time are digested. One thread.
 */
final class DataDigest {
  private static final int LENGTH = 20;
  private static final int DIGITS = 17;
  private static final int LEAST_PLAIN_EXPONENT = -4;

  private final RedisClient client;
  private final MessageDigest sha1;

  DataDigest(RedisClient client) {
    this.client = client;
    try {
      sha1 = MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Of Redis' own keys in all key spaces, as hexadecimal digits. */
  String ofAll() {
    byte[] all = new byte[LENGTH];
    int selected = client.keyspace().selected();
    try {
      for (int i = 0; i < RedisServer.DATABASES; i++) {
        client.keyspace().select(i);
        List<byte[]> keys = new ArrayList<>();
        client
            .keys()
            .forEach(
                (key, type) -> {
                  if (!client.keyspace().isRow(ByteRange.of(key))) {
                    keys.add(key);
                  }
                });
        if (!keys.isEmpty()) {
          mix(all, number(i));
        }
        for (byte[] key : keys) {
          byte[] one = new byte[LENGTH];
          mix(one, key);
          addValue(one, ByteRange.of(key));
          xor(all, one);
        }
      }
    } finally {
      client.keyspace().select(selected);
    }
    return HexFormat.of().formatHex(all);
  }

  /** Of a key's value; all zeros when there is no such key. */
  String ofValue(ByteRange key) {
    byte[] digest = new byte[LENGTH];
    addValue(digest, key);
    return HexFormat.of().formatHex(digest);
  }

  private void addValue(byte[] digest, ByteRange key) {
    KeyType type = client.keys().type(key);
    if (type == null) {
      return;
    }
    mix(digest, number(numberOf(type)));
    switch (type) {
      case STRING -> {
        ByteRange value = new ByteRange();
        if (client.strings().get(key, value)) {
          mix(digest, value.copy());
        }
      }
      case LIST -> {
        var list = client.lists().view(key);
        if (list != null) {
          list.forEach(
              0,
              list.size(),
              (at, each) -> {
                mix(digest, each.copy());
                return true;
              });
        }
      }
      case SET -> {
        var set = client.sets().view(key);
        if (set != null) {
          set.forEach(member -> xor(digest, member.copy()));
        }
      }
      case SORTED_SET -> {
        var set = client.sortedSets().view(key);
        if (set != null) {
          set.forEach(
              0,
              set.size(),
              (member, score) ->
                  xor(
                      digest,
                      pair(member.copy(), text(score).getBytes(StandardCharsets.US_ASCII))));
        }
      }
      case HASH -> {
        var hash = client.hashes().view(key);
        if (hash != null) {
          hash.forEach((field, value) -> xor(digest, pair(field.copy(), value.copy())));
        }
      }
      case STREAM -> addStream(digest, key);
      case JSON, BLOOM_FILTER, CUCKOO_FILTER, COUNT_MIN_SKETCH, TOP_K, T_DIGEST, TIME_SERIES -> {}
    }
    if (client.keys().expiresAt(key) != Keys.NO_EXPIRY) {
      xor(digest, "!!expire!!".getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void addStream(byte[] digest, ByteRange key) {
    var stream = client.streams().view(key);
    if (stream == null) {
      return;
    }
    stream.forEach(
        StreamId.MINIMUM,
        StreamId.MAXIMUM,
        entry -> {
          String id =
              Long.toUnsignedString(entry.id().milliseconds())
                  + "."
                  + Long.toUnsignedString(entry.id().sequence());
          mix(digest, id.getBytes(StandardCharsets.US_ASCII));
          entry.forEach(
              (field, value) -> {
                mix(digest, field.copy());
                mix(digest, value.copy());
              });
          return true;
        });
  }

  private byte[] pair(byte[] first, byte[] second) {
    byte[] digest = new byte[LENGTH];
    mix(digest, first);
    mix(digest, second);
    return digest;
  }

  private void xor(byte[] digest, byte[] bytes) {
    byte[] hash = sha1.digest(bytes);
    for (int i = 0; i < LENGTH; i++) {
      digest[i] ^= hash[i];
    }
  }

  private void mix(byte[] digest, byte[] bytes) {
    xor(digest, bytes);
    System.arraycopy(sha1.digest(digest), 0, digest, 0, LENGTH);
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
  }

  private static int numberOf(KeyType type) {
    return switch (type) {
      case STRING -> 0;
      case LIST -> 1;
      case SET -> 2;
      case SORTED_SET -> 3;
      case HASH -> 4;
      case STREAM -> 6;
      case JSON, BLOOM_FILTER, CUCKOO_FILTER, COUNT_MIN_SKETCH, TOP_K, T_DIGEST, TIME_SERIES -> 5;
    };
  }

  /** A score as C's {@code %.17g} prints it. */
  static String text(double score) {
    if (Double.isInfinite(score)) {
      return score > 0 ? "inf" : "-inf";
    }
    if (score == 0) {
      return 1 / score < 0 ? "-0" : "0";
    }
    BigDecimal rounded =
        new BigDecimal(score).round(new MathContext(DIGITS, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= LEAST_PLAIN_EXPONENT && exponent < DIGITS) {
      return rounded.stripTrailingZeros().toPlainString();
    }
    String digits = rounded.stripTrailingZeros().unscaledValue().abs().toString();
    String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
    return (score < 0 ? "-" : "")
        + digits.charAt(0)
        + fraction
        + String.format(
            java.util.Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
  }

  /** How DEBUG OBJECT finds the length of a value as DUMP has it; null when it has none. */
  static byte @Nullable [] dump(RedisClient client, ByteRange key) {
    return client.keyspace().dumps().dump(key);
  }
}
