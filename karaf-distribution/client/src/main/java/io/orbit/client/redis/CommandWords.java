package io.orbit.client.redis;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Divides a line into the words of a command as redis-cli does: words may be in double quotes, with
 * escapes (\n, \r, \t, \b, \a, \", \\, \xHH), or in single quotes, with \' only; a closing quote
 * ends a word.
 */
final class CommandWords {
  private final String line;
  private final ByteArrayOutputStream word = new ByteArrayOutputStream();
  private int at;

  private CommandWords(String line) {
    this.line = line;
  }

  /** The words, or none at all when a quote is not closed or something follows it at once. */
  static Optional<List<byte[]>> of(String line) {
    return new CommandWords(line).all();
  }

  private Optional<List<byte[]>> all() {
    List<byte[]> words = new ArrayList<>();
    while (true) {
      while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
        at++;
      }
      if (at == line.length()) {
        return Optional.of(words);
      }
      word.reset();
      if (!one()) {
        return Optional.empty();
      }
      words.add(word.toByteArray());
    }
  }

  private boolean one() {
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      char sign = line.charAt(at);
      if (sign == '"' || sign == '\'') {
        at++;
        return sign == '"' ? doubleQuoted() : singleQuoted();
      }
      append();
    }
    return true;
  }

  private boolean doubleQuoted() {
    while (at < line.length()) {
      char sign = line.charAt(at);
      if (sign == '"') {
        at++;
        return closed();
      }
      if (sign == '\\' && at + 1 < line.length()) {
        escape();
      } else {
        append();
      }
    }
    return false;
  }

  private boolean singleQuoted() {
    while (at < line.length()) {
      char sign = line.charAt(at);
      if (sign == '\'') {
        at++;
        return closed();
      }
      if (line.startsWith("\\'", at)) {
        at++;
      }
      append();
    }
    return false;
  }

  private boolean closed() {
    return at == line.length() || Character.isWhitespace(line.charAt(at));
  }

  private void escape() {
    char sign = line.charAt(at + 1);
    if (sign == 'x' && at + 3 < line.length()) {
      int high = Character.digit(line.charAt(at + 2), 16);
      int low = Character.digit(line.charAt(at + 3), 16);
      if (high >= 0 && low >= 0) {
        word.write(high << 4 | low);
        at += 4;
        return;
      }
    }
    at++;
    switch (sign) {
      case 'n' -> take('\n');
      case 'r' -> take('\r');
      case 't' -> take('\t');
      case 'b' -> take('\b');
      case 'a' -> take(7);
      default -> append();
    }
  }

  private void take(int value) {
    word.write(value);
    at++;
  }

  private void append() {
    int sign = line.codePointAt(at);
    word.writeBytes(Character.toString(sign).getBytes(StandardCharsets.UTF_8));
    at += Character.charCount(sign);
  }
}
