package io.orbit.protocol.echo;

/** What a client can say. */
sealed interface EchoMessage {
  /** A line to send back. */
  record Text(String line) implements EchoMessage {}

  record Login(String user, String password) implements EchoMessage {}

  record Repeat(int count, String line) implements EchoMessage {}

  record StartTls() implements EchoMessage {}

  record Quit() implements EchoMessage {}

  /** A command that is not one, or not well-formed. */
  record Unsupported(String command) implements EchoMessage {}
}
