package io.orbit.protocol.redis.scripting.lua;

/**
 * Makes sure that there is stack left before a script's call goes to code that must not break off
 * in the middle.
 */
public final class StackGuard {
  private static final int SHALLOW = 100;
  private static final int FRAMES = 2_000;

  private StackGuard() {}

  /**
   * @throws LuaError when there is little left
   */
  public static void require(LuaState state) {
    if (state.depth() < SHALLOW) {
      return;
    }
    try {
      int ignored = descend(FRAMES);
    } catch (StackOverflowError e) {
      throw state.error("stack overflow");
    }
  }

  private static int descend(int frames) {
    return frames == 0 ? 0 : descend(frames - 1) + 1;
  }
}
