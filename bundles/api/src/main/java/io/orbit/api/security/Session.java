package io.orbit.api.security;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.NamedLocks;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A client's session: who, in which database, with which settings and which transaction. One thread
 * at a time, but for {@link #cancel} and the plain getters.
 *
 * <p>It is busy from {@link #beginStatement}, {@link #begin}, {@link #attach} or {@link
 * #setActivity} with a state that does not begin with {@code idle}, until {@link #setActivity} with
 * one that does. A session that is not busy may be ended by its idle time-outs; what is asked of it
 * then fails with IDLE_IN_TRANSACTION_TIMEOUT or IDLE_SESSION_TIMEOUT. One whose transaction lasts
 * longer than its setting {@code transaction_timeout} is ended, busy or not: TRANSACTION_TIMEOUT.
 */
public interface Session extends AutoCloseable {
  long id();

  /** Secret that a cancel request must show. */
  int cancelKey();

  SessionRequest request();

  /** Whose rights count now (SET ROLE changes it). */
  Principal principal();

  /** Who logged in. */
  Principal sessionUser();

  /** Id of the API key it was opened by, if it was. */
  Optional<String> apiKey();

  /** What of its user's rights it has: all, unless an API key says otherwise. */
  ApiKey.Scope scope();

  /** What an identity provider said of who logged in, if one did. */
  Optional<Identity> identity();

  /** Acts as another role from now on; the caller has checked that it may. */
  void setPrincipal(Principal principal);

  /** The current state of its database; fails with DATABASE_DROPPED when it is gone. */
  Database database();

  /** Moves to another database; no transaction may be open. */
  void setDatabase(String name);

  /** Settings as text by lower-case name; changed by SET through the query engine. */
  Map<String, String> settings();

  /** How its commits are acknowledged when nothing else is said. */
  Durability durability();

  void setDurability(Durability durability);

  // ---- transaction

  /**
   * The open transaction, explicit or implicit, or null. Its lock waits end when the statement is
   * cancelled or runs out of time.
   */
  @Nullable Transaction transaction();

  /** True when a client opened the transaction by BEGIN (or MULTI). */
  boolean inExplicitTransaction();

  /** True after an error in an explicit transaction: only its end is accepted. */
  boolean isFailed();

  /** Marks the explicit transaction as failed. */
  void fail();

  /** After ROLLBACK TO SAVEPOINT. */
  void unfail();

  /** Opens a transaction. @param explicit whether the client asked for it */
  Transaction begin(TransactionOptions options, boolean explicit);

  /** An implicit transaction becomes an explicit one. */
  void makeExplicit();

  /**
   * Commits the open transaction.
   *
   * @return the timestamp to wait for by {@code Store.durable} before telling the client, or 0
   */
  long commit();

  /** Rolls back the open transaction, if any. */
  void rollback();

  /**
   * Takes the open explicit transaction out of the session; answers its token (32 hex digits),
   * which is good until the transaction ends, for the same user in the same database. A session
   * that is closed while it has a transaction with a token detaches it too.
   */
  String detach();

  /**
   * Takes a detached transaction over.
   *
   * @throws io.orbit.api.error.OrbitException NO_ACTIVE_TRANSACTION when the user has none of that
   *     token here, ACTIVE_TRANSACTION when another session has it, or this one has another
   */
  void attach(String token);

  // ---- locks

  /** Locks on names; they are given back when the session is closed. */
  NamedLocks locks();

  // ---- memory

  /**
   * Takes memory for what the session keeps beyond its statements (prepared ones, settings, queued
   * commands, subscriptions), of what all sessions share. A negative number gives back; what is
   * left at the session's end is free again.
   *
   * @throws io.orbit.api.error.OrbitException OUT_OF_MEMORY, with nothing taken
   */
  void keep(long bytes);

  // ---- notifications

  /** What it hears and says on channels. */
  Notifications notifications();

  // ---- cancellation

  /** Asks the running statement to stop. Any thread. */
  void cancel(CancelReason reason);

  /**
   * Called often by whatever runs long.
   *
   * @throws io.orbit.api.error.OrbitException QUERY_CANCELED, STATEMENT_TIMEOUT,
   *     TRANSACTION_TIMEOUT, ADMIN_SHUTDOWN
   */
  void checkCanceled();

  /**
   * The client will ask nothing more: from now on this waits for no lock, nor in what it waits for
   * now (QUERY_CANCELED). Whatever works goes on. Any thread.
   */
  void stopWaiting();

  /**
   * A wait of this session's outside a transaction: {@link #cancel}, the statement's time-out and
   * the setting {@code lock_timeout} end it, as they end those of its transaction.
   */
  Wait watch(Wait wait);

  /**
   * The lock wait that it is in now, as {@link io.orbit.api.storage.WaitingLock}s name it. Any
   * thread.
   */
  @Nullable Wait waiting();

  /**
   * A statement begins: its time-out starts (0 is none). Earlier cancels are forgotten, unless they
   * came while the session was busy and stopped nothing yet.
   */
  void beginStatement(long timeoutMillis);

  enum CancelReason {
    USER_REQUEST,
    STATEMENT_TIMEOUT,
    SHUTDOWN
  }

  // ---- authorization

  boolean may(CatalogObject object, Privilege privilege);

  /**
   * @throws io.orbit.api.error.OrbitException INSUFFICIENT_PRIVILEGE in PostgreSQL's words
   */
  void require(CatalogObject object, Privilege privilege);

  /**
   * Whether the policies of a table's row-level security count for it: false for superusers, for
   * roles that bypass them, and for the owner unless they are forced on him.
   */
  boolean isRestricted(Collection collection);

  /** True when it acts as the owner, a member of the owner, or a superuser. */
  boolean owns(CatalogObject object);

  // ---- life

  /** What it does now, for activity lists. Any thread may read. */
  Activity activity();

  void setActivity(String state, String statement);

  /**
   * @param since milliseconds since 1970 at which the state began
   */
  record Activity(String state, String statement, long since) {}

  boolean isClosed();

  /** Rolls back and forgets the session. */
  @Override
  void close();
}
