package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.orbit.api.error.ErrorSubject;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.query.Statements.Notice;
import io.orbit.api.value.DataType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's messages, each appended whole to a buffer. */
final class PostgresWriter {
  private static final int CLEARTEXT_PASSWORD = 3;
  private static final int SASL = 10;
  private static final int SASL_CONTINUE = 11;
  private static final int SASL_FINAL = 12;

  private PostgresWriter() {}

  private static int begin(char type, ByteBuf out) {
    out.writeByte(type).writeInt(0);
    return out.writerIndex() - 4;
  }

  private static void end(int start, ByteBuf out) {
    out.setInt(start, out.writerIndex() - start);
  }

  private static void string(String text, ByteBuf out) {
    ByteBufUtil.writeUtf8(out, text);
    out.writeByte(0);
  }

  private static void empty(char type, ByteBuf out) {
    out.writeByte(type).writeInt(4);
  }

  // ---- authentication and start

  static void authenticationOk(ByteBuf out) {
    out.writeByte('R').writeInt(8).writeInt(0);
  }

  static void authenticationCleartextPassword(ByteBuf out) {
    out.writeByte('R').writeInt(8).writeInt(CLEARTEXT_PASSWORD);
  }

  static void authenticationSasl(List<String> mechanisms, ByteBuf out) {
    int start = begin('R', out);
    out.writeInt(SASL);
    mechanisms.forEach(mechanism -> string(mechanism, out));
    out.writeByte(0);
    end(start, out);
  }

  static void authenticationSaslContinue(String data, ByteBuf out) {
    authentication(SASL_CONTINUE, data, out);
  }

  static void authenticationSaslFinal(String data, ByteBuf out) {
    authentication(SASL_FINAL, data, out);
  }

  private static void authentication(int code, String data, ByteBuf out) {
    int start = begin('R', out);
    out.writeInt(code);
    out.writeBytes(data.getBytes(StandardCharsets.UTF_8));
    end(start, out);
  }

  /** The newest minor version that is spoken, and the protocol options that are not. */
  static void negotiateProtocolVersion(int minor, List<String> options, ByteBuf out) {
    int start = begin('v', out);
    out.writeInt(minor).writeInt(options.size());
    options.forEach(option -> string(option, out));
    end(start, out);
  }

  static void parameterStatus(String name, String value, ByteBuf out) {
    int start = begin('S', out);
    string(name, out);
    string(value, out);
    end(start, out);
  }

  static void backendKeyData(int processId, int secretKey, ByteBuf out) {
    out.writeByte('K').writeInt(12).writeInt(processId).writeInt(secretKey);
  }

  static void notificationResponse(int processId, String channel, String payload, ByteBuf out) {
    byte[] name = channel.getBytes(StandardCharsets.UTF_8);
    byte[] text = payload.getBytes(StandardCharsets.UTF_8);
    out.writeByte('A').writeInt(4 + 4 + name.length + 1 + text.length + 1).writeInt(processId);
    out.writeBytes(name).writeByte(0).writeBytes(text).writeByte(0);
  }

  /**
   * @param status I idle, T in a transaction, E in a failed one
   */
  static void readyForQuery(char status, ByteBuf out) {
    out.writeByte('Z').writeInt(5).writeByte(status);
  }

  // ---- statements

  static void parseComplete(ByteBuf out) {
    empty('1', out);
  }

  static void bindComplete(ByteBuf out) {
    empty('2', out);
  }

  static void closeComplete(ByteBuf out) {
    empty('3', out);
  }

  static void noData(ByteBuf out) {
    empty('n', out);
  }

  static void portalSuspended(ByteBuf out) {
    empty('s', out);
  }

  static void emptyQueryResponse(ByteBuf out) {
    empty('I', out);
  }

  static void parameterDescription(List<DataType> types, ByteBuf out) {
    int start = begin('t', out);
    out.writeShort(types.size());
    types.forEach(type -> out.writeInt(PostgresTypes.oid(type)));
    end(start, out);
  }

  /**
   * @param binary the format of each column
   */
  static void rowDescription(List<ResultColumn> columns, boolean[] binary, ByteBuf out) {
    int start = begin('T', out);
    out.writeShort(columns.size());
    for (int i = 0; i < binary.length; i++) {
      ResultColumn column = columns.get(i);
      string(column.name(), out);
      out.writeInt((int) column.collection()).writeShort(column.columnId());
      out.writeInt(PostgresTypes.oid(column.type()));
      out.writeShort(PostgresTypes.size(column.type()));
      out.writeInt(PostgresTypes.modifier(column.type()));
      out.writeShort(binary[i] ? 1 : 0);
    }
    end(start, out);
  }

  /**
   * @param tag without counts
   * @param count -1 where the tag has none
   */
  static void commandComplete(String tag, long count, ByteBuf out) {
    int start = begin('C', out);
    ByteBufUtil.writeAscii(out, tag);
    if (count >= 0) {
      ByteBufUtil.writeAscii(out, tag.equals("INSERT") ? " 0 " : " ");
      ByteBufUtil.writeAscii(out, Long.toString(count));
    }
    out.writeByte(0);
    end(start, out);
  }

  // ---- COPY

  static void copyInResponse(boolean binary, int columns, ByteBuf out) {
    copyResponse('G', binary, columns, out);
  }

  static void copyOutResponse(boolean binary, int columns, ByteBuf out) {
    copyResponse('H', binary, columns, out);
  }

  private static void copyResponse(char type, boolean binary, int columns, ByteBuf out) {
    int start = begin(type, out);
    int format = binary ? 1 : 0;
    out.writeByte(format).writeShort(columns);
    for (int i = 0; i < columns; i++) {
      out.writeShort(format);
    }
    end(start, out);
  }

  static void copyData(byte[] data, ByteBuf out) {
    out.writeByte('d').writeInt(data.length + 4).writeBytes(data);
  }

  static void copyDone(ByteBuf out) {
    empty('c', out);
  }

  // ---- errors and notices

  /**
   * @param severity ERROR or FATAL
   * @param text what the error's position refers to, or empty
   */
  static void errorResponse(OrbitException problem, String severity, String text, ByteBuf out) {
    int start = begin('E', out);
    head(severity, problem.sqlState(), problem.getMessage(), out);
    field('D', problem.detail(), out);
    field('H', problem.hint(), out);
    int position = problem.position();
    if (position >= 0 && position <= text.length()) {
      field('P', Integer.toString(text.codePointCount(0, position) + 1), out);
    }
    ErrorSubject subject = problem.subject();
    field('s', subject.schema(), out);
    field('t', subject.table(), out);
    field('c', subject.column(), out);
    field('d', subject.dataType(), out);
    field('n', subject.constraint(), out);
    out.writeByte(0);
    end(start, out);
  }

  static void noticeResponse(Notice notice, ByteBuf out) {
    int start = begin('N', out);
    head(notice.severity(), notice.sqlState(), notice.message(), out);
    field('D', notice.detail(), out);
    field('H', notice.hint(), out);
    out.writeByte(0);
    end(start, out);
  }

  private static void head(String severity, String sqlState, String message, ByteBuf out) {
    field('S', severity, out);
    field('V', severity, out);
    field('C', sqlState, out);
    field('M', message, out);
  }

  private static void field(char code, @Nullable String value, ByteBuf out) {
    if (value != null) {
      out.writeByte(code);
      string(value.replace("\0", ""), out);
    }
  }
}
