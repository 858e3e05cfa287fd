package io.orbit.kernel.security;

import io.orbit.api.catalog.Catalog;
import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Role;
import io.orbit.api.catalog.Schema;
import io.orbit.api.security.Session;
import io.orbit.api.security.SessionRequest;
import io.orbit.api.storage.Store;
import io.orbit.api.storage.Transaction;
import io.orbit.api.storage.TransactionOptions;
import io.orbit.api.value.DataType;
import io.orbit.kernel.catalog.KernelCatalog;
import io.orbit.kernel.metrics.KernelMetrics;
import io.orbit.kernel.store.OrbitStore;
import io.orbit.kernel.store.StoreConfiguration;
import io.orbit.testkit.simulation.SortedMapEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Sessions over a store in a folder, and short words for making roles and tables. */
final class SessionsFixture implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";

  private final SortedMapEngine.Factory engine = new SortedMapEngine.Factory("map");
  private final UnaryOperator<SecuritySettings> adjust;
  private final Path directory;
  private final ManualClock clock = new ManualClock();
  private final List<String> announced = new ArrayList<>();
  private OrbitStore store;
  private Catalog catalog;
  private KernelMetrics metrics;
  private KernelSessions sessions;

  SessionsFixture(Path directory) {
    this(directory, Optional.of(PASSWORD), UnaryOperator.identity());
  }

  SessionsFixture(
      Path directory, Optional<String> password, UnaryOperator<SecuritySettings> adjust) {
    this.directory = directory;
    this.adjust = adjust;
    this.store = OrbitStore.open(StoreConfiguration.in(directory, engine));
    this.catalog = new KernelCatalog(store, engine.name());
    this.metrics = new KernelMetrics();
    this.sessions = start(password);
  }

  private KernelSessions start(Optional<String> password) {
    return new KernelSessions(
        store,
        catalog,
        metrics,
        adjust.apply(SecuritySettings.defaults(directory)),
        clock,
        password,
        announced::add);
  }

  void restart(Optional<String> password) {
    close();
    store = OrbitStore.open(StoreConfiguration.in(directory, engine));
    catalog = new KernelCatalog(store, engine.name());
    metrics = new KernelMetrics();
    sessions = start(password);
  }

  KernelSessions sessions() {
    return sessions;
  }

  Catalog catalog() {
    return catalog;
  }

  Store store() {
    return store;
  }

  ManualClock clock() {
    return clock;
  }

  KernelMetrics metrics() {
    return metrics;
  }

  List<String> announced() {
    return announced;
  }

  static SessionRequest request(String user) {
    return request(user, "");
  }

  static SessionRequest request(String user, String database) {
    return new SessionRequest(user, database, "test", "10.0.0.1:4711", false, "");
  }

  static SessionRequest local(String user) {
    return new SessionRequest(user, "", "test", "127.0.0.1:4711", true, "");
  }

  Session login(String user) {
    return sessions.open(request(user));
  }

  /** Adds or replaces an object. */
  void put(CatalogObject object) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      catalog.lock(transaction, object.id(), true);
      catalog.edit(transaction).put(object);
      transaction.commit();
    }
  }

  void remove(CatalogObject object) {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      catalog.lock(transaction, object.id(), true);
      catalog.edit(transaction).remove(object.id());
      transaction.commit();
    }
  }

  long newId() {
    try (Transaction transaction = store.begin(TransactionOptions.DEFAULT)) {
      return catalog.edit(transaction).newId();
    }
  }

  /** What a role may be made of. */
  record RolePlan(
      boolean login,
      boolean inherit,
      int connectionLimit,
      String password,
      long validUntil,
      Map<String, String> settings) {
    static final RolePlan USER = new RolePlan(true, true, -1, PASSWORD, Long.MAX_VALUE, Map.of());

    RolePlan withLogin(boolean newLogin) {
      return new RolePlan(newLogin, inherit, connectionLimit, password, validUntil, settings);
    }

    RolePlan withInherit(boolean newInherit) {
      return new RolePlan(login, newInherit, connectionLimit, password, validUntil, settings);
    }

    RolePlan withConnectionLimit(int limit) {
      return new RolePlan(login, inherit, limit, password, validUntil, settings);
    }

    RolePlan withPassword(String newPassword) {
      return new RolePlan(login, inherit, connectionLimit, newPassword, validUntil, settings);
    }

    RolePlan withValidUntil(long time) {
      return new RolePlan(login, inherit, connectionLimit, password, time, settings);
    }

    RolePlan withSettings(Map<String, String> newSettings) {
      return new RolePlan(login, inherit, connectionLimit, password, validUntil, newSettings);
    }
  }

  Role user(String name, Role... memberOf) {
    return role(name, RolePlan.USER, memberOf);
  }

  /** Creates a role, or replaces the one of that name. */
  Role role(String name, RolePlan plan, Role... memberOf) {
    long id = catalog.current().role(name).map(Role::id).orElseGet(this::newId);
    Role role =
        new Role(
            id,
            name,
            0,
            false,
            plan.login,
            false,
            false,
            plan.inherit,
            false,
            false,
            plan.connectionLimit,
            plan.password.isEmpty() ? null : sessions.verifierFor(name, plan.password),
            plan.validUntil,
            Arrays.stream(memberOf).map(Role::id).toList(),
            List.of(),
            plan.settings,
            "");
    put(role);
    return role;
  }

  Database database(String name) {
    return catalog.current().database(name).orElseThrow();
  }

  Schema schema() {
    return catalog.current().schema(database("orbit").id(), "public").orElseThrow();
  }

  Collection table(String name, long owner, Grant... grants) {
    return collection(name, Collection.Kind.TABLE, owner, grants);
  }

  Collection collection(String name, Collection.Kind kind, long owner, Grant... grants) {
    Schema schema = schema();
    long id =
        catalog.current().collection(schema.id(), name).map(Collection::id).orElseGet(this::newId);
    put(
        new Collection(
            id,
            name,
            0,
            owner,
            List.of(grants),
            schema.database(),
            schema.id(),
            kind,
            List.of(Column.of(1, "id", DataType.INT32)),
            List.of(0),
            "",
            List.of(),
            List.of(),
            List.of(),
            1,
            2,
            false,
            true,
            99,
            engine.name(),
            Map.of(),
            "",
            null,
            ""));
    return catalog.current().collection(schema.id(), name).orElseThrow();
  }

  static Grant grant(long grantee, Privilege... privileges) {
    return new Grant(grantee, 10, java.util.Set.of(privileges), java.util.Set.of(), List.of());
  }

  @Override
  public void close() {
    sessions.close();
    store.close();
  }
}
