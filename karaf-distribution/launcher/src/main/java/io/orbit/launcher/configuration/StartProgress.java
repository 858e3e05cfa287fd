package io.orbit.launcher.configuration;

/**
 * Whom the container tells that the server is up; until then a watchdog says from time to time what
 * is missing.
 */
public interface StartProgress {
  /** Everything that is wanted has started. May be called more than once. */
  void ready();
}
