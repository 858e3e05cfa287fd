package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes to messages. Stateless: an unfinished frame stays in the buffer. Which of the three
 * decoders is meant depends on how far the session is. A frame that is broken as such fails with
 * PROTOCOL_VIOLATION and ends the connection; one whose content is broken is answered as {@link
 * PostgresMessage.Invalid}, as PostgreSQL does.
 */
final class PostgresCodec {
  /** PostgreSQL's MAX_STARTUP_PACKET_LENGTH. */
  static final int LONGEST_STARTUP = 10_000;

  /** PostgreSQL's PG_MAX_AUTH_TOKEN_LENGTH. */
  static final int LONGEST_AUTHENTICATION = 65_535;

  /** PostgreSQL's PQ_SMALL_MESSAGE_LIMIT: messages that carry a name at most. */
  static final int LONGEST_SMALL = 10_000;

  private static final int MOST_PARAMETERS = 65_535;

  private static final int CANCEL = 80_877_102;
  private static final int SSL = 80_877_103;
  private static final int GSS_ENCRYPTION = 80_877_104;

  private final int longest;

  /**
   * @param longest most bytes of one message
   */
  PostgresCodec(int longest) {
    this.longest = longest;
  }

  private static OrbitException broken(String message) {
    return new OrbitException(ErrorCode.PROTOCOL_VIOLATION, message);
  }

  // ---- frames

  /** The first packet, which has no type byte; null when it is not whole yet. */
  @Nullable PostgresMessage decodeStartup(ByteBuf input) {
    if (input.readableBytes() < 4) {
      return null;
    }
    int start = input.readerIndex();
    int length = input.getInt(start);
    if (length < 8 || length > LONGEST_STARTUP) {
      throw broken("invalid length of startup packet");
    }
    if (input.readableBytes() < length) {
      return null;
    }
    ByteBuf packet = input.slice(start + 4, length - 4);
    PostgresMessage message = startup(packet);
    input.readerIndex(start + length);
    return message;
  }

  /** An answer of the client while it is authenticated; null when it is not whole yet. */
  PostgresMessage.@Nullable Authentication decodeAuthentication(ByteBuf input) {
    if (input.readableBytes() < 5) {
      return null;
    }
    int start = input.readerIndex();
    byte type = input.getByte(start);
    if (type != 'p') {
      throw broken("expected SASL response, got message type " + (type & 0xFF));
    }
    int length = input.getInt(start + 1);
    if (length < 4 || length > LONGEST_AUTHENTICATION) {
      throw broken("invalid message length");
    }
    if (input.readableBytes() < length + 1) {
      return null;
    }
    byte[] body = new byte[length - 4];
    input.getBytes(start + 5, body);
    input.readerIndex(start + 1 + length);
    return new PostgresMessage.Authentication(body);
  }

  /** The next message of a session; null when it is not whole yet. */
  @Nullable PostgresMessage decode(ByteBuf input) {
    if (input.readableBytes() < 5) {
      return null;
    }
    int start = input.readerIndex();
    byte type = input.getByte(start);
    int limit =
        switch (type) {
          case 'Q', 'P', 'B', 'F', 'd' -> longest;
          case 'D', 'E', 'C', 'H', 'S', 'c', 'f', 'X' -> LONGEST_SMALL;
          default -> throw broken("invalid frontend message type " + (type & 0xFF));
        };
    int length = input.getInt(start + 1);
    if (length < 4 || length > limit) {
      throw broken("invalid message length");
    }
    if (input.readableBytes() - 1 < length) {
      return null;
    }
    ByteBuf body = input.slice(start + 5, length - 4);
    input.readerIndex(start + 1 + length);
    try {
      PostgresMessage message = body(type, body);
      if (body.isReadable()) {
        throw broken("invalid message format");
      }
      return message;
    } catch (IndexOutOfBoundsException tooShort) {
      return new PostgresMessage.Invalid(
          broken("insufficient data left in message"), isExtended(type));
    } catch (OrbitException content) {
      return new PostgresMessage.Invalid(content, isExtended(type));
    }
  }

  private static boolean isExtended(byte type) {
    return "PBDEC".indexOf(type) >= 0;
  }

  // ---- contents

  private static PostgresMessage startup(ByteBuf packet) {
    int code = packet.readInt();
    switch (code) {
      case SSL -> {
        return new PostgresMessage.SslRequest();
      }
      case GSS_ENCRYPTION -> {
        return new PostgresMessage.GssEncryptionRequest();
      }
      case CANCEL -> {
        if (packet.readableBytes() != 8) {
          throw broken("invalid length of cancel request packet");
        }
        return new PostgresMessage.CancelRequest(packet.readInt(), packet.readInt());
      }
      default -> {}
    }
    int major = code >>> 16;
    if (major != 3) {
      return new PostgresMessage.Startup(major, code & 0xFFFF, Map.of());
    }
    return new PostgresMessage.Startup(major, code & 0xFFFF, parameters(packet));
  }

  private static Map<String, String> parameters(ByteBuf packet) {
    Map<String, String> parameters = new LinkedHashMap<>();
    try {
      String name = string(packet);
      while (!name.isEmpty()) {
        parameters.put(name, string(packet));
        name = string(packet);
      }
    } catch (IndexOutOfBoundsException missing) {
      throw broken("invalid startup packet layout: expected terminator as last byte");
    }
    if (packet.isReadable()) {
      throw broken("invalid startup packet layout: expected terminator as last byte");
    }
    return parameters;
  }

  private static PostgresMessage body(byte type, ByteBuf body) {
    return switch (type) {
      case 'Q' -> new PostgresMessage.Query(string(body));
      case 'P' -> parse(body);
      case 'B' -> bind(body);
      case 'D' ->
          isStatement(body, "DESCRIBE")
              ? new PostgresMessage.DescribeStatement(string(body))
              : new PostgresMessage.DescribePortal(string(body));
      case 'C' ->
          isStatement(body, "CLOSE")
              ? new PostgresMessage.CloseStatement(string(body))
              : new PostgresMessage.ClosePortal(string(body));
      case 'E' -> new PostgresMessage.Execute(string(body), body.readInt());
      case 'H' -> new PostgresMessage.Flush();
      case 'S' -> new PostgresMessage.Sync();
      case 'X' -> new PostgresMessage.Terminate();
      case 'd' -> new PostgresMessage.CopyData(rest(body));
      case 'c' -> new PostgresMessage.CopyDone();
      case 'f' -> new PostgresMessage.CopyFail(string(body));
      default -> {
        body.skipBytes(body.readableBytes());
        yield new PostgresMessage.FunctionCall();
      }
    };
  }

  private static PostgresMessage parse(ByteBuf body) {
    String name = string(body);
    String text = string(body);
    int[] types = new int[count(body, 4)];
    for (int i = 0; i < types.length; i++) {
      types[i] = body.readInt();
    }
    return new PostgresMessage.Parse(name, text, types);
  }

  private static PostgresMessage bind(ByteBuf body) {
    String portal = string(body);
    String statement = string(body);
    boolean[] parameterFormats = formats(body);
    int parameterCount = count(body, 4);
    List<byte @Nullable []> parameters = new ArrayList<>(parameterCount);
    for (int i = 0; i < parameterCount; i++) {
      parameters.add(value(body));
    }
    return new PostgresMessage.Bind(portal, statement, parameterFormats, parameters, formats(body));
  }

  private static byte @Nullable [] value(ByteBuf body) {
    int length = body.readInt();
    if (length == -1) {
      return null;
    }
    if (length < 0 || length > body.readableBytes()) {
      throw broken("insufficient data left in message");
    }
    byte[] value = new byte[length];
    body.readBytes(value);
    return value;
  }

  private static boolean[] formats(ByteBuf body) {
    boolean[] formats = new boolean[count(body, 2)];
    for (int i = 0; i < formats.length; i++) {
      int code = body.readShort();
      if (code != 0 && code != 1) {
        throw new OrbitException(
            ErrorCode.INVALID_PARAMETER_VALUE, "unsupported format code: " + code);
      }
      formats[i] = code == 1;
    }
    return formats;
  }

  /** A 16-bit count of things that take at least so many bytes each. */
  private static int count(ByteBuf body, int size) {
    int count = body.readUnsignedShort();
    if (count > MOST_PARAMETERS || (long) count * size > body.readableBytes()) {
      throw broken("insufficient data left in message");
    }
    return count;
  }

  private static boolean isStatement(ByteBuf body, String message) {
    byte kind = body.readByte();
    if (kind != 'S' && kind != 'P') {
      throw broken("invalid " + message + " message subtype " + (kind & 0xFF));
    }
    return kind == 'S';
  }

  private static byte[] rest(ByteBuf body) {
    byte[] rest = new byte[body.readableBytes()];
    body.readBytes(rest);
    return rest;
  }

  /** A string up to its zero byte. */
  private static String string(ByteBuf body) {
    int start = body.readerIndex();
    int length = body.bytesBefore((byte) 0);
    if (length < 0) {
      throw broken("invalid string in message");
    }
    byte[] bytes = new byte[length];
    body.getBytes(start, bytes);
    body.readerIndex(start + length + 1);
    return text(bytes);
  }

  /**
   * UTF-8 to text.
   *
   * @throws OrbitException CHARACTER_NOT_IN_REPERTOIRE
   */
  static String text(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      checkUtf8(bytes);
    }
    return text;
  }

  private static void checkUtf8(byte[] bytes) {
    var decoder = StandardCharsets.UTF_8.newDecoder();
    var in = java.nio.ByteBuffer.wrap(bytes);
    var out = java.nio.CharBuffer.allocate(bytes.length);
    var result = decoder.decode(in, out, true);
    if (result.isError()) {
      throw new OrbitException(
          ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
          "invalid byte sequence for encoding \"UTF8\": 0x%02x".formatted(bytes[in.position()]));
    }
  }
}
