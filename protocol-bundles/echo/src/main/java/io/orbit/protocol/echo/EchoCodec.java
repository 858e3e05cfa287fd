package io.orbit.protocol.echo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Bytes to messages and back. Stateless: an unfinished line stays in the buffer. */
final class EchoCodec {
  /** Longest line in bytes, its LF included. */
  static final int LONGEST_LINE = 8_192;

  static final int MOST_REPEATS = 1_000_000_000;

  private static final Pattern LOGIN = Pattern.compile("/login (\\S+) (.*)");
  private static final Pattern REPEAT = Pattern.compile("/repeat (\\d{1,10}) (.*)");

  private EchoCodec() {}

  /**
   * Reads the next message and moves the reader index past it.
   *
   * @return null when the line is not whole yet; then nothing has moved
   * @throws OrbitException PROTOCOL_VIOLATION for a line too long, or not UTF-8
   */
  static @Nullable EchoMessage decode(ByteBuf input) {
    int start = input.readerIndex();
    int searched = Math.min(input.readableBytes(), LONGEST_LINE);
    int end = input.indexOf(start, start + searched, (byte) '\n');
    if (end < 0) {
      if (searched == LONGEST_LINE) {
        throw new OrbitException(
            ErrorCode.PROTOCOL_VIOLATION, "a line may have " + LONGEST_LINE + " bytes");
      }
      return null;
    }
    boolean carriageReturn = end > start && input.getByte(end - 1) == '\r';
    String line = text(input.nioBuffer(start, end - start - (carriageReturn ? 1 : 0)));
    input.readerIndex(end + 1);
    return line.startsWith("/") ? command(line) : new EchoMessage.Text(line);
  }

  private static String text(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new OrbitException(ErrorCode.PROTOCOL_VIOLATION, "a line must be UTF-8", e);
    }
  }

  private static EchoMessage command(String line) {
    if (line.startsWith("//")) {
      return new EchoMessage.Text(line.substring(1));
    }
    if (line.equals("/quit")) {
      return new EchoMessage.Quit();
    }
    if (line.equals("/tls")) {
      return new EchoMessage.StartTls();
    }
    Matcher login = LOGIN.matcher(line);
    if (login.matches()) {
      return new EchoMessage.Login(login.group(1), login.group(2));
    }
    Matcher repeat = REPEAT.matcher(line);
    if (repeat.matches() && Long.parseLong(repeat.group(1)) <= MOST_REPEATS) {
      return new EchoMessage.Repeat(Integer.parseInt(repeat.group(1)), repeat.group(2));
    }
    return new EchoMessage.Unsupported(line.split(" ", 2)[0]);
  }

  static void encode(String line, ByteBuf output) {
    ByteBufUtil.writeUtf8(output, line);
    output.writeByte('\n');
  }
}
