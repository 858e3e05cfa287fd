package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandFailure;
import io.orbit.protocol.redis.scripting.lua.Chunk;
import io.orbit.protocol.redis.scripting.lua.LuaError;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/**
 * A script that has been read.
 *
 * @param digest SHA-1 of its text, 40 hexadecimal digits in lower case
 * @param bytes size of its text
 * @param declares whether it has a first line that says what it is
 */
record Script(String digest, int bytes, boolean declares, Set<ScriptFlag> flags, Chunk chunk) {
  private static final String SOURCE = "@user_script";
  private static final String FLAGS = "flags=";

  /**
   * Reads a text.
   *
   * @throws CommandFailure when its first line or its Lua is wrong
   */
  static Script read(String digest, byte[] text) {
    boolean declares = text.length >= 2 && text[0] == '#' && text[1] == '!';
    Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
    byte[] lua = text;
    if (declares) {
      String all = LuaString.of(text).toString();
      int end = all.indexOf('\n');
      if (end < 0) {
        throw new CommandFailure("ERR Invalid script shebang");
      }
      readFlags(all.substring(0, end), flags);
      // The line break stays, so that lines are counted right.
      lua = Arrays.copyOfRange(text, end, text.length);
    }
    try {
      return new Script(digest, text.length, declares, flags, Chunk.compile(lua, SOURCE));
    } catch (LuaError e) {
      throw new CommandFailure("ERR Error compiling script (new function): " + e.value());
    }
  }

  private static void readFlags(String line, Set<ScriptFlag> flags) {
    String[] words = line.strip().split("[ \t\r]+");
    if (!words[0].equals("#!lua")) {
      throw new CommandFailure("ERR Unexpected engine in script shebang: " + words[0]);
    }
    for (int i = 1; i < words.length; i++) {
      if (!words[i].startsWith(FLAGS)) {
        throw new CommandFailure("ERR Unknown lua shebang option: " + words[i]);
      }
      String names = words[i].substring(FLAGS.length());
      for (String name : names.isEmpty() ? new String[0] : names.split(",")) {
        ScriptFlag flag =
            ScriptFlag.of(name)
                .orElseThrow(
                    () -> new CommandFailure("ERR Unexpected flag in script shebang: " + name));
        flags.add(flag);
      }
    }
  }

  boolean isReadOnly() {
    return flags.contains(ScriptFlag.NO_WRITES);
  }
}
