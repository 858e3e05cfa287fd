package io.orbit.protocol.redis;

import io.netty.buffer.ByteBuf;
import io.orbit.api.keyspace.ByteRange;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Writes replies in RESP2 or RESP3 straight into an output buffer, without making objects. One
 * thread.
 */
final class RedisReply {
  private static final byte[] OK = ascii("+OK\r\n");
  private static final byte[] QUEUED = ascii("+QUEUED\r\n");
  private static final byte[] PONG = ascii("+PONG\r\n");
  private static final byte[] NIL = ascii("$-1\r\n");
  private static final byte[] NIL_ARRAY = ascii("*-1\r\n");
  private static final byte[] NULL = ascii("_\r\n");
  private static final byte[] TRUE = ascii("#t\r\n");
  private static final byte[] FALSE = ascii("#f\r\n");
  private static final byte[] ZERO = ascii(":0\r\n");
  private static final byte[] ONE = ascii(":1\r\n");
  private static final int CRLF = '\r' << 8 | '\n';

  /** Longest header: a marker, a 64-bit number, CRLF. */
  private static final int HEADER = 24;

  /** Most bytes of replies that stand unsent: an eighth of the heap. */
  private static final long MOST = Math.min(1L << 30, Runtime.getRuntime().maxMemory() / 8);

  private final byte[] header = new byte[HEADER];
  private ByteBuf output;
  private boolean resp3;

  RedisReply(ByteBuf output) {
    this.output = output;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  void to(ByteBuf buffer) {
    output = buffer;
  }

  ByteBuf output() {
    return output;
  }

  boolean resp3() {
    return resp3;
  }

  void setResp3(boolean version3) {
    resp3 = version3;
  }

  /** Where the next reply begins; for {@link #resetTo}. */
  int mark() {
    return output.writerIndex();
  }

  /** Takes back everything written since the mark. */
  void resetTo(int mark) {
    output.writerIndex(mark);
  }

  void ok() {
    output.writeBytes(OK);
  }

  void queued() {
    output.writeBytes(QUEUED);
  }

  void pong() {
    output.writeBytes(PONG);
  }

  void simple(String text) {
    output.writeByte('+');
    output.writeCharSequence(text, StandardCharsets.UTF_8);
    output.writeShort(CRLF);
  }

  /** An error; line breaks in it become blanks. */
  void error(String message) {
    error(message, StandardCharsets.UTF_8);
  }

  void error(RedisError error) {
    error(
        error.getMessage(),
        error.echoesBytes() ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private void error(String message, Charset charset) {
    output.writeByte('-');
    output.writeCharSequence(message.replace('\r', ' ').replace('\n', ' '), charset);
    output.writeShort(CRLF);
  }

  void integer(long value) {
    if (value == 0) {
      output.writeBytes(ZERO);
    } else if (value == 1) {
      output.writeBytes(ONE);
    } else {
      header(':', value);
    }
  }

  private void requireRoom(int length) {
    if ((long) output.writerIndex() + length > MOST) {
      throw new RedisError(
          "OOM the reply would be larger than " + MOST + " bytes; ask for less at a time");
    }
  }

  void bulk(ByteRange value) {
    bulk(value.array(), value.offset(), value.length());
  }

  void bulk(byte[] bytes) {
    bulk(bytes, 0, bytes.length);
  }

  void bulk(byte[] array, int offset, int length) {
    requireRoom(length);
    output.ensureWritable(length + HEADER + 2);
    header('$', length);
    output.writeBytes(array, offset, length);
    output.writeShort(CRLF);
  }

  void bulk(String text) {
    bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Text for people: a bulk string, in RESP3 a verbatim one. */
  void verbatim(String text) {
    verbatim("txt", text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param form three letters
   */
  void verbatim(String form, byte[] bytes) {
    if (!resp3) {
      bulk(bytes);
      return;
    }
    header('=', bytes.length + 4);
    output.writeBytes(ascii(form + ":"));
    output.writeBytes(bytes);
    output.writeShort(CRLF);
  }

  /** A floating-point number: in RESP2 as a bulk string. */
  void number(double value) {
    number(Scores.format(value));
  }

  /** A floating-point number in decimal digits. */
  void number(String text) {
    if (resp3) {
      output.writeByte(',');
      output.writeCharSequence(text, StandardCharsets.US_ASCII);
      output.writeShort(CRLF);
    } else {
      bulk(text);
    }
  }

  void truth(boolean value) {
    if (resp3) {
      output.writeBytes(value ? TRUE : FALSE);
    } else {
      integer(value ? 1 : 0);
    }
  }

  /** A whole number of any size. */
  void big(String digits) {
    if (resp3) {
      output.writeByte('(');
      output.writeCharSequence(digits, StandardCharsets.US_ASCII);
      output.writeShort(CRLF);
    } else {
      bulk(digits);
    }
  }

  void nil() {
    output.writeBytes(resp3 ? NULL : NIL);
  }

  void nilArray() {
    output.writeBytes(resp3 ? NULL : NIL_ARRAY);
  }

  void array(long size) {
    header('*', size);
  }

  /** A map of so many pairs: key, value, key, value … */
  void map(long pairs) {
    header(resp3 ? '%' : '*', resp3 ? pairs : pairs * 2);
  }

  void set(long size) {
    header(resp3 ? '~' : '*', size);
  }

  /** What the server sends without being asked; an array in RESP2. */
  void push(long size) {
    header(resp3 ? '>' : '*', size);
  }

  /** Of so many pairs, which say something of the reply behind them; RESP3 only. */
  void attributes(long pairs) {
    header('|', pairs);
  }

  private void header(char marker, long value) {
    int at = HEADER;
    header[--at] = '\n';
    header[--at] = '\r';
    long rest = value > 0 ? -value : value;
    do {
      header[--at] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      header[--at] = '-';
    }
    header[--at] = (byte) marker;
    output.writeBytes(header, at, HEADER - at);
  }
}
