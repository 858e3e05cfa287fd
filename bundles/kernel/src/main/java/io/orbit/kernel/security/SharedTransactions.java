package io.orbit.kernel.security;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that have a token, by which one session after the other may carry them on: the same
 * user in the same database, one at a time. The token is 128 random bits and is good until the
 * transaction ends. Thread-safe.
 */
final class SharedTransactions {
  private static final int TOKEN_BYTES = 16;

  private final SecurityClock clock;
  private final long timeoutMillis;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Shared> byToken = new ConcurrentHashMap<>();

  SharedTransactions(SecurityClock clock, long timeoutMillis) {
    this.clock = clock;
    this.timeoutMillis = timeoutMillis;
  }

  /** Gives a transaction a token; the session owns it still. */
  Shared share(SessionTransaction transaction, long user, long database) {
    byte[] token = new byte[TOKEN_BYTES];
    random.nextBytes(token);
    Shared shared = new Shared(HexFormat.of().formatHex(token), transaction, user, database);
    byToken.put(shared.token, shared);
    transaction.onEnd(committed -> byToken.remove(shared.token));
    return shared;
  }

  /**
   * Takes a detached transaction over.
   *
   * @throws OrbitException NO_ACTIVE_TRANSACTION when the user has none of that token in the
   *     database, ACTIVE_TRANSACTION when a session has it
   */
  Shared take(String token, long user, long database) {
    Shared shared = byToken.get(token);
    if (shared == null || shared.user != user || shared.database != database) {
      throw unknown();
    }
    synchronized (shared) {
      if (!shared.transaction.isActive()) {
        throw unknown();
      }
      if (shared.detachedAt == null) {
        throw new OrbitException(
            ErrorCode.ACTIVE_TRANSACTION, "the transaction is in use by another session");
      }
      shared.detachedAt = null;
    }
    return shared;
  }

  /** No session has it from now on. */
  void release(Shared shared, boolean failed) {
    synchronized (shared) {
      shared.failed = failed;
      shared.detachedAt = clock.millis();
    }
  }

  /** Rolls back what nobody has taken over for too long. */
  void expire() {
    for (Shared shared : byToken.values()) {
      synchronized (shared) {
        Long since = shared.detachedAt;
        if (since != null && clock.millis() - since >= timeoutMillis) {
          shared.transaction.close();
        }
      }
    }
  }

  /** Rolls back whatever no session has. */
  void close() {
    for (Shared shared : byToken.values()) {
      synchronized (shared) {
        if (shared.detachedAt != null) {
          shared.transaction.close();
        }
      }
    }
  }

  private static OrbitException unknown() {
    return new OrbitException(
            ErrorCode.NO_ACTIVE_TRANSACTION, "there is no transaction with this token")
        .withHint("It has ended, or belongs to another user or database.");
  }

  /** A transaction with its token. Its own monitor guards what changes. */
  static final class Shared {
    private final String token;
    private final SessionTransaction transaction;
    private final long user;
    private final long database;
    private boolean failed;
    private @Nullable Long detachedAt;

    private Shared(String token, SessionTransaction transaction, long user, long database) {
      this.token = token;
      this.transaction = transaction;
      this.user = user;
      this.database = database;
    }

    String token() {
      return token;
    }

    SessionTransaction transaction() {
      return transaction;
    }

    synchronized boolean failed() {
      return failed;
    }
  }
}
