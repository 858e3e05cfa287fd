package io.orbit.protocol.redis.scripting.lua;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Bounds the memory of a script by what is reachable: what is allocated is counted, and whenever
 * that is much, all that the script can reach is walked and measured. So garbage costs nothing, and
 * what is live is exceeded by at most the distance between two walks. One thread at a time.
 */
public final class Memory {
  private static final long STEP = 16L << 20;
  private static final int TABLE_BYTES = 64;
  private static final int ENTRY_BYTES = 8;
  private static final int STRING_BYTES = 32;

  private final long limit;
  private final long step;
  private final Deque<Object> pending = new ArrayDeque<>();
  private final LuaState state;
  private long allocated;
  private long next;

  /**
   * @param limit most bytes of live values
   */
  Memory(LuaState state, long limit) {
    this.state = state;
    this.limit = limit;
    this.step = Math.min(STEP, limit / 4);
    this.next = step;
  }

  /**
   * Something of so many bytes is about to be made.
   *
   * @throws LuaError when there would be too much
   */
  public void charge(long bytes) {
    allocated += bytes;
    if (allocated > next || bytes > limit) {
      measure(bytes);
    }
  }

  /** Bytes as of the last walk and what was made since. */
  public long allocated() {
    return allocated;
  }

  private void measure(long asked) {
    long live = asked > limit ? asked : live() + asked;
    if (live > limit) {
      throw state.error("not enough memory");
    }
    allocated = live;
    next = live + Math.max(step, Math.min(live / 2, STEP));
  }

  private long live() {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    long bytes = 0;
    state.addRoots(pending);
    while (!pending.isEmpty()) {
      Object each = pending.removeLast();
      if (each instanceof Double || each instanceof Boolean || each == Nil.NIL || !seen.add(each)) {
        continue;
      }
      switch (each) {
        case LuaString string -> bytes += STRING_BYTES + string.length();
        case LuaTable table -> bytes += TABLE_BYTES + (long) table.addTo(pending) * ENTRY_BYTES;
        case LuaClosure closure -> closure.addTo(pending);
        case Cell cell -> pending.addLast(cell.value);
        case Frame frame -> frame.addTo(pending);
        case Coroutine coroutine -> coroutine.addTo(pending);
        default -> bytes += ENTRY_BYTES;
      }
    }
    return bytes;
  }
}
