package io.orbit.protocol.rest.resource;

import io.orbit.api.security.Session;
import io.orbit.api.storage.LockMode;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.WaitingLock;
import io.orbit.protocol.rest.RestServices;
import io.orbit.protocol.rest.openapi.Operation;
import io.orbit.protocol.rest.security.SuperuserOnly;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/** Who waits for whom: locks of records, whichever protocol asks for them. */
@Path("api/v1/locks")
@Produces(MediaType.APPLICATION_JSON)
@SuperuserOnly
public final class LockResource {
  private final RestServices services;

  /**
   * Somebody who waits.
   *
   * @param object what the record is in: a table, an index, Redis' keys, the catalog
   * @param key the record's, as in Redis; bytes that are no text as {@code \x…}
   * @param mode that is asked for
   * @param millis since it waits
   */
  public record LockWaitInfo(
      LockParty waiter,
      String object,
      String key,
      String mode,
      long millis,
      List<LockBlocker> blockers) {}

  /**
   * One in the way.
   *
   * @param holds false for one that waits too, and asked before
   */
  public record LockBlocker(LockParty by, String mode, boolean holds) {}

  /**
   * A side of it.
   *
   * @param transaction its id; 0 for a command on a single record
   * @param name as people are told
   * @param session 0 where none has the transaction now, as between two requests
   * @param state what the session does, in PostgreSQL's words
   */
  public record LockParty(
      long transaction,
      String name,
      long session,
      String user,
      String protocol,
      String remoteAddress,
      String state,
      String statement) {}

  public LockResource(RestServices services) {
    this.services = services;
  }

  @GET
  @Operation(
      summary = "Lists who waits for a record's lock, and for whom, the longest wait first",
      answer = LockWaitInfo.class,
      list = true)
  public List<LockWaitInfo> list() {
    List<Session> sessions = services.sessions().list();
    LockedRecords records = new LockedRecords(services.catalog().current(), services.records());
    return services.store().waitingLocks().stream()
        .map(
            lock ->
                new LockWaitInfo(
                    waiter(sessions, lock),
                    records.object(lock.space()),
                    records.key(lock.space(), lock.key()),
                    mode(lock.mode()),
                    lock.millis(),
                    lock.blockers().stream().map(one -> blocker(sessions, one)).toList()))
        .toList();
  }

  private static LockParty waiter(List<Session> sessions, WaitingLock lock) {
    return party(
        sessions,
        lock.transaction(),
        lock.name(),
        session ->
            session.waiting() == lock.handle() || hasTransaction(session, lock.transaction()));
  }

  private static LockBlocker blocker(List<Session> sessions, WaitingLock.Blocker blocker) {
    long transaction = blocker.transaction();
    return new LockBlocker(
        party(
            sessions, transaction, blocker.name(), session -> hasTransaction(session, transaction)),
        mode(blocker.mode()),
        blocker.holds());
  }

  private static boolean hasTransaction(Session session, long id) {
    Transaction transaction = session.transaction();
    return id != 0 && transaction != null && transaction.id() == id;
  }

  private static LockParty party(
      List<Session> sessions, long transaction, String name, Predicate<Session> isOf) {
    Optional<Session> found = sessions.stream().filter(isOf).findFirst();
    if (found.isEmpty()) {
      return new LockParty(transaction, name, 0, "", "", "", "", "");
    }
    Session session = found.get();
    Session.Activity activity = session.activity();
    return new LockParty(
        transaction,
        name,
        session.id(),
        session.sessionUser().name(),
        session.request().protocol(),
        session.request().remoteAddress(),
        activity.state(),
        activity.statement());
  }

  private static String mode(LockMode mode) {
    return mode.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
