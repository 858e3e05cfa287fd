package io.orbit.protocol.redis.scripting;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A function that can be called.
 *
 * @param described whether it has a description at all
 */
record StoredFunction(
    String name, String library, Set<ScriptFlag> flags, boolean described, String description) {

  static StoredFunction of(LibraryLoader.Registered function, String library) {
    return new StoredFunction(
        function.name(), library, function.flags(), function.described(), function.description());
  }

  /** Reads what {@link #bytes} wrote. */
  static StoredFunction of(String name, byte[] bytes) {
    String[] parts = new String(bytes, StandardCharsets.ISO_8859_1).split("\0", 3);
    Set<ScriptFlag> flags = EnumSet.noneOf(ScriptFlag.class);
    for (String word : parts[1].split(" ")) {
      ScriptFlag.of(word).ifPresent(flags::add);
    }
    boolean described = parts[2].startsWith("+");
    return new StoredFunction(name, parts[0], flags, described, parts[2].substring(1));
  }

  /** Library, flags, and + with a description or -; zero bytes between them. */
  byte[] bytes() {
    String names = flags.stream().map(ScriptFlag::wireName).collect(Collectors.joining(" "));
    String text = library + "\0" + names + "\0" + (described ? "+" : "-") + description;
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
