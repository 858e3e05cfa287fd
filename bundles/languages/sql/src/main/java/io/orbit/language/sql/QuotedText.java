package io.orbit.language.sql;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what stands between quotes. Each method takes the offset of the token's first character and
 * of its opening quote, answers the content, and leaves the offset after the closing quote in
 * {@link #end()}. A string goes on behind a line break and another quote, as the standard says.
 */
final class QuotedText {
  private final String text;
  private int end;

  QuotedText(String text) {
    this.text = text;
  }

  int end() {
    return end;
  }

  /** {@code '…'} with only doubled quotes. */
  String standard(int token, int quote) {
    return doubled(token, quote, "quoted string");
  }

  /** The digits of {@code B'…'} or {@code X'…'}. */
  String bits(int token, int quote, String kind) {
    return doubled(token, quote, kind + " string literal");
  }

  private String doubled(int token, int quote, String what) {
    int at = quote + 1;
    int run = at;
    StringBuilder content = null;
    while (true) {
      int close = text.indexOf('\'', at);
      if (close < 0) {
        throw Errors.near("unterminated " + what, text, token, text.length());
      }
      int resume = charAt(close + 1) == '\'' ? close + 1 : continuation(close + 1);
      if (resume < 0) {
        end = close + 1;
        return content == null
            ? text.substring(run, close)
            : content.append(text, run, close).toString();
      }
      content = content == null ? new StringBuilder() : content;
      content.append(text, run, close);
      run = resume == close + 1 ? resume : resume + 1;
      at = resume + 1;
    }
  }

  /** Where the quote that continues the string stands, or -1. */
  private int continuation(int from) {
    int at = from;
    boolean newline = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Lexer.isSpace(c)) {
        newline |= c == '\n' || c == '\r';
        at++;
      } else if (c == '-' && charAt(at + 1) == '-') {
        at = Lexer.endOfLine(text, at);
      } else {
        return newline && c == '\'' ? at : -1;
      }
    }
    return -1;
  }

  /** {@code "…"}. */
  String identifier(int token, int quote) {
    int at = quote + 1;
    StringBuilder content = new StringBuilder();
    while (true) {
      int close = text.indexOf('"', at);
      if (close < 0) {
        throw Errors.near("unterminated quoted identifier", text, token, text.length());
      }
      content.append(text, at, close);
      if (charAt(close + 1) != '"') {
        end = close + 1;
        if (content.isEmpty()) {
          throw Errors.near("zero-length delimited identifier", text, token, end);
        }
        // U&"…" is cut only after its escapes are resolved.
        return token == quote ? Lexer.truncated(content.toString()) : content.toString();
      }
      content.append('"');
      at = close + 2;
    }
  }

  /** {@code $tag$…$tag$}; {@code body} is the offset after the opening delimiter. */
  String dollarQuoted(int token, int body) {
    String delimiter = text.substring(token, body);
    int close = text.indexOf(delimiter, body);
    if (close < 0) {
      throw Errors.near("unterminated dollar-quoted string", text, token, text.length());
    }
    end = close + delimiter.length();
    return text.substring(body, close);
  }

  /** {@code E'…'} with backslash escapes. */
  String escaped(int token, int quote) {
    StringBuilder content = new StringBuilder();
    boolean bytes = false;
    int at = quote + 1;
    while (true) {
      char c = charAt(at);
      if (at >= text.length() || c == '\\' && at + 1 >= text.length()) {
        throw Errors.near("unterminated quoted string", text, token, text.length());
      }
      if (c == '\'') {
        int resume = charAt(at + 1) == '\'' ? at + 1 : continuation(at + 1);
        if (resume < 0) {
          end = at + 1;
          return bytes ? utf8(content) : content.toString();
        }
        if (resume == at + 1) {
          content.append('\'');
        }
        at = resume + 1;
      } else if (c != '\\') {
        content.append(c);
        at++;
      } else if (isOctal(charAt(at + 1)) || charAt(at + 1) == 'x' && isHex(charAt(at + 2))) {
        bytes = true;
        at = byteEscape(at, content);
      } else if ((charAt(at + 1) | 0x20) == 'u') {
        at = unicodeEscape(at, content);
      } else {
        at = characterEscape(at, content);
      }
    }
  }

  private int characterEscape(int at, StringBuilder content) {
    char c = charAt(at + 1);
    content.append(
        switch (c) {
          case 'b' -> '\b';
          case 'f' -> '\f';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 't' -> '\t';
          case 'v' -> '\u000b';
          default -> c;
        });
    return at + 2;
  }

  /** A byte is kept as a character of the private range U+E000 + byte until the string is whole. */
  private int byteEscape(int at, StringBuilder content) {
    boolean hex = charAt(at + 1) == 'x';
    int from = hex ? at + 2 : at + 1;
    int to = from;
    while (to < from + (hex ? 2 : 3) && (hex ? isHex(charAt(to)) : isOctal(charAt(to)))) {
      to++;
    }
    int value = Integer.parseInt(text, from, to, hex ? 16 : 8) & 0xFF;
    content.append(value < 0x80 && value > 0 ? (char) value : (char) (BYTE_BASE + value));
    return to;
  }

  private static final char BYTE_BASE = '\uE000';

  private static String utf8(StringBuilder content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int run = 0;
    for (int i = 0; i < content.length(); i++) {
      int value = content.charAt(i) - BYTE_BASE;
      if (value >= 0 && value < 256) {
        bytes.writeBytes(content.substring(run, i).getBytes(StandardCharsets.UTF_8));
        bytes.write(value);
        run = i + 1;
      }
    }
    bytes.writeBytes(content.substring(run).getBytes(StandardCharsets.UTF_8));
    try {
      String decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(bytes.toByteArray()))
              .toString();
      if (decoded.indexOf('\0') < 0) {
        return decoded;
      }
    } catch (CharacterCodingException malformed) {
      // Reported below, as PostgreSQL does it, without the decoder's words.
    }
    throw new OrbitException(
        ErrorCode.CHARACTER_NOT_IN_REPERTOIRE,
        "invalid byte sequence for encoding \"UTF8\": " + firstInvalid(bytes.toByteArray()));
  }

  private static String firstInvalid(byte[] bytes) {
    for (int i = 0; i < bytes.length; ) {
      int lead = bytes[i] & 0xFF;
      int size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
      int available = Math.min(size, bytes.length - i);
      String decoded = new String(bytes, i, available, StandardCharsets.UTF_8);
      if (lead == 0 || decoded.indexOf('\uFFFD') >= 0) {
        StringBuilder hex = new StringBuilder();
        for (int k = i; k < i + available; k++) {
          hex.append(k == i ? "" : " ").append(String.format("0x%02x", bytes[k]));
        }
        return hex.toString();
      }
      i += size;
    }
    return "0x00";
  }

  private int unicodeEscape(int at, StringBuilder content) {
    int first = codePoint(at);
    int after = at + (charAt(at + 1) == 'u' ? 6 : 10);
    if (first >= 0xD800 && first < 0xDC00) {
      if (charAt(after) != '\\' || (charAt(after + 1) | 0x20) != 'u') {
        throw UnicodeEscapes.invalidPair(text, after);
      }
      int second = codePoint(after);
      if (second < 0xDC00 || second > 0xDFFF) {
        throw UnicodeEscapes.invalidPair(text, after);
      }
      content.append((char) first).append((char) second);
      return after + (charAt(after + 1) == 'u' ? 6 : 10);
    }
    if (first >= 0xDC00 && first <= 0xDFFF) {
      throw UnicodeEscapes.invalidPair(text, at);
    }
    if (first == 0 || first > Character.MAX_CODE_POINT) {
      throw Errors.near("invalid Unicode escape value", text, at, after);
    }
    content.appendCodePoint(first);
    return after;
  }

  private int codePoint(int at) {
    int digits = charAt(at + 1) == 'u' ? 4 : 8;
    for (int i = 0; i < digits; i++) {
      if (!isHex(charAt(at + 2 + i))) {
        throw Errors.syntax("invalid Unicode escape", at)
            .withHint("Unicode escapes must be \\uXXXX or \\UXXXXXXXX.");
      }
    }
    return Integer.parseUnsignedInt(text, at + 2, at + 2 + digits, 16);
  }

  private char charAt(int at) {
    return at < text.length() ? text.charAt(at) : 0;
  }

  static boolean isHex(char c) {
    return c < 128 && Character.digit(c, 16) >= 0;
  }

  private static boolean isOctal(char c) {
    return c >= '0' && c <= '7';
  }
}
