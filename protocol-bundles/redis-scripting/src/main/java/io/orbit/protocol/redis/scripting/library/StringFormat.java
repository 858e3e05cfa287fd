package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.Arguments;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.Numbers;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** {@code string.format}: C's printf of one value after the other. */
final class StringFormat {
  private static final int DEFAULT_PRECISION = 6;

  private final Arguments arguments;
  private final LuaString format;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at;
  private int argument = 1;

  // Of the specification being read.
  private boolean left;
  private boolean plus;
  private boolean blank;
  private boolean alternate;
  private boolean zeros;
  private int width;
  private int precision;

  StringFormat(Arguments arguments) {
    this.arguments = arguments;
    this.format = arguments.string(1);
  }

  LuaString run() {
    while (at < format.length()) {
      int letter = format.at(at++);
      if (letter != '%') {
        out.write(letter);
      } else if (at < format.length() && format.at(at) == '%') {
        out.write('%');
        at++;
      } else {
        specification();
      }
    }
    return arguments.state().newString(out.toByteArray());
  }

  private void specification() {
    int begin = at;
    argument++;
    if (argument > arguments.count()) {
      throw arguments.wrong(argument, "no value");
    }
    left = plus = blank = alternate = zeros = false;
    flags(begin);
    width = number();
    precision = -1;
    if (peek() == '.') {
      at++;
      precision = Math.max(0, number());
    }
    int kind = at < format.length() ? format.at(at++) : 0;
    switch (kind) {
      case 'c' -> pad(String.valueOf((char) (arguments.integer(argument) & 0xFF)));
      case 'd', 'i' -> whole(arguments.integer(argument));
      case 'o', 'u', 'x', 'X' -> unsigned(kind, arguments.integer(argument));
      case 'e', 'E', 'f', 'g', 'G' -> floating(kind, arguments.number(argument));
      case 'q' -> quoted(arguments.string(argument));
      case 's' -> text(arguments.string(argument));
      default -> {
        String option = kind == 0 ? "%" : format.substring(begin - 1, at).toString();
        throw arguments.state().error("invalid option '" + option + "' to 'format'");
      }
    }
  }

  private int peek() {
    return at < format.length() ? format.at(at) : 0;
  }

  private void flags(int begin) {
    while (true) {
      switch (peek()) {
        case '-' -> left = true;
        case '+' -> plus = true;
        case ' ' -> blank = true;
        case '#' -> alternate = true;
        case '0' -> zeros = true;
        default -> {
          if (at - begin > 5) {
            throw arguments.state().error("invalid format (repeated flags)");
          }
          return;
        }
      }
      at++;
    }
  }

  /** Up to two digits. */
  private int number() {
    int value = 0;
    int begin = at;
    while (peek() >= '0' && peek() <= '9') {
      value = value * 10 + peek() - '0';
      at++;
      if (at - begin > 2) {
        throw arguments.state().error("invalid format (width or precision too long)");
      }
    }
    return value;
  }

  private void pad(String content) {
    write(content, false);
  }

  private void write(String content, boolean numeric) {
    int missing = width - content.length();
    if (missing <= 0) {
      emit(content);
    } else if (left) {
      emit(content + " ".repeat(missing));
    } else if (numeric && zeros) {
      int sign = !content.isEmpty() && "+- ".indexOf(content.charAt(0)) >= 0 ? 1 : 0;
      if (content.startsWith("0x", sign) || content.startsWith("0X", sign)) {
        sign += 2;
      }
      emit(content.substring(0, sign) + "0".repeat(missing) + content.substring(sign));
    } else {
      emit(" ".repeat(missing) + content);
    }
  }

  private void emit(String latin1) {
    byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
    out.write(bytes, 0, bytes.length);
  }

  private String sign(boolean negative) {
    if (negative) {
      return "-";
    }
    return plus ? "+" : blank ? " " : "";
  }

  private String withPrecision(String digits) {
    if (precision == 0 && digits.equals("0")) {
      return "";
    }
    return digits.length() < precision ? "0".repeat(precision - digits.length()) + digits : digits;
  }

  private void whole(long value) {
    String digits = Long.toString(value);
    boolean negative = digits.startsWith("-");
    String content = sign(negative) + withPrecision(negative ? digits.substring(1) : digits);
    write(content, precision < 0);
  }

  private void unsigned(int kind, long value) {
    String digits =
        switch (kind) {
          case 'o' -> Long.toOctalString(value);
          case 'u' -> Long.toUnsignedString(value);
          default -> Long.toHexString(value);
        };
    String content = withPrecision(digits);
    if (alternate && value != 0) {
      content = kind == 'o' ? "0" + content : kind == 'u' ? content : "0x" + content;
    }
    write(kind == 'X' ? content.toUpperCase(Locale.ROOT) : content, precision < 0);
  }

  private void floating(int kind, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      String name = Double.isNaN(value) ? "nan" : "inf";
      String content = sign(Double.isNaN(value) || value < 0) + name;
      pad(Character.isUpperCase(kind) ? content.toUpperCase(Locale.ROOT) : content);
      return;
    }
    int digits = precision < 0 ? DEFAULT_PRECISION : precision;
    double size = Math.abs(value);
    String content =
        switch (kind) {
          case 'f' -> {
            String plain =
                new BigDecimal(size).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
            yield alternate && digits == 0 ? plain + "." : plain;
          }
          case 'e', 'E' -> scientific(size, digits);
          default -> Numbers.general(size, digits, alternate);
        };
    boolean negative = value < 0 || (value == 0 && 1 / value < 0);
    String signed = sign(negative) + content;
    write(Character.isUpperCase(kind) ? signed.toUpperCase(Locale.ROOT) : signed, true);
  }

  private static String scientific(double size, int decimals) {
    BigDecimal rounded =
        new BigDecimal(size).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
    int exponent = size == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
    StringBuilder digits = new StringBuilder(size == 0 ? "0" : rounded.unscaledValue().toString());
    while (digits.length() < decimals + 1) {
      digits.append('0');
    }
    int power = Math.abs(exponent);
    return digits.charAt(0)
        + (decimals > 0 ? "." + digits.substring(1, decimals + 1) : "")
        + (exponent < 0 ? "e-" : "e+")
        + (power < 10 ? "0" : "")
        + power;
  }

  private void text(LuaString value) {
    String content = value.toString();
    boolean cut = precision >= 0 && content.length() > precision;
    pad(cut ? content.substring(0, precision) : content);
  }

  private void quoted(LuaString value) {
    out.write('"');
    for (int i = 0; i < value.length(); i++) {
      int letter = value.at(i);
      switch (letter) {
        case '"', '\\', '\n' -> {
          out.write('\\');
          out.write(letter);
        }
        case '\r' -> emit("\\r");
        case 0 -> emit("\\000");
        default -> out.write(letter);
      }
    }
    out.write('"');
  }
}
