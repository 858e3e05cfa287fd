package io.orbit.api.storage;

/**
 * In which version of its format a store is written.
 *
 * @param written now: while it is older than the newest, the software before can still open it
 * @param newest that this software writes, once the upgrade is confirmed
 */
public record StoreFormat(int written, int newest) {
  /** Whether there is a way back to the software before. */
  public boolean hasWayBack() {
    return written < newest;
  }
}
