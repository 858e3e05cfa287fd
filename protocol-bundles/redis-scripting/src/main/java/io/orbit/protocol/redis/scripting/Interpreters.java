package io.orbit.protocol.redis.scripting;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Interpreters that wait for the next script. Thread-safe. */
final class Interpreters {
  private static final int MOST_IDLE = 16;

  private final long memoryLimit;
  private final Queue<Interpreter> idle = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * @param memoryLimit most bytes of a script's live values
   */
  Interpreters(long memoryLimit) {
    this.memoryLimit = memoryLimit;
  }

  Interpreter take() {
    Interpreter waiting = idle.poll();
    if (waiting == null) {
      return new Interpreter(memoryLimit);
    }
    count.decrementAndGet();
    return waiting;
  }

  void giveBack(Interpreter interpreter) {
    interpreter.end();
    if (count.get() < MOST_IDLE) {
      count.incrementAndGet();
      idle.add(interpreter);
    }
  }
}
