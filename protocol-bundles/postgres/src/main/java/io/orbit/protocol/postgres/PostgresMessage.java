package io.orbit.protocol.postgres;

import io.orbit.api.error.OrbitException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a client says. */
sealed interface PostgresMessage {
  // ---- before the start

  record SslRequest() implements PostgresMessage {}

  record GssEncryptionRequest() implements PostgresMessage {}

  record CancelRequest(int processId, int secretKey) implements PostgresMessage {}

  /**
   * @param parameters by name, in the order they were sent
   */
  record Startup(int major, int minor, Map<String, String> parameters) implements PostgresMessage {}

  /** PasswordMessage, SASLInitialResponse or SASLResponse: what it is depends on what was asked. */
  record Authentication(byte[] body) implements PostgresMessage {}

  // ---- in a session

  record Query(String text) implements PostgresMessage {}

  /**
   * @param types OIDs of the first parameters, 0 where the server infers
   */
  record Parse(String statement, String text, int[] types) implements PostgresMessage {}

  /**
   * @param parameterFormats true is binary: none (all text), one for all, or one each
   * @param resultFormats likewise for the columns
   */
  record Bind(
      String portal,
      String statement,
      boolean[] parameterFormats,
      List<byte @Nullable []> parameters,
      boolean[] resultFormats)
      implements PostgresMessage {}

  record DescribeStatement(String name) implements PostgresMessage {}

  record DescribePortal(String name) implements PostgresMessage {}

  /**
   * @param maximumRows 0 for all
   */
  record Execute(String portal, int maximumRows) implements PostgresMessage {}

  record CloseStatement(String name) implements PostgresMessage {}

  record ClosePortal(String name) implements PostgresMessage {}

  record Flush() implements PostgresMessage {}

  record Sync() implements PostgresMessage {}

  record FunctionCall() implements PostgresMessage {}

  record CopyData(byte[] data) implements PostgresMessage {}

  record CopyDone() implements PostgresMessage {}

  record CopyFail(String reason) implements PostgresMessage {}

  record Terminate() implements PostgresMessage {}

  /**
   * A whole frame with something wrong inside; the stream goes on behind it.
   *
   * @param extended true for a message after which the rest up to Sync is skipped
   */
  record Invalid(OrbitException problem, boolean extended) implements PostgresMessage {}
}
