package io.orbit.kernel.record;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.feed.RecordImage;
import io.orbit.api.storage.SpaceOptions;
import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.bytes.ByteWriter;
import io.orbit.kernel.composite.CompositeTree;
import io.orbit.kernel.composite.Difference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The changes of a commit, byte by byte, as they stand in the log. Numbers are varints (unsigned
 * LEB128), {@code block} is a length and that many bytes.
 *
 * <pre>
 * u8 kind, varint space, then
 *   1 put            block key, u8 type, varint expires at (ms since 1970, 0 never), block value
 *   2 delete         block key
 *   3 expire         block key, varint expires at
 *   4 edit           block key, u8 type, varint expires at, u8 1 = begin with an empty composite,
 *                    elements: u8 1, block key, block value = put; u8 2, block key = remove; u8 0 = end
 *   5 create space   u8 1 = ordered, block engine's name
 *   6 drop space     block engine's name
 *   7 clear space    block engine's name
 *   8 before         block key, what the change after it finds: u8 type, varint expires at, u8 form,
 *                    form 0: block value; form 1: the touched elements, as of an edit
 *   9 insert         as put, where there was no record
 *  10 move space     block the engine's name before, block after
 * </pre>
 *
 * Kinds 8 and 9 are there since version 2 of the log, 10 since version 3; recovery passes over 8.
 */
public final class ChangeFormat {
  static final int PUT = 1;
  static final int DELETE = 2;
  static final int EXPIRE = 3;
  static final int EDIT = 4;
  static final int CREATE_SPACE = 5;
  static final int DROP_SPACE = 6;
  static final int CLEAR_SPACE = 7;
  static final int BEFORE = 8;
  static final int INSERT = 9;
  static final int MOVE_SPACE = 10;

  private static final int PLAIN = 0;
  private static final int COMPOSITE = 1;

  private static final int END = 0;
  private static final int PUT_ELEMENT = 1;
  private static final int REMOVE_ELEMENT = 2;

  private ChangeFormat() {}

  /** Takes decoded changes in order. */
  public interface Visitor {
    void put(int space, byte[] key, byte type, long expiresAt, byte[] value);

    /** A put where there was no record. */
    default void insert(int space, byte[] key, byte type, long expiresAt, byte[] value) {
      put(space, key, type, expiresAt, value);
    }

    /** What the change that follows finds. */
    default void before(int space, byte[] key, RecordImage image) {}

    void delete(int space, byte[] key);

    void expire(int space, byte[] key, long expiresAt);

    void edit(int space, byte[] key, byte type, long expiresAt, boolean create);

    /** Belongs to the edit before it; null removes the element. */
    void element(byte[] key, byte @Nullable [] value);

    void endEdit();

    void createSpace(int space, SpaceOptions options);

    void dropSpace(int space, String engine);

    void clearSpace(int space, String engine);

    /** All that a space holds is in another engine from here on: nothing of it has changed. */
    default void moveSpace(int space, String from, String to) {}
  }

  public static void put(
      ByteWriter out,
      int space,
      byte[] key,
      byte type,
      long expiresAt,
      byte[] value,
      int offset,
      int length) {
    value(head(out, PUT, space, key), type, expiresAt, value, offset, length);
  }

  /** As {@link #put} where there was no record. */
  public static void insert(
      ByteWriter out,
      int space,
      byte[] key,
      byte type,
      long expiresAt,
      byte[] value,
      int offset,
      int length) {
    value(head(out, INSERT, space, key), type, expiresAt, value, offset, length);
  }

  private static void value(
      ByteWriter out, byte type, long expiresAt, byte[] value, int offset, int length) {
    out.u8(type).varint(expiresAt).block(value, offset, length);
  }

  /**
   * What the change that follows finds: of a composite, only what the change touches.
   *
   * @param after what the record will hold, where that is a composite of the same kind
   */
  public static void before(
      ByteWriter out, int space, byte[] key, Version found, @Nullable CompositeTree after) {
    head(out, BEFORE, space, key).u8(found.type()).varint(found.expiresAt());
    byte[] bytes = found.bytes();
    CompositeTree tree = found.tree();
    if (bytes != null) {
      out.u8(PLAIN).block(bytes);
    } else if (tree != null) {
      out.u8(COMPOSITE);
      Difference.between(
          after == null ? CompositeTree.EMPTY : after,
          tree,
          (element, value) -> element(out, element, value));
      endEdit(out);
    }
  }

  public static void delete(ByteWriter out, int space, byte[] key) {
    head(out, DELETE, space, key);
  }

  public static void expire(ByteWriter out, int space, byte[] key, long expiresAt) {
    head(out, EXPIRE, space, key).varint(expiresAt);
  }

  /** Begins an edit; elements follow and then {@link #endEdit}. */
  public static void edit(
      ByteWriter out, int space, byte[] key, byte type, long expiresAt, boolean create) {
    head(out, EDIT, space, key).u8(type).varint(expiresAt).u8(create ? 1 : 0);
  }

  public static void element(ByteWriter out, byte[] key, byte @Nullable [] value) {
    if (value == null) {
      out.u8(REMOVE_ELEMENT).block(key);
    } else {
      out.u8(PUT_ELEMENT).block(key).block(value);
    }
  }

  public static void endEdit(ByteWriter out) {
    out.u8(END);
  }

  public static void createSpace(ByteWriter out, int space, SpaceOptions options) {
    out.u8(CREATE_SPACE).varint(space).u8(options.ordered() ? 1 : 0).block(utf8(options.engine()));
  }

  public static void dropSpace(ByteWriter out, int space, String engine) {
    out.u8(DROP_SPACE).varint(space).block(utf8(engine));
  }

  public static void clearSpace(ByteWriter out, int space, String engine) {
    out.u8(CLEAR_SPACE).varint(space).block(utf8(engine));
  }

  public static void moveSpace(ByteWriter out, int space, String from, String to) {
    out.u8(MOVE_SPACE).varint(space).block(utf8(from)).block(utf8(to));
  }

  private static ByteWriter head(ByteWriter out, int kind, int space, byte[] key) {
    return out.u8(kind).varint(space).block(key);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Decodes all changes of a commit. */
  public static void read(ByteReader in, Visitor visitor) {
    while (in.hasMore()) {
      readOne(in, visitor);
    }
  }

  /** Decodes one change. */
  public static void readOne(ByteReader in, Visitor visitor) {
    int kind = in.u8();
    int space = (int) in.varint();
    switch (kind) {
      case PUT, INSERT -> {
        byte[] key = in.block();
        byte type = (byte) in.u8();
        long expiresAt = in.varint();
        if (kind == PUT) {
          visitor.put(space, key, type, expiresAt, in.block());
        } else {
          visitor.insert(space, key, type, expiresAt, in.block());
        }
      }
      case BEFORE -> readBefore(in, space, visitor);
      case DELETE -> visitor.delete(space, in.block());
      case EXPIRE -> {
        byte[] key = in.block();
        visitor.expire(space, key, in.varint());
      }
      case EDIT -> readEdit(in, space, visitor);
      case CREATE_SPACE -> {
        boolean ordered = in.u8() == 1;
        visitor.createSpace(space, new SpaceOptions(ordered, text(in.block())));
      }
      case DROP_SPACE -> visitor.dropSpace(space, text(in.block()));
      case CLEAR_SPACE -> visitor.clearSpace(space, text(in.block()));
      case MOVE_SPACE -> {
        String from = text(in.block());
        visitor.moveSpace(space, from, text(in.block()));
      }
      default -> throw unknown(kind);
    }
  }

  private static void readBefore(ByteReader in, int space, Visitor visitor) {
    byte[] key = in.block();
    byte type = (byte) in.u8();
    long expiresAt = in.varint();
    if (in.u8() == PLAIN) {
      visitor.before(space, key, RecordImage.plain(type, expiresAt, in.block()));
      return;
    }
    List<RecordImage.Element> elements = new ArrayList<>();
    readElements(in, (element, value) -> elements.add(new RecordImage.Element(element, value)));
    visitor.before(space, key, RecordImage.composite(type, expiresAt, elements));
  }

  private static void readEdit(ByteReader in, int space, Visitor visitor) {
    byte[] key = in.block();
    byte type = (byte) in.u8();
    long expiresAt = in.varint();
    visitor.edit(space, key, type, expiresAt, in.u8() == 1);
    readElements(in, visitor::element);
    visitor.endEdit();
  }

  private static void readElements(ByteReader in, Difference.Visitor target) {
    for (int kind = in.u8(); kind != END; kind = in.u8()) {
      byte[] element = in.block();
      switch (kind) {
        case PUT_ELEMENT -> target.changed(element, in.block());
        case REMOVE_ELEMENT -> target.changed(element, null);
        default -> throw unknown(kind);
      }
    }
  }

  private static String text(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private static OrbitException unknown(int kind) {
    return new OrbitException(
        ErrorCode.DATA_CORRUPTED, "The commit log holds a change of unknown kind " + kind);
  }
}
