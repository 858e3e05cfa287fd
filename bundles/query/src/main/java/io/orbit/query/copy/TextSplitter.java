package io.orbit.query.copy;

import java.util.Arrays;

/** COPY's text format: fields between delimiters, backslash escapes, NULL as a marker. */
final class TextSplitter implements FieldSplitter {
  private final byte delimiter;
  private final byte[] nullText;

  TextSplitter(CopyOptions options) {
    delimiter = options.delimiter();
    nullText = options.nullText();
  }

  @Override
  public void split(byte[] line, int start, int end, Fields fields) {
    fields.begin(line);
    int at = start;
    while (true) {
      int from = at;
      boolean plain = true;
      while (at < end && line[at] != delimiter) {
        if (line[at] == '\\') {
          plain = false;
          at++;
        }
        at++;
      }
      int to = Math.min(at, end);
      boolean isNull =
          to - from == nullText.length && Arrays.equals(line, from, to, nullText, 0, to - from);
      if (plain || isNull) {
        fields.add(from, to - from, isNull);
      } else {
        int mark = fields.mark();
        resolve(line, from, to, fields);
        fields.addScratch(mark, false);
      }
      if (at >= end) {
        return;
      }
      at++;
    }
  }

  private static void resolve(byte[] line, int from, int to, Fields fields) {
    int at = from;
    while (at < to) {
      byte c = line[at++];
      if (c != '\\' || at >= to) {
        fields.write(c);
        continue;
      }
      byte escaped = line[at++];
      switch (escaped) {
        case 'b' -> fields.write('\b');
        case 'f' -> fields.write('\f');
        case 'n' -> fields.write('\n');
        case 'r' -> fields.write('\r');
        case 't' -> fields.write('\t');
        case 'v' -> fields.write(0x0B);
        case 'x' -> at = hexadecimal(line, at, to, fields);
        case '0', '1', '2', '3', '4', '5', '6', '7' -> at = octal(line, at - 1, to, fields);
        default -> fields.write(escaped);
      }
    }
  }

  /** One or two digits after {@code \x}; without any, the x stands for itself. */
  private static int hexadecimal(byte[] line, int start, int to, Fields fields) {
    int at = start;
    int value = 0;
    while (at < to && at < start + 2 && Character.digit(line[at], 16) >= 0) {
      value = value * 16 + Character.digit(line[at++], 16);
    }
    fields.write(at == start ? 'x' : value);
    return at;
  }

  private static int octal(byte[] line, int start, int to, Fields fields) {
    int at = start;
    int value = 0;
    while (at < to && at < start + 3 && line[at] >= '0' && line[at] <= '7') {
      value = value * 8 + (line[at++] - '0');
    }
    fields.write(value & 0xFF);
    return at;
  }
}
