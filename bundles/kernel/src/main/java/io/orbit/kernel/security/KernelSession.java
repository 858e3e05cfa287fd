package io.orbit.kernel.security;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.RowSecurity;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.security.ApiKey;
import io.orbit.api.security.Identity;
import io.orbit.api.security.Notifications;
import io.orbit.api.security.Principal;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.Durability;
import io.orbit.api.storage.NamedLocks;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A session of {@link KernelSessions}.
 *
 * <p>It is busy from {@link #beginStatement}, {@link #begin} or an activity that does not begin
 * with {@code idle} to one that does. While it is not, {@link #expire} may end it by the settings
 * {@code idle_in_transaction_session_timeout} and {@code idle_session_timeout}; whatever is asked
 * of it then fails with IDLE_IN_TRANSACTION_TIMEOUT or IDLE_SESSION_TIMEOUT. By {@code
 * transaction_timeout} it may be ended at any time: TRANSACTION_TIMEOUT.
 *
 * <p>Rights are those of the catalog's present state, a session's own uncommitted changes included:
 * what was revoked counts at the next look.
 */
final class KernelSession implements Session {
  private static final String IDLE = "idle";

  private final KernelSessions sessions;
  private final long id;
  private final int cancelKey;
  private final SessionRequest request;
  private final Optional<KernelSessions.KeyProof> apiKey;
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private final Cancellation cancellation;
  private final SessionNotifications notifications;
  private final Optional<Identity> identity;
  private final Acting user;
  private volatile Acting acting;
  private volatile long database;
  private volatile Durability durability = Durability.ALWAYS;
  private volatile Activity activity;

  private volatile @Nullable SessionTransaction transaction;
  private volatile @Nullable NamedLocks locks;
  private volatile @Nullable SessionTrace trace;
  private SharedTransactions.@Nullable Shared shared;
  private volatile boolean explicit;
  private volatile boolean failed;

  private final Object life = new Object();
  private boolean busy = true;
  private long kept;
  private volatile @Nullable OrbitException end;

  KernelSession(
      KernelSessions sessions,
      long id,
      int cancelKey,
      SessionRequest request,
      Optional<KernelSessions.KeyProof> apiKey,
      Optional<Identity> identity,
      Principal principal,
      Database database) {
    this.sessions = sessions;
    this.id = id;
    this.cancelKey = cancelKey;
    this.request = request;
    this.apiKey = apiKey;
    this.identity = identity;
    this.user = new Acting(principal, identity.map(Identity::groups).orElse(Set.of()));
    this.acting = user;
    this.database = database.id();
    this.activity = new Activity(IDLE, "", sessions.clock().wallMillis());
    this.notifications = new SessionNotifications(sessions.notificationHub(), this);
    this.cancellation =
        new Cancellation(
            sessions.clock(),
            () -> DurationText.millis("lock_timeout", settings.get("lock_timeout")),
            () -> DurationText.millis("transaction_timeout", settings.get("transaction_timeout")));
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int cancelKey() {
    return cancelKey;
  }

  @Override
  public SessionRequest request() {
    return request;
  }

  // ---- who

  @Override
  public Principal principal() {
    return acting.now(view());
  }

  @Override
  public Principal sessionUser() {
    return user.now(view());
  }

  @Override
  public Optional<String> apiKey() {
    return apiKey.map(KernelSessions.KeyProof::id);
  }

  @Override
  public ApiKey.Scope scope() {
    return apiKey.map(KernelSessions.KeyProof::scope).orElse(ApiKey.Scope.ALL);
  }

  @Override
  public Optional<Identity> identity() {
    return identity;
  }

  @Override
  public void setPrincipal(Principal principal) {
    acting = principal.roleId() == user.roleId() ? user : new Acting(principal, Set.of());
  }

  /** A role's principal, made anew whenever the catalog has changed. */
  private static final class Acting {
    private record Known(@Nullable CatalogView view, Principal principal) {}

    private final Set<String> groups;
    private volatile Known known;

    /**
     * @param groups further roles whose rights it has
     */
    Acting(Principal principal, Set<String> groups) {
      this.groups = groups;
      this.known = new Known(null, principal);
    }

    long roleId() {
      return known.principal.roleId();
    }

    Principal now(CatalogView view) {
      Known last = known;
      if (last.view != view) {
        last =
            new Known(
                view,
                Privileges.principal(view, last.principal.roleId(), last.principal.name(), groups));
        known = last;
      }
      return last.principal;
    }
  }

  private CatalogView view() {
    Transaction current = transaction;
    return current == null ? sessions.catalog().current() : sessions.catalog().view(current);
  }

  @Override
  public boolean may(CatalogObject object, Privilege privilege) {
    return Privileges.may(principal(), object, privilege);
  }

  @Override
  public void require(CatalogObject object, Privilege privilege) {
    if (!may(object, privilege)) {
      sessions.audit().denied(this, object, privilege.name());
      throw Privileges.denied(object);
    }
  }

  @Override
  public boolean owns(CatalogObject object) {
    return Privileges.owns(principal(), object);
  }

  @Override
  public boolean isRestricted(Collection collection) {
    RowSecurity security = collection.rowSecurity();
    if (!security.enabled() || principal().superuser()) {
      return false;
    }
    boolean bypasses =
        view().object(principal().roleId()).orElse(null) instanceof Role role
            && role.bypassRowSecurity();
    return !bypasses && (security.forced() || !owns(collection));
  }

  // ---- where and how

  @Override
  public Database database() {
    return view()
        .object(database)
        .filter(Database.class::isInstance)
        .map(Database.class::cast)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.DATABASE_DROPPED, "the session's database has been dropped"));
  }

  @Override
  public void setDatabase(String name) {
    refuseWithin();
    database = KernelSessions.connectable(view(), principal(), name).id();
  }

  @Override
  public Map<String, String> settings() {
    return settings;
  }

  @Override
  public Durability durability() {
    return durability;
  }

  @Override
  public void setDurability(Durability wanted) {
    durability = wanted;
  }

  // ---- transaction

  @Override
  public @Nullable Transaction transaction() {
    return transaction;
  }

  @Override
  public boolean inExplicitTransaction() {
    return explicit;
  }

  @Override
  public boolean isFailed() {
    return failed;
  }

  @Override
  public void fail() {
    failed = explicit;
  }

  @Override
  public void unfail() {
    failed = false;
  }

  @Override
  public Transaction begin(TransactionOptions options, boolean asExplicit) {
    becomeBusy();
    refuseWithin();
    SessionTransaction opened =
        new SessionTransaction(
            sessions.store().begin(withinScope(options)),
            sessions.clock().millis(),
            cancellation,
            this::forget);
    explicit = asExplicit;
    failed = false;
    hold(opened);
    return opened;
  }

  private TransactionOptions withinScope(TransactionOptions options) {
    return scope() == ApiKey.Scope.READ && !options.readOnly()
        ? new TransactionOptions(
            options.isolation(), true, options.durability(), options.deadlockVictim())
        : options;
  }

  /** The transaction is this session's from now on. */
  private void hold(SessionTransaction opened) {
    cancellation.transactionBegan(opened.began());
    NamedLocks names = locks;
    if (names != null) {
      names.adopt(opened.underlying());
    }
    transaction = opened;
  }

  private void forget(SessionTransaction ended) {
    if (transaction == ended) {
      cancellation.transactionEnded();
      NamedLocks names = locks;
      if (names != null) {
        names.adopt(null);
      }
      transaction = null;
      shared = null;
      explicit = false;
      failed = false;
    }
  }

  private void refuseWithin() {
    if (transaction != null) {
      throw new OrbitException(
          ErrorCode.ACTIVE_TRANSACTION, "there is already a transaction in progress");
    }
  }

  private SessionTransaction open() {
    SessionTransaction open = transaction;
    if (open == null) {
      throw new OrbitException(
          ErrorCode.NO_ACTIVE_TRANSACTION, "there is no transaction in progress");
    }
    return open;
  }

  @Override
  public void makeExplicit() {
    open();
    explicit = true;
  }

  @Override
  public long commit() {
    checkEnd();
    SessionTransaction open = open();
    if (failed) {
      open.rollback();
      throw new OrbitException(
          ErrorCode.TRANSACTION_ROLLED_BACK,
          "the transaction had failed and was rolled back instead of committed");
    }
    long undurable = open.undurable();
    SessionTrace tracing = trace;
    long began = tracing == null ? 0 : SessionTrace.now();
    long committed = Math.max(undurable, open.commit());
    if (tracing != null) {
      tracing.committed(began, committed == 0 ? null : sessions.store().durable(committed));
    }
    return committed;
  }

  /** What traces this session, where somebody wants to know. */
  private @Nullable SessionTrace tracing() {
    SpanExporter exporter = sessions.spanExporter();
    SessionTrace known = trace;
    if (exporter == null) {
      trace = null;
    } else if (known == null || !known.goesTo(exporter)) {
      trace = new SessionTrace(this, exporter);
    }
    return trace;
  }

  @Override
  public void rollback() {
    SessionTransaction open = transaction;
    if (open != null) {
      open.rollback();
    }
  }

  @Override
  public String detach() {
    SessionTransaction open = open();
    if (!explicit) {
      throw new OrbitException(
          ErrorCode.NO_ACTIVE_TRANSACTION, "only a transaction begun by BEGIN can be detached");
    }
    SharedTransactions.Shared held = shared;
    if (held == null) {
      held = sessions.shared().share(open, user.roleId(), database);
    }
    letGo(open, held);
    return held.token();
  }

  private void letGo(SessionTransaction open, SharedTransactions.Shared held) {
    boolean wasFailed = failed;
    forget(open);
    sessions.shared().release(held, wasFailed);
  }

  @Override
  public void attach(String token) {
    becomeBusy();
    refuseWithin();
    if (scope() == ApiKey.Scope.READ) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "the scope of this API key takes no transaction over");
    }
    SharedTransactions.Shared taken = sessions.shared().take(token, user.roleId(), database);
    taken.transaction().moveTo(cancellation, this::forget);
    shared = taken;
    explicit = true;
    failed = taken.failed();
    hold(taken.transaction());
  }

  @Override
  public NamedLocks locks() {
    synchronized (life) {
      NamedLocks names = locks;
      if (names == null) {
        checkEnd();
        names = sessions.store().namedLocks("process " + id);
        SessionTransaction open = transaction;
        names.adopt(open == null ? null : open.underlying());
        locks = names;
      }
      return names;
    }
  }

  @Override
  public void keep(long bytes) {
    synchronized (life) {
      if (end == null) {
        long change = Math.max(bytes, -kept);
        if (change > 0) {
          sessions.memory().take(change, kept);
        } else {
          sessions.memory().giveBack(-change);
        }
        kept += change;
      }
    }
  }

  // ---- cancellation

  @Override
  public void cancel(CancelReason reason) {
    cancellation.cancel(reason);
  }

  @Override
  public void checkCanceled() {
    checkEnd();
    cancellation.check();
  }

  @Override
  public void stopWaiting() {
    cancellation.stopWaiting();
  }

  @Override
  public Wait watch(Wait wait) {
    return cancellation.watchAlone(wait);
  }

  @Override
  public @Nullable Wait waiting() {
    return cancellation.waiting();
  }

  @Override
  public void beginStatement(long timeoutMillis) {
    becomeBusy();
    cancellation.begin(timeoutMillis);
  }

  // ---- life

  @Override
  public Activity activity() {
    return activity;
  }

  @Override
  public void setActivity(String state, String statement) {
    Activity next = new Activity(state, statement, sessions.clock().wallMillis());
    SessionTrace tracing = tracing();
    if (tracing != null) {
      tracing.activity(state, statement);
    }
    if (state.startsWith(IDLE)) {
      synchronized (life) {
        busy = false;
        activity = next;
      }
    } else {
      becomeBusy();
      activity = next;
    }
  }

  private void becomeBusy() {
    synchronized (life) {
      checkEnd();
      if (!busy) {
        cancellation.forget();
        busy = true;
      }
    }
  }

  private void checkEnd() {
    OrbitException ended = end;
    if (ended != null) {
      throw ended;
    }
  }

  /** Ends the session when it, or its transaction, has lasted longer than its settings allow. */
  void expire() {
    synchronized (life) {
      if (busy || end != null) {
        return;
      }
      if (cancellation.isTransactionOver()) {
        end(Cancellation.transactionTimeout());
        rollback();
        return;
      }
      boolean within = transaction != null;
      String setting = within ? "idle_in_transaction_session_timeout" : "idle_session_timeout";
      long timeout = DurationText.millis(setting, settings.get(setting));
      if (timeout > 0 && sessions.clock().wallMillis() - activity.since() >= timeout) {
        end(
            within
                ? new OrbitException(
                    ErrorCode.IDLE_IN_TRANSACTION_TIMEOUT,
                    "terminating connection due to idle-in-transaction timeout")
                : new OrbitException(
                    ErrorCode.IDLE_SESSION_TIMEOUT,
                    "terminating connection due to idle-session timeout"));
        rollback();
      }
    }
  }

  private void end(OrbitException reason) {
    end = reason;
    sessions.forget(this);
    sessions.memory().giveBack(kept);
    NamedLocks names = locks;
    if (names != null) {
      names.close();
    }
  }

  @Override
  public boolean isClosed() {
    return end != null;
  }

  @Override
  public void close() {
    synchronized (life) {
      if (end != null) {
        return;
      }
      end(new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "the session has been closed"));
      SessionTransaction open = transaction;
      SharedTransactions.Shared held = shared;
      if (open != null && held != null) {
        letGo(open, held);
      } else {
        rollback();
      }
    }
    notifications.close();
  }

  @Override
  public Notifications notifications() {
    return notifications;
  }

  @Override
  public String toString() {
    return "session " + id + " of " + request.user() + " by " + request.protocol();
  }
}
