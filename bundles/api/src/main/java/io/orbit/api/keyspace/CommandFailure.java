package io.orbit.api.keyspace;

/**
 * An error reply of a module's command: the message begins with its code ({@code ERR} …). Without a
 * trace, because a client's mistake is part of normal operation.
 */
public final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CommandFailure(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  public static CommandFailure syntax() {
    return new CommandFailure("ERR syntax error");
  }

  /**
   * @param command lower case
   */
  public static CommandFailure wrongArguments(String command) {
    return new CommandFailure("ERR wrong number of arguments for '" + command + "' command");
  }
}
