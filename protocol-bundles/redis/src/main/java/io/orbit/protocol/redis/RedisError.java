package io.orbit.protocol.redis;

/**
 * An error reply: the message begins with its code ({@code ERR}, {@code WRONGTYPE} …). Without a
 * trace, because a client's mistake is part of normal operation.
 */
final class RedisError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean echoesBytes;

  RedisError(String message) {
    this(message, false);
  }

  private RedisError(String message, boolean echoesBytes) {
    super(message, null, false, false);
    this.echoesBytes = echoesBytes;
  }

  /** A message with a client's bytes in it, one character a byte, to be sent back as they came. */
  static RedisError echoing(String latin1) {
    return new RedisError(latin1, true);
  }

  boolean echoesBytes() {
    return echoesBytes;
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
