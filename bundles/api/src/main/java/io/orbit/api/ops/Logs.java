package io.orbit.api.ops;

import java.util.List;

/** The server's log. Thread-safe. */
public interface Logs {
  /** The newest entries, oldest first. @param logger prefix, empty for all */
  List<Entry> tail(int count, String minimumLevel, String logger);

  /**
   * What was written behind a position, at once.
   *
   * @param position of an earlier tail; 0 for the newest entries that there are
   * @param count how many at most, the newest; those before are passed over
   */
  Tail after(long position, int count, String minimumLevel, String logger);

  /**
   * Some entries, oldest first.
   *
   * @param position behind them and all that was written before
   */
  record Tail(long position, List<Entry> entries) {}

  /** Sets a level at run time; DEFAULT takes the setting away. */
  void setLevel(String logger, String level);

  record Entry(long time, String level, String logger, String thread, String message) {}
}
