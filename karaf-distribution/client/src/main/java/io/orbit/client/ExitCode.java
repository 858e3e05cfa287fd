package io.orbit.client;

/** What the client answers to who started it. */
public final class ExitCode {
  /** Everything went well. */
  public static final int FINE = 0;

  /** A statement or a task failed. */
  public static final int FAILED = 1;

  /** The client could not begin or go on: a wrong option, no file, no connection. */
  public static final int NO_USE = 2;

  private ExitCode() {}
}
