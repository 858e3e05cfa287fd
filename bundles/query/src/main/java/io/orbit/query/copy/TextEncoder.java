package io.orbit.query.copy;

import io.orbit.api.query.Batch;
import io.orbit.api.query.ColumnVector;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.RegisteredNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Rows as text or CSV. One thread. */
final class TextEncoder implements RowEncoder {
  private final CopyOptions options;
  private final List<ResultColumn> columns;
  private final boolean[] forceQuote;
  private final Evaluation evaluation;
  private final TextContext context;
  private final ByteBuilder out = new ByteBuilder();
  private final boolean csv;

  TextEncoder(
      CopyOptions options,
      List<ResultColumn> columns,
      boolean[] forceQuote,
      Evaluation evaluation,
      TextContext context) {
    this.options = options;
    this.columns = columns;
    this.forceQuote = forceQuote;
    this.evaluation = evaluation;
    this.context = context;
    csv = options.format() == CopyOptions.Format.CSV;
  }

  @Override
  public byte[] header() {
    if (options.header() == CopyOptions.Header.NONE) {
      return new byte[0];
    }
    out.clear();
    for (int i = 0; i < columns.size(); i++) {
      delimiter(i);
      byte[] name = columns.get(i).name().getBytes(StandardCharsets.UTF_8);
      if (csv) {
        quotable(name, false);
      } else {
        escaped(name);
      }
    }
    return out.add('\n').toBytes();
  }

  @Override
  public byte[] row(Batch batch, int row) {
    out.clear();
    for (int i = 0; i < columns.size(); i++) {
      delimiter(i);
      ColumnVector column = batch.column(i);
      if (column.isNull(row)) {
        out.add(options.nullText());
      } else {
        value(column, row, i);
      }
    }
    return out.add('\n').toBytes();
  }

  @Override
  public byte[] trailer() {
    return new byte[0];
  }

  private void delimiter(int column) {
    if (column > 0) {
      out.add(options.delimiter());
    }
  }

  private void value(ColumnVector column, int row, int index) {
    DataType type = columns.get(index).type();
    boolean plain = !csv || !forceQuote[index];
    switch (type.kind()) {
      case INT16, INT32, INT64, OID -> {
        if (plain && options.delimiter() != '-' && !isDigit(options.delimiter())) {
          byte[] room = out.reserve(ValueText.MAX_INTEGER_LENGTH);
          out.grow(ValueText.formatInteger(column.getLong(row), room, out.size()));
          return;
        }
        text(Long.toString(column.getLong(row)), index);
      }
      case REGCLASS, REGTYPE, REGPROC, REGNAMESPACE, REGROLE ->
          text(RegisteredNames.name(evaluation, type.kind(), column.getLong(row)), index);
      default -> {
        Object value = column.get(row);
        text(value == null ? "" : ValueText.format(value, type, context), index);
      }
    }
  }

  private static boolean isDigit(byte c) {
    return c >= '0' && c <= '9';
  }

  private void text(String text, int index) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (csv) {
      quotable(bytes, forceQuote[index]);
    } else {
      escaped(bytes);
    }
  }

  private void escaped(byte[] bytes) {
    int from = 0;
    for (int i = 0; i < bytes.length; i++) {
      int letter = letter(bytes[i]);
      if (letter != 0) {
        out.add(bytes, from, i - from).add('\\').add(letter);
        from = i + 1;
      }
    }
    out.add(bytes, from, bytes.length - from);
  }

  /** What follows the backslash for that byte, 0 for none. */
  private int letter(byte c) {
    return switch (c) {
      case '\\' -> '\\';
      case '\b' -> 'b';
      case '\f' -> 'f';
      case '\n' -> 'n';
      case '\r' -> 'r';
      case '\t' -> 't';
      case 0x0B -> 'v';
      default -> c == options.delimiter() ? c : 0;
    };
  }

  private void quotable(byte[] bytes, boolean force) {
    if (!force && !needsQuotes(bytes)) {
      out.add(bytes);
      return;
    }
    out.add(options.quote());
    for (byte c : bytes) {
      if (c == options.quote() || c == options.escape()) {
        out.add(options.escape());
      }
      out.add(c);
    }
    out.add(options.quote());
  }

  private boolean needsQuotes(byte[] bytes) {
    if (Arrays.equals(bytes, options.nullText())) {
      return true;
    }
    if (columns.size() == 1 && bytes.length == 2 && bytes[0] == '\\' && bytes[1] == '.') {
      return true;
    }
    for (byte c : bytes) {
      if (c == options.delimiter() || c == options.quote() || c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }
}
