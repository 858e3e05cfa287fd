package io.orbit.query.function.library;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.ValueLimit;
import io.orbit.query.type.Quoting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code format(text, …)}: %s, %I, %L and %% with position, flag and width. */
final class FormatFunction {
  private final Evaluation evaluation;
  private final @Nullable Object[] arguments;
  private final List<DataType> types;
  private final String template;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int next = 1;

  private FormatFunction(
      Evaluation evaluation, @Nullable Object[] arguments, List<DataType> types) {
    this.evaluation = evaluation;
    this.arguments = arguments;
    this.types = types;
    template = Arguments.text(arguments, 0);
  }

  static String format(Evaluation evaluation, @Nullable Object[] arguments, List<DataType> types) {
    return new FormatFunction(evaluation, arguments, types).run();
  }

  private String run() {
    while (at < template.length()) {
      char c = template.charAt(at++);
      if (c != '%') {
        out.append(c);
      } else if (peek() == '%') {
        out.append('%');
        at++;
      } else {
        specifier();
      }
    }
    return out.toString();
  }

  private char peek() {
    if (at >= template.length()) {
      throw Failures.invalid("unterminated format() type specifier")
          .withHint("For a single \"%\" use \"%%\".");
    }
    return template.charAt(at);
  }

  private void specifier() {
    int position = -1;
    int width = 0;
    int number = digits();
    if (number >= 0 && peek() == '$') {
      at++;
      if (number == 0) {
        throw Failures.invalid("format specifies argument 0, but arguments are numbered from 1");
      }
      position = number;
      number = -1;
    }
    boolean left = false;
    if (number >= 0) {
      width = number;
    } else {
      while (peek() == '-') {
        left = true;
        at++;
      }
      int literal = digits();
      if (literal >= 0) {
        width = literal;
      } else if (peek() == '*') {
        at++;
        width = widthArgument();
      }
    }
    if (width < 0) {
      left = true;
      width = -width;
    }
    append(converted(position), width, left);
  }

  private int digits() {
    int start = at;
    int number = 0;
    while (peek() >= '0' && peek() <= '9') {
      number = Math.min(number * 10 + template.charAt(at) - '0', 100_000_000);
      at++;
    }
    return at == start ? -1 : number;
  }

  private int widthArgument() {
    int position = digits();
    if (position >= 0) {
      if (peek() != '$') {
        throw Failures.invalid("width argument position must be ended by \"$\"");
      }
      at++;
    } else {
      position = next;
    }
    next = position + 1;
    Object width = argument(position);
    return width == null ? 0 : Integer.parseInt(width.toString());
  }

  private @Nullable Object argument(int position) {
    if (position >= arguments.length) {
      throw Failures.invalid("too few arguments for format()");
    }
    return arguments[position];
  }

  private String converted(int given) {
    char conversion = peek();
    at++;
    if (conversion != 's' && conversion != 'I' && conversion != 'L') {
      throw Failures.invalid("unrecognized format() type specifier \"" + conversion + "\"")
          .withHint("For a single \"%\" use \"%%\".");
    }
    int position = given < 0 ? next : given;
    next = position + 1;
    Object value = argument(position);
    String shown = value == null ? null : ValueOutput.of(evaluation, value, types.get(position));
    if (shown == null) {
      if (conversion == 'I') {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED,
            "null values cannot be formatted as an SQL identifier");
      }
      return conversion == 'L' ? "NULL" : "";
    }
    return switch (conversion) {
      case 'I' -> Quoting.identifier(shown);
      case 'L' -> Quoting.literal(shown);
      default -> shown;
    };
  }

  private void append(String text, int width, boolean left) {
    int missing = Math.max(0, width - StringFunctions.codePoints(text));
    ValueLimit.require(missing);
    String blanks = " ".repeat(missing);
    out.append(left ? text + blanks : blanks + text);
  }
}
