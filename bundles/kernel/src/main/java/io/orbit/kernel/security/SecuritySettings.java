package io.orbit.kernel.security;

import java.nio.file.Path;

/**
 * How sessions are guarded.
 *
 * @param dataDirectory where {@code initial-password} is written and {@code password-reset} read
 * @param devMode clients on loopback that prove nothing are {@code orbit}
 * @param maxSessions how many sessions there may be
 * @param reservedSessions how many of them only superusers get
 * @param scramIterations iterations of new verifiers, at least 4096 (RFC 7677)
 * @param detachedTimeoutMillis how long a detached transaction waits to be taken over before it is
 *     rolled back
 * @param externalUsers what becomes of users proven elsewhere
 * @param passwordPolicy what passwords must be
 */
public record SecuritySettings(
    Path dataDirectory,
    boolean devMode,
    int maxSessions,
    int reservedSessions,
    int scramIterations,
    long detachedTimeoutMillis,
    ExternalUsers externalUsers,
    PasswordPolicy passwordPolicy) {
  public static final int DEFAULT_MAX_SESSIONS = 10_000;
  public static final int DEFAULT_RESERVED_SESSIONS = 3;
  public static final long DEFAULT_DETACHED_TIMEOUT_MILLIS = 60_000;

  public SecuritySettings {
    if (scramIterations < Scram.MINIMUM_ITERATIONS) {
      throw new IllegalArgumentException(
          "security.scram_iterations is "
              + scramIterations
              + ", must be at least "
              + Scram.MINIMUM_ITERATIONS);
    }
    if (maxSessions <= reservedSessions) {
      throw new IllegalArgumentException(
          "security.max_sessions is " + maxSessions + ", must be above " + reservedSessions);
    }
  }

  /** With nothing said of users proven elsewhere, nor of what passwords must be. */
  public SecuritySettings(
      Path dataDirectory,
      boolean devMode,
      int maxSessions,
      int reservedSessions,
      int scramIterations,
      long detachedTimeoutMillis) {
    this(
        dataDirectory,
        devMode,
        maxSessions,
        reservedSessions,
        scramIterations,
        detachedTimeoutMillis,
        ExternalUsers.DEFAULT,
        PasswordPolicy.NONE);
  }

  public static SecuritySettings defaults(Path dataDirectory) {
    return new SecuritySettings(
        dataDirectory,
        false,
        DEFAULT_MAX_SESSIONS,
        DEFAULT_RESERVED_SESSIONS,
        Scram.MINIMUM_ITERATIONS,
        DEFAULT_DETACHED_TIMEOUT_MILLIS);
  }
}
