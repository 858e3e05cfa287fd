package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * The commands that took long, the last one first. What is flagged {@code fast} and has few words
 * is not timed: it cannot take long, and reading the clock would cost as much as running it. The
 * time that a command waits for a key is left out, as it is not the server's. Thread-safe.
 */
final class SlowLog {
  private static final int TIMED_WORDS = 32;
  private static final int KEPT_WORDS = 32;
  private static final int KEPT_BYTES = 128;

  /**
   * A slow command.
   *
   * @param at seconds since 1970
   */
  record Entry(
      long id, long at, long microseconds, List<byte[]> words, String address, String name) {}

  private final IntSupplier threshold;
  private final IntSupplier capacity;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long nextId;

  /**
   * @param threshold in microseconds; negative: nothing is slow
   * @param capacity how many entries are kept
   */
  SlowLog(IntSupplier threshold, IntSupplier capacity) {
    this.threshold = threshold;
    this.capacity = capacity;
  }

  /** When a command begins that may turn out slow, in nanoseconds; 0 when it is not timed. */
  long begin(RedisCommand command, RedisRequest request) {
    int limit = threshold.getAsInt();
    boolean timed =
        limit >= 0
            && (!command.is(CommandFlag.FAST) || request.size() > TIMED_WORDS || limit == 0)
            && !command.is(CommandFlag.SKIP_SLOWLOG);
    return timed ? System.nanoTime() | 1 : 0;
  }

  /** A command has run, and waited for so many nanoseconds. */
  void end(long begun, long waited, RedisClient client, RedisRequest request) {
    if (begun != 0) {
      long microseconds = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun - waited);
      int limit = threshold.getAsInt();
      if (limit >= 0 && microseconds >= limit) {
        add(microseconds, client, request);
      }
    }
  }

  private void add(long microseconds, RedisClient client, RedisRequest request) {
    List<byte[]> words = new ArrayList<>();
    for (int i = 0; i < request.size() && words.size() < KEPT_WORDS; i++) {
      boolean last = words.size() == KEPT_WORDS - 1 && request.size() > KEPT_WORDS;
      words.add(
          last
              ? latin("... (%d more arguments)".formatted(request.size() - i))
              : shortened(request.argument(i)));
    }
    long at = System.currentTimeMillis() / 1000;
    String address = client.connection() == null ? "" : ClientReport.remote(client);
    synchronized (this) {
      entries.addFirst(new Entry(nextId++, at, microseconds, words, address, client.name()));
      while (entries.size() > capacity.getAsInt()) {
        entries.removeLast();
      }
    }
  }

  private static byte[] shortened(ByteRange word) {
    if (word.length() <= KEPT_BYTES) {
      return word.copy();
    }
    byte[] rest = latin("... (%d more bytes)".formatted(word.length() - KEPT_BYTES));
    byte[] shown = Arrays.copyOf(ByteRange.of(word.copy()).array(), KEPT_BYTES + rest.length);
    System.arraycopy(rest, 0, shown, KEPT_BYTES, rest.length);
    return shown;
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** The last ones, the newest first. */
  synchronized List<Entry> last(long count) {
    return entries.stream().limit(count).toList();
  }

  synchronized int size() {
    return entries.size();
  }

  synchronized void clear() {
    entries.clear();
  }
}
