package io.orbit.protocol.redis;

/**
 * An error reply: the message begins with its code ({@code ERR}, {@code WRONGTYPE} …). Without a
 * trace, because a client's mistake is part of normal operation.
 */
final class RedisError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RedisError(String message) {
    super(message, null, false, false);
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }

  static RedisError syntax() {
    return new RedisError("ERR syntax error");
  }

  static RedisError notInteger() {
    return new RedisError("ERR value is not an integer or out of range");
  }

  static RedisError wrongArguments(String command) {
    return new RedisError("ERR wrong number of arguments for '" + command + "' command");
  }
}
