package io.orbit.query.copy;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import org.jspecify.annotations.Nullable;

/** Rows from lines of text or CSV. One thread. */
final class LineSink implements CopyIn.Sink {
  private final CopyTarget target;
  private final CopyOptions options;
  private final LineSource lines;
  private final FieldSplitter splitter;
  private final Fields fields;
  private final FieldValues values;
  private int columnAtWork = -1;
  private boolean headerPending;

  LineSink(CopyTarget target, CopyOptions options, FieldSplitter splitter, FieldValues values) {
    this.target = target;
    this.options = options;
    this.splitter = splitter;
    this.values = values;
    lines = new LineSource(options);
    fields = new Fields(target.fields());
    headerPending = options.header() != CopyOptions.Header.NONE;
  }

  @Override
  public void data(byte[] data, int offset, int length) {
    lines.feed(data, offset, length);
    drain();
  }

  @Override
  public void done() {
    lines.complete();
    drain();
  }

  private void drain() {
    while (nextLine()) {
      columnAtWork = -1;
      try {
        splitter.split(lines.buffer(), lines.lineStart(), lines.lineEnd(), fields);
        if (headerPending) {
          header();
        } else {
          row();
        }
      } catch (OrbitException problem) {
        throw CopyErrors.in(problem, context(problem));
      }
    }
  }

  private boolean nextLine() {
    try {
      return lines.next();
    } catch (OrbitException problem) {
      throw CopyErrors.in(problem, place());
    }
  }

  private String place() {
    return "COPY " + target.tableName() + ", line " + lines.lineNumber();
  }

  private String context(OrbitException problem) {
    if (columnAtWork >= 0) {
      String column = place() + ", column " + target.column(columnAtWork).name() + ": ";
      return fields.isNull(columnAtWork)
          ? column + "null input"
          : column
              + '"'
              + CopyErrors.shown(
                  fields.bytes(columnAtWork),
                  fields.offset(columnAtWork),
                  fields.length(columnAtWork))
              + '"';
    }
    return problem.code() == ErrorCode.UNIQUE_VIOLATION
        ? place()
        : place() + ": \"" + lines.shownLine() + '"';
  }

  // ---- header

  private void header() {
    headerPending = false;
    if (options.header() != CopyOptions.Header.MATCH) {
      return;
    }
    if (fields.count() != target.fields()) {
      throw CopyErrors.format(
          "wrong number of fields in header line: got "
              + fields.count()
              + ", expected "
              + target.fields());
    }
    for (int i = 0; i < fields.count(); i++) {
      String expected = target.column(i).name();
      String given = FieldValues.text(fields.bytes(i), fields.offset(i), fields.length(i));
      if (fields.isNull(i)) {
        throw CopyErrors.format(
            "column name mismatch in header line field "
                + (i + 1)
                + ": got null value (\""
                + given
                + "\"), expected \""
                + expected
                + '"');
      }
      if (!given.equals(expected)) {
        throw CopyErrors.format(
            "column name mismatch in header line field "
                + (i + 1)
                + ": got \""
                + given
                + "\", expected \""
                + expected
                + '"');
      }
    }
  }

  // ---- rows

  private void row() {
    int expected = target.fields();
    if (expected == 0 && lines.lineEnd() > lines.lineStart()
        || expected > 0 && fields.count() > expected) {
      throw CopyErrors.format("extra data after last expected column");
    }
    @Nullable Object[] row = target.row();
    for (int i = 0; i < expected; i++) {
      if (i >= fields.count()) {
        throw CopyErrors.format("missing data for column \"" + target.column(i).name() + "\"");
      }
      columnAtWork = i;
      Column column = target.column(i);
      target.set(
          row,
          i,
          fields.isNull(i)
              ? null
              : values.value(column, fields.bytes(i), fields.offset(i), fields.length(i)));
    }
    columnAtWork = -1;
    target.insert(row);
  }
}
