package io.orbit.keyspace.rdb;

import io.orbit.api.keyspace.ByteRange;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A dump file, read entry by entry. One thread. */
public final class RdbFile {
  private static final String MAGIC = "REDIS";

  private static final int SLOT = 244;
  private static final int FUNCTIONS = 245;
  private static final int MODULE_DATA = 247;
  private static final int IDLE = 248;
  private static final int FREQUENCY = 249;
  private static final int NOTE = 250;
  private static final int SIZES = 251;
  private static final int EXPIRES_MILLIS = 252;
  private static final int EXPIRES_SECONDS = 253;
  private static final int DATABASE = 254;
  private static final int END = 255;

  /** The first version that ends with a checksum. */
  private static final int CHECKSUMS = 5;

  private final RdbInput in;
  private final int version;
  private final Map<String, Integer> skipped = new LinkedHashMap<>();
  private long database;
  private long expiresAt;
  private byte[] key = new byte[0];
  private @Nullable RdbValue value;

  /** Reads the head; fails with BAD_COPY_FILE_FORMAT. */
  public RdbFile(InputStream file) {
    in = new RdbInput(file);
    String head = new String(in.bytes(9), StandardCharsets.ISO_8859_1);
    if (!head.matches(MAGIC + "\\d{4}")) {
      throw RdbErrors.broken("this is no dump of a Redis server");
    }
    version = Integer.parseInt(head.substring(MAGIC.length()));
    if (version < 1 || version > RdbPayload.NEWEST_VERSION) {
      throw RdbErrors.broken(
          "the dump has version "
              + version
              + " of its format; versions up to "
              + RdbPayload.NEWEST_VERSION
              + " are known here");
    }
  }

  /** Whether a file begins as a dump does. */
  public static boolean isDump(byte[] begin) {
    return new String(begin, StandardCharsets.ISO_8859_1).startsWith(MAGIC);
  }

  /** Reads up to the next value; false at the end. */
  public boolean next() {
    expiresAt = 0;
    while (true) {
      int type = in.u8();
      switch (type) {
        case END -> {
          checkEnd();
          return false;
        }
        case DATABASE -> database = in.length();
        case EXPIRES_SECONDS -> expiresAt = (int) in.fixed(4) * 1000L;
        case EXPIRES_MILLIS -> expiresAt = in.fixed(8);
        case IDLE -> in.length();
        case FREQUENCY -> in.u8();
        case SIZES -> {
          in.length();
          in.length();
        }
        case SLOT -> {
          in.length();
          in.length();
          in.length();
        }
        case NOTE -> {
          in.string();
          in.string();
        }
        case FUNCTIONS -> {
          in.string();
          skip("libraries of functions");
        }
        case MODULE_DATA -> skipModuleData();
        case RdbType.MODULE -> {
          in.string();
          skipModule(in.length());
          expiresAt = 0;
          skip("values of modules");
        }
        default -> {
          key = in.string();
          value = new RdbValueReader(in).read(type);
          return true;
        }
      }
    }
  }

  private void skip(String what) {
    skipped.merge(what, 1, Integer::sum);
  }

  private void skipModuleData() {
    long module = in.length();
    in.length();
    in.length();
    skipModule(module);
    skip("data of modules");
  }

  /** What a module writes says itself what it is, up to a 0. */
  private void skipModule(long module) {
    long what = in.length();
    while (what != 0) {
      switch ((int) what) {
        case 1, 2 -> in.length();
        case 3 -> in.fixed(4);
        case 4 -> in.fixed(8);
        case 5 -> in.string();
        default ->
            throw RdbErrors.broken(
                "the data of module " + Long.toUnsignedString(module) + " is broken");
      }
      what = in.length();
    }
  }

  private void checkEnd() {
    if (version < CHECKSUMS) {
      return;
    }
    long computed = in.checksum();
    long written = in.fixed(8);
    if (written != 0 && written != computed) {
      throw RdbErrors.broken("the dump's checksum is wrong: it is damaged");
    }
  }

  public int database() {
    return (int) database;
  }

  public ByteRange key() {
    return ByteRange.of(key);
  }

  /** Milliseconds since 1970, 0 for none. */
  public long expiresAt() {
    return expiresAt;
  }

  public RdbValue value() {
    return Objects.requireNonNull(value);
  }

  /** What was passed over so far, in words. */
  public List<String> skipped() {
    return skipped.entrySet().stream().map(each -> each.getValue() + " " + each.getKey()).toList();
  }
}
