package io.orbit.kernel.security;

import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.ApiKey;
import io.orbit.api.security.ApiKeys;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.Snapshot;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.storage.Wait;
import io.orbit.kernel.catalog.StoredApiKey;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** API keys in the store, beside the catalog's objects. Each change is a transaction of its own. */
@Component(service = ApiKeys.class)
public final class KernelApiKeys implements ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(KernelApiKeys.class);
  private static final int LONGEST_NAME = 100;
  static final int MOST_OF_A_USER = 100;

  private final KernelSessions sessions;

  @Activate
  public KernelApiKeys(@Reference KernelSessions sessions) {
    this.sessions = sessions;
  }

  @Override
  public Session open(SessionRequest request, String text) {
    Optional<ApiKeyText> key = ApiKeyText.parse(text);
    String id = key.map(known -> ApiKeyText.formatId(known.id())).orElse("");
    Session session = sessions.openByKey(request, id, () -> key.flatMap(this::proof));
    if (!isValid(id)) {
      session.close();
      throw new OrbitException(ErrorCode.INVALID_PASSWORD, "the API key was revoked just now");
    }
    return session;
  }

  private Optional<KernelSessions.KeyProof> proof(ApiKeyText key) {
    Optional<StoredApiKey> stored =
        StoredApiKey.find(store().latest(), key.id()).filter(known -> key.hasHash(known.hash()));
    if (stored.filter(this::isOver).isPresent()) {
      throw new OrbitException(
              ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION, "the API key has expired")
          .withHint("Make a new one and revoke this one.");
    }
    return stored.flatMap(
        known ->
            owner(known)
                .map(
                    role ->
                        new KernelSessions.KeyProof(
                            ApiKeyText.formatId(known.id()), known.scope(), role)));
  }

  private Store store() {
    return sessions.store();
  }

  private Optional<Role> owner(StoredApiKey key) {
    return sessions.catalog().current().object(key.role()).map(Role.class::cast);
  }

  private boolean isOver(StoredApiKey key) {
    return key.validUntil() <= sessions.clock().wallMillis();
  }

  @Override
  public boolean isValid(String id) {
    return ApiKeyText.parseId(id)
        .flatMap(known -> StoredApiKey.find(store().latest(), known))
        .filter(key -> !isOver(key) && owner(key).filter(Role::login).isPresent())
        .isPresent();
  }

  @Override
  public Created create(
      Session session, String user, ApiKey.Scope scope, String name, long validUntil) {
    Role owner = allowedOwner(session, user);
    long now = sessions.clock().wallMillis();
    if (name.isBlank() || name.length() > LONGEST_NAME) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the name of an API key has 1 to " + LONGEST_NAME + " characters");
    }
    if (validUntil <= now) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "the API key would have expired already");
    }
    List<StoredApiKey> all = stored();
    if (all.stream().filter(key -> key.role() == owner.id()).count() >= MOST_OF_A_USER) {
      throw new OrbitException(
              ErrorCode.CONFIGURATION_LIMIT_EXCEEDED,
              "user \"" + owner.name() + "\" has " + MOST_OF_A_USER + " API keys already")
          .withHint("Revoke those that nobody uses.");
    }
    ApiKeyText text = ApiKeyText.create();
    StoredApiKey key =
        new StoredApiKey(text.id(), name, owner.id(), now, validUntil, text.hash(), scope);
    try (Transaction transaction = store().begin(TransactionOptions.DEFAULT)) {
      all.stream()
          .filter(one -> owner(one).isEmpty())
          .forEach(orphan -> StoredApiKey.remove(transaction, orphan.id()));
      key.put(transaction);
      commit(transaction);
    }
    sessions
        .audit()
        .did(session, "make API key", ApiKeyText.formatId(text.id()) + " of " + owner.name());
    LOG.info("API key {} of \"{}\" was made", ApiKeyText.formatId(text.id()), owner.name());
    return new Created(describe(key, owner), text.format());
  }

  private Role allowedOwner(Session session, String user) {
    if (session.apiKey().isPresent()) {
      throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE, "who came by an API key cannot make API keys")
          .withHint("Log in with a password.");
    }
    boolean own = session.sessionUser().name().equals(user);
    if (!own && !session.principal().superuser()) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "must be superuser to make API keys of other users");
    }
    return sessions
        .catalog()
        .current()
        .role(user)
        .orElseThrow(
            () ->
                new OrbitException(
                    ErrorCode.UNDEFINED_OBJECT, "role \"" + user + "\" does not exist"));
  }

  private void commit(Transaction transaction) {
    Wait wait = store().durable(transaction.commit());
    if (wait != null) {
      wait.await(0);
    }
  }

  private List<StoredApiKey> stored() {
    try (Snapshot snapshot = store().snapshot()) {
      return StoredApiKey.all(snapshot);
    }
  }

  private static Predicate<Role> visibleTo(Session session) {
    boolean all = session.principal().superuser();
    long user = session.sessionUser().roleId();
    return owner -> all || owner.id() == user;
  }

  @Override
  public List<ApiKey> list(Session session) {
    Predicate<Role> visible = visibleTo(session);
    return stored().stream()
        .flatMap(key -> owner(key).filter(visible).map(owner -> describe(key, owner)).stream())
        .sorted(Comparator.comparingLong(ApiKey::createdAt).thenComparing(ApiKey::id))
        .toList();
  }

  private static ApiKey describe(StoredApiKey key, Role owner) {
    return new ApiKey(
        ApiKeyText.formatId(key.id()),
        key.name(),
        owner.name(),
        key.scope(),
        key.createdAt(),
        key.validUntil());
  }

  @Override
  public boolean revoke(Session session, String id) {
    if (session.scope() != ApiKey.Scope.ALL) {
      throw new OrbitException(
          ErrorCode.INSUFFICIENT_PRIVILEGE, "the scope of this API key does not revoke keys");
    }
    Optional<StoredApiKey> known =
        ApiKeyText.parseId(id)
            .flatMap(digits -> StoredApiKey.find(store().latest(), digits))
            .filter(key -> owner(key).filter(visibleTo(session)).isPresent());
    if (known.isEmpty()) {
      return false;
    }
    boolean removed;
    try (Transaction transaction = store().begin(TransactionOptions.DEFAULT)) {
      removed = StoredApiKey.remove(transaction, known.get().id());
      commit(transaction);
    }
    String formatted = ApiKeyText.formatId(known.get().id());
    for (Session other : sessions.list()) {
      if (other != session && other.apiKey().filter(formatted::equals).isPresent()) {
        other.cancel(Session.CancelReason.SHUTDOWN);
      }
    }
    sessions.audit().did(session, "revoke API key", formatted);
    LOG.info("API key {} was revoked by \"{}\"", formatted, session.sessionUser().name());
    return removed;
  }
}
