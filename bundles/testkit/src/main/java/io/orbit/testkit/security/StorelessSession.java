package io.orbit.testkit.security;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A session that has no database under it. */
final class StorelessSession implements Session {
  private final long id;
  private final SessionRequest request;
  private final Consumer<Session> onClose;
  private final Principal user;
  private final Map<String, String> settings = new ConcurrentHashMap<>();
  private Principal principal;
  private Durability durability = Durability.OFF;
  private volatile Activity activity = new Activity("idle", "", 0);
  private volatile @Nullable CancelReason canceled;
  private volatile boolean closed;

  StorelessSession(long id, SessionRequest request, Consumer<Session> onClose) {
    this.id = id;
    this.request = request;
    this.onClose = onClose;
    this.user = new Principal(id, request.user(), true, Set.of(id));
    this.principal = user;
  }

  private static OrbitException noStore() {
    return new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "this session has no store");
  }

  @Override
  public long id() {
    return id;
  }

  @Override
  public int cancelKey() {
    return (int) id;
  }

  @Override
  public SessionRequest request() {
    return request;
  }

  @Override
  public Principal principal() {
    return principal;
  }

  @Override
  public Principal sessionUser() {
    return user;
  }

  @Override
  public Optional<String> apiKey() {
    return Optional.empty();
  }

  @Override
  public ApiKey.Scope scope() {
    return ApiKey.Scope.ALL;
  }

  @Override
  public Optional<Identity> identity() {
    return Optional.empty();
  }

  @Override
  public void setPrincipal(Principal changed) {
    principal = changed;
  }

  @Override
  public Database database() {
    throw noStore();
  }

  @Override
  public void setDatabase(String name) {
    throw noStore();
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
  public void setDurability(Durability changed) {
    durability = changed;
  }

  @Override
  public @Nullable Transaction transaction() {
    return null;
  }

  @Override
  public boolean inExplicitTransaction() {
    return false;
  }

  @Override
  public boolean isFailed() {
    return false;
  }

  @Override
  public void fail() {
    throw noStore();
  }

  @Override
  public void unfail() {
    throw noStore();
  }

  @Override
  public Transaction begin(TransactionOptions options, boolean explicit) {
    throw noStore();
  }

  @Override
  public void makeExplicit() {
    throw noStore();
  }

  @Override
  public long commit() {
    throw noStore();
  }

  @Override
  public void rollback() {}

  @Override
  public String detach() {
    throw noStore();
  }

  @Override
  public void attach(String token) {
    throw noStore();
  }

  @Override
  public void cancel(CancelReason reason) {
    canceled = reason;
  }

  @Override
  public void checkCanceled() {
    CancelReason reason = canceled;
    if (reason != null) {
      throw switch (reason) {
        case USER_REQUEST -> new OrbitException(ErrorCode.QUERY_CANCELED, "canceled by the user");
        case STATEMENT_TIMEOUT -> new OrbitException(ErrorCode.STATEMENT_TIMEOUT, "timed out");
        case SHUTDOWN -> new OrbitException(ErrorCode.ADMIN_SHUTDOWN, "shutting down");
      };
    }
  }

  @Override
  public void stopWaiting() {}

  @Override
  public Wait watch(Wait wait) {
    return wait;
  }

  @Override
  public @Nullable Wait waiting() {
    return null;
  }

  @Override
  public void beginStatement(long timeoutMillis) {
    canceled = null;
  }

  @Override
  public boolean may(CatalogObject object, Privilege privilege) {
    return true;
  }

  @Override
  public void require(CatalogObject object, Privilege privilege) {}

  @Override
  public boolean isRestricted(Collection collection) {
    return false;
  }

  @Override
  public boolean owns(CatalogObject object) {
    return true;
  }

  @Override
  public void keep(long bytes) {
    // Nobody else shares its memory.
  }

  @Override
  public NamedLocks locks() {
    throw noStore();
  }

  @Override
  public Notifications notifications() {
    throw new UnsupportedOperationException("no store, no transactions");
  }

  @Override
  public Activity activity() {
    return activity;
  }

  @Override
  public void setActivity(String state, String statement) {
    activity = new Activity(state, statement, System.currentTimeMillis());
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    onClose.accept(this);
  }
}
