package io.orbit.protocol.redis.scripting.lua;

/**
 * An error of Lua: any value, and where it was raised. Without a trace, for scripts raise often.
 */
public final class LuaError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Object value;
  private final String source;
  private final int line;

  /**
   * @param source the chunk that raised it, empty for none
   */
  public LuaError(Object value, String source, int line) {
    super(value.toString(), null, false, false);
    this.value = value;
    this.source = source;
    this.line = line;
  }

  public Object value() {
    return value;
  }

  public String source() {
    return source;
  }

  public int line() {
    return line;
  }
}
