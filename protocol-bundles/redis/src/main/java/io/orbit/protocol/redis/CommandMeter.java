package io.orbit.protocol.redis;

import org.jspecify.annotations.Nullable;

/**
 * Counts and times a client's commands. The clock is read once for a run of the same command, as
 * pipelines send it, so that measuring costs next to nothing. One thread at a time.
 */
final class CommandMeter {
  private final RedisFigures figures;
  private @Nullable RedisCommand command;
  private long count;
  private long since;

  CommandMeter(RedisFigures figures) {
    this.figures = figures;
  }

  /** Commands are about to run. */
  void start() {
    since = System.nanoTime();
  }

  /** A command has run. */
  void ran(RedisCommand each) {
    if (each != command) {
      flush();
      command = each;
    }
    count++;
  }

  /** No more commands for now: adds what was measured to the command's figures. */
  void flush() {
    RedisCommand last = command;
    if (last != null) {
      long now = System.nanoTime();
      last.ran(count, now - since);
      figures.ran(last, count, now - since);
      since = now;
      command = null;
      count = 0;
    }
  }
}
