package io.orbit.query.copy;

import java.util.Arrays;

/** CSV: fields between delimiters, quoted ones with doubled or escaped quotes. */
final class CsvSplitter implements FieldSplitter {
  private final byte delimiter;
  private final byte quote;
  private final byte escape;
  private final byte[] nullText;
  private final boolean[] forceNotNull;
  private final boolean[] forceNull;

  /** The flags are by field. */
  CsvSplitter(CopyOptions options, boolean[] forceNotNull, boolean[] forceNull) {
    delimiter = options.delimiter();
    quote = options.quote();
    escape = options.escape();
    nullText = options.nullText();
    this.forceNotNull = forceNotNull;
    this.forceNull = forceNull;
  }

  @Override
  public void split(byte[] line, int start, int end, Fields fields) {
    fields.begin(line);
    int at = start;
    while (at <= end) {
      at = field(line, at, end, fields) + 1;
    }
  }

  /** Reads one field; answers where its delimiter is. */
  private int field(byte[] line, int start, int end, Fields fields) {
    int at = start;
    while (at < end && line[at] != delimiter && line[at] != quote) {
      at++;
    }
    if (at >= end || line[at] == delimiter) {
      plain(line, start, at, fields);
      return at;
    }
    int mark = fields.mark();
    fields.write(line, start, at - start);
    boolean quoted = false;
    while (true) {
      if (at >= end) {
        if (quoted) {
          throw CopyErrors.format("unterminated CSV quoted field");
        }
        break;
      }
      byte c = line[at];
      if (!quoted && c == delimiter) {
        break;
      }
      if (!quoted) {
        quoted = c == quote;
        if (!quoted) {
          fields.write(c);
        }
        at++;
        continue;
      }
      boolean escaping =
          c == escape && at + 1 < end && (line[at + 1] == escape || line[at + 1] == quote);
      if (escaping) {
        fields.write(line[at + 1]);
        at += 2;
      } else {
        quoted = c != quote;
        if (quoted) {
          fields.write(c);
        }
        at++;
      }
    }
    boolean isNull =
        flag(forceNull, fields.count())
            && isNull(fields.scratch(), mark, fields.mark())
            && !flag(forceNotNull, fields.count());
    fields.addScratch(mark, isNull);
    return at;
  }

  private void plain(byte[] line, int start, int end, Fields fields) {
    boolean isNull = isNull(line, start, end) && !flag(forceNotNull, fields.count());
    fields.add(start, end - start, isNull);
  }

  private boolean isNull(byte[] bytes, int start, int end) {
    return end - start == nullText.length
        && Arrays.equals(bytes, start, end, nullText, 0, nullText.length);
  }

  private static boolean flag(boolean[] flags, int field) {
    return field < flags.length && flags[field];
  }
}
