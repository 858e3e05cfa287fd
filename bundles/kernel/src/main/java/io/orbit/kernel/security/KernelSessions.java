package io.orbit.kernel.security;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogView;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.AuditLog;
import io.orbit.api.ops.Metrics;
import io.orbit.api.ops.ServerInfo;
import io.orbit.api.ops.SpanExporter;
import io.orbit.api.security.ApiKey;
import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import io.orbit.api.security.Principal;
import io.orbit.api.security.ScramVerifier;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.security.Sessions;
import io.orbit.api.storage.Store;
import io.orbit.kernel.catalog.StoredPasswords;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Authenticates, opens and keeps sessions. Whoever owns it calls {@link #expire} about once a
 * second and {@link #close} at the end.
 */
@Component(
    service = {Sessions.class, KernelSessions.class},
    configurationPid = "io.orbit.kernel")
public final class KernelSessions implements Sessions, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KernelSessions.class);

  /**
   * By what failures of those who show a token are counted: it names no user that could be
   * believed.
   */
  private static final String TOKEN = "a token";

  /** The Redis protocol's name for the user of {@code AUTH password}. */
  private static final String REDIS_DEFAULT = "default";

  private static final String DEFAULT_DATABASE = "orbit";

  private final NotificationHub notificationHub = new NotificationHub();
  private final SessionMemory memory = new SessionMemory();
  private final Store store;
  private final Catalog catalog;
  private final SecuritySettings settings;
  private final SecurityClock clock;
  private final Administrator administrator;
  private final Passwords passwords;
  private final IdentityProviders providers;
  private final LoginThrottle throttle;
  private final SecurityAudit audit;
  private volatile @Nullable SpanExporter spanExporter;
  private final SharedTransactions shared;
  private final Map<Long, KernelSession> open = new ConcurrentHashMap<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final SecureRandom random = new SecureRandom();
  private final Metrics.Counter failures;
  private final List<AutoCloseable> gauges;

  @Activate
  public KernelSessions(
      @Reference Store store,
      @Reference Catalog catalog,
      @Reference Metrics metrics,
      @Reference ServerInfo server,
      @Reference AuditLog audit,
      Configuration configuration) {
    this(
        store,
        catalog,
        metrics,
        audit,
        settings(server, configuration),
        SecurityClock.SYSTEM,
        Optional.ofNullable(System.getenv("ORBIT_PASSWORD")),
        System.out::println);
  }

  /** What the kernel's configuration says of sessions (in a method's name, _ is a dot, __ is _). */
  public @interface Configuration {
    /** How many sessions there may be. */
    int security_max__sessions() default SecuritySettings.DEFAULT_MAX_SESSIONS;

    /** How many of them only superusers get. */
    int security_reserved__sessions() default SecuritySettings.DEFAULT_RESERVED_SESSIONS;

    /** Iterations of new SCRAM verifiers. */
    int security_scram__iterations() default Scram.MINIMUM_ITERATIONS;

    /** Milliseconds that a detached transaction waits to be taken over. */
    long security_detached__transaction__timeout__ms() default
        SecuritySettings.DEFAULT_DETACHED_TIMEOUT_MILLIS;

    /** Whether users proven by an identity provider may be superusers. */
    boolean security_external__superusers() default false;

    /** Whether a role is made for who is proven by an identity provider and has none. */
    boolean security_create__users() default false;

    /** Least characters of a password. */
    int security_password__min__length() default 0;

    /** How many of a user's last passwords may not come again. */
    int security_password__history() default 0;

    /** Days after which a password no longer opens; 0 for never. */
    int security_password__max__age__days() default 0;
  }

  private static SecuritySettings settings(ServerInfo server, Configuration configuration) {
    return new SecuritySettings(
        server.dataDirectory(),
        server.devMode(),
        configuration.security_max__sessions(),
        configuration.security_reserved__sessions(),
        configuration.security_scram__iterations(),
        configuration.security_detached__transaction__timeout__ms(),
        new ExternalUsers(
            configuration.security_external__superusers(), configuration.security_create__users()),
        new PasswordPolicy(
            configuration.security_password__min__length(),
            configuration.security_password__history(),
            configuration.security_password__max__age__days()));
  }

  /** As the one below, with nothing recorded. */
  public KernelSessions(
      Store store,
      Catalog catalog,
      Metrics metrics,
      SecuritySettings settings,
      SecurityClock clock,
      Optional<String> initialPassword,
      Consumer<String> announce) {
    this(store, catalog, metrics, AuditLog.NONE, settings, clock, initialPassword, announce);
  }

  /**
   * @param audit told of log-ins, refusals and denials
   * @param initialPassword the administrator's at a store's first start, ignored at later ones;
   *     empty to generate it
   * @param announce shown the line that tells a generated password
   */
  public KernelSessions(
      Store store,
      Catalog catalog,
      Metrics metrics,
      AuditLog audit,
      SecuritySettings settings,
      SecurityClock clock,
      Optional<String> initialPassword,
      Consumer<String> announce) {
    this.audit = new SecurityAudit(audit, clock);
    this.store = store;
    this.catalog = catalog;
    this.settings = settings;
    this.clock = clock;
    this.failures =
        metrics.counter("orbit_authentication_failures", "Logins refused for want of proof.");
    this.gauges =
        List.of(
            metrics.gauge("orbit_sessions", "Open sessions.", open::size),
            metrics.gauge("orbit_db_connections_active", "Sessions at work.", () -> busy(true)),
            metrics.gauge("orbit_db_connections_idle", "Sessions at rest.", () -> busy(false)));
    this.providers = new IdentityProviders(store, catalog, settings.externalUsers());
    this.throttle = new LoginThrottle(clock);
    this.shared = new SharedTransactions(clock, settings.detachedTimeoutMillis());
    this.administrator = new Administrator(store, catalog, settings);
    byte[] secret = administrator.initialize(initialPassword, announce);
    administrator.applyReset();
    this.passwords = new Passwords(secret, settings.scramIterations());
    if (settings.devMode()) {
      LOG.warn("DEV MODE: whoever reaches this machine's loopback is the administrator orbit");
    }
  }

  /** From now on it is asked too. */
  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeProvider")
  public void addProvider(IdentityProvider provider) {
    providers.add(provider);
  }

  /** From now on it is not asked any more. */
  public void removeProvider(IdentityProvider provider) {
    providers.remove(provider);
  }

  /** Where spans go, while there is anywhere. */
  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      unbind = "removeExporter")
  public void setExporter(SpanExporter exporter) {
    spanExporter = exporter;
  }

  /** Nothing goes there any more. */
  public void removeExporter(SpanExporter exporter) {
    if (spanExporter == exporter) {
      spanExporter = null;
    }
  }

  @Nullable SpanExporter spanExporter() {
    return spanExporter;
  }

  private long busy(boolean wanted) {
    return open.values().stream()
        .filter(session -> session.activity().state().startsWith("idle") != wanted)
        .count();
  }

  Store store() {
    return store;
  }

  Catalog catalog() {
    return catalog;
  }

  NotificationHub notificationHub() {
    return notificationHub;
  }

  SecurityAudit audit() {
    return audit;
  }

  SecurityClock clock() {
    return clock;
  }

  SharedTransactions shared() {
    return shared;
  }

  @Override
  public ScramVerifier scram(String user) {
    String name = roleName(user);
    return passwords.verifier(catalog.current().role(name), name);
  }

  @Override
  public Session open(SessionRequest request) {
    String user = roleName(request.user());
    throttle.await(request, user);
    Optional<Role> role = catalog.current().role(user);
    if (role.isEmpty()) {
      throw failed(request, user);
    }
    throttle.succeeded(request, user);
    return admit(request, Optional.empty(), role.get());
  }

  @Override
  public Session open(SessionRequest request, Identity identity) {
    return admit(request, identity);
  }

  @Override
  public Session authenticate(SessionRequest request, String password) {
    String user = roleName(request.user());
    throttle.await(request, user);
    Optional<Role> role = catalog.current().role(user);
    if (passwords.matches(role, user, password) && role.isPresent()) {
      throttle.succeeded(request, user);
      return admit(request, Optional.empty(), role.get());
    }
    Identity identity =
        providers.byPassword(role, user, password).orElseThrow(() -> failed(request, user));
    throttle.succeeded(request, user);
    return admit(request, identity);
  }

  @Override
  public Session openByToken(SessionRequest request, String token) {
    throttle.await(request, TOKEN);
    Identity identity =
        providers
            .byToken(token)
            .orElseThrow(
                () -> {
                  refuse(request, TOKEN);
                  return new OrbitException(
                          ErrorCode.INVALID_PASSWORD, "the token is not valid here")
                      .withHint("It may have expired; ask its issuer for a new one.");
                });
    throttle.succeeded(request, TOKEN);
    return admit(request, identity);
  }

  @Override
  public boolean wantsPassword(String user) {
    return providers.knowPassword(catalog.current().role(roleName(user)));
  }

  /**
   * Opens a session for who shows an API key.
   *
   * @param id the key's, by which failures are counted
   * @param proof whose key it is, empty when it is none
   */
  Session openByKey(SessionRequest request, String id, Supplier<Optional<KeyProof>> proof) {
    String name = "API key " + id;
    throttle.await(request, name);
    Optional<KeyProof> known = proof.get();
    if (known.isEmpty()) {
      refuse(request, name);
      throw new OrbitException(ErrorCode.INVALID_PASSWORD, "the API key is not valid")
          .withHint("It may have been revoked; make a new one.");
    }
    throttle.succeeded(request, name);
    return admit(request, known, known.get().role());
  }

  /** An API key that holds, and the role whose rights it has as far as its scope goes. */
  record KeyProof(String id, ApiKey.Scope scope, Role role) {}

  @Override
  public boolean applyPasswordReset() {
    return administrator.applyReset();
  }

  @Override
  public OrbitException rejected(SessionRequest request) {
    String user = roleName(request.user());
    OrbitException failure = failed(request, user);
    try {
      throttle.await(request, user);
      return failure;
    } catch (OrbitException tooMany) {
      return tooMany;
    }
  }

  @Override
  public Session openUnauthenticated(SessionRequest request) {
    if (!settings.devMode() || !request.loopback()) {
      throw new OrbitException(ErrorCode.AUTHENTICATION_REQUIRED, "authentication required");
    }
    Optional<Role> administrator = catalog.current().role(Administrator.NAME);
    if (administrator.isEmpty()) {
      throw new OrbitException(
          ErrorCode.AUTHENTICATION_REQUIRED, "dev mode needs the role orbit, which is gone");
    }
    return admit(request, Optional.empty(), administrator.get());
  }

  private OrbitException failed(SessionRequest request, String user) {
    refuse(request, user);
    return LoginThrottle.wrongPassword(user);
  }

  private void refuse(SessionRequest request, String user) {
    throttle.failed(request, user);
    failures.increment();
    audit.refused(request, user, "a wrong password, key or user");
    LOG.info(
        "authentication of \"{}\" by {} from {} failed",
        user,
        request.protocol(),
        request.remoteAddress());
  }

  private static String roleName(String user) {
    return user.equals(REDIS_DEFAULT) ? Administrator.NAME : user;
  }

  /** The proven role comes in if it may, as PostgreSQL decides it. */
  private Session admit(SessionRequest request, Optional<KeyProof> apiKey, Role role) {
    try {
      Session session = open(request, apiKey, Optional.empty(), role);
      String by = apiKey.map(key -> "by API key " + key.id()).orElse("");
      audit.opened(request, role.name(), session.database().name(), by);
      return session;
    } catch (OrbitException refusal) {
      audit.refused(request, role.name(), refusal.getMessage());
      throw refusal;
    }
  }

  private Session admit(SessionRequest request, Identity identity) {
    try {
      Session session =
          open(request, Optional.empty(), Optional.of(identity), providers.role(identity));
      String by = "by " + identity.provider();
      audit.opened(request, identity.user(), session.database().name(), by);
      return session;
    } catch (OrbitException refusal) {
      audit.refused(request, identity.user(), refusal.getMessage());
      throw refusal;
    }
  }

  private Session open(
      SessionRequest request, Optional<KeyProof> apiKey, Optional<Identity> identity, Role role) {
    if (!role.login()) {
      throw new OrbitException(
          ErrorCode.INVALID_AUTHORIZATION_SPECIFICATION,
          "role \"" + role.name() + "\" is not permitted to log in");
    }
    boolean byPassword = apiKey.isEmpty() && identity.isEmpty();
    if (role.validUntil() <= clock.wallMillis() || byPassword && isOver(role)) {
      throw Passwords.expired(role.name());
    }
    CatalogView view = catalog.current();
    Principal principal =
        Privileges.principal(
            view, role.id(), role.name(), identity.map(Identity::groups).orElse(Set.of()));
    String name = request.database().isEmpty() ? DEFAULT_DATABASE : request.database();
    Database database = connectable(view, principal, name);
    KernelSession session =
        new KernelSession(
            this,
            Integer.toUnsignedLong(ids.incrementAndGet() & Integer.MAX_VALUE),
            random.nextInt(),
            request,
            apiKey,
            identity,
            principal,
            database);
    session.settings().putAll(database.settings());
    session.settings().putAll(role.settings());
    register(session, role);
    return session;
  }

  private synchronized void register(KernelSession session, Role role) {
    if (open.size() >= settings.maxSessions()) {
      throw new OrbitException(ErrorCode.TOO_MANY_CONNECTIONS, "sorry, too many clients already");
    }
    if (!role.superuser()) {
      if (open.size() >= settings.maxSessions() - settings.reservedSessions()) {
        throw new OrbitException(
            ErrorCode.TOO_MANY_CONNECTIONS,
            "remaining connection slots are reserved for superusers");
      }
      if (role.connectionLimit() >= 0 && sessionsOf(role.id()) >= role.connectionLimit()) {
        throw new OrbitException(
            ErrorCode.TOO_MANY_CONNECTIONS,
            "too many connections for role \"" + role.name() + "\"");
      }
    }
    open.put(session.id(), session);
  }

  private long sessionsOf(long role) {
    return open.values().stream().filter(session -> session.sessionUser().roleId() == role).count();
  }

  static Database connectable(CatalogView view, Principal principal, String name) {
    Database database =
        view.database(name)
            .orElseThrow(
                () ->
                    new OrbitException(
                        ErrorCode.UNDEFINED_DATABASE, "database \"" + name + "\" does not exist"));
    if (!Privileges.may(principal, database, Privilege.CONNECT)) {
      throw new OrbitException(
              ErrorCode.INSUFFICIENT_PRIVILEGE, "permission denied for database \"" + name + "\"")
          .withDetail("User does not have CONNECT privilege.");
    }
    return database;
  }

  SessionMemory memory() {
    return memory;
  }

  void forget(KernelSession session) {
    open.remove(session.id(), session);
  }

  @Override
  public String verifierFor(String user, String password) {
    if (!Scram.isVerifier(password)) {
      requireAllowed(user, password);
    }
    return passwords.create(password);
  }

  private void requireAllowed(String user, String password) {
    PasswordPolicy policy = settings.passwordPolicy();
    if (password.codePointCount(0, password.length()) < policy.minimumLength()) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "a password has at least " + policy.minimumLength() + " characters");
    }
    if (policy.minimumLength() > 0 && password.equalsIgnoreCase(user)) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE, "a password is not the name of its user");
    }
    boolean hadIt =
        catalog.current().role(roleName(user)).stream()
            .flatMap(role -> StoredPasswords.of(store.latest(), role.id()).stream())
            .limit(policy.history())
            .anyMatch(before -> passwords.matches(before.verifier(), password));
    if (hadIt) {
      throw new OrbitException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "the password is one of the last " + policy.history() + " of user \"" + user + "\"");
    }
  }

  /** Whether the role's password was set too long ago. */
  private boolean isOver(Role role) {
    return settings.passwordPolicy().maximumAgeDays() > 0
        && StoredPasswords.of(store.latest(), role.id()).stream()
            .findFirst()
            .filter(one -> one.verifier().equals(role.scram()))
            .filter(one -> settings.passwordPolicy().isOver(one.since(), clock.wallMillis()))
            .isPresent();
  }

  @Override
  public List<Session> list() {
    return open.values().stream()
        .sorted(Comparator.comparingLong(Session::id))
        .map(Session.class::cast)
        .toList();
  }

  /** Ends what has been idle for too long: sessions by their settings, detached transactions. */
  public void expire() {
    shared.expire();
    for (KernelSession session : open.values()) {
      try {
        session.expire();
      } catch (OrbitException invalidSetting) {
        LOG.debug("{} has no usable time-out", session, invalidSetting);
      }
    }
  }

  /** Closes all sessions and rolls back what they left. */
  @Override
  @Deactivate
  public void close() {
    open.values().forEach(session -> session.cancel(Session.CancelReason.SHUTDOWN));
    open.values().forEach(KernelSession::close);
    shared.close();
    for (AutoCloseable gauge : gauges) {
      try {
        gauge.close();
      } catch (Exception e) {
        LOG.warn("a gauge of sessions stays in the registry", e);
      }
    }
  }
}
