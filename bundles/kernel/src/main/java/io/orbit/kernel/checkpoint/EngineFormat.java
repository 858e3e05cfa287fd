package io.orbit.kernel.checkpoint;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.record.Version;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What a checkpoint writes into an engine, byte by byte. Numbers are big-endian, varints unsigned
 * LEB128.
 *
 * <pre>
 * key     u32 space, the record's key with each 00 as 00 FF, then 00 00, then
 *           00                             the record itself
 *           01 u32 number                  a part of a large plain value
 *           02 the element's key           an element of a composite value
 *           03 the element's key as above, with 00 00, u32 number
 *                                          a part of a large element
 *         so that keys sort by space, then record, then element
 * record  u8 format (1), u8 form, u8 type, varint expires at, varint commit timestamp, then
 *           form 0 (plain)       the value
 *           form 1 (composite)   nothing: the elements follow
 *           form 2 (in parts)    varint length of the value: its parts follow
 * part    up to {@link #PART} bytes of the value
 * element u8 0 and the value, or u8 1 and varint length of the value: its parts follow
 *
 * meta    u32 FFFFFFFF, then
 *           "checkpoint"         u64: every commit up to this timestamp is here, none above
 *           "count" u32 number   u64: how many records the space has here
 *           "move" u32 number    the names of two engines, 00 between: the space is being copied from
 *                                the one to the other (default engine)
 *           "space" u32 number   u8 format (1), u8 1 = ordered, the engine's name (default engine)
 * </pre>
 */
public final class EngineFormat {
  /** Most bytes of a value in one engine entry. */
  static final int PART = Version.LARGE;

  static final int RECORD = 0;
  static final int VALUE_PART = 1;
  static final int ELEMENT = 2;
  static final int ELEMENT_PART = 3;

  static final int META = 0xFFFF_FFFF;
  private static final int FORMAT = 1;
  private static final byte[] CHECKPOINT = ascii("checkpoint");
  private static final byte[] COUNT = ascii("count");
  private static final byte[] MOVE = ascii("move");
  private static final byte[] SPACE = ascii("space");

  private EngineFormat() {}

  /** The forms in which a record stands. */
  enum Form {
    PLAIN,
    COMPOSITE,
    PARTS
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The part of a key that all entries of a record share. */
  static byte[] prefix(int space, byte[] key) {
    ByteWriter out = new ByteWriter(key.length + 8).u32(space);
    escape(out, key);
    return out.copy();
  }

  private static void escape(ByteWriter out, byte[] key) {
    int from = 0;
    for (int i = 0; i < key.length; i++) {
      if (key[i] == 0) {
        out.bytes(key, from, i + 1 - from).u8(0xFF);
        from = i + 1;
      }
    }
    out.bytes(key, from, key.length - from).u8(0).u8(0);
  }

  static byte[] recordKey(byte[] prefix) {
    return Arrays.copyOf(prefix, prefix.length + 1);
  }

  static byte[] partKey(byte[] prefix, int number) {
    return with(prefix, VALUE_PART, 4).u32(number).copy();
  }

  static byte[] elementKey(byte[] prefix, byte[] element) {
    return with(prefix, ELEMENT, element.length).bytes(element, 0, element.length).copy();
  }

  static byte[] elementPartKey(byte[] prefix, byte[] element, int number) {
    ByteWriter out = with(prefix, ELEMENT_PART, element.length + 6);
    escape(out, element);
    return out.u32(number).copy();
  }

  private static ByteWriter with(byte[] prefix, int tag, int room) {
    return new ByteWriter(prefix.length + 1 + room).bytes(prefix, 0, prefix.length).u8(tag);
  }

  static byte[] recordValue(Version version, Form form) {
    byte[] bytes = version.bytes();
    ByteWriter out = new ByteWriter(24 + (form == Form.PLAIN && bytes != null ? bytes.length : 0));
    out.u8(FORMAT).u8(form.ordinal()).u8(version.type());
    out.varint(version.expiresAt()).varint(version.timestamp());
    if (bytes != null && form == Form.PLAIN) {
      out.bytes(bytes, 0, bytes.length);
    } else if (bytes != null) {
      out.varint(bytes.length);
    }
    return out.copy();
  }

  static byte[] elementValue(byte[] value) {
    ByteWriter out = new ByteWriter(value.length + 1);
    return value.length <= PART
        ? out.u8(0).bytes(value, 0, value.length).copy()
        : out.u8(1).varint(value.length).copy();
  }

  static int parts(int length) {
    return length <= PART ? 0 : (length + PART - 1) / PART;
  }

  static byte[] part(byte[] value, int number) {
    return Arrays.copyOfRange(value, number * PART, Math.min(value.length, (number + 1) * PART));
  }

  /** A record's entry, read. */
  record Head(Form form, byte type, long expiresAt, long timestamp, int length, byte[] value) {}

  static Head readHead(byte[] entry) {
    ByteReader in = new ByteReader(entry);
    int format = in.u8();
    if (format != FORMAT) {
      throw new OrbitException(
          ErrorCode.CANNOT_CONNECT_NOW,
          "The storage engine holds records of format "
              + format
              + ", which this Orbit is too old"
              + " for");
    }
    Form form = Form.values()[in.u8()];
    byte type = (byte) in.u8();
    long expiresAt = in.varint();
    long timestamp = in.varint();
    byte[] value = new byte[0];
    int length = 0;
    switch (form) {
      case PLAIN -> value = in.rest();
      case PARTS -> length = (int) in.varint();
      case COMPOSITE -> length = 0;
    }
    return new Head(form, type, expiresAt, timestamp, length, value);
  }

  /** A key, read; {@code rest} is what follows the tag. */
  record Name(int space, byte[] key, int tag, byte[] rest) {}

  static Name readName(byte[] entry) {
    ByteReader in = new ByteReader(entry);
    int space = in.u32();
    if (space == META) {
      return new Name(space, new byte[0], RECORD, in.rest());
    }
    byte[] key = unescape(in);
    int tag = in.u8();
    return new Name(space, key, tag, in.rest());
  }

  static byte[] unescape(ByteReader in) {
    ByteWriter out = new ByteWriter(in.remaining());
    while (true) {
      int next = in.u8();
      if (next != 0) {
        out.u8(next);
      } else if (in.u8() == 0xFF) {
        out.u8(0);
      } else {
        return out.copy();
      }
    }
  }

  static byte[] spacePrefix(int space) {
    return new ByteWriter(4).u32(space).copy();
  }

  static byte[] checkpointKey() {
    return new ByteWriter(16).u32(META).bytes(CHECKPOINT, 0, CHECKPOINT.length).copy();
  }

  static byte[] countKey(int space) {
    return new ByteWriter(16).u32(META).bytes(COUNT, 0, COUNT.length).u32(space).copy();
  }

  static byte[] moveKey(int space) {
    return new ByteWriter(16).u32(META).bytes(MOVE, 0, MOVE.length).u32(space).copy();
  }

  static byte[] moveValue(String from, String to) {
    return (from + '\0' + to).getBytes(StandardCharsets.UTF_8);
  }

  /** The two engines of a move. */
  static List<String> readMove(byte[] value) {
    return List.of(new String(value, StandardCharsets.UTF_8).split("\0", 2));
  }

  static byte[] spaceKey(int space) {
    return new ByteWriter(16).u32(META).bytes(SPACE, 0, SPACE.length).u32(space).copy();
  }

  static byte[] spaceValue(SpaceOptions options) {
    byte[] engine = options.engine().getBytes(StandardCharsets.UTF_8);
    return new ByteWriter(16)
        .u8(FORMAT)
        .u8(options.ordered() ? 1 : 0)
        .bytes(engine, 0, engine.length)
        .copy();
  }

  static SpaceOptions readSpace(byte[] value) {
    ByteReader in = new ByteReader(value);
    int ignored = in.u8();
    boolean ordered = in.u8() == 1;
    return new SpaceOptions(ordered, new String(in.rest(), StandardCharsets.UTF_8));
  }

  /** The space that a meta name defines, or -1. */
  static int spaceOf(byte[] metaName) {
    return numberIn(metaName, SPACE);
  }

  /** The space whose records a meta name counts, or -1. */
  static int countedSpace(byte[] metaName) {
    return numberIn(metaName, COUNT);
  }

  private static int numberIn(byte[] metaName, byte[] kind) {
    boolean fits =
        metaName.length == kind.length + 4
            && Arrays.equals(metaName, 0, kind.length, kind, 0, kind.length);
    return fits ? new ByteReader(metaName, kind.length, 4).u32() : -1;
  }

  /** Behind the last entry of a record. */
  static byte[] prefixEnd(byte[] prefix) {
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = ELEMENT_PART + 1;
    return end;
  }
}
