package io.orbit.protocol.redis.scripting.library;

import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Numbers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** JSON as a value. Errors count characters from 1. */
final class JsonDecoder {
  /** A token, with the name that errors give it. */
  private enum Token {
    OBJECT_BEGIN("T_OBJ_BEGIN"),
    OBJECT_END("T_OBJ_END"),
    ARRAY_BEGIN("T_ARR_BEGIN"),
    ARRAY_END("T_ARR_END"),
    STRING("T_STRING"),
    NUMBER("T_NUMBER"),
    BOOLEAN("T_BOOLEAN"),
    NULL("T_NULL"),
    COLON("T_COLON"),
    COMMA("T_COMMA"),
    END("T_END"),
    ERROR("");

    final String shown;

    Token(String shown) {
      this.shown = shown;
    }
  }

  private final LuaState state;
  private final JsonLibrary.Settings settings;
  private final LuaString text;
  private int at;
  private int tokenAt;
  private Token token = Token.END;
  private Object value = JsonNull.NULL;
  private String error = "";
  private int depth;

  JsonDecoder(LuaState state, JsonLibrary.Settings settings, LuaString text) {
    this.state = state;
    this.settings = settings;
    this.text = text;
  }

  Object decode() {
    if (text.length() >= 2 && (text.at(0) == 0 || text.at(1) == 0)) {
      throw state.error("JSON parser does not support UTF-16 or UTF-32");
    }
    next();
    Object decoded = value();
    next();
    if (token != Token.END) {
      throw expected("the end");
    }
    return decoded;
  }

  private LuaError expected(String what) {
    String found = token == Token.ERROR ? error : token.shown;
    return state.error(
        "Expected " + what + " but found " + found + " at character " + (tokenAt + 1));
  }

  private Object value() {
    state.tick();
    return switch (token) {
      case STRING, NUMBER, BOOLEAN, NULL -> value;
      case OBJECT_BEGIN -> object();
      case ARRAY_BEGIN -> array();
      default -> throw expected("value");
    };
  }

  private void descend() {
    if (++depth > settings.decodeDepth) {
      throw state.error("Found too many nested data structures (" + depth + ") at character " + at);
    }
  }

  private LuaTable object() {
    descend();
    LuaTable table = state.newTable();
    next();
    if (token == Token.OBJECT_END) {
      depth--;
      return table;
    }
    while (true) {
      if (token != Token.STRING) {
        throw expected("object key string");
      }
      Object key = value;
      next();
      if (token != Token.COLON) {
        throw expected("colon");
      }
      next();
      table.put(key, value());
      next();
      if (token == Token.OBJECT_END) {
        depth--;
        return table;
      }
      if (token != Token.COMMA) {
        throw expected("comma or object end");
      }
      next();
    }
  }

  private LuaTable array() {
    descend();
    LuaTable table = state.newTable();
    next();
    if (token == Token.ARRAY_END) {
      depth--;
      return table;
    }
    for (int i = 1; ; i++) {
      table.put(i, value());
      next();
      if (token == Token.ARRAY_END) {
        depth--;
        return table;
      }
      if (token != Token.COMMA) {
        throw expected("comma or array end");
      }
      next();
    }
  }

  private int peek() {
    return at < text.length() ? text.at(at) : -1;
  }

  private void fail(String message, int where) {
    token = Token.ERROR;
    error = message;
    tokenAt = where;
  }

  private void next() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
    tokenAt = at;
    int letter = peek();
    switch (letter) {
      case -1 -> token = Token.END;
      case '{' -> single(Token.OBJECT_BEGIN);
      case '}' -> single(Token.OBJECT_END);
      case '[' -> single(Token.ARRAY_BEGIN);
      case ']' -> single(Token.ARRAY_END);
      case ':' -> single(Token.COLON);
      case ',' -> single(Token.COMMA);
      case '"' -> string();
      default -> {
        if (letter == '-' || (letter >= '0' && letter <= '9')) {
          number();
        } else {
          word();
        }
      }
    }
  }

  private void single(Token found) {
    token = found;
    at++;
  }

  private void word() {
    if (takes("true")) {
      token = Token.BOOLEAN;
      value = Boolean.TRUE;
    } else if (takes("false")) {
      token = Token.BOOLEAN;
      value = Boolean.FALSE;
    } else if (takes("null")) {
      token = Token.NULL;
      value = JsonNull.NULL;
    } else if (settings.decodesInvalidNumbers && isInvalidNumber()) {
      number();
    } else {
      fail("invalid token", at);
    }
  }

  private boolean takes(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (at + i >= text.length() || text.at(at + i) != word.charAt(i)) {
        return false;
      }
    }
    at += word.length();
    return true;
  }

  private boolean isInvalidNumber() {
    int end = Math.min(text.length(), at + 3);
    String start = text.substring(at, end).toString().toLowerCase(java.util.Locale.ROOT);
    return start.equals("nan") || start.equals("inf");
  }

  private void number() {
    int begin = at;
    while (at < text.length() && isOfNumber(text.at(at))) {
      at++;
    }
    String digits = text.substring(begin, at).toString();
    String unsigned = digits.startsWith("-") ? digits.substring(1) : digits;
    boolean strict = unsigned.matches("(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
    Double parsed = strict || settings.decodesInvalidNumbers ? Numbers.parse(digits) : null;
    if (parsed == null) {
      fail("invalid number", begin);
      return;
    }
    token = Token.NUMBER;
    value = parsed;
  }

  private static boolean isOfNumber(int letter) {
    return (letter >= '0' && letter <= '9')
        || letter == '-'
        || letter == '+'
        || letter == '.'
        || (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z');
  }

  private void string() {
    int begin = at;
    at++;
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    while (true) {
      int letter = peek();
      switch (letter) {
        case -1 -> {
          fail("unexpected end of string", at);
          return;
        }
        case '"' -> {
          at++;
          token = Token.STRING;
          tokenAt = begin;
          value = state.newString(content.toByteArray());
          return;
        }
        case '\\' -> {
          if (!escape(content)) {
            return;
          }
        }
        default -> {
          content.write(letter);
          at++;
        }
      }
    }
  }

  private boolean escape(ByteArrayOutputStream content) {
    int begin = at;
    at++;
    int letter = peek();
    at++;
    switch (letter) {
      case '"', '\\', '/' -> content.write(letter);
      case 'b' -> content.write('\b');
      case 'f' -> content.write('\f');
      case 'n' -> content.write('\n');
      case 'r' -> content.write('\r');
      case 't' -> content.write('\t');
      case 'u' -> {
        int code = hexadecimal();
        if (Character.isHighSurrogate((char) Math.max(code, 0)) && takes("\\u")) {
          int low = hexadecimal();
          code =
              low >= 0 && Character.isLowSurrogate((char) low)
                  ? Character.toCodePoint((char) code, (char) low)
                  : -1;
        } else if (code >= 0xD800 && code < 0xE000) {
          code = -1;
        }
        if (code < 0) {
          fail("invalid unicode escape code", begin);
          return false;
        }
        byte[] utf8 = Character.toString(code).getBytes(StandardCharsets.UTF_8);
        content.write(utf8, 0, utf8.length);
      }
      default -> {
        fail("invalid escape code", begin);
        return false;
      }
    }
    return true;
  }

  private int hexadecimal() {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.at(at), 16) : -1;
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
      at++;
    }
    return code;
  }
}
