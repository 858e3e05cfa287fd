package io.orbit.api.storage;

/**
 * Modes of a record lock, weakest first. Two holders are compatible as in PostgreSQL's row locks:
 * KEY_SHARE conflicts with EXCLUSIVE only, SHARE with NO_KEY_EXCLUSIVE and EXCLUSIVE,
 * NO_KEY_EXCLUSIVE with all but KEY_SHARE, EXCLUSIVE with all.
 */
public enum LockMode {
  KEY_SHARE,
  SHARE,
  NO_KEY_EXCLUSIVE,
  EXCLUSIVE;

  /** True when two different transactions may hold these modes on one record. */
  public boolean isCompatibleWith(LockMode other) {
    return switch (this) {
      case KEY_SHARE -> other != EXCLUSIVE;
      case SHARE -> other == KEY_SHARE || other == SHARE;
      case NO_KEY_EXCLUSIVE -> other == KEY_SHARE;
      case EXCLUSIVE -> false;
    };
  }
}
