package io.orbit.api.keyspace;

import io.orbit.api.security.Session;
import org.jspecify.annotations.Nullable;

/**
 * Hears what happens to keys, whoever does it: commands, SQL, expiry. Called after the commit, on
 * the thread that committed, for each key in the order of its changes; must be quick and must not
 * fail.
 */
public interface KeyListener {
  /** Whether it wants to hear of anything now; asked before each change. */
  boolean isListening();

  /**
   * A key holds something else, or nothing any more.
   *
   * @param by who did it; null for expiry
   */
  void changed(KeyName key, @Nullable Session by);

  /** Any key may hold something else: a key space was emptied, or tables were altered. */
  void allChanged(@Nullable Session by);

  /** What a change is called, or what else happened. */
  void happened(KeyName key, KeyEvent event);

  /** All that one commit did has been told. */
  void told();
}
