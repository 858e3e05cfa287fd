package io.orbit.protocol.postgres;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.orbit.api.query.Batch;
import io.orbit.api.query.ColumnVector;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.util.List;

/**
 * Rows of a result to DataRow messages, straight from the columns' vectors: integers, truth values,
 * dates and floating-point numbers without an object in between. One thread at a time.
 */
final class RowEncoder {
  private static final int NULL = -1;

  private final ColumnEncoder[] encoders;
  private final byte[] digits = new byte[ValueText.MAX_INTEGER_LENGTH];

  /** Writes a value that is not NULL, behind its length. */
  private interface ColumnEncoder {
    void write(ColumnVector column, int row, ByteBuf out);
  }

  /**
   * @param binary for each column whether it is sent in binary
   */
  RowEncoder(List<ResultColumn> columns, boolean[] binary, SessionText texts) {
    TextContext context = texts.output();
    encoders = new ColumnEncoder[columns.size()];
    for (int i = 0; i < encoders.length; i++) {
      DataType type = columns.get(i).type();
      encoders[i] = binary[i] ? binary(type, context) : text(type, texts, context);
    }
  }

  /** Appends one row as a whole message, or nothing where a value has no form. */
  void write(Batch batch, int row, ByteBuf out) {
    int start = out.writerIndex();
    boolean whole = false;
    try {
      writeRow(batch, row, start, out);
      whole = true;
    } finally {
      if (!whole) {
        out.writerIndex(start);
      }
    }
  }

  private void writeRow(Batch batch, int row, int start, ByteBuf out) {
    out.writeByte('D').writeInt(0).writeShort(encoders.length);
    for (int i = 0; i < encoders.length; i++) {
      ColumnVector column = batch.column(i);
      if (column.isNull(row)) {
        out.writeInt(NULL);
      } else {
        encoders[i].write(column, row, out);
      }
    }
    out.setInt(start + 1, out.writerIndex() - start - 1);
  }

  private ColumnEncoder text(DataType type, SessionText texts, TextContext context) {
    return switch (type.kind()) {
      case INT16, INT32, INT64, OID ->
          (column, row, out) -> {
            int length = ValueText.formatInteger(column.getLong(row), digits, 0);
            out.writeInt(length).writeBytes(digits, 0, length);
          };
      case BOOLEAN ->
          (column, row, out) -> out.writeInt(1).writeByte(column.getLong(row) == 0 ? 'f' : 't');
      case TEXT, UNKNOWN, VARCHAR, CHAR, NAME, ENUM, JSON, JSONB ->
          (column, row, out) -> string(String.valueOf(column.get(row)), out);
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          (column, row, out) -> string(texts.registeredName(type.kind(), column.getLong(row)), out);
      case BYTE_CHAR,
          DECIMAL,
          FLOAT32,
          FLOAT64,
          BYTES,
          DATE,
          TIME,
          TIMETZ,
          TIMESTAMP,
          TIMESTAMPTZ,
          INTERVAL,
          RANGE,
          MULTIRANGE,
          BIT,
          VARBIT,
          UUID,
          INET,
          CIDR,
          ARRAY,
          RECORD,
          MAP,
          SET,
          VECTOR,
          GEOMETRY,
          DURATION,
          VOID,
          DYNAMIC ->
          (column, row, out) -> string(formatted(column, row, type, context), out);
    };
  }

  private static String formatted(
      ColumnVector column, int row, DataType type, TextContext context) {
    Object value = column.get(row);
    return value == null ? "" : ValueText.format(value, type, context);
  }

  private static void string(String text, ByteBuf out) {
    int at = out.writerIndex();
    out.writeInt(0);
    out.setInt(at, ByteBufUtil.writeUtf8(out, text));
  }

  private static ColumnEncoder binary(DataType type, TextContext context) {
    return switch (type.kind()) {
      case BOOLEAN -> (column, row, out) -> out.writeInt(1).writeByte((int) column.getLong(row));
      case INT16 -> (column, row, out) -> out.writeInt(2).writeShort((int) column.getLong(row));
      case INT32, OID -> (column, row, out) -> out.writeInt(4).writeInt((int) column.getLong(row));
      case INT64, TIME -> (column, row, out) -> out.writeInt(8).writeLong(column.getLong(row));
      case FLOAT32 ->
          (column, row, out) -> out.writeInt(4).writeFloat((float) column.getDouble(row));
      case FLOAT64 -> (column, row, out) -> out.writeInt(8).writeDouble(column.getDouble(row));
      case DATE ->
          (column, row, out) ->
              out.writeInt(4).writeInt(BinaryValues.date((int) column.getLong(row)));
      case TIMESTAMP, TIMESTAMPTZ ->
          (column, row, out) ->
              out.writeInt(8).writeLong(BinaryValues.timestamp(column.getLong(row)));
      case TEXT, UNKNOWN, VARCHAR, CHAR, NAME, ENUM, JSON ->
          (column, row, out) -> string(String.valueOf(column.get(row)), out);
      case BYTE_CHAR,
          DECIMAL,
          BYTES,
          TIMETZ,
          INTERVAL,
          RANGE,
          MULTIRANGE,
          BIT,
          VARBIT,
          UUID,
          INET,
          CIDR,
          JSONB,
          REGCLASS,
          REGTYPE,
          REGPROC,
          REGNAMESPACE,
          REGROLE,
          ARRAY,
          RECORD,
          MAP,
          SET,
          VECTOR,
          GEOMETRY,
          DURATION,
          VOID,
          DYNAMIC ->
          (column, row, out) -> {
            Object value = column.get(row);
            if (value == null) {
              out.writeInt(NULL);
            } else {
              BinaryValues.sized(value, type, context, out);
            }
          };
    };
  }
}
