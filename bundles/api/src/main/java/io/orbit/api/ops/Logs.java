package io.orbit.api.ops;

import java.util.List;

/** The server's log. Thread-safe. */
public interface Logs {
  /** The newest entries, oldest first. @param logger prefix, empty for all */
  List<Entry> tail(int count, String minimumLevel, String logger);

  /** Sets a level at run time; DEFAULT takes the setting away. */
  void setLevel(String logger, String level);

  record Entry(long time, String level, String logger, String thread, String message) {}
}
