package io.orbit.client;

/** A task that the server refused or could not do; the message is for the user. */
public final class TaskFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TaskFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
