package io.orbit.protocol.redis.scripting.lua;

/** A text that has been parsed: functions of any state can be made of it. */
public final class Chunk {
  private final Prototype prototype;

  private Chunk(Prototype prototype) {
    this.prototype = prototype;
  }

  /**
   * Parses a text.
   *
   * @param source {@code @name} for a named one
   * @throws LuaError when it is no Lua
   */
  public static Chunk compile(byte[] text, String source) {
    try {
      return new Chunk(Parser.parse(text, source));
    } catch (StackOverflowError e) {
      throw new LuaError(LuaString.of("chunk has too many syntax levels"), source, 0);
    }
  }

  Prototype prototype() {
    return prototype;
  }
}
