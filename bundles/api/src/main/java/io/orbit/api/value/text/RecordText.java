package io.orbit.api.value.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Row;
import org.jspecify.annotations.Nullable;

/** Input of composite types: {@code (1,"a b",)}, as PostgreSQL's record_in reads it. */
final class RecordText {
  private final String text;
  private int at;

  private RecordText(String text) {
    this.text = text;
  }

  static Row parse(String text, Row.Shape shape, TextContext context) {
    return new RecordText(text).row(shape, context);
  }

  private Row row(Row.Shape shape, TextContext context) {
    skipSpace();
    expect('(', "Missing left parenthesis.");
    int count = shape.types().size();
    @Nullable Object[] values = new Object[count];
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        expect(',', "Too few columns.");
      }
      String field = field();
      values[i] = field == null ? null : ValueText.parse(field, shape.types().get(i), context);
    }
    expect(')', "Too many columns.");
    skipSpace();
    if (at < text.length()) {
      throw malformed("Junk after right parenthesis.");
    }
    return new Row(shape, values);
  }

  private void skipSpace() {
    while (at < text.length() && IntegerText.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private void expect(char wanted, String otherwise) {
    if (at >= text.length() || text.charAt(at) != wanted) {
      throw malformed(at >= text.length() ? "Unexpected end of input." : otherwise);
    }
    at++;
  }

  /** One field up to its end; null where nothing stands. */
  private @Nullable String field() {
    if (at < text.length() && (text.charAt(at) == ',' || text.charAt(at) == ')')) {
      return null;
    }
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    while (quoted || at >= text.length() || ",)".indexOf(text.charAt(at)) < 0) {
      if (at >= text.length()) {
        throw malformed("Unexpected end of input.");
      }
      char c = text.charAt(at++);
      if (c == '\\' && at < text.length()) {
        field.append(text.charAt(at++));
      } else if (c != '"') {
        field.append(c);
      } else if (quoted && at < text.length() && text.charAt(at) == '"') {
        field.append('"');
        at++;
      } else {
        quoted = !quoted;
      }
    }
    return field.toString();
  }

  private OrbitException malformed(String detail) {
    return new OrbitException(
            ErrorCode.INVALID_TEXT_REPRESENTATION, "malformed record literal: \"" + text + "\"")
        .withDetail(detail);
  }
}
