package io.orbit.api.storage;

/** When a commit is acknowledged, and so what a crash may lose (docs/operate/durability). */
public enum Durability {
  /** After fsync: loses nothing. */
  ALWAYS,
  /** Once the operating system has it, fsync every second: a power cut loses up to a second. */
  EVERYSEC,
  /** Once the operating system has it, no fsync on demand. */
  OFF
}
