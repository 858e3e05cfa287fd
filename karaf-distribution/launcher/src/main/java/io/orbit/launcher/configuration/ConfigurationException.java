package io.orbit.launcher.configuration;

import org.jspecify.annotations.Nullable;

/**
 * A mistake in the configuration, told to the one who made it: the message names the place, the key
 * and the remedy.
 */
public final class ConfigurationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong, in one line. */
  public ConfigurationException(String message) {
    this(message, null);
  }

  /** Says what is wrong, in one line, and why the machine thinks so. */
  public ConfigurationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
