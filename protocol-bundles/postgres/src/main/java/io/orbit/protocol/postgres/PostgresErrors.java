package io.orbit.protocol.postgres;

import io.orbit.api.error.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/** What Orbit's conditions mean to a PostgreSQL session; their codes are {@code SqlState}'s. */
final class PostgresErrors {
  private static final Set<ErrorCode> SESSION_ENDING =
      EnumSet.of(
          ErrorCode.ADMIN_SHUTDOWN,
          ErrorCode.IDLE_SESSION_TIMEOUT,
          ErrorCode.IDLE_IN_TRANSACTION_TIMEOUT,
          ErrorCode.TRANSACTION_TIMEOUT,
          ErrorCode.DATABASE_DROPPED);

  private PostgresErrors() {}

  /** True for conditions after which the session is over. */
  static boolean endsSession(ErrorCode code) {
    return SESSION_ENDING.contains(code);
  }
}
