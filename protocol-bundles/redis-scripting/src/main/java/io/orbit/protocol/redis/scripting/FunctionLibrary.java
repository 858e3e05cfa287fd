package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandFailure;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import java.util.Arrays;

/**
 * A library of functions as it was loaded. Equal when name and text are.
 *
 * @param code the whole text, its first line included
 */
record FunctionLibrary(String name, byte[] code) {
  private static final String NAME = "name=";

  /** Reads the first line: {@code #!lua name=…}. */
  static FunctionLibrary of(byte[] code) {
    String text = LuaString.of(code).toString();
    if (!text.startsWith("#!")) {
      throw new CommandFailure("ERR Missing library metadata");
    }
    int end = text.indexOf('\n');
    if (end < 0) {
      throw new CommandFailure("ERR Invalid library metadata");
    }
    String[] words = text.substring(0, end).strip().split("[ \t\r]+");
    String engine = words[0].substring(2);
    String name = null;
    for (int i = 1; i < words.length; i++) {
      if (!words[i].toLowerCase(java.util.Locale.ROOT).startsWith(NAME)) {
        throw new CommandFailure("ERR Invalid metadata value given: " + words[i]);
      }
      if (name != null) {
        throw new CommandFailure(
            "ERR Invalid metadata value, name argument was given multiple times");
      }
      name = unquoted(words[i].substring(NAME.length()));
    }
    if (name == null) {
      throw new CommandFailure("ERR Library name was not given");
    }
    if (!isName(name)) {
      throw new CommandFailure(
          "ERR Library names can only contain letters, numbers, or underscores(_) and must be at"
              + " least one character long");
    }
    if (!engine.equalsIgnoreCase("lua")) {
      throw new CommandFailure("ERR Engine '" + engine + "' not found");
    }
    return new FunctionLibrary(name, code);
  }

  private static String unquoted(String word) {
    boolean quoted = word.length() >= 2 && (word.charAt(0) == '"' || word.charAt(0) == '\'');
    return quoted && word.charAt(0) == word.charAt(word.length() - 1)
        ? word.substring(1, word.length() - 1)
        : word;
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.chars()
            .allMatch(
                letter ->
                    (letter >= 'a' && letter <= 'z')
                        || (letter >= 'A' && letter <= 'Z')
                        || (letter >= '0' && letter <= '9')
                        || letter == '_');
  }

  /** The text without its first line, whose line break stays, so that lines are counted right. */
  byte[] lua() {
    int end = 0;
    while (code[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(code, end, code.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FunctionLibrary library
        && name.equals(library.name)
        && Arrays.equals(code, library.code);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(code);
  }
}
