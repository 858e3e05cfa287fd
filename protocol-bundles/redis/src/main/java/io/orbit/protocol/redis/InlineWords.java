package io.orbit.protocol.redis;

import java.io.ByteArrayOutputStream;

/**
 * Splits an inline command into words as Redis does (sdssplitargs): blanks separate; double quotes
 * know {@code \n \r \t \b \a \xHH}, single quotes only {@code \'}; a closing quote ends its word.
 */
final class InlineWords {
  private final byte[] array;
  private final int end;
  private int at;

  private InlineWords(byte[] array, int start, int end) {
    this.array = array;
    this.end = end;
    this.at = start;
  }

  static void split(byte[] array, int start, int end, RedisRequest request) {
    InlineWords words = new InlineWords(array, start, end);
    while (words.skipBlanks()) {
      byte[] word = words.word();
      request.add(word, 0, word.length);
    }
  }

  private static boolean isBlank(int letter) {
    return letter == ' ' || (letter >= '\t' && letter <= '\r') || letter == 0;
  }

  private boolean skipBlanks() {
    while (at < end && isBlank(array[at])) {
      at++;
    }
    return at < end;
  }

  private byte[] word() {
    ByteArrayOutputStream word = new ByteArrayOutputStream();
    while (at < end && !isBlank(array[at])) {
      byte letter = array[at++];
      if (letter == '"') {
        doubleQuoted(word);
        break;
      }
      if (letter == '\'') {
        singleQuoted(word);
        break;
      }
      word.write(letter);
    }
    return word.toByteArray();
  }

  private void doubleQuoted(ByteArrayOutputStream word) {
    while (at < end) {
      byte letter = array[at++];
      if (letter == '"') {
        requireEndOfWord();
        return;
      }
      if (letter != '\\' || at == end) {
        word.write(letter);
      } else if (array[at] == 'x' && at + 2 < end && hex(at + 1) >= 0 && hex(at + 2) >= 0) {
        word.write(hex(at + 1) * 16 + hex(at + 2));
        at += 3;
      } else {
        word.write(escaped(array[at++]));
      }
    }
    throw RedisCodec.broken("unbalanced quotes in request");
  }

  private void singleQuoted(ByteArrayOutputStream word) {
    while (at < end) {
      byte letter = array[at++];
      if (letter == '\'') {
        requireEndOfWord();
        return;
      }
      if (letter == '\\' && at < end && array[at] == '\'') {
        letter = array[at++];
      }
      word.write(letter);
    }
    throw RedisCodec.broken("unbalanced quotes in request");
  }

  private void requireEndOfWord() {
    if (at < end && !isBlank(array[at])) {
      throw RedisCodec.broken("unbalanced quotes in request");
    }
  }

  private int hex(int index) {
    return Character.digit((char) array[index], 16);
  }

  private static int escaped(byte letter) {
    return switch (letter) {
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'b' -> '\b';
      case 'a' -> 7;
      default -> letter;
    };
  }
}
