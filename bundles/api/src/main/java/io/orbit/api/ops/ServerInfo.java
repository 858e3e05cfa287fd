package io.orbit.api.ops;

import java.nio.file.Path;

/** Facts about the running server, fixed at its start. */
public interface ServerInfo {
  /** Orbit's version. */
  String version();

  /** A random identity of this run, 40 hexadecimal digits. */
  String runId();

  Path dataDirectory();

  /** Milliseconds since 1970. */
  long startedAt();

  int portOffset();

  /** Unauthenticated clients on loopback are {@code orbit}. */
  boolean devMode();

  /** Upper bound of memory for data, in bytes (memory.limit). */
  long memoryLimit();
}
